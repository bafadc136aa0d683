"""The figures that a run must hold. `floors.json`: {file of questions, kind or yardstick: {figure: value}}."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CEILINGS = frozenset(
    {"false_refusal", "errors", "p50_s", "p95_s", "citations_per_answer", "chars_per_answer", "off", "refused"}
    | {"worst", "worst_hard", "drafts"}
)
"""Figures of which less is better: the value given is the most allowed."""


def read_floors(path: Path, *names: str) -> dict[str, float]:
    """The floors under the first of the names that the file knows: that of the questions, then their kind.

    :raises ValueError: where it knows none of them.
    """
    floors: Mapping[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
    for name in names:
        if name in floors:
            return floors[name]
    raise ValueError(f"{path.name} 没有为 {'、'.join(names)} 定下限")


def fallen(summary: Mapping[str, Any], floors: Mapping[str, float]) -> list[str]:
    """One sentence for each figure of the summary that does not hold its floor (or ceiling).

    :raises ValueError: where a floor names a figure that does not exist.
    """
    sentences = []
    for name, bound in floors.items():
        if name not in summary:
            raise ValueError(f"下限文件中的指标 {name} 不存在")
        value, at_most = summary[name], name in CEILINGS
        if value is None:
            sentences.append(f"{name} 没有测到（要求{'不高于' if at_most else '不低于'} {bound}）")
        elif value > bound if at_most else value < bound:
            sentences.append(f"{name} = {value}，{'高于上限' if at_most else '低于下限'} {bound}")
    return sentences
