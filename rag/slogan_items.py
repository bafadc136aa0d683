"""The items that a slogan stands for, one by one, as ranges of the source: none at all where it is not certain where
each begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.places import Range

LIST = re.compile(r"、|(?<=[”」])(?=[“「])")
LAST = re.compile(r"以及|及|和|与")
_LEADS = re.compile(
    r"(?:(?:以及|及|和|与)|(?:要|将|着力|大力|加快|全面|深入|扎实|统筹|持续|有序|重点|积极|稳步)?"
    r"(?:做到|坚定|增强|实施|推进|落实|开展|打造|深化|完善|构建|坚持|践行|强化|抓好|推动|执行|优化|发展|提升|建设|完成|形成|布局|做强))"
)
"""What may lead to the first item of a list and is no part of it."""
_ETC = re.compile(r"(?<![高中初平对同均])等[^、，,]{0,8}$")
_EDGE = "，,。；;：: \t\n　"


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of one numbered part of a slogan: all of them, in the order of the report."""

    words: str
    ranges: tuple[Range, ...]


def listed(words: str, count: int | None, ranges: Sequence[Range]) -> tuple[Listed, ...]:
    """Empty where they are not as many as the slogan says."""
    return (Listed(words, tuple(ranges)),) if ranges and len(ranges) == count else ()


def in_a_row(source: str, start: int, end: int, count: int) -> list[Range]:
    """The items of a list that opens a stretch of the source: A、B和C. Empty where no way to part it gives as many."""
    stop = re.search(r"[。；;]", source[start:end])
    whole = start, start + stop.start() if stop else end
    comma = re.search(r"[，,]", source[slice(*whole)])
    first = whole[0], whole[0] + comma.start() if comma else whole[1]
    for stretch in (first, whole):
        if found := _parted(source, stretch, count):
            return _bare(source, found)
    commas = _split(source, whole, re.compile(r"[，,]"))
    return _bare(source, commas) if len(commas) == count else []


def trimmed(source: str, start: int, end: int) -> Range:
    """Without the marks and white space around, and without quotes that hold all of it."""
    while start < end and source[start] in _EDGE:
        start += 1
    while start < end and source[end - 1] in _EDGE:
        end -= 1
    if re.fullmatch(r"“[^“”]+”|「[^「」]+」", source[start:end]):
        return start + 1, end - 1
    return start, end


def _parted(source: str, stretch: Range, count: int) -> list[Range]:
    parts = _split(source, stretch, LIST)
    if len(parts) == count:
        return parts if count > 1 else []
    last = _split(source, parts[-1], LAST)
    return [*parts[:-1], *last] if len(last) == 2 and len(parts) + 1 == count else []


def _split(source: str, stretch: Range, mark: re.Pattern[str]) -> list[Range]:
    text, at, out = source[slice(*stretch)], 0, []
    for found in mark.finditer(text):
        out.append((stretch[0] + at, stretch[0] + found.start()))
        at = found.end()
    return [*out, (stretch[0] + at, stretch[1])]


def _bare(source: str, parts: Sequence[Range]) -> list[Range]:
    """The items alone: no verb before the first, no 等 behind the last. Empty where the first may be more than an item."""
    if etc := _ETC.search(source[slice(*parts[-1])]):
        parts = [*parts[:-1], (parts[-1][0], parts[-1][0] + etc.start())]
    found = [trimmed(source, *part) for part in parts]
    texts = [source[slice(*part)] for part in found]
    lead = _LEADS.match(texts[0])
    if lead and not any(_LEADS.match(text) for text in texts[1:]):
        found[0] = trimmed(source, found[0][0] + lead.end(), found[0][1])
    return found if all(start < end for start, end in found) else []


def even(ranges: Sequence[Range]) -> bool:
    """Whether the first item is no longer than another: what stands before a slogan may open with words that are none."""
    lengths = [end - start for start, end in ranges]
    return len(lengths) > 1 and lengths[0] <= max(lengths[1:])
