"""False drafts made by script from the sentences of a report, one kind of fault at a time.

    for mutant in mutants("verb", material, chance): mutant.said is false where mutant.wrong stands in it

A maker takes one `Line` and the `Material` it comes from, and gives what the sentence would say with that fault. A
mutant cites the passage it was made from; the words of the fault are kept, so that a sentence that loses them counts
as mended.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import rjieba

from evals.mutation_words import CONDITIONS, FINISHED, OPPOSITES, OTHER_UNITS, QUALIFIERS, SCOPES
from rag.domain import OWNED, Passage
from rag.sentences import sentences

_CLAUSE = re.compile(r"[，；。！？：]")
_NUMBER = re.compile(r"(?!\d{1,2}[.．]\D)\d+(?:\.\d+)?")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:市|县|区|镇|乡|街道)(?![\u4e00-\u9fff]?长)")
_RANGE = re.compile(r"[从由]([^，。；]{1,12}?)([\u4e00-\u9fff]{2}到)([\d.]+[^，。；]{0,6})")
_SHARED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,8})(?:、[\u4e00-\u9fff]{2,8})+?(?=[两三四五六七八九\d]+[大个项类])"
)
_LIST_TURN = re.compile(r"([\d]+[\u4e00-\u9fff]{1,3})，([\u4e00-\u9fff]{2})(?=[\u4e00-\u9fff]{2,10}\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a report, and the passage it stands in."""

    text: str
    passage: Passage

    @property
    def planned(self) -> bool:
        return self.passage.period == "planned"

    @property
    def done(self) -> bool:
        """Told as done; problems that the report owns are not."""
        return self.passage.period == "done" and not OWNED.search(self.passage.text)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A false sentence, where the fault stands in it, and what it cites."""

    said: str
    wrong: str
    cited: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """The lines that mutants are made of, and a passage of another place, if there is one."""

    lines: tuple[Line, ...]
    elsewhere: tuple[Passage, ...] = ()


Made = Iterator[tuple[str, str]]
Maker = Callable[[Line, Material, random.Random], Made]


def lines_of(passages: Sequence[Passage]) -> tuple[Line, ...]:
    """Sentences long enough to be told, headings left out."""
    found = [Line(s.text, p) for p in passages if p.period and not p.glossary for s in sentences(p)]
    return tuple(line for line in found if len(line.text) > 9 and line.text[-1] in "。；;！")


def mutants(kind: str, material: Material, chance: random.Random, most: int) -> list[Mutant]:
    """Up to `most` mutants of one kind, at most one a sentence, drawn in an order that `chance` fixes."""
    out: list[Mutant] = []
    for line in chance.sample(material.lines, len(material.lines)):
        if len(out) == most:
            break
        made = [(said, wrong) for said, wrong in MAKERS[kind](line, material, chance) if wrong in said != line.text]
        if made:
            said, wrong = chance.choice(made)
            cited = (line.passage, *material.elsewhere) if kind == "elsewhere" else (line.passage,)
            out.append(Mutant(said, wrong, cited))
    return out


def _around(text: str, at: int, reach: int = 4) -> str:
    """What stands on both sides of a place where words were left out."""
    return text[max(0, at - reach) : at + reach]


def _swaps(text: str, old: str, new: str) -> Made:
    for match in re.finditer(re.escape(old), text):
        said = text[: match.start()] + new + text[match.end() :]
        yield said, said[max(0, match.start() - 2) : match.start() + len(new) + 2]


def _drops(text: str, words: str) -> Made:
    for match in re.finditer(words, text):
        said = text[: match.start()] + text[match.end() :]
        yield said, _around(said, match.start())


def _nouns(text: str) -> list[str]:
    return [w for w, tag in rjieba.tag(text) if tag[0] == "n" and len(w) > 1 and re.fullmatch(r"[\u4e00-\u9fff]+", w)]


def _clauses(text: str) -> list[str]:
    return [c for c in _CLAUSE.split(text) if c.strip()]


def _clause_of(text: str, word: str) -> str:
    return next((c for c in _clauses(text) if word in c), "")


def _digit(line: Line, _: Material, chance: random.Random) -> Made:
    for match in _NUMBER.finditer(line.text):
        at = chance.randrange(*match.span())
        if line.text[at].isdigit():
            other = chance.choice([d for d in "123456789" if d != line.text[at]])
            said = line.text[:at] + other + line.text[at + 1 :]
            yield said, said[match.start() : match.end() + 1]


def _unit(line: Line, _: Material, __: random.Random) -> Made:
    for match in re.finditer(rf"(?<=[\d])({'|'.join(OTHER_UNITS)})", line.text):
        said = line.text[: match.start()] + OTHER_UNITS[match[1]] + line.text[match.end() :]
        yield said, said[match.start() - 1 : match.start() + len(OTHER_UNITS[match[1]]) + 1]


def _year(line: Line, _: Material, chance: random.Random) -> Made:
    given = line.passage.report.year
    if given and not re.search(r"年", line.text):
        year = given - 1 if line.planned else given
        other = chance.choice([year, given - 3, given + 2])
        yield f"{other}年，{line.text}", f"{other}年"


def _negation(line: Line, _: Material, chance: random.Random) -> Made:
    words = rjieba.tag(line.text)
    for at, (word, tag) in enumerate(words):
        before, after = "".join(w for w, _ in words[:at]), "".join(w for w, _ in words[at:])
        if tag == "v" and len(word) > 1:
            sign = chance.choice(["没有", "未", "不再", "停止"])
            yield before + sign + after, sign + word
    yield from _drops(line.text, r"(?:尚未|没有|未能|不得|不再|严禁|杜绝|决不|绝不)")


def _tense(line: Line, _: Material, chance: random.Random) -> Made:
    if line.planned:
        word = chance.choice(["去年，", "已经", "已", "过去一年，"])
    elif line.done:
        word = chance.choice(["今年将", "计划", "下一步将", "拟"])
    else:
        return
    yield word + line.text, word


def _now(line: Line, _: Material, chance: random.Random) -> Made:
    if line.planned:
        word = chance.choice(["目前，", "现在，", "目前正在", "正在", "如今"])
        yield word + line.text, word


def _verb(line: Line, _: Material, __: random.Random) -> Made:
    for old, new in OPPOSITES.items():
        yield from _swaps(line.text, old, new)


def _cause(line: Line, _: Material, chance: random.Random) -> Made:
    parts = _clauses(line.text)
    if len(parts) > 1 and not re.search(r"[因由致使让从]", line.text):
        at = chance.randrange(1, len(parts))
        before, after = "，".join(parts[:at]), "，".join(parts[at:])
        yield chance.choice(
            [
                (f"由于{before}，{after}。", "由于"),
                (f"{before}，因此{after}。", "因此"),
                (f"{before}，导致{after}。", "导致"),
                (f"{before}，从而{after}。", "从而"),
                (f"通过{before}，{after}。", "通过"),
                (f"因为{after}，所以{before}。", "所以"),
            ]
        )


def _other_noun(line: Line, others: Sequence[str], chance: random.Random) -> Made:
    for noun in _nouns(line.text):
        own = _clause_of(line.text, noun)
        choice = [o for o in dict.fromkeys(others) if o not in own and noun not in o]
        if choice:
            yield from _swaps(line.text, noun, chance.choice(choice))


def _noun_here(line: Line, _: Material, chance: random.Random) -> Made:
    yield from _other_noun(line, _nouns(line.passage.text), chance)


def _noun_there(line: Line, material: Material, chance: random.Random) -> Made:
    yield from _other_noun(line, _nouns(chance.choice(material.lines).text), chance)


def _place(line: Line, material: Material, chance: random.Random) -> Made:
    known = [
        p for x in (line, *chance.sample(material.lines, min(40, len(material.lines)))) for p in _PLACE.findall(x.text)
    ]
    for place in _PLACE.findall(line.text):
        choice = [o for o in dict.fromkeys(known) if o not in line.text]
        if choice:
            yield from _swaps(line.text, place, chance.choice(choice))


def _range(line: Line, _: Material, __: random.Random) -> Made:
    for match in _RANGE.finditer(line.text):
        first, change, last = match.groups()
        for wrong in (change + first, f"{change[:-1]}{last}", f"从{last}{change}{first}"):
            yield line.text[: match.start()] + wrong + line.text[match.end() :], wrong


def _qualifier(line: Line, _: Material, __: random.Random) -> Made:
    yield from _drops(line.text, "|".join(QUALIFIERS))


def _stage(line: Line, _: Material, __: random.Random) -> Made:
    for old, new in FINISHED.items():
        yield from _swaps(line.text, old, new)


def _tail(line: Line, material: Material, chance: random.Random) -> Made:
    other = chance.choice([x for x in material.lines if x.passage is line.passage] or [line])
    parts, theirs = _clauses(line.text), _clauses(other.text)
    if (
        other is not line
        and len(theirs) > 1
        and re.search(r"^(?:增长|总数|总额|占|同比|比上年|其中|达到|下降|增速|累计|位居|居全|较上年)", theirs[-1])
    ):
        yield f"{parts[0]}，{theirs[-1]}。", theirs[-1]


def _elsewhere(line: Line, material: Material, __: random.Random) -> Made:
    if material.elsewhere and (place := material.elsewhere[0].report.place):
        yield f"{place}{line.text}", place


def _subject(line: Line, _: Material, chance: random.Random) -> Made:
    words = rjieba.tag(line.text)
    if words and words[0][1][0] == "n" and len(words[0][0]) > 1:
        heads = [t[0][0] for c in _clauses(line.passage.text) if (t := rjieba.tag(c)) and t[0][1][0] == "n"]
        choice = [h for h in dict.fromkeys(heads) if len(h) > 1 and h not in line.text]
        if choice:
            other = chance.choice(choice)
            yield other + line.text[len(words[0][0]) :], other


def _condition(line: Line, _: Material, __: random.Random) -> Made:
    yield from _drops(line.text, CONDITIONS)


def _bound(line: Line, _: Material, chance: random.Random) -> Made:
    for match in re.finditer(r"以上|以下|以内|左右|超过|不低于|不超过|近(?=\d)|约(?=\d)", line.text):
        same = {match[0], "以下" if match[0] == "以内" else "左右" if match[0] == "约" else ""}
        word = chance.choice(["", *sorted({"以上", "以下", "左右"} - same)]) if match[0][0] in "以左" else ""
        said = line.text[: match.start()] + word + line.text[match.end() :]
        yield said, _around(said, match.start())


def _part(line: Line, _: Material, __: random.Random) -> Made:
    yield from _drops(line.text, r"其中[，、]?")
    for match in _SHARED.finditer(line.text):
        said = line.text[: match.start()] + match[1] + line.text[match.end() :]
        said = re.sub(rf"(?<={match[1]})[两三四五六七八九\d]+[大个项类]", "", said, count=1)
        yield said, said[max(0, match.start() - 2) : match.start() + len(match[1]) + 2]


def _merged(line: Line, _: Material, __: random.Random) -> Made:
    for match in _LIST_TURN.finditer(line.text):
        if rjieba.tag(match[2])[0][1] == "v":
            said = line.text[: match.start()] + match[1] + "、" + line.text[match.end() :]
            yield said, said[match.start(1) : match.start(1) + len(match[1]) + 5]


def _solved(line: Line, _: Material, chance: random.Random) -> Made:
    if OWNED.search(line.passage.text):
        for part in _clauses(line.text)[-2:]:
            end = chance.choice(["的问题已经解决", "的情况得到根本扭转", "问题基本消除", "问题正在解决"])
            yield f"{part}{end}。", end
        yield from _drops(line.text, r"还没有|还不|尚未|还需|仍然|仍|不够|不足|不强|不高|较低|偏小|偏低")


def _numeral(line: Line, _: Material, chance: random.Random) -> Made:
    for match in _NUMBER.finditer(line.text):
        numeral = chance.choice(["廿", "卅", "壹佰", "贰拾", "叁", "卌", "两百", "几十"])
        said = line.text[: match.start()] + numeral + line.text[match.end() :]
        yield said, said[match.start() : match.start() + len(numeral) + 1]


def _scope(line: Line, _: Material, __: random.Random) -> Made:
    for old, new in SCOPES.items():
        yield from _swaps(line.text, old, new)


def _actor(line: Line, _: Material, chance: random.Random) -> Made:
    for old in ("市政府", "县政府", "政府", "企业", "群众", "社区", "学校", "部门", "干部"):
        yield from _swaps(
            line.text, old, chance.choice([w for w in ("企业", "市政府", "群众", "学校", "医院") if w != old])
        )
    words = rjieba.tag(line.text)
    if words and words[0][1] == "v":
        actor = chance.choice(["企业", "群众", "中央", "省政府", "社会组织"])
        yield actor + line.text, actor


def _object(line: Line, _: Material, __: random.Random) -> Made:
    for part in _clauses(line.text):
        nouns = list(dict.fromkeys(_nouns(part)))
        for a, b in pairwise(nouns):
            between = part[part.index(a) + len(a) : part.index(b)] if part.index(a) < part.index(b) else ""
            if between and not re.search(r"[、和与及]", between) and a not in b and b not in a:
                swapped = part.replace(a, "\0").replace(b, a).replace("\0", b)
                yield line.text.replace(part, swapped, 1), swapped


def _question(line: Line, _: Material, chance: random.Random) -> Made:
    end = chance.choice(["吗？", "？", "呢？", "是真的吗？"])
    yield line.text[:-1] + end, end


def _figures(line: Line, _: Material, __: random.Random) -> Made:
    found = list(_NUMBER.finditer(line.text))
    for a, b in pairwise(found):
        if a[0] != b[0]:
            said = line.text[: a.start()] + b[0] + line.text[a.end() : b.start()] + a[0] + line.text[b.end() :]
            yield said, said[max(0, a.start() - 2) : a.start() + len(b[0]) + 1]


def _boast(line: Line, _: Material, chance: random.Random) -> Made:
    words = rjieba.tag(line.text)
    for at, (word, tag) in enumerate(words):
        if tag[0] in "nv" and len(word) > 1:
            boast = chance.choice(["全国领先的", "首个", "全部", "全面", "大幅", "最大的", "率先"])
            yield "".join(w for w, _ in words[:at]) + boast + "".join(w for w, _ in words[at:]), boast + word


MAKERS: Mapping[str, Maker] = {
    "digit": _digit,
    "figures": _figures,
    "unit": _unit,
    "numeral": _numeral,
    "bound": _bound,
    "range": _range,
    "negation": _negation,
    "year": _year,
    "tense": _tense,
    "now": _now,
    "place": _place,
    "elsewhere": _elsewhere,
    "verb": _verb,
    "stage": _stage,
    "cause": _cause,
    "noun_here": _noun_here,
    "noun_there": _noun_there,
    "object": _object,
    "subject": _subject,
    "actor": _actor,
    "tail": _tail,
    "qualifier": _qualifier,
    "condition": _condition,
    "part": _part,
    "merged": _merged,
    "scope": _scope,
    "boast": _boast,
    "solved": _solved,
    "question": _question,
}
"""Kind of fault -> what makes it."""

HARD = frozenset(
    {
        "digit",
        "figures",
        "unit",
        "numeral",
        "bound",
        "range",
        "negation",
        "year",
        "tense",
        "now",
        "place",
        "elsewhere",
        "verb",
    }
)
"""Kinds of which nearly none may be shown: figures, negation, period, place, verbs turned round."""
