"""The items that a slogan stands for, one by one, as ranges of the source: none at all where it is not certain where
each begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import rjieba

from rag.exact.places import Range

LIST = re.compile(r"、|(?<=[”」])(?=[“「])")
LAST = re.compile(r"以及|及|和|与")
_LEADS = re.compile(
    r"(?:(?:以及|及|和|与)|(?:要|将|着力|大力|加快|全面|深入|扎实|统筹|持续|有序|重点|积极|稳步|聚力|合力)?"
    r"(?:做到|坚定|增强|实施|推进|落实|开展|打造|深化|完善|构建|坚持|践行|强化|抓好|推动|执行|优化|发展|提升|建设|完成|形成|布局|做强|实现|抓住|突出|围绕|聚焦|统筹|运用))"
)
"""What may lead to the first item of a list and is no part of it."""
_ETC = re.compile(r"(?<![高中初平对同均])等[^、，,]{0,8}$")
_TAILS = re.compile(r"(?:实现|形成|构成|组成|达到|完成|开展|作为|成为|打造|推进|实施|构建)$")
"""What ends a list that leads on to its slogan: A、B、C实现“三个全覆盖”."""
APART = 2
"""How many times as long as another the first or the last item may be before it may hold more than an item."""
_OPENS = re.compile(r"[“「][^”」]*[”」]?$")
_CLOSES = re.compile(r"[“「]?[^“「]*[”」]$")
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
        found = _parted(source, stretch, count)
        if found and not any(re.search("[，,]", source[slice(*part)]) for part in found):
            return _bare(source, found)
    commas = _split(source, whole, re.compile(r"[，,]"))
    return _bare(source, commas) if len(commas) == count else []


def trimmed(source: str, start: int, end: int) -> Range:
    """Without the marks and white space around, and without quotes that hold all of it or more than it."""
    while start < end and source[start] in _EDGE:
        start += 1
    while start < end and source[end - 1] in _EDGE:
        end -= 1
    text = source[start:end]
    opens, closes = bool(_OPENS.match(text)), bool(_CLOSES.match(text))
    return start + opens, end - closes


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
    if quotes := _in_quotes(source, parts):
        return quotes
    found = [trimmed(source, *part) for part in parts]
    texts = [source[slice(*part)] for part in found]
    lead = _LEADS.match(texts[0])
    if lead and not any(_LEADS.match(text) for text in texts[1:]):
        if _LEADS.match(texts[0], lead.end()):
            return []  # 深化运用主动想、扎实干
        found[0] = trimmed(source, found[0][0] + lead.end(), found[0][1])
    elif _is_verb(texts[0]) and not any(_is_verb(text) for text in texts[1:]):
        return []  # 盘活城南、城北
    lengths = [end - start for start, end in found]
    of_all = "的" in texts[-1] and not any("的" in text for text in texts[:-1])  # 祖国、民族的认同
    if not all(lengths) or of_all or _TAILS.search(texts[-1]):
        return []
    is_even = lengths[0] <= APART * max(*lengths[1:], 4) and lengths[-1] <= APART * max(*lengths[:-1], 4)
    return found if is_even else []


def _in_quotes(source: str, parts: Sequence[Range]) -> list[Range]:
    """The items where each stands in quotes of its own, whatever leads to the first; empty where one does not."""
    first, *others = [re.search(r"“([^“”]+)”\s*$", source[slice(*part)]) for part in parts]
    if first is None or not all(other and not other.string[: other.start()].strip() for other in others):
        return []
    return [(a + m.start(1), a + m.end(1)) for (a, _), m in zip(parts, (first, *others), strict=True) if m]


def _is_verb(text: str) -> bool:
    """Whether the first word is a verb or 对, which may belong to what stands before the list."""
    if re.match(r"[^，,]{1,2}好.", text):
        return True  # 绘制好, 办好
    return any(word == "对" or (tag.startswith("v") and word != "到") for word, tag in rjieba.tag(text)[:1])


def even(ranges: Sequence[Range]) -> bool:
    """Whether the first item is no longer than another: what stands before a slogan may open with words that are none."""
    lengths = [end - start for start, end in ranges]
    return len(lengths) > 1 and lengths[0] <= max(lengths[1:])
