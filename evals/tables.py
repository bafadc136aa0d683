"""Summaries as short tables for a terminal, and as files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def summary_table(summary: Mapping[str, Any]) -> str:
    """The figures one below the other, then a row for each type of question."""
    flat = [[name, cell(value)] for name, value in summary.items() if not isinstance(value, Mapping)]
    types: Mapping[str, Mapping[str, float]] = summary.get("by_type", {})
    if not types:
        return table(flat)
    columns = list(dict.fromkeys(name for figures in types.values() for name in figures))
    rows = [[kind, *(cell(figures.get(c)) for c in columns)] for kind, figures in types.items()]
    return f"{table(flat)}\n\n{table([['by_type', *columns], *rows])}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of equal length, the first column to the left and the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(word.rjust(w) if i else word.ljust(w) for i, (word, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def cell(value: object) -> str:
    """A value as a table shows it: – for what does not apply, four places, lists with commas."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def write_json(path: Path, value: object) -> None:
    """Write one JSON value, indented, Chinese left readable; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
