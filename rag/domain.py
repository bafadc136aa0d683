"""The nouns of Wenbao, frozen. Standard library only.

One coordinate system: a `Report` keeps its source text once, and everything else (block, passage, sentence,
citation) is a `[start, end)` range of that text, in Python characters. Text is always read back through the range,
so a quotation that is not in the report cannot be built.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Period = Literal["done", "planned"]
"""`done`: the report looks back (工作回顾). `planned`: it looks ahead (工作安排, 目标). None where neither."""

Years = tuple[int, int]
"""First and last of the years that something speaks of."""

PERIOD_LABELS: Mapping[Period, str] = {"done": "已完成", "planned": "计划"}

OWNED = re.compile(
    r"清醒[地的]?(?:认识|看|意识)到?|还?(?:存在|面临|有)(?:着)?(?:不少|一些|许多|诸多).{0,8}"
    r"(?:问题|不足|短板|困难|差距|挑战|弱项|薄弱环节)"
)
"""How a report opens the sentence in which it owns its problems."""

MASK = "×"
"""A published report prints it in place of a figure or a name that it hides."""
_NAMES_WITH_TIMES = "".join(
    f"(?<!{noun})"
    for noun in ("数据要素", "人工智能", "互联网", "物联网", "区块链", "大数据", "机器人", "AI", "5G", "北斗")
)
MASKED = re.compile(rf"×{{2,}}|(?<!×){_NAMES_WITH_TIMES}×(?!×)(?!(?<=\d×)\d)(?!(?<=[^“‘]×)[”’])")
"""The sign × where a published report hides a figure or a name with it: that of a product (2×66万千瓦) hides
nothing, nor does that of a name which ends in it (“数据要素×”) or opens with a technique (人工智能×医疗)."""


class Status(StrEnum):
    """How a question ended. Expected outcomes are statuses, not exceptions."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    DECLINED = "declined"
    INVALID = "invalid"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or heading of the source, broken lines joined by the range.

    `level` is 1 for 部分 (一、), 2 for 条 (（一）), 3 and more for what stands below; 0 for a paragraph of text.
    """

    start: int
    end: int
    level: int = 0
    period: Period | None = None
    """Which way it looks; None in an opening formula or a glossary."""
    note: bool = False
    """A footnote, which explains a word of the paragraph above."""
    columns: int = 0
    """Of a table, whose first row is its head; 0 for a paragraph."""

    @property
    def is_heading(self) -> bool:
        return self.level > 0


def rows(source: str, table: Block) -> tuple[tuple[int, int], ...]:
    """Ranges of a table's rows: a line each, or as many lines as it has columns where each holds one cell."""
    lines = [m.span() for m in re.compile(r"[^\n]*\S[^\n]*").finditer(source, table.start, table.end)]
    first = source[slice(*lines[0])]
    size = 1 if "\t" in first or first.lstrip().startswith("|") else table.columns
    return tuple((lines[i][0], lines[min(i + size, len(lines)) - 1][1]) for i in range(0, len(lines), size))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, its subsections included."""

    start: int
    end: int
    title: str
    level: int
    path: tuple[str, ...]
    """Titles from the top of the report down to this one; never empty."""
    period: Period | None = None
    """None where it looks neither way, or both."""
    glossary: bool = False
    years: Years | None = None
    """First and last year that it speaks of, (2016, 2020) of a review of five years; None where that is not known."""


@dataclass(frozen=True, slots=True)
class Page:
    """From `start` of the source on, the text stands on this page of the file."""

    start: int
    number: int
    """From 1."""
    recognised: bool = False
    """It was read off a picture, and may have a wrong sign here or there."""


@dataclass(frozen=True, eq=False)
class Report:
    """One government work report: its source text, and the outline found in it. Compared by identity."""

    stem: str
    """File name without ending; names the report in answers and links."""
    source: str
    title: str
    year: int | None
    """The year the report was given: it looks back on `year - 1` and ahead to `year`."""
    place: str | None
    body: tuple[int, int]
    """Range of the report proper; page furniture lies outside."""
    blocks: tuple[Block, ...]
    """Headings and paragraphs of the body in order, not overlapping."""
    sections: tuple[Section, ...]
    """In order of their start; never empty for a report with a body."""
    warnings: tuple[str, ...] = ()
    """What ingest wants staff to know, in Chinese."""
    pages: tuple[Page, ...] = ()
    """Where the pages of its file begin, in order; none where the file has none."""

    def page_at(self, position: int) -> Page | None:
        """The page on which the character at `position` stands; None where that is not known."""
        at = bisect_right(self.pages, position, key=lambda page: page.start)
        return self.pages[at - 1] if at else None

    def rows_at(self, position: int) -> tuple[tuple[int, int], ...]:
        """Ranges of the rows of the table that holds the character at `position`, its head first; none outside a table."""
        table = next((b for b in self.blocks if b.columns and b.start <= position < b.end), None)
        return rows(self.source, table) if table else ()

    def section_at(self, position: int) -> Section | None:
        """The innermost section that holds the character at `position`."""
        holding = [s for s in self.sections if s.start <= position < s.end]
        return max(holding, key=lambda s: (s.level, s.start)) if holding else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a report (with the headings that stand directly above it), the unit that is found."""

    report: Report = field(repr=False)
    start: int
    end: int
    path: tuple[str, ...]
    period: Period | None
    glossary: bool = False
    years: Years | None = None
    """First and last year that it speaks of."""

    @property
    def id(self) -> str:
        return f"{self.report.stem}:{self.start}-{self.end}"

    @property
    def text(self) -> str:
        return self.report.source[self.start : self.end]

    @property
    def page(self) -> Page | None:
        """The page of the file on which it begins."""
        return self.report.page_at(self.start)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a passage ending in 。！？； (or a clause of it), the unit that is quoted."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.report.source[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Found:
    """One passage kept or rejected for a question, and why."""

    passage: Passage
    score: float
    """Fused score, comparable within one question only."""
    keyword: float
    """Share of the question's n-gram weight that the passage holds, 0 to about 1."""
    dense: float
    """Cosine of the question and the passage's best sentence, -1 to 1."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """One sentence with its scores (as in `Found`)."""

    sentence: Sentence
    score: float
    keyword: float
    dense: float
    passage_keyword: float = 0.0
    """Keyword score of its passage."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What search kept for a question, best first, and what it rejected."""

    kept: tuple[Found, ...]
    rejected: tuple[Found, ...]
    sentences: tuple[RankedSentence, ...]
    """Sentences that may answer, best first: all of the reports at hand, or those of the best passages where there are many."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation. Its quote is read from the source at its range, so it cannot be anything else."""

    number: int
    """From 1, in the order shown; never changes once given."""
    passage: Passage
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()
    """Ranges of the source inside [start, end): the words that were asked for."""

    def __post_init__(self) -> None:
        if not self.passage.start <= self.start < self.end <= self.passage.end:
            raise ValueError(f"citation [{self.start}, {self.end}) lies outside passage {self.passage.id}")

    @property
    def report(self) -> Report:
        return self.passage.report

    @property
    def quote(self) -> str:
        return self.report.source[self.start : self.end]

    @property
    def path(self) -> tuple[str, ...]:
        return self.passage.path

    @property
    def period(self) -> Period | None:
        return self.passage.period

    @property
    def period_label(self) -> str:
        """What the reader is told of the period; nothing where the report owns its problems: these stand in the review,
        and are anything but done."""
        owned = OWNED.search(self.passage.text) if self.period == "done" else None
        is_problem = owned is not None and self.end > self.passage.start + owned.start()
        return PERIOD_LABELS[self.period] if self.period and not is_problem else ""

    @property
    def page(self) -> Page | None:
        """The page of the file on which the quotation begins."""
        return self.report.page_at(self.start)

    @property
    def recognised(self) -> bool:
        """Whether any of the quotation was read off a picture."""
        ends = self.report.page_at(self.start), self.report.page_at(self.end - 1)
        return any(page is not None and page.recognised for page in ends)

    @property
    def masked(self) -> bool:
        """Whether a sign in the quotation hides something; the × in a name (数据要素×) hides nothing."""
        return MASKED.search(self.quote) is not None


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing the answer says, with what it rests on."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person gets for a question."""

    status: Status
    question: str
    """The standalone question as it was understood."""
    lead: str
    """One sentence in plain Chinese that opens the answer, or the whole reply where there is no claim."""
    claims: tuple[Claim, ...] = ()
    """What is quoted, in the report's own words."""
    advice: str = ""
    """One closing sentence: masked figures, or where else to ask."""
    suggestions: tuple[str, ...] = ()
    """Questions that this report answers."""
    taken: str = ""
    """Words that were taken over from the questions before; empty where the question was read alone."""
    written: tuple[Claim, ...] = ()
    """What is quoted, in a language model's words, each sentence checked; stands above the quotations, never instead of them."""
    growing: bool = False
    """Whether a language model is still at work: another answer to the same question follows this one."""
    origin: str = ""
    """Who wrote it (the quotations alone, or a model above them); empty where there is no language model that could have."""
    label: str = ""
    """What `written` must be marked with, wherever it goes; empty where there are quotations alone."""
    nearest: Passage | None = None
    """Where nothing is quoted: the passage that comes nearest, to be linked to and never shown as an answer."""
    found: tuple[Passage, ...] = ()
    """Passages in rank order, at most 10, whatever the status."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Wall time of each step, by its name; `total` is all of it."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, by number."""
        seen = {c.number: c for claim in (*self.claims, *self.written) for c in claim.citations}
        return tuple(seen[n] for n in sorted(seen))

    @property
    def text(self) -> str:
        """What the person reads, as plain text with [1] marks."""
        lines = (*map(_numbered, self.written), self.label, self.lead, *map(_numbered, self.claims), self.advice)
        return "\n".join(line for line in lines if line)


def _numbered(claim: Claim) -> str:
    return claim.text + "".join(f"[{c.number}]" for c in claim.citations)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    """As the person wrote it."""
    answer: Answer | None = None
