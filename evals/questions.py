"""Question files with exact gold evidence, read into one shape whatever their kind.

A row's gold is for the metrics alone. Only `Question.words` and, in dialogues, the turns before it may reach
an assistant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
"""One line of a JSON Lines file."""


class Kind(StrEnum):
    """What a file of questions holds."""

    QUESTIONS = "questions"
    """Single questions: {id, type, question, evidence, ...}."""
    DIALOGUES = "dialogues"
    """Conversations: {id, turns: [{user, evidence, ...}]}; a turn is asked as `D01/1`, `D01/2`, ..."""
    WORDING = "wording"
    """Look-ups of exact wording: {id, query, kind, gold}."""
    ADVERSARIAL = "adversarial"
    """Hostile or broken input: {id, kind, input, expect}."""


@dataclass(frozen=True, slots=True)
class Gold:
    """An exact substring of a report that belongs in the answer."""

    text: str
    reports: tuple[str, ...] = ()
    """Stems of the reports it may stand in; empty: any that is loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with everything known about its right answer."""

    id: str
    words: str
    """What a person types: all that an assistant may see."""
    type: str = "None"
    conversation: str = ""
    """The dialogue it is a turn of; empty where it stands alone."""
    evidence: tuple[Gold, ...] = ()
    """Empty: the reports do not answer it, and a refusal is right."""
    alternatives: tuple[Gold, ...] = ()
    """Each may stand in for one piece of evidence that was not quoted."""
    also_ok: tuple[Gold, ...] = ()
    """May be quoted beside the evidence without counting as noise."""
    must_include: tuple[str, ...] = ()
    period: str | None = None
    near_miss: bool = False
    """No answer, though the report speaks of something that looks like it."""
    expect: str = ""
    """Adversarial only: the behaviour that passes."""


def read_jsonl(path: Path) -> list[Row]:
    """Read the objects of a JSON Lines file (UTF-8), blank lines left out."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def load_questions(path: Path, kind: Kind) -> list[Question]:
    """Read a file of questions.

    :param path: JSON Lines in the form that `Kind` describes.
    :raises ValueError: where a row lacks a field of its kind, or an id occurs twice; names the row.
    """
    questions: list[Question] = []
    for number, row in enumerate(read_jsonl(path), start=1):
        try:
            questions.extend(_READERS[kind](row))
        except KeyError as missing:
            raise ValueError(f"{path.name} 第 {number} 行不是 {kind} 题目：缺少字段 {missing}") from missing
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise ValueError(f"{path.name} 中编号 {question.id} 出现了两次")
        seen.add(question.id)
    return questions


def _question(row: Row) -> Iterable[Question]:
    yield _build(row, id=row["id"], words=row["question"], type=row.get("type") or row.get("kind"))


def _dialogue(row: Row) -> Iterable[Question]:
    for turn, said in enumerate(row["turns"], start=1):
        place = "first" if turn == 1 else "follow_up"
        yield _build(said, id=f"{row['id']}/{turn}", words=said["user"], type=place, conversation=row["id"])


def _wording(row: Row) -> Iterable[Question]:
    yield _build({**row, "evidence": row["gold"]}, id=row["id"], words=row["query"], type=row["kind"])


def _adversarial(row: Row) -> Iterable[Question]:
    yield Question(id=row["id"], words=row["input"], type=row["kind"], expect=row["expect"])


_READERS = {
    Kind.QUESTIONS: _question,
    Kind.DIALOGUES: _dialogue,
    Kind.WORDING: _wording,
    Kind.ADVERSARIAL: _adversarial,
}


def _build(row: Row, *, id: str, words: str, type: str | None, conversation: str = "") -> Question:
    return Question(
        id=id,
        words=words,
        type=str(type),
        conversation=conversation,
        evidence=_gold(row, "evidence"),
        alternatives=_gold(row, "alt_evidence"),
        also_ok=_gold(row, "also_ok"),
        must_include=tuple(row.get("must_include") or ()),
        period=row.get("period"),
        near_miss=bool(row.get("near_miss")),
    )


def _gold(row: Row, field: str) -> tuple[Gold, ...]:
    """Gold is a string, or {report, span}; a row about one report names it once for all its strings."""
    named = row.get("report")
    default = (named,) if isinstance(named, str) else ()
    return tuple(
        Gold(item, default) if isinstance(item, str) else Gold(item["span"], (item["report"],))
        for item in row.get(field) or ()
    )
