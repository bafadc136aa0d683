"""Faults in who did what to what: nouns, places, actors and halves of sentences exchanged, causes added."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise

import rjieba

from evals.mutations.lines import Line, Made, Material, clause_of, clauses, drops, nouns, swaps

_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?:市|县|区|镇|乡|街道)(?![\u4e00-\u9fff]?长)")
_SHARED = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,8})(?:、[\u4e00-\u9fff]{2,8})+?(?=等?[两三四五六七八九十]+[大个项类])"
)
_LIST_TURN = re.compile(r"([\d]+[\u4e00-\u9fff]{1,3})，([\u4e00-\u9fff]{2})(?=[\u4e00-\u9fff]{2,10}\d)")


def cause(line: Line, _: Material, chance: random.Random) -> Made:
    parts = clauses(line.text)
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


def other_noun(line: Line, others: Sequence[str], chance: random.Random) -> Made:
    for noun in nouns(line.text):
        own = clause_of(line.text, noun)
        choice = [o for o in dict.fromkeys(others) if o not in own and noun not in o]
        if choice:
            yield from swaps(line.text, noun, chance.choice(choice))


def noun_here(line: Line, _: Material, chance: random.Random) -> Made:
    yield from other_noun(line, nouns(line.passage.text), chance)


def noun_there(line: Line, material: Material, chance: random.Random) -> Made:
    yield from other_noun(line, nouns(chance.choice(material.lines).text), chance)


def place(line: Line, material: Material, chance: random.Random) -> Made:
    known = [
        p for x in (line, *chance.sample(material.lines, min(40, len(material.lines)))) for p in _PLACE.findall(x.text)
    ]
    for place in _PLACE.findall(line.text):
        choice = [o for o in dict.fromkeys(known) if o not in line.text]
        if choice:
            yield from swaps(line.text, place, chance.choice(choice))


def tail(line: Line, material: Material, chance: random.Random) -> Made:
    other = chance.choice([x for x in material.lines if x.passage is line.passage] or [line])
    parts, theirs = clauses(line.text), clauses(other.text)
    if (
        other is not line
        and len(theirs) > 1
        and re.search(r"^(?:增长|总数|总额|占|同比|比上年|其中|达到|下降|增速|累计|位居|居全|较上年)", theirs[-1])
    ):
        yield f"{parts[0]}，{theirs[-1]}。", theirs[-1]


def elsewhere(line: Line, material: Material, __: random.Random) -> Made:
    if material.elsewhere and (place := material.elsewhere[0].report.place):
        yield f"{place}{line.text}", place


def subject(line: Line, _: Material, chance: random.Random) -> Made:
    words = rjieba.tag(line.text)
    if words and words[0][1][0] == "n" and len(words[0][0]) > 1:
        heads = [t[0][0] for c in clauses(line.passage.text) if (t := rjieba.tag(c)) and t[0][1][0] == "n"]
        own = line.passage.report.place or ""
        choice = [
            h
            for h in dict.fromkeys(heads)
            if len(h) > 1 and h not in line.text and h[0] not in "全我本" and h not in own
        ]
        if choice:
            other = chance.choice(choice)
            yield other + line.text[len(words[0][0]) :], other


def part(line: Line, _: Material, __: random.Random) -> Made:
    yield from drops(line.text, r"其中[，、]?")
    for match in _SHARED.finditer(line.text):
        said = line.text[: match.start()] + match[1] + line.text[match.end() :]
        said = re.sub(rf"(?<={match[1]})等?[两三四五六七八九十]+[大个项类]", "", said, count=1)
        yield said, said[max(0, match.start() - 2) : match.start() + len(match[1]) + 2]


def merged(line: Line, _: Material, __: random.Random) -> Made:
    for match in _LIST_TURN.finditer(line.text):
        if rjieba.tag(match[2])[0][1] == "v":
            said = line.text[: match.start()] + match[1] + "、" + line.text[match.end() :]
            yield said, said[match.start(1) : match.start(1) + len(match[1]) + 5]


def actor(line: Line, _: Material, chance: random.Random) -> Made:
    for old in ("市政府", "县政府", "政府", "企业", "群众", "社区", "学校", "部门", "干部"):
        yield from swaps(
            line.text, old, chance.choice([w for w in ("企业", "市政府", "群众", "学校", "医院") if w != old])
        )
    words = rjieba.tag(line.text)
    if words and words[0][1] == "v":
        actor = chance.choice(["企业", "群众", "中央", "省政府", "社会组织"])
        yield actor + line.text, actor


def objects(line: Line, _: Material, __: random.Random) -> Made:
    for part in clauses(line.text):
        found = list(dict.fromkeys(nouns(part)))
        for a, b in pairwise(found):
            between = part[part.index(a) + len(a) : part.index(b)] if part.index(a) < part.index(b) else ""
            if between and not re.search(r"[、和与及]", between) and a not in b and b not in a:
                swapped = part.replace(a, "\0").replace(b, a).replace("\0", b)
                yield line.text.replace(part, swapped, 1), swapped
