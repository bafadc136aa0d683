"""What a slogan with a number stands for, where the report spells it out: “五大行动”，即… / A、B、C等“三大工程” / 一是…二是…

Rules of the language: the items stand after the slogan behind 即, 指, 包括 or a colon, before it as a list of the right
length, in the next sentences as 一是…二是…, in the headings that follow, or in the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.exact.places import Hit, Page, Range
from rag.exact.slogan_items import LAST, LIST, Listed, even, in_a_row, listed, trimmed
from rag.exact.slogan_parts import NUMERAL, NUMERAL_SIGN, Item

_VERB = re.compile(
    r"[^、]{0,2}(?:做到|坚定|增强|实施|推进|落实|开展|打造|深化|完善|构建|坚持|践行|强化|抓好|推动|执行|优化|发展|提升)"
)
"""A last stretch that only leads to a slogan in quotes, and is no item: 增强“四个意识”、做到“两个维护”."""
_MARKER = re.compile(
    r"[”’」』\"]?[^，,。；;：:、“”（()\s]{0,8}[”’」』\"]?\s*[，,]?\s*"
    r"(?:即(?!将|可|时|使|便)为?|是?指的?(?!导|标|引|挥|示|数|出|定|向|南|纹|点|望|派|令|责|明|战)是?|就是|分别[是为指]?|包括|包含|是?[：:]|——|(?<=[”」])[为是])"
)
_ALONE = re.compile(r"[，,、。；;：:“「‘\s]$|^$"), re.compile(r"[”’」』，,、\s：:。；;即指是包分]")
_NOT_IN_A_NUMERAL = re.compile(rf"(?<!{NUMERAL_SIGN})$"), re.compile("")
_ENDS_WITH_IT = re.compile(r"[”’」』]?[^，,。；;：:]{0,12}(?:[。；;：:]?$|[，,：:。；;—]+\s*[“]?第?一)")
"""What stands behind a slogan whose items follow as 一是…二是…"""
_NUMBERS = "一二三四五六七八九十"
_LABEL = re.compile(r"^\s*(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d{1,2}[.．、])")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where the report says what an item stands for: numbers of sentences in order, and whether it is certain that
    all of the items stand there."""

    sentences: tuple[int, ...]
    counted: bool
    lists: tuple[Listed, ...] = ()
    """The items one by one, of each part of a slogan where it is certain what they are."""


def explain(page: Page, slogan: str, items: Sequence[Item]) -> Meaning:
    """What a report says that a slogan stands for, as a whole or item by item; no sentences where it does not say."""
    whole = _best(page, Item(slogan, items[0].count if len(items) == 1 else None))
    if len(items) == 1 or (whole and whole.counted):
        return whole or Meaning((), False)
    parts = [_best(page, item, is_part=True) for item in items]
    known = [m for m in (*parts, whole) if m]
    sentences = tuple(sorted({i for m in known for i in m.sentences}))
    lists = tuple(part for m in known for part in m.lists)
    return Meaning(sentences, all(m is not None and m.counted for m in parts), lists)


def _best(page: Page, item: Item, *, is_part: bool = False) -> Meaning | None:
    """What an item stands for in a report; what surely holds all of it before what may not.

    is_part: it is one part of a slogan, which counts only where it stands alone (not 一单 of 一单制)."""
    found = list(_meanings(page, item, _ALONE if is_part else _NOT_IN_A_NUMERAL))
    return next((m for m in found if m.counted), found[0] if found else None)


def _meanings(page: Page, item: Item, around: tuple[re.Pattern[str], re.Pattern[str]]) -> Iterator[Meaning]:
    """around: what must stand before and after the words."""
    source = page.report.source
    for place in page.places(item.words):
        start, end = page.folded.source_range(*place)
        if not (around[0].search(source[max(0, start - 1) : start]) and around[1].match(source, end)):
            continue
        for way in (_after, _in_brackets, _one_by_one, _before, _headings):
            if found := way(page, item, place):
                yield found


def _after(page: Page, item: Item, place: Range) -> Meaning | None:
    """“五大行动”，即A、B、C、D、E。"""
    first = page.sentences_at(place)[-1]
    sentence, source = page.sentences[first], page.report.source
    marker = _MARKER.match(source, page.folded.source_range(*place)[1], sentence.end)
    if not marker:
        return None
    tail = source[marker.end() : sentence.end].strip()
    if not tail:
        return None
    beside = re.search(r"[”」][、，和]?[“「]$", source[sentence.start : page.folded.source_range(*place)[0]])
    if not beside and item.count and item.count in _lengths(tail):
        return Meaning((first,), True, _listed(item, in_a_row(source, marker.end(), sentence.end, item.count)))
    if re.search("[”」][为是]$", marker[0]):
        return None  # “四旁”为村旁、宅旁: sure only where the items are as many
    chain = [first]
    while _goes_on(page, chain[-1]):
        chain.append(chain[-1] + 1)
    if sentence.passage.glossary:
        chain = [i for i in range(first, len(page.sentences)) if page.sentences[i].passage is sentence.passage]
    is_whole = item.count == len(chain) or (item.count is None and marker[0] != "——")
    rows = [(marker.end(), sentence.end), *((page.sentences[i].start, page.sentences[i].end) for i in chain[1:])]
    lists = () if beside or sentence.passage.glossary else _listed(item, [trimmed(source, *row) for row in rows])
    return Meaning(tuple(chain), is_whole and not beside, lists)


def _listed(item: Item, ranges: Sequence[Range]) -> tuple[Listed, ...]:
    return listed(item.words, item.count, ranges)


def _in_brackets(page: Page, item: Item, place: Range) -> Meaning | None:
    """“三大工程”（A、B、C）"""
    numbers = page.sentences_at(place)
    source, at = page.report.source, page.folded.source_range(*place)[1]
    inside = re.compile(r"[”’」』]?[（(]([^（()）]+)[）)]").match(source, at, page.sentences[numbers[-1]].end)
    if not inside or not item.count or item.count not in _lengths(inside[1]):
        return None
    ranges = in_a_row(source, *inside.span(1), item.count)
    return Meaning((numbers[-1],), True, _listed(item, ranges)) if ranges else None


def _goes_on(page: Page, number: int) -> bool:
    """Whether the next sentence goes on with the same list: this one ends in ；, and that defines nothing itself."""
    if number + 1 >= len(page.sentences) or not page.sentences[number].text.endswith(("；", ";")):
        return False
    following = page.sentences[number + 1]
    return not re.match(rf"[“「]?(?:{NUMERAL})[^，,；;。]{{1,8}}[，,]?(?:即|指|是指|包括)", following.text)


def _lengths(text: str) -> set[int]:
    """How many items a list may have: by 、, by 、 and a last 和, or by commas."""
    text = re.split(r"[。；;]", text)[0]
    return {n for part in (text, re.split("[，,]", text)[0]) for n in _counts(part)} | {
        len(re.split("[，,]", text))
    } - {1}


def _counts(text: str) -> set[int]:
    parts = LIST.split(text)
    return {len(parts), len(parts) + bool(LAST.search(parts[-1]))} - {1}


def _before(page: Page, item: Item, place: Range) -> Meaning | None:
    """A、B、C三大工程"""
    numbers = page.sentences_at(place)
    if item.count is None or len(numbers) != 1:
        return None
    before = page.report.source[page.sentences[numbers[0]].start : page.folded.source_range(*place)[0]]
    lead = before.rstrip('“「『‘" \n')
    run = re.split(r"[，,：:。；;]", lead.removesuffix("这"))[-1]
    *others, last = LIST.split(run)
    if 2 * len(last) < min(map(len, others), default=0):
        return None  # 贯穿一条主线、办好两件大事
    beside = lead != before and lead.endswith(("”", "」"))  # “两重”“两新”: two slogans, not an item and its slogan
    if beside or not last.strip("和与及") or last.endswith(("和", "与", "及")) or _VERB.fullmatch(last):
        return None
    if lead != before and (item.count < 3 or "、" not in run):
        return None  # 实施、储备一批“两重”项目: too few to be told from what merely stands before a slogan in quotes
    if item.count in _counts(run.removesuffix("等")):
        end = page.sentences[numbers[0]].start + len(lead.removesuffix("这"))
        ranges = in_a_row(page.report.source, end - len(run), end, item.count)
        return Meaning((numbers[0],), True, _listed(item, ranges) if even(ranges) else ())
    return Meaning((numbers[0],), False) if run.endswith("等") and len(LIST.split(run)) > 1 else None


def _one_by_one(page: Page, item: Item, place: Range) -> Meaning | None:
    """…“三大工程”。一是…；二是…；三是…。"""
    if item.count is None or not 2 <= item.count < len(_NUMBERS):
        return None
    first = page.sentences_at(place)[-1]
    after = page.report.source[page.folded.source_range(*place)[1] : page.sentences[first].end]
    if not _ENDS_WITH_IT.match(after):
        return None
    texts = [after, *(s.text for s in page.sentences[first + 1 : first + 1 + 8 * item.count])]
    at, seen, marks = 0, [], []
    for numeral in _NUMBERS[: item.count + 1]:
        near = range(at, min(at + (2 if numeral == "一" else 8), len(texts)))
        found = next(((i, mark) for i in near if (mark := _numbered(numeral).search(texts[i]))), None)
        if found is None:
            break
        at, mark = found
        seen.append(at)
        end = page.sentences[first + at].end
        marks.append((mark.start() + end - len(texts[at]), mark.end() + end - len(texts[at]), end))
    if len(seen) != item.count:
        return None
    stops = [start for start, _, _ in marks[1:]] + [marks[-1][2]]
    ranges = [trimmed(page.report.source, to, min(end, stop)) for (_, to, end), stop in zip(marks, stops, strict=True)]
    return Meaning(tuple(range(first + seen[0], first + at + 1)), True, _listed(item, ranges))


def _numbered(numeral: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[，,：:；;。])[“\s]?(?:第{numeral}[，,]|{numeral}是)")


def _headings(page: Page, item: Item, place: Range) -> Meaning | None:
    """重点做好九个方面的工作：（一）…（九）…"""
    number = page.sentences_at(place)[-1]
    sentence, report = page.sentences[number], page.report
    tail = report.source[page.folded.source_range(*place)[0] : sentence.end]
    if item.count is None or not re.fullmatch(
        r"[^，,。；;：:]*(?:方面|任务|工作|重点|行动|举措|工程)[^，,。；;：:]{0,8}[：:。]", tail
    ):
        return None
    below = [s for s in report.sections if s.start >= sentence.end]
    if not below or below[0].start - sentence.end > 20:
        return None
    level, parent = below[0].level, below[0].path[:-1]
    starts = [s.start for s in below if s.level == level and s.path[:-1] == parent]
    if len(starts) != item.count:
        return None
    named = [(i, s) for i, s in enumerate(page.sentences) if s.start in set(starts)]
    titles = [trimmed(report.source, s.end - len(_LABEL.sub("", s.text)), s.end) for _, s in named]
    return Meaning(tuple(i for i, _ in named), True, _listed(item, titles))


def hits(page: Page, meaning: Meaning) -> list[Hit]:
    """Its sentences as hits, in order."""
    found = [page.sentences[i] for i in meaning.sentences]
    return [Hit(s.passage, s.start, s.end, ()) for s in found]
