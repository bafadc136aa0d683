"""A report as a well-set reading page. Every block carries its range of the source, so that any range can be lit.

The source stands in the page whole, character by character: white space that a reader should not see is wrapped, not
removed. The script that lights a range therefore counts characters and never guesses.
"""

from __future__ import annotations

import html
from functools import lru_cache

from rag.domain import PERIOD_LABELS, Block, Report, Section
from web.plain import hidden_spaces, safe

_OUTLINE_DEPTH = 2


@lru_cache(maxsize=32)
def article(report: Report) -> str:
    """The report itself: title, headings by level, paragraphs."""
    section_at = {section.start: section for section in report.sections}
    body = "\n".join(_block(report, block, section_at.get(block.start)) for block in report.blocks)
    return (
        f'<article class="wb-report-text" data-report="{safe(report.stem)}" lang="zh-CN">\n'
        f'<h1 class="wb-report-title">{safe(report.title)}</h1>\n{body}\n</article>'
    )


@lru_cache(maxsize=32)
def outline(report: Report) -> str:
    """The parts of the report as links, with what is told there: results or plans."""
    items = [s for s in report.sections if s.level <= _OUTLINE_DEPTH and s.start > report.body[0]]
    return "".join(
        f'<li class="wb-level-{s.level}"><a href="#s-{s.start}">{safe(s.title)}</a>{_period(s)}</li>' for s in items
    )


def _period(section: Section) -> str:
    """A badge for the parts only: below them it would repeat itself on every line."""
    if section.level > 1 or section.period is None:
        return ""
    return f' <span class="wb-badge wb-{section.period}">{PERIOD_LABELS[section.period]}</span>'


def _block(report: Report, block: Block, section: Section | None) -> str:
    text = report.source[block.start : block.end]
    anchor = f' id="s-{section.start}"' if section else ""
    if block.is_heading:
        level = min(block.level + 1, 6)
        return f'<h{level}{anchor} data-s="{block.start}">{source_html(text)}</h{level}>'
    title = _run_in(text, section)
    opening = f'<b class="wb-run-in">{source_html(text[:title])}</b>' if title else ""
    return f'<p{anchor} data-s="{block.start}">{opening}{source_html(text[title:], inside=bool(title))}</p>'


def _run_in(text: str, section: Section | None) -> int:
    """How many characters at the start of a paragraph are its own heading; 0 where it has none."""
    if section is None:
        return 0
    if text.startswith(section.title):
        end = len(section.title)
        return end + 1 if text[end : end + 1] in ("。", ".", "：", ":") else end
    return 0


def source_html(text: str, *, inside: bool = False) -> str:
    """Escaped source text, as many characters as before; hidden white space is wrapped.

    inside: the text goes on from text before it, so that white space at its start is judged as in the middle.
    """
    pieces: list[str] = []
    at = 0
    shift = 1 if inside else 0
    for start, end in hidden_spaces("。" * shift + text):
        start, end = start - shift, end - shift
        pieces.append(_escaped(text[at:start]) + f"<i>{_escaped(text[start:end])}</i>")
        at = end
    return "".join(pieces) + _escaped(text[at:])


def _escaped(text: str) -> str:
    """HTML parsers turn a bare CR into LF and CR LF into one character; as a reference it stays itself."""
    return html.escape(text).replace("\r", "&#13;")
