"""Tables in a text: a row a line with tabs or bars, or a cell a line, as copying from a page leaves them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.headings import NUMBERED, numbered
from ingest.paragraphs import Span, lines
from rag.domain import Period

MOST_COLUMNS: Final = 8
LONGEST_CELL: Final = 40
"""A longer line is a paragraph, in characters, where a table has a cell a line."""
_HEADS = re.compile(
    r"(?:序号|编号|项目|指标|名称|单位|类别|任务|工程|事项|内容|目标|牵头|责任|投资|完成|备注|地点|规模|时限|年份?|合计)"
)
_FIRST = re.compile(r"序\s*号|编\s*号|指标(?:名称)?|(?:工程|项目|任务|事项)?名称|项目|类别")
_NO_CELL = re.compile(r"[。！？；]$|^各位代表|^[—-]{2}")
_FIGURE = re.compile(r"[\d.,，%％]+|—|-|×")
_TARGET = re.compile(r"目标|预期|计划|任务|安排")
_RESULT = re.compile(r"完成|实绩|实际|执行|增速(?!目标)|上年|去年")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: [start, end) of the source, and how many columns it has."""

    start: int
    end: int
    columns: int


def tables(source: str) -> list[Table]:
    """Every table of a text, in order."""
    all_lines = list(lines(source))
    out: list[Table] = []
    at = 0
    while at < len(all_lines):
        size, columns = _rows_at(source, all_lines, at) or _cells_at(source, all_lines, at) or (1, 0)
        if columns:
            out.append(Table(all_lines[at][0], all_lines[at + size - 1][1], columns))
        at += size
    return out


def with_tables(spans: Sequence[Span], found: Sequence[Table]) -> list[Span]:
    """The spans of paragraphs, those inside a table made one; a paragraph that ran into a table ends before it."""
    out: list[Span] = []
    for table in found:
        waiting = [s for s in spans if s[0] < table.start and (not out or s[0] >= out[-1][1])]
        out += [(a, min(b, table.start)) for a, b in waiting]
        out.append((table.start, table.end))
    last = out[-1][1] if out else 0
    return out + [(max(a, last), b) for a, b in spans if b > last]


def period_of(head: str) -> Period | None:
    """Which way the figures below a table's head look; None where it names neither, or a column for each."""
    target, result = bool(_TARGET.search(head)), bool(_RESULT.search(head))
    return None if target == result else "planned" if target else "done"


def names_both(head: str) -> bool:
    """Whether a head has a column of results and one of targets."""
    return bool(_TARGET.search(head) and _RESULT.search(head))


def _rows_at(source: str, found: Sequence[Span], at: int) -> tuple[int, int] | None:
    """Number of lines and columns of a table with a row a line."""
    counts = []
    for start, end in found[at:]:
        line = source[start:end]
        if line.startswith("|") and line.endswith("|"):
            counts.append(line.count("|") - 1)
        elif "\t" in line:
            counts.append(line.count("\t") + 1)
        else:
            break
    return (len(counts), max(counts)) if len(counts) >= 2 and max(counts) >= 2 else None


def _cells_at(source: str, found: Sequence[Span], at: int) -> tuple[int, int] | None:
    """Number of lines and columns of a table with a cell a line: under a head of short names stand rows of one pattern."""
    if not _FIRST.fullmatch(source[slice(*found[at])]):
        return None
    cells = []
    for start, end in found[at:]:
        cell = source[start:end]
        number = numbered(cell)
        if len(cell) > LONGEST_CELL or _NO_CELL.search(cell) or (number and number[0] <= NUMBERED):
            break
        cells.append(cell)
    if re.fullmatch(r"[序编]\s*号", cells[0]):
        return _counted(cells)
    return _patterned(cells)


def _counted(cells: Sequence[str]) -> tuple[int, int] | None:
    """Rows that open with 1, 2, 3…"""
    for columns in range(2, MOST_COLUMNS + 1):
        rows = 0
        while (rows + 1) * columns < len(cells) and cells[(rows + 1) * columns].rstrip("．.、") == str(rows + 1):
            rows += 1
        if rows >= 2 or (rows == 1 and len(cells) == 2 * columns):
            return min(len(cells), (rows + 1) * columns), columns
    return None


def _patterned(cells: Sequence[str]) -> tuple[int, int] | None:
    """Rows whose figures stand in the same columns, below names without any."""
    for columns in range(2, MOST_COLUMNS + 1):
        head = cells[:columns]
        if len(cells) < 3 * columns or not all(_HEADS.search(c) for c in head):
            continue
        kinds = [bool(_FIGURE.match(c)) for c in cells[columns : 2 * columns]]
        rows = 1
        while (rows + 1) * columns < len(cells):
            row = cells[(rows + 1) * columns : (rows + 2) * columns]
            if len(row) < columns or [bool(_FIGURE.match(c)) for c in row] != kinds:
                break
            rows += 1
        if rows >= 2 and any(kinds) and not kinds[0]:
            return (rows + 1) * columns, columns
    return None
