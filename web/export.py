"""A selection of quotations as a file to take along: CSV and Markdown here, DOCX and XLSX in `web.documents`.

Every form gives each quotation with its source as officials cite it and its permanent link. What a language model
wrote goes along with its label, and, as GB 45438-2025 asks, with the same told in the file's own data.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin

from rag.domain import Answer, Citation
from rag.exact.source_line import source_line
from web.plain import collapse, kept, place_link

COLUMNS = ("序号", "原文", "出处", "报告", "年份", "性质", "隐去内容", "链接")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&#])")


class Form(StrEnum):
    """Kinds of files, named as their endings."""

    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    MARKDOWN = "md"


@dataclass(frozen=True, slots=True)
class Row:
    """One quotation, ready to be written: white space as a reader sees it, no control characters."""

    number: int
    quote: str
    bold: tuple[tuple[int, int], ...]
    """Ranges of the quote that were asked for."""
    source: str
    report: str
    year: int | None
    period: str
    masked: bool
    link: str

    @property
    def cells(self) -> tuple[str | int, ...]:
        """As `COLUMNS` names them."""
        masked = "有" if self.masked else ""
        return (self.number, self.quote, self.source, self.report, self.year or "", self.period, masked, self.link)


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes into a file, whatever its form."""

    title: str
    made: str
    """When and from what, in one line."""
    said: tuple[str, ...]
    """What opens the file; sentences of a language model among them, each with its [1] marks."""
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    label: str = ""
    """What a text written by a language model must be marked with; empty where there is none."""
    aigc: str = ""
    """The same for programs (GB 45438-2025); empty where there is none."""


def select(answer: Answer, title: str, home: str, made: datetime, chosen: Collection[int] | None = None) -> Selection:
    """The chosen citations of an answer, all where `chosen` is None.

    home: address of the site, for permanent links. made: local time.
    """
    cited = [c for c in answer.citations if chosen is None or c.number in chosen]
    numbers = {c.number: n for n, c in enumerate(cited, 1)}
    written = [
        clean(claim.text) + "".join(f"[{numbers[c.number]}]" for c in claim.citations if c.number in numbers)
        for claim in answer.written
    ]
    counted = f"{made:%Y年%m月%d日 %H:%M}由问报导出，共{len(cited)}条原文"
    return Selection(
        title=clean(title),
        made=counted + (f"（从{len(answer.citations)}条中选出）。" if len(cited) < len(answer.citations) else "。"),
        said=tuple(s for s in (clean(answer.lead) if len(cited) == len(answer.citations) else "", *written) if s),
        rows=tuple(_row(c, numbers[c.number], home) for c in cited),
        notes=tuple(n for n in (answer.origin, answer.advice) if n),
        label=answer.label,
        aigc=_aigc(made) if answer.label else "",
    )


def clean(text: str) -> str:
    """One line without characters that no document may hold."""
    return _CONTROL.sub("", collapse(text))


def to_csv(selection: Selection) -> bytes:
    """With a byte-order mark, so that Excel reads it as UTF-8; no cell is ever taken for a formula."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    extra = ("标识",) if selection.label else ()
    write((*COLUMNS, *extra))
    for row in selection.rows:
        write([guarded(cell) for cell in (*row.cells, *((selection.label,) if extra else ()))])
    return out.getvalue().encode("utf-8-sig")


def guarded(cell: str | int) -> str | int:
    """A cell that a spreadsheet shows as the text it is."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def to_markdown(selection: Selection) -> bytes:
    """Quotations as block quotes, each with its source and link below."""
    blocks = [f"# {_escaped(selection.title)}", _escaped(selection.made)]
    blocks += [_escaped(text) for text in (selection.label, *selection.said) if text]
    for row in selection.rows:
        told = f"（{row.period}）" if row.period else ""
        blocks.append(
            f"> {row.number}\\. “{_escaped(row.quote)}”\n>\n> ——{_escaped(row.source)}{told}　[原文](<{row.link}>)"
        )
    blocks += [_escaped(note) for note in selection.notes]
    head = f"---\nAIGC: {json.dumps(selection.aigc, ensure_ascii=False)}\n---\n\n" if selection.aigc else ""
    return (head + "\n\n".join(blocks) + "\n").encode("utf-8")


def _row(citation: Citation, number: int, home: str) -> Row:
    shown = [(citation.start + i, char) for i, char in kept(citation.quote) if not _CONTROL.match(char)]
    marked = {i for start, end in citation.marks for i in range(start, end)}
    return Row(
        number=number,
        quote="".join(char for _, char in shown),
        bold=_runs([position in marked for position, _ in shown]),
        source=clean(source_line(citation)),
        report=clean(citation.report.title),
        year=citation.report.year,
        period=citation.period_label,
        masked=citation.masked,
        link=urljoin(home, place_link(citation.report, citation.start, citation.end)),
    )


def _runs(flags: list[bool]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for i, is_on in enumerate(flags):
        if is_on and runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        elif is_on:
            runs.append((i, i + 1))
    return tuple(runs)


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _aigc(made: datetime) -> str:
    """The label for programs: a text that was generated, by whom, and under which number."""
    number = f"wenbao-{made:%Y%m%d%H%M%S}"
    said = {"Label": "1", "ContentProducer": "问报", "ProduceID": number, "ReservedCode1": ""}
    said |= {"ContentPropagator": "问报", "PropagateID": number, "ReservedCode2": ""}
    return json.dumps(said, ensure_ascii=False)
