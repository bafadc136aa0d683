"""The table of runs: one line of JSON a run, its settings and its scores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

TABLE = Path(__file__).with_name("runs.jsonl")
KEPT = ("all", "paraphrase", "multi_hop")


def summary(figures: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, dict[str, float]]:
    """Figures of `training.measure.measure`, flattened: {collection: {"dense all": 0.9, ...}}."""
    return {
        name: {f"{way} {kind}": groups[kind] for way, groups in ways.items() for kind in KEPT if kind in groups}
        for name, ways in figures.items()
    }


def append(
    name: str,
    settings: Mapping[str, object],
    figures: Mapping[str, Mapping[str, Mapping[str, float]]],
    table: Path = TABLE,
) -> None:
    """Add a run to the table; never rewrites what is there."""
    line = {"run": name, "settings": settings, "scores": summary(figures)}
    with table.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line, ensure_ascii=False) + "\n")
