"""Faults that turn what is told: its time, a verb, a stage, a qualifier, a condition."""

from __future__ import annotations

import random
import re

import rjieba

from evals.mutations.lines import Line, Made, Material, clauses, drops, swaps
from evals.mutations.words import CONDITIONS, FINISHED, OPPOSITES, QUALIFIERS, SCOPES
from rag.domain import OWNED


def year(line: Line, _: Material, chance: random.Random) -> Made:
    given = line.passage.report.year
    if given and not re.search(r"年", line.text):
        year = given - 1 if line.planned else given
        other = chance.choice([year, given - 3, given + 2])
        yield f"{other}年，{line.text}", f"{other}年"


def negation(line: Line, _: Material, chance: random.Random) -> Made:
    words = rjieba.tag(line.text)
    for at, (word, tag) in enumerate(words):
        before, after = "".join(w for w, _ in words[:at]), "".join(w for w, _ in words[at:])
        if tag == "v" and len(word) > 1:
            sign = chance.choice(["没有", "未", "不再", "停止"])
            yield before + sign + after, sign + word
    yield from drops(line.text, r"(?:尚未|没有|未能|不得|不再|严禁|杜绝|决不|绝不)")


def tense(line: Line, _: Material, chance: random.Random) -> Made:
    if line.planned:
        word = chance.choice(["去年，", "已经", "已", "过去一年，"])
    elif line.done:
        word = chance.choice(["今年将", "计划", "下一步将", "拟"])
    else:
        return
    yield word + line.text, word


def now(line: Line, _: Material, chance: random.Random) -> Made:
    if line.planned:
        word = chance.choice(["目前，", "现在，", "目前正在", "正在", "如今"])
        yield word + line.text, word


def stage(line: Line, _: Material, __: random.Random) -> Made:
    for old, new in FINISHED.items():
        yield from swaps(line.text, old, new)


def verb(line: Line, _: Material, __: random.Random) -> Made:
    for old, new in OPPOSITES.items():
        yield from swaps(line.text, old, new)


def solved(line: Line, _: Material, chance: random.Random) -> Made:
    if OWNED.search(line.passage.text):
        for part in clauses(line.text)[-2:]:
            end = chance.choice(["的问题已经解决", "的情况得到根本扭转", "问题基本消除", "问题正在解决"])
            yield f"{part}{end}。", end
        yield from drops(line.text, r"还没有|还不|尚未|还需|仍然|仍|不够|不足|不强|不高|较低|偏小|偏低")


def question(line: Line, _: Material, chance: random.Random) -> Made:
    end = chance.choice(["吗？", "？", "呢？", "是真的吗？"])
    yield line.text[:-1] + end, end


def boast(line: Line, _: Material, chance: random.Random) -> Made:
    words = rjieba.tag(line.text)
    for at, (word, tag) in enumerate(words):
        if tag[0] in "nv" and len(word) > 1:
            boast = chance.choice(["全国领先的", "首个", "全部", "全面", "大幅", "最大的", "率先"])
            yield "".join(w for w, _ in words[:at]) + boast + "".join(w for w, _ in words[at:]), boast + word


def scope(line: Line, _: Material, __: random.Random) -> Made:
    for old, new in SCOPES.items():
        yield from swaps(line.text, old, new)


def qualifier(line: Line, _: Material, __: random.Random) -> Made:
    yield from drops(line.text, "|".join(QUALIFIERS))


def condition(line: Line, _: Material, __: random.Random) -> Made:
    yield from drops(line.text, CONDITIONS)
