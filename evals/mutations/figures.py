"""Faults in figures: a digit, a unit, a numeral, a bound, the wrong end of a range."""

from __future__ import annotations

import random
import re
from itertools import pairwise

from evals.mutations.lines import Line, Made, Material, around
from evals.mutations.words import OTHER_UNITS

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RANGE = re.compile(r"[从由]([^，。；]{1,12}?)([\u4e00-\u9fff]{2}到)([\d.]+[^，。；]{0,6})")


def digit(line: Line, _: Material, chance: random.Random) -> Made:
    for match in _NUMBER.finditer(line.text):
        at = chance.randrange(*match.span())
        if line.text[at].isdigit():
            other = chance.choice([d for d in "123456789" if d != line.text[at]])
            said = line.text[:at] + other + line.text[at + 1 :]
            yield said, said[match.start() : match.end() + 1]


def figures(line: Line, _: Material, __: random.Random) -> Made:
    found = list(_NUMBER.finditer(line.text))
    for a, b in pairwise(found):
        if a[0] != b[0]:
            said = line.text[: a.start()] + b[0] + line.text[a.end() : b.start()] + a[0] + line.text[b.end() :]
            yield said, said[max(0, a.start() - 2) : a.start() + len(b[0]) + 1]


def unit(line: Line, _: Material, __: random.Random) -> Made:
    for match in re.finditer(rf"(?<=[\d])({'|'.join(OTHER_UNITS)})", line.text):
        said = line.text[: match.start()] + OTHER_UNITS[match[1]] + line.text[match.end() :]
        yield said, said[match.start() - 1 : match.start() + len(OTHER_UNITS[match[1]]) + 1]


def numeral(line: Line, _: Material, chance: random.Random) -> Made:
    for match in _NUMBER.finditer(line.text):
        numeral = chance.choice(["廿", "卅", "壹佰", "贰拾", "叁", "卌", "两百", "几十"])
        said = line.text[: match.start()] + numeral + line.text[match.end() :]
        yield said, said[match.start() : match.start() + len(numeral) + 1]


def bound(line: Line, _: Material, chance: random.Random) -> Made:
    for match in re.finditer(r"以上|以下|以内|左右|超过|不低于|不超过|近(?=\d)|约(?=\d)", line.text):
        same = {match[0], "以下" if match[0] == "以内" else "左右" if match[0] == "约" else ""}
        word = chance.choice(["", *sorted({"以上", "以下", "左右"} - same)]) if match[0][0] in "以左" else ""
        said = line.text[: match.start()] + word + line.text[match.end() :]
        yield said, around(said, match.start())


def ranges(line: Line, _: Material, __: random.Random) -> Made:
    for match in _RANGE.finditer(line.text):
        first, change, last = match.groups()
        for wrong in (change + first, f"{change[:-1]}{last}", f"从{last}{change}{first}"):
            yield line.text[: match.start()] + wrong + line.text[match.end() :], wrong
