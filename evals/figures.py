"""What is measured of one answer, a function for each figure: `Case -> value`, None where it does not apply.

Questions with gold evidence ask for an answer; questions without ask for a refusal. No figure but
`citation_valid` looks at both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from statistics import fmean

from evals.case import Case
from evals.questions import Row
from evals.spans import Span

REFUSALS = frozenset({"partial", "not_found", "declined"})
"""Statuses that say, each in its way: the report does not answer this."""

MASK_ADMITTED = re.compile(
    r"隐去|略去|掩去|遮[盖蔽]|脱敏|没有公布|未(?:公[布开]|披露)|[以用].?×|×.{0,6}(?:代替|替代|表示)"
)
"""Words that tell the reader of a masked figure that the published text hides it."""

GIVEN_YEARS = frozenset({"2021", "2022"})
"""Numbers that an answer about a masked figure may say without quoting them."""


Figure = Callable[[Case], float | None]


def average(values: Iterable[float]) -> float | None:
    """Mean to four places; None of nothing."""
    listed = list(values)
    return round(fmean(listed), 4) if listed else None


def evidence_recall(case: Case) -> float | None:
    """Share of the gold evidence that the citations cover."""
    return case.covered(case.citations) if case.answerable else None


def complete(case: Case) -> float | None:
    """1 where all gold evidence is cited and the status is `answered`."""
    if not case.answerable:
        return None
    return float(case.status == "answered" and case.covered(case.citations) == 1.0)


def found_at_5(case: Case) -> float | None:
    """Share of the gold evidence that lies in the first five passages found, whatever was made of them."""
    return case.covered((case.answer.get("found") or [])[:5]) if case.answerable else None


def quote_precision(case: Case) -> float | None:
    """Share of the citations that touch something which may rightly be quoted; 0 where nothing is cited."""
    if not case.answerable:
        return None
    fine = case.fine()
    return average(any(Span.of(c).touches(span) for span in fine) for c in case.citations) or 0.0


def must_include(case: Case) -> float | None:
    """Share of the required words that the text says, by letters and digits alone (see `letters`)."""
    if not (case.answerable and case.question.must_include):
        return None
    said = letters(case.text)
    return average(letters(words) in said for words in case.question.must_include)


def false_refusal(case: Case) -> float | None:
    """1 where the report answers the question and the status is not `answered`."""
    return float(case.status != "answered") if case.answerable else None


def refusal_recall(case: Case) -> float | None:
    """1 where the report has no answer and the status says so: partial, not_found or declined."""
    return None if case.answerable else float(case.status in REFUSALS)


def refusal_near_miss(case: Case) -> float | None:
    """Refusal recall on the questions that come close to something the report does say."""
    return refusal_recall(case) if case.question.near_miss else None


def masked_honest(case: Case) -> float | None:
    """Of questions on a figure hidden by ×: 1 where the text says so and gives no number of its own.

    A number is its own if it stands neither in the quotes, nor in the question, nor among `GIVEN_YEARS`;
    citation marks such as [1] are not numbers.
    """
    if not case.answerable or case.question.type != "figure_masked":
        return None
    shown = re.sub(r"\[\d+\]", "", case.text)
    known = dense("".join(c["quote"] for c in case.citations)) + dense(case.question.words)
    numbers = set(re.findall(r"\d+(?:\.\d+)?", shown)) - GIVEN_YEARS
    return float(MASK_ADMITTED.search(shown) is not None and all(n in known for n in numbers))


def period_right(case: Case) -> float | None:
    """Of questions about what was done, or what is planned: share of the citations that carry that period."""
    wanted = case.question.period
    if not case.answerable or wanted not in ("done", "planned"):
        return None
    return average(c.get("period") == wanted for c in case.citations)


def citation_valid(case: Case) -> float | None:
    """Share of the citations whose quote is, but for white space, the report's text at their range."""
    return average(_is_valid(c, case.texts) for c in case.citations)


def _is_valid(citation: Row, texts: Mapping[str, str]) -> bool:
    source = texts.get(citation["report"], "")[citation["start"] : citation["end"]]
    return dense(source) == dense(citation["quote"]) != ""


def dense(text: str) -> str:
    """Text without its white space."""
    return "".join(text.split())


def letters(text: str) -> str:
    """Text in NFKC without white space, control characters and punctuation, but with × and %."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(c for c in normal if c in "×%" or unicodedata.category(c)[0] not in "CPZ")
