"""Whether a written sentence says only what its cited passages say. Knows nothing of who wrote it.

    held("去年改造老旧小区14个。", passages)   -> Held, with the sentences of the passages that it rests on
    held("去年改造老旧小区41个。", passages)   -> Failed("figure", "41个")

Each clause is laid beside a clause of a cited passage, and must be made from it by steps that change nothing: a small
word added or left out, a word exchanged for one that means the same, a figure before or after its noun, a list in
another order (`derive.py`, `rows.py`). Its subject, its time and its place must be those of the report. A clause that
fails is left out where what remains holds as it stands; else nothing is shown. The quotation says it anyway.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Passage, Sentence
from rag.writing.beside import Beside, Told, told_of
from rag.writing.facts import plain
from rag.writing.source import Source, source_of
from rag.writing.words import either, words

_ASKS = re.compile(r"[?？]|[吗呢吧](?=[,。!！]|$)|是否|是不是|有没有|难道|如何|怎样|什么|多少")
_NUMBERED = re.compile(r"\(?\d{1,2}[).、](?!\d)")
_ENDS = re.compile(r"[。！!;；]+$")
_CUT = re.compile(rf"(?<=[，,；;：:])|(?<=[^，,；;：:])(?=并(?:{either(words().making)}))")
_POINTS_BACK = re.compile(r"届时|其|此|该|这|那|它|分别|同比|增长|下降")
_RELATIVE = re.compile(r"去年|上年|今年|本年|过去一年|一年来")
_MOST_JOINED = 3


@dataclass(frozen=True, slots=True)
class Held:
    """The sentence stands, or what is left of it."""

    rests_on: tuple[Sentence, ...]
    """Sentences of the cited passages that say it, in the order it says them."""
    text: str
    """What may be shown: the sentence, or those of its clauses that hold."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The sentence must not be shown."""

    reason: str
    """One of: uncited, question, figure, time, unsupported."""
    what: str = ""


def held(said: str, cited: Sequence[Passage], others: Sequence[Passage] = ()) -> Held | Failed:
    """Check one written sentence against the passages it cites; where it fails there, against `others` as well, which
    were given to whoever wrote it."""
    if not cited or not re.search(r"[\w×]", said):
        return Failed("uncited")
    outcome = _checked(said, source_of(tuple(cited)))
    if not (isinstance(outcome, Held) and outcome.text == said):
        tried = (_checked(said, source_of((other,))) for other in others if other not in cited)
        outcome = next((t for t in tried if isinstance(t, Held) and t.text == said), outcome)
    if isinstance(outcome, Held) and _RELATIVE.search(outcome.text) and _is_old(outcome, (*cited, *others)):
        return Failed("time", outcome.text)
    return outcome


def _is_old(outcome: Held, given: Sequence[Passage]) -> bool:
    """Whether it rests on a report that is not the newest of its place: 去年 is another year to the reader then."""
    newest = {p.report.place: max(q.report.year or 0 for q in given if q.report.place == p.report.place) for p in given}
    return any((s.passage.report.year or 0) < newest[s.passage.report.place] for s in outcome.rests_on)


def _checked(said: str, source: Source) -> Held | Failed:
    bare = _bare(said)
    if own := next((row for row in source.rows if _bare(row.text) == bare), None):
        return Held((own,), said)
    if _ASKS.search(plain(said)):
        return Failed("question")
    if _NUMBERED.match(plain(said)):
        return Failed("figure", said)
    parts = _parts(said)
    kept, failed = _walk(parts, source)
    if not failed:
        return Held(_rows(kept, source), said) if kept and kept[0].whole else Failed("unsupported")
    if mended := _mended(said, parts, failed, source):
        return mended
    first = parts[min(failed)]
    return Failed("figure" if source.unknown(plain(first)) else "unsupported", first)


def _mended(said: str, parts: Sequence[str], failed: set[int], source: Source) -> Held | None:
    """The clauses that hold, if they do so by themselves; a time that was said before them is said again."""
    rest = [p for i, p in enumerate(parts) if i not in failed]
    if not rest or re.match(_POINTS_BACK, rest[0]):
        return None
    rest[0] = re.sub(r"^(?:并且|并|同时|此外|另外|还|也)[，,]?", "", rest[0])
    if 0 in failed and (times := told_of(parts[0], source, None).times):
        rest[0] = f"{times[0]}，{rest[0]}"
    text = _joined(rest, said)
    kept, still = _walk(_parts(text), source)
    if still or not kept or not kept[0].whole:
        return None
    return Held(_rows(kept, source), text)


def _bare(text: str) -> str:
    return _ENDS.sub("", plain(text))


def _walk(parts: Sequence[str], source: Source) -> tuple[list[Beside], set[int]]:
    """What the clauses rest on, and which rest on nothing; where one fails alone, it is read with those after it."""
    kept: list[Beside] = []
    failed: set[int] = set()
    before: Told | None = None
    at = 0
    while at < len(parts):
        for size in range(1, min(_MOST_JOINED, len(parts) - at) + 1):
            told = told_of("".join(parts[at : at + size]), source, before)
            if told.empty and at + size < len(parts):
                continue
            if beside := told.beside(kept[-1] if kept else None):
                kept.append(beside)
                before, at = told, at + size
                break
        else:
            failed.add(at)
            at += 1
    return kept, failed


def _parts(text: str) -> list[str]:
    return [p for p in _CUT.split(text) if p.strip()]


def _joined(parts: Sequence[str], said: str) -> str:
    end = _ENDS.search(said.strip())
    whole = ""
    for part in parts:
        joined = not whole or part.startswith("并") or whole[-1] in "，,；;：:"
        whole += part if joined else f"，{part}"
    return re.sub(r"[，,；;：:、]$", "", _ENDS.sub("", whole.strip())) + (end.group() if end else "。")


def _rows(kept: Sequence[Beside], source: Source) -> tuple[Sentence, ...]:
    return tuple(source.rows[i] for i in dict.fromkeys(b.clause.sentence for b in kept))
