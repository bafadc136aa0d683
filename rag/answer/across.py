"""Questions to the reports of several places: which of them say something, what each of them says, what one says.

With the reports of one place only, nothing here has anything to tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import rjieba

from rag.domain import Answer, Claim, Report, Status
from rag.exact.folded import fold_words
from rag.exact.wording_query import whether_said, who_says
from rag.pairs import pairs
from rag.replies import reply
from rag.understand.places import PROVINCES, Whose, whose
from rag.wording import Wording

FEW = 3
"""Up to as many places, two quotations are shown of each, if it is not a figure that is asked for; else one."""
_FIGURE = re.compile(r"目标|多少|增速|增长|规模|总量|几[个项家人]")
_NAMES_FIGURE = re.compile(r"(?:目标|增速|增幅|规模|总量|总额|比例|数量|人数|产量|面积)$")
LESS = 0.8
"""What the likeness of a later claim counts for against the first one's."""
LISTED = 60
"""Sentences up to which every one is shown where it is asked who says something; then one of each report."""

AskOf = Callable[[str, Sequence[Report], bool], Answer]
"""A question, the only reports it is put to, and whether it is the person's own, whose earlier turns count -> answer."""


@dataclass(frozen=True, slots=True)
class Across:
    """Answers what is asked of places. Holds no state of a question."""

    reports: tuple[Report, ...]
    wording: Wording

    def answer(self, text: str, ask: AskOf) -> Answer | None:
        """None where a question names no place and does not ask which of them says something."""
        if unread := self._unread(text):
            return Answer(Status.NOT_FOUND, text, reply("across", "unread", place=unread))
        if not self._are_several:
            return None
        if who_says(text):
            return _shorter(self.wording.look_up(text, max_chars=len(text)))
        about = whose(text, self.reports)
        if about is None or not about.rest:
            return None
        if whether_said(about.rest):
            return self._whether(text, about, ask)
        if len(about.by_place) == 1:
            return ask(text, about.reports, True)
        return _side_by_side(text, about, ask)

    @property
    def _are_several(self) -> bool:
        return len({r.place for r in self.reports if r.place}) > 1

    def _whether(self, text: str, about: Whose, ask: AskOf) -> Answer:
        """Where the words stand in the reports of the places; where they do not, that, and what comes nearest."""
        said = self.wording.look_up(text, max_chars=len(text))
        if said.status is Status.ANSWERED or len(about.by_place) > 1:
            return said
        words = fold_words(whether_said(about.rest)[-1].subject)
        near = ask(text, about.reports, True)
        claims = tuple(c for c in near.claims if _shares(words, c.text))
        if said.claims or not claims:
            return said
        lead = reply("across", "not_in_these_words", none=said.lead)
        return replace(near, status=Status.PARTIAL, lead=lead, claims=_renumbered(claims))

    def _unread(self, text: str) -> str:
        """A place that a question names and no report knows; empty where there is none. With one place's reports only
        a province is surely none of its villages."""
        names = [word for word, kind in rjieba.tag(text) if kind == "ns" and len(word) > 1]
        if not self._are_several:
            names = [n for n in names if n.rstrip("省市") in PROVINCES]
        return next((n for n in names if not any(n.rstrip("省市县") in r.source for r in self.reports)), "")


def _side_by_side(text: str, about: Whose, ask: AskOf) -> Answer:
    """The same question put to each place, and the best quotations of each."""
    asked = about.rest + "是多少" if _NAMES_FIGURE.search(about.rest) else about.rest
    told = [(own, ask(asked, own, False)) for own in about.by_place]
    found = [answer.claims for _, answer in told if answer.status is Status.ANSWERED]
    both = len(told) <= FEW and not _FIGURE.search(text)
    claims = [
        Claim(f"{claim.text}（{_name(claim.citations[0].report)}）", claim.citations)
        for chosen in ([c[:2] for c in found] if both else _alike(found))
        for claim in chosen
    ]
    silent = [_name(own[-1]) for own, answer in told if answer.status is not Status.ANSWERED]
    if not claims:
        lead = reply("across", "none", list="、".join(silent))
        return replace(told[0][1], question=text, lead=lead, nearest=None)
    return Answer(
        Status.PARTIAL if 2 * len(silent) > len(told) or (silent and not about.everyone) else Status.ANSWERED,
        text,
        reply("across", "each", count=len(told) - len(silent)),
        _renumbered(claims),
        reply("across", "silent", list="、".join(silent)) if silent else "",
        found=tuple({c.passage.id: c.passage for claim in claims for c in claim.citations}.values())[:10],
    )


def _alike(found: Sequence[Sequence[Claim]]) -> list[tuple[Claim, ...]]:
    """The first claim of each place; a later one where it is worded clearly more like what the others say first."""
    common = Counter(pair for claims in found for pair in pairs(claims[0].text))

    def shared(claim: Claim) -> float:
        own = pairs(claim.text)
        return sum(common[pair] for pair in own) / max(1, len(own))

    return [(max(claims, key=lambda c: shared(c) * (1 if c is claims[0] else LESS)),) for claims in found]


def _shorter(answer: Answer) -> Answer:
    """One sentence of each report where there are many."""
    if len(answer.claims) <= LISTED:
        return answer
    firsts = {claim.citations[0].report.stem: claim for claim in reversed(answer.claims)}
    kept = [claim for claim in answer.claims if firsts[claim.citations[0].report.stem] is claim]
    return replace(answer, claims=_renumbered(kept), advice=reply("across", "firsts") + answer.advice)


def _renumbered(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims with their first citation each, numbered from 1."""
    return tuple(replace(c, citations=(replace(c.citations[0], number=n),)) for n, c in enumerate(claims, 1))


def _shares(words: str, text: str) -> bool:
    """Whether a text has half or more of the pairs of neighbours in the words."""
    asked = pairs(words)
    return 2 * len(asked & pairs(text)) >= max(1, len(asked))


def _name(report: Report) -> str:
    return f"{report.place or ''}{report.year}年报告" if report.year else report.title
