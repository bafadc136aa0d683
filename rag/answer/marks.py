"""Which words of a quotation are the ones that were asked for: the clause that clearly speaks most of the question, with the
one after it where the thing asked for (a figure, a name) only stands there. `training.marks` says how often that is right."""

from __future__ import annotations

import re

from rag.answer.quote import Quote
from rag.read.kinds import asked, held
from rag.sentences import clause_ranges
from rag.text import fold, long_grams
from rag.understand.question import Question, Wants

_LEADS_IN = re.compile(r"(?:是|为|有|如下)$")
"""What is asked for comes after such a clause, over several others."""
_WHOLE = frozenset({Wants.LIST, Wants.DEFINE})
CLEARLY = 0.5
"""Share of the best clause's pairs of characters that any other may have (chosen on training rows: at 1 more is marked, and
more of it wrongly)."""
SHORT = 30
"""A quotation of fewer characters is read at a glance: nothing in it is marked."""


def marks_of(question: Question, quote: Quote) -> tuple[tuple[int, int], ...]:
    """Ranges of the source within the quotation, at most one; none where it is short, or asked for as a whole."""
    text = quote.passage.report.source[quote.start : quote.end]
    clauses = clause_ranges(text)
    if len(text) < SHORT or len(clauses) < 2 or question.wants & _WHOLE:
        return ()
    pairs = long_grams(question.text)
    folded = [fold(text[start:end]) for start, end in clauses]
    shared = [sum(pair in clause for pair in pairs) for clause in folded]
    most, second = sorted(shared, reverse=True)[:2]
    if not most or second > CLEARLY * most:
        return ()
    best = shared.index(most)
    last = best
    wanted = asked(question.text)
    if best + 1 < len(clauses) and _lacks(wanted, folded[best]) and not _lacks(wanted, folded[best + 1]):
        last = best + 1
    start, end = clauses[best][0], clauses[last][1]
    if _LEADS_IN.search(text[start:end]):
        return ()
    return ((quote.start + start, quote.start + end),)


def _lacks(wanted: tuple[bool, ...], clause: str) -> bool:
    return any(a and not t for a, t in zip(wanted, held(clause), strict=True))
