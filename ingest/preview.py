"""What was understood of a report, for staff to look at before it is ingested; and a report put right by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ingest.corrections import Corrections
from ingest.outline import OPENING, outline, path_of
from ingest.readers.source import SourceText
from ingest.split import split
from rag.domain import PERIOD_LABELS, Block, Period, Report
from rag.errors import OutlineError

_PARTS = 2
"""Levels of headings whose period a person may put right."""
_SHOWN = 3
"""Lines shown of each end of what was left out."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of the outline."""

    level: int
    title: str
    period: str
    """`done`, `planned` or empty."""
    label: str
    """The period in words."""
    part: str = ""
    """How the part is named where its period may be put right; empty where it may not."""
    given: str = ""
    """The period that a person gave it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the file that is not part of the report: nobody finds or quotes it."""

    where: str
    chars: int
    lines: int
    first: tuple[str, ...]
    last: tuple[str, ...]
    """Empty where `first` is all of it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A report at a glance."""

    stem: str
    title: str
    year: int | None
    place: str | None
    chars: int
    passages: int
    done: int
    planned: int
    headings: tuple[Heading, ...]
    left_out: tuple[Stretch, ...]
    warnings: tuple[str, ...]


def preview(report: Report, *, max_chars: int, given: Corrections | None = None) -> Preview:
    """A report at a glance; `max_chars` as when it is split, `given` what a person said of it."""
    said = dict(given.periods) if given else {}
    periods = Counter(p.period for p in split(report, max_chars=max_chars))
    return Preview(
        stem=report.stem,
        title=report.title,
        year=report.year,
        place=report.place,
        chars=sum(not c.isspace() for b in report.blocks for c in report.source[b.start : b.end]),
        passages=periods.total(),
        done=periods["done"],
        planned=periods["planned"],
        headings=tuple(
            Heading(
                s.level,
                s.title,
                s.period or "",
                PERIOD_LABELS[s.period] if s.period else "",
                part := path_of(s) if s.level <= _PARTS and not s.glossary and s.title != OPENING else "",
                said.get(part, ""),
            )
            for s in report.sections
        ),
        left_out=tuple(_left_out(report)),
        warnings=tuple(re.sub(r"；?可用 --\w+ 指定", "；请填写", w) for w in report.warnings),
    )


def found(source: SourceText, stem: str, given: Corrections) -> Report:
    """The report in a source text. Raises OutlineError where there is none."""
    report = outline(
        source.text,
        stem=stem,
        marks=[(m.start, m.end, m.level) for m in source.marks],
        file_title=source.title,
        title=given.title,
        year=given.year,
        place=given.place,
        periods=given.periods,
        warnings=source.warnings,
    )
    return replace(report, pages=source.pages)


def corrected(report: Report, given: Corrections) -> Report:
    """A report of the index with another title, year or place.

    Another year means that its periods are found anew. Raises OutlineError where its outline, some of which the file's
    format knew, cannot be found again from the text alone.
    """
    title, place = given.title or report.title, given.place or report.place
    year = given.year or report.year
    if year == report.year:
        warnings = tuple(w for w in report.warnings if not (place and w.startswith("没有找到地名")))
        return replace(report, title=title, place=place, warnings=warnings)
    warnings = tuple(w for w in report.warnings if not w.startswith("没有找到"))
    known = [(b.start, b.end, b.level) for b in report.blocks if b.is_heading]
    for marks in ([], known):
        again = outline(
            report.source,
            stem=report.stem,
            marks=marks,
            title=title,
            year=year,
            place=place,
            periods=given.periods,
            warnings=warnings,
        )
        if _skeleton(again) == _skeleton(report):
            return replace(again, pages=report.pages)
    raise OutlineError(f"《{report.title}》改年份后要重新识别，请重新上传原文件，在上传后的预览里改。")


def renewed(report: Report) -> Report:
    """A report of an index of an older version with what this version finds in it besides: the period of every block,
    the years of every section. As it is where its outline cannot be found again."""
    if any(b.period for b in report.blocks):
        return report
    known = [(b.start, b.end, b.level) for b in report.blocks if b.is_heading]
    headings = {start for start, _, _ in known}
    for marks in ([], known):
        with suppress(OutlineError):
            again = outline(
                report.source,
                stem=report.stem,
                marks=marks,
                title=report.title,
                year=report.year,
                place=report.place,
            )
            if headings <= {b.start for b in again.blocks if b.is_heading}:
                return replace(again, pages=report.pages)
    return replace(report, blocks=tuple(replace(b, period=_period_at(report, b)) for b in report.blocks))


def _period_at(report: Report, block: Block) -> Period | None:
    section = report.section_at(block.start)
    return section.period if section and not section.glossary else None


def _skeleton(report: Report) -> tuple[object, ...]:
    return report.body, [(b.start, b.end, b.is_heading) for b in report.blocks]


def _left_out(report: Report) -> Iterator[Stretch]:
    at = 0
    ends = [(b.start, b.end) for b in report.blocks] + [(len(report.source), len(report.source))]
    for start, end in ends:
        lines = [line.strip() for line in report.source[at:start].splitlines() if line.strip()]
        if any(c.isalnum() for line in lines for c in line):
            yield _stretch(lines, "正文之前" if at == 0 else "正文之后" if start == len(report.source) else "正文中间")
        at = end


def _stretch(lines: Sequence[str], where: str) -> Stretch:
    short = len(lines) <= 2 * _SHOWN
    first = tuple(lines if short else lines[:_SHOWN])
    return Stretch(where, sum(map(len, lines)), len(lines), first, () if short else tuple(lines[-_SHOWN:]))
