"""What later turns teach: which lean, what they mean, and how they would be read."""

from __future__ import annotations

import random

from rag.understand.frames import NO_FRAMES
from training.rows import Row
from training.turns import crossed, readings_of, turns_of

TALK = [
    ("老旧小区今年改造几个", None), ("去年呢", "去年老旧小区改造几个"), ("粮食产量多少", None), ("花了多少钱", "粮食花了多少钱"),
]  # fmt: skip


def talks(count: int) -> list[Row]:
    """The same conversation on reports of `count` places."""
    return [
        Row(f"试验{i}_2032", "answerable", question, conversation=f"c{i}", history=("x",) * (at > 0), standalone=meant)
        for i in range(count)
        for at, (question, meant) in enumerate(TALK)
    ]


def test_turns_have_what_came_before_as_it_was_meant():
    turns = [t for t in turns_of(talks(1), random.Random(1)) if t.real]
    assert [(t.text, t.leans) for t in turns] == [("去年呢", True), ("粮食产量多少", False), ("花了多少钱", True)]
    assert [r.text for r in turns[2].before] == ["老旧小区今年改造几个", "去年老旧小区改造几个", "粮食产量多少"]


def test_each_leaning_turn_is_read_by_models_that_have_not_seen_its_place():
    rows = talks(40)
    out = crossed(turns := turns_of(rows, random.Random(1)), NO_FRAMES)
    assert set(out.readings) == {i for i, t in enumerate(turns) if t.leans}
    meant = readings_of(rows, NO_FRAMES)
    assert set(meant) == {r for r in rows if r.standalone}
    assert all(texts and texts[0] for texts in meant.values())
