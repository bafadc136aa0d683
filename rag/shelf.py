"""Reports and their passages to and from one JSON file of a generation."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rag.domain import Block, Page, Passage, Period, Report, Section, Years


def save(path: Path, reports: Sequence[Report], passages: Sequence[Passage]) -> None:
    """Write reports with their passages; `passages` belong to `reports`. Raises OSError."""
    rows = []
    for report in reports:
        row = asdict(report)
        row["passages"] = [
            [p.start, p.end, list(p.path), p.period, p.glossary, p.years] for p in passages if p.report is report
        ]
        rows.append(row)
    with path.open("w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> tuple[tuple[Report, ...], tuple[Passage, ...]]:
    """Read what `save` wrote. Raises OSError, or ValueError and KeyError where the file is damaged."""
    reports: list[Report] = []
    passages: list[Passage] = []
    for row in json.loads(path.read_text("utf-8")):
        kept = row.pop("passages")
        report = _report(row)
        reports.append(report)
        passages.extend(_passage(report, *of_passage) for of_passage in kept)
    return tuple(reports), tuple(passages)


def _passage(
    report: Report,
    start: int,
    end: int,
    path: list[str],
    period: Period | None,
    glossary: bool,
    years: list[int] | None = None,
) -> Passage:
    """`years` is absent in an index of an older version, which is read to be built anew."""
    return Passage(report, start, end, tuple(path), period, glossary, _years(years))


def _years(row: list[int] | None) -> Years | None:
    return (row[0], row[1]) if row else None


def _report(row: dict[str, Any]) -> Report:
    row["blocks"] = tuple(Block(**b) for b in row["blocks"])
    row["sections"] = tuple(
        Section(**{**s, "path": tuple(s["path"]), "years": _years(s.get("years"))}) for s in row["sections"]
    )
    row["body"] = tuple(row["body"])
    row["warnings"] = tuple(row["warnings"])
    row["pages"] = tuple(Page(**page) for page in row.get("pages", ()))
    return Report(**row)
