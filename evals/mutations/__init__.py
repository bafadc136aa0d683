"""False drafts made by script from the sentences of a report, one kind of fault at a time.

    for mutant in mutants("verb", material, chance): mutant.said is false where mutant.wrong stands in it

A maker takes one `Line` and the `Material` it comes from, and gives what the sentence would say with that fault. A
mutant cites the passage it was made from; the words of the fault are kept, so that a sentence that loses them counts
as mended.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.mutations import figures, meaning, roles
from evals.mutations.lines import Line, Maker, Material
from rag.domain import Passage
from rag.sentences import sentences


@dataclass(frozen=True, slots=True)
class Mutant:
    """A false sentence, where the fault stands in it, and what it cites."""

    said: str
    wrong: str
    cited: tuple[Passage, ...]


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


MAKERS: Mapping[str, Maker] = {
    "digit": figures.digit,
    "figures": figures.figures,
    "unit": figures.unit,
    "numeral": figures.numeral,
    "bound": figures.bound,
    "range": figures.ranges,
    "negation": meaning.negation,
    "year": meaning.year,
    "tense": meaning.tense,
    "now": meaning.now,
    "place": roles.place,
    "elsewhere": roles.elsewhere,
    "verb": meaning.verb,
    "stage": meaning.stage,
    "cause": roles.cause,
    "noun_here": roles.noun_here,
    "noun_there": roles.noun_there,
    "object": roles.objects,
    "subject": roles.subject,
    "actor": roles.actor,
    "tail": roles.tail,
    "qualifier": meaning.qualifier,
    "condition": meaning.condition,
    "part": roles.part,
    "merged": roles.merged,
    "scope": meaning.scope,
    "boast": meaning.boast,
    "solved": meaning.solved,
    "question": meaning.question,
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
