"""Which quotations a written answer tells. The judge chose them first; a sentence that holds but is beside the point must
not stand for them.

    quoted    旧住房改造31万平方米，加装电梯3295台。    asked    加装了多少台电梯？
    written   去年改造旧住房31万平方米。              holds, and tells nothing of what the quotation was chosen for
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Citation, Claim, Sentence
from rag.read.kinds import asked, held
from rag.text import long_grams
from rag.writing.facts import figures, plain

SHARED = 0.6
"""Share of what the question and the quotation have in common that must be in what is written. Set by hand."""
HALF = 0.5
"""Share of a quotation that must be, where it has no word in common with the question. Set by hand."""


def tells_all(question: str, quoted: Sequence[Citation], claims: Sequence[Claim]) -> bool:
    """Whether written claims tell each quotation, and of each what it was chosen for."""
    return all(_is_told(question, citation, claims) for citation in quoted)


def resting_on(sentence: Sentence, quoted: Sequence[Citation]) -> Citation | None:
    """The quotation that a sentence of a report stands in, or a part of."""
    return next(
        (
            c
            for c in quoted
            if c.report is sentence.passage.report and sentence.start < c.end and c.start < sentence.end
        ),
        None,
    )


def _is_told(question: str, citation: Citation, claims: Sequence[Claim]) -> bool:
    said = plain("".join(c.text for c in claims if any(x.number == citation.number for x in c.citations)))
    if not said or _lacks_kind(question, citation.quote, said):
        return False
    # Where the words asked for are marked, these are what it was chosen for.
    chosen = plain("".join(citation.report.source[start:end] for start, end in citation.marks))
    if not {f.token for f in figures(chosen)} <= {f.token for f in figures(said)}:
        return False
    words, wanted = long_grams(plain(citation.quote)), long_grams(plain(question))
    if common := words & wanted:
        return len(common & long_grams(said)) >= SHARED * len(common)
    return len(words & long_grams(said)) >= HALF * len(words)


def _lacks_kind(question: str, quote: str, said: str) -> bool:
    """Whether the quotation has what is asked for (a number, a date, a place), and what is written has not."""
    kinds = zip(asked(question), held(quote), held(said), strict=True)
    return any(wanted and there and not told for wanted, there, told in kinds)
