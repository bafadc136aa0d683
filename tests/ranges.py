"""What must hold of any list of ranges that stands for a text."""

from __future__ import annotations

from collections.abc import Sequence


def assert_hold_every_character_once(text: str, ranges: Sequence[tuple[int, int]]) -> None:
    """The ranges are in order, none empty, none overlapping, and leave out nothing but white space."""
    at = 0
    for start, end in ranges:
        assert at <= start < end <= len(text), f"[{start}, {end}) after {at}"
        assert not text[at:start].strip(), f"left out: {text[at:start]!r}"
        at = end
    assert not text[at:].strip(), f"left out at the end: {text[at:]!r}"
