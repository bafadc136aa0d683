"""The items of a list, and which of them a turn means: “第二个呢”, “最后那个”, “第五件”."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_UNIT = r"(?:个|件|项|条|家|座|所|种|类|点|位|大|部分|方面|批|款|处|支|只|段)?"
_NTH = re.compile(
    rf"第([一二三四五六七八九十]{{1,3}}|\d{{1,2}})(?!届|季|产|医|人民|位|名|中学|代|轮)(?:{_UNIT[:-1]}|(?=$|[的呢是那,，。?？]))"
)
_LAST = re.compile(rf"最后(?:那|一|的)?(?:一)?{_UNIT}|后者|后一{_UNIT}")
_FIRST = re.compile(rf"前者|前一{_UNIT}|头一{_UNIT}")
_BEFORE_LIST = re.compile(r"^.*(?:[:：]|包括|分别是|即|以及其中|启动|实施|抓好|推进|开工|建设|推动)(?=[^、]*、)")
_MARK = re.compile(
    r"[①-⑳]|[（(][一二三四五六七八九十\d]{1,2}[）)]|(?<![\d.])\d{1,2}[.．、](?!\d)|(?:^|(?<=[。；;，,]))[一二三四五六七八九十]+是|;|；"
)

_NUMERAL = re.compile(r"[①-⑳]|[（(]\d{1,2}[）)]|(?<![\d.])\d{1,2}[.．](?!\d)")
_COUNTED = re.compile(
    r"(?:第[一二三四五六七八九十\d]+|[前后头]一|最后(?:那|一)?)个(村|镇|乡|县|市|区|湖|库|桥|路|园|馆|厂|港|站|院|校)(?![\u3400-\u9fff]*(?:项目|工程))"
)
_COMMON = re.compile(r"[和在对及与为全各个的]|农村|乡村|山村|新村|中心村|示范村|行政村|城中村|旅游")


def which(text: str) -> int | None:
    """The place that a turn names in a list, from 0; -1 for the last; None where it names none."""
    if match := _NTH.search(text):
        return _number(match[1]) - 1
    if _LAST.search(text):
        return -1
    return 0 if _FIRST.search(text) else None


def without_ordinal(text: str) -> str:
    """The rest of the turn."""
    return re.sub(
        r"^[的那]?(?:个|村|里说?|呢)?[,，]?",
        "",
        _FIRST.sub("", _LAST.sub("", _NTH.sub("", text, count=1), count=1), count=1),
    )


def counted(turn: str, quotes: Sequence[str], passages: Sequence[str], question: str) -> list[str]:
    """What the place that a turn names is counted in: the names of the kind that it counts, numbered items of the first
    passages, a list in the quotations or in the question."""
    place = which(turn) or 0
    if (noun := noun_of(turn)) and len(found := named(quotes, noun)) > max(place, 0):
        return found
    for passage in passages[:2]:
        if len(found := numbered(passage)) > max(place, 0):
            return found
    return items_of(quotes, question, place)


def items_of(quotes: Sequence[str], question: str, place: int) -> list[str]:
    """The list that a place can be counted in: of the quotations, else of one of them, else of the question."""
    need = max(2, place + 1)
    if "两" in question and (pair := _pair(question)):
        return pair
    marked = _marked("".join(quotes))
    if len(marked) >= max(3, need):
        return marked
    for text in quotes:
        listed = _listed(text)
        if len(listed) >= need:
            return listed
    if len(quotes) >= need:
        return [re.split(r"[，,。；;]", q)[0] for q in quotes]
    return _pair(question)


def named(quotes: Sequence[str], noun: str) -> list[str]:
    """Names that end in a noun, in the order of the quotations: 清溪村, 石桥村 for 村."""
    found = [
        m.group() for q in quotes for m in re.finditer(rf"[\u3400-\u9fff]{{2,4}}?{noun}(?![\u3400-\u9fff]?{noun})", q)
    ]
    return [n for n in dict.fromkeys(found) if not _COMMON.search(n)]


def noun_of(text: str) -> str | None:
    """The noun that a turn counts: 村 of “第二个村呢”."""
    match = _COUNTED.search(text)
    return match[1] if match else None


def numbered(text: str) -> list[str]:
    """The items of a passage whose items carry ①, （1） or 1."""
    return _marked(text) if len(_NUMERAL.findall(text)) >= 3 else []


def _marked(text: str) -> list[str]:
    pieces = [p.strip(" ，,。；;\n") for p in _MARK.split(text)]
    starts = [m.start() for m in _MARK.finditer(text)]
    if starts and starts[0] > 0:
        pieces = pieces[1:] if text[starts[0]] not in ";；" else pieces
    return [p for p in pieces if p]


def _listed(text: str) -> list[str]:
    """The longest run of things joined by 、 and 和."""
    runs = [r for r in re.split(r"[，,。；;]", text) if "、" in r or "和" in r]
    best = max(runs, key=lambda r: r.count("、"), default="")
    best = _BEFORE_LIST.sub("", best)
    joins = "和及" if "、" in best else "和及与"  # 与 joins two things, or stands inside the name of one
    pieces = re.split(rf"、|以及|(?<=[^、]{{2}})[{joins}](?=[^、]{{2}})", best)
    return [p for p in pieces if p]


def _pair(question: str) -> list[str]:
    match = re.search(r"([\w“”]{2,8})[和与跟、]([\w“”]{2,8}?)(?=这|两|的|,|，|$)", question)
    return [match[1], match[2]] if match else []


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    return _DIGITS[text[0]]
