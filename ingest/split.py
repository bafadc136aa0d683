"""Report -> Passages: one a paragraph, with the headings, or a mere “各位代表！”, that stand directly above it."""

from __future__ import annotations

from itertools import pairwise

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest import furniture, periods
from rag.domain import Block, Passage, Period, Report, Section, Years, rows
from rag.years import spoken

OPENING_CHARS = 16
"""A paragraph says which years it speaks of in its first words."""
_ENDS = ["\n\n", "\n", "。", "；", ";", "，", ",", ""]


def split(report: Report, *, max_chars: int = 1200) -> tuple[Passage, ...]:
    """All passages of a report in order, not overlapping; together they hold every character of its blocks."""
    out: list[Passage] = []
    held: int | None = None  # start of headings or an address waiting for the paragraph below them
    last = len(report.blocks) - 1
    for i, block in enumerate(report.blocks):
        section = _section(report, block)
        text = report.source[block.start : block.end]
        if i < last and (block.is_heading or (furniture.is_address(text) and furniture.only_address(text))):
            held = block.start if held is None else held
            continue
        period = _period(section, block, text, report.year)
        years = _years(section, text, report.year, period)
        for start, end in _cuts(report, block, text, max_chars):
            begin = held if start == 0 and held is not None else block.start + start
            path = section.path if section else (report.title,)
            glossary = block.note or (section.glossary if section else False)
            out.append(Passage(report, begin, block.start + end, path, period, glossary, years))
        held = None
    return tuple(out)


def _cuts(report: Report, block: Block, text: str, max_chars: int) -> list[tuple[int, int]]:
    """Ranges that partition a block's text; a long table is cut between rows."""
    if not block.columns or len(text) <= max_chars:
        return split_text(text, max_chars=max_chars)
    ends: list[int] = []
    at = 0
    spans = [(a - block.start, b - block.start) for a, b in rows(report.source, block)]
    for (start, end), before in zip(spans[1:], spans, strict=False):
        if end - at > max_chars and before[1] > at:
            ends.append(start)
            at = start
    return list(pairwise([0, *ends, len(text)]))


def split_text(text: str, *, max_chars: int = 1200) -> list[tuple[int, int]]:
    """Ranges that partition `text`, each at most `max_chars` long, cut after the highest mark that fits (paragraph,
    sentence, clause)."""
    if len(text) <= max_chars:
        return [(0, len(text))]
    splitter = RecursiveCharacterTextSplitter(
        separators=_ENDS, keep_separator="end", chunk_size=max_chars, chunk_overlap=0, strip_whitespace=False
    )
    ranges, at = [], 0
    for part in splitter.split_text(text):
        ranges.append((at, at + len(part)))
        at += len(part)
    return ranges


def _section(report: Report, block: Block) -> Section | None:
    """The innermost section that a block stands in: a run-in heading's own section starts with its block."""
    return report.section_at(block.start)


def _period(section: Section | None, block: Block, text: str, year: int | None) -> Period | None:
    """Period of a paragraph: that of its block; one that opens with a look back inside a plan (“过去五年……”) is `done`."""
    if block.note or (section is not None and section.glossary):
        return None
    looks_back = block.period == "planned" and (section is None or section.level <= 1)
    return "done" if looks_back and periods.of_paragraph(text, year=year) == "done" else block.period


def _years(section: Section | None, text: str, year: int | None, period: Period | None) -> Years | None:
    """Years that a paragraph speaks of: by its own first words, by its headings', and by which way it looks."""
    if year is None or period is None:
        return None
    said = spoken.spoken(periods.plain(text), year, opening=OPENING_CHARS) or (section.years if section else None)
    return said or ((year - 1, year - 1) if period == "done" else (year, year))
