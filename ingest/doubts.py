"""Lines read off a picture, not surely: shown to a person, and put right as that person says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ingest.readers.source import Doubt, SourceText

MOST_DOUBTS: Final = 60
"""Lines of one file that are shown."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One such line."""

    start: int
    """Where it begins in the text as it was read; names the line."""
    page: int
    sure: int
    """Percent."""
    text: str
    """As it was read, or as a person said."""
    corrected: bool


def doubtful(source: SourceText, given: Mapping[str, str]) -> tuple[Doubtful, ...]:
    """The lines to be looked at, in order. `given`: what a person said, by where the line begins."""
    return tuple(
        Doubtful(
            d.start,
            d.page,
            round(100 * d.score),
            given.get(str(d.start), source.text[d.start : d.end]),
            str(d.start) in given,
        )
        for d in source.doubts
    )


def mended(source: SourceText, given: Mapping[str, str]) -> SourceText:
    """The text with the lines as a person said; what begins behind them moves along."""
    changed = [d for d in source.doubts if str(d.start) in given]
    if not changed:
        return source
    text, at = "", 0
    for doubt in changed:
        text += source.text[at : doubt.start] + " ".join(given[str(doubt.start)].split())
        at = doubt.end

    def moved(position: int) -> int:
        return position + sum(_longer(d, given) for d in changed if d.end <= position)

    return replace(
        source,
        text=text + source.text[at:],
        marks=tuple(replace(m, start=moved(m.start), end=moved(m.end)) for m in source.marks),
        pages=tuple(replace(p, start=moved(p.start)) for p in source.pages),
        doubts=tuple(replace(d, start=moved(d.start), end=moved(d.end)) for d in source.doubts),
    )


def _longer(doubt: Doubt, given: Mapping[str, str]) -> int:
    return len(" ".join(given[str(doubt.start)].split())) - (doubt.end - doubt.start)
