"""Pairs of neighbouring Chinese characters: how much two texts speak of the same."""

from __future__ import annotations

import re


def pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters."""
    return frozenset(run[i : i + 2] for run in re.findall(r"[\u3400-\u9fff]+", text) for i in range(len(run) - 1))
