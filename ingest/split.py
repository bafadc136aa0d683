"""Report -> Passages: one a paragraph, with the headings, or a mere “各位代表！”, that stand directly above it."""

from __future__ import annotations

from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest import furniture, periods
from rag.domain import Block, Passage, Period, Report, Section

_ENDS = ["\n\n", "\n", "。", "；", ";", "，", ",", ""]


def split(report: Report, *, max_chars: int = 1200) -> tuple[Passage, ...]:
    """All passages of a report in order, not overlapping; together they hold every character of its blocks."""
    out: list[Passage] = []
    held: int | None = None  # start of headings or an address waiting for the paragraph below them
    turned: Period | None = None  # within a part that looks both ways, which way the last paragraph said it looks
    top: Section | None = None
    last = len(report.blocks) - 1
    for i, block in enumerate(report.blocks):
        section = _section(report, block)
        if section and (top is None or section.path[0] != top.path[0]):
            top, turned = section, None
        text = report.source[block.start : block.end]
        if i < last and (block.is_heading or (furniture.is_address(text) and furniture.only_address(text))):
            held = block.start if held is None else held
            continue
        period, turned = _period(section, text, report.year, turned)
        for start, end in split_text(text, max_chars=max_chars):
            begin = held if start == 0 and held is not None else block.start + start
            path = section.path if section else (report.title,)
            glossary = section.glossary if section else False
            out.append(Passage(report, begin, block.start + end, path, period, glossary))
        held = None
    return tuple(out)


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


def _period(
    section: Section | None, text: str, year: int | None, turned: Period | None
) -> tuple[Period | None, Period | None]:
    """Period of a paragraph, and which way the part is now turned.

    The part's title decides; a paragraph that opens with a look back inside a plan (“过去五年……”) is `done`. In a
    part whose title names both, the first paragraph that looks ahead turns the part.
    """
    if section is None or section.glossary or section.path[0] == "开头":
        return None, turned
    says = periods.of_paragraph(text, year=year)
    if section.period == "planned":
        return ("done" if says == "done" and section.level <= 1 else "planned"), turned
    if section.period == "done":
        return "done", turned
    turned = says or turned or "done"
    return turned, turned
