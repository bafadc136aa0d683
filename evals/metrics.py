"""From answers to the figures of summary.json.

    n                     questions asked
    evidence_recall, complete, found_at_5, quote_precision, must_include, false_refusal, refusal_recall,
    refusal_near_miss, masked_honest, period_right, citation_valid
                          mean of the figure of that name in `evals.figures` over the answers it applies to;
                          null where it applies to none
    citations_per_answer  mean number of citations where the report has an answer
    chars_per_answer      mean length of the text in characters
    p50_s, p95_s          seconds that half, and 95 in 100, of the answers stayed within (see `quantile`)
    errors                answers with status `error`; a question without an answer is one
    by_type               some of the above (`BY_TYPE`) for each type of question, and how many there are

For adversarial input: n, `passed` (share that behaved as expected: `evals.adversarial`) and `failed` (ids of
the others).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals import figures
from evals.adversarial import withstood
from evals.case import Case
from evals.figures import Figure, average
from evals.questions import Kind, Row

Summary = dict[str, Any]

Measured = Mapping[str, float | None]
"""The figures of one answer by their names."""

FIGURES: Mapping[str, Figure] = {
    figure.__name__: figure
    for figure in (
        figures.evidence_recall,
        figures.complete,
        figures.found_at_5,
        figures.quote_precision,
        figures.must_include,
        figures.false_refusal,
        figures.refusal_recall,
        figures.refusal_near_miss,
        figures.masked_honest,
        figures.period_right,
        figures.citation_valid,
    )
}

BY_TYPE: Mapping[str, str] = {
    "recall": "evidence_recall",
    "complete": "complete",
    "precision": "quote_precision",
    "found5": "found_at_5",
    "refused": "refusal_recall",
    "masked": "masked_honest",
    "period": "period_right",
}
"""Name under `by_type` -> figure."""


def measure(case: Case, kind: Kind) -> Measured:
    """Every figure of one answer; None where one does not apply.

    :raises ValueError: where the question's gold stands in no loaded report; names the question.
    """
    if kind is Kind.ADVERSARIAL:
        return {"passed": float(withstood(case))}
    try:
        return {name: figure(case) for name, figure in FIGURES.items()}
    except ValueError as error:
        raise ValueError(f"{case.question.id}：{error}") from error


def figure_rows(cases: Sequence[Case], kind: Kind) -> list[Row]:
    """Each answer's own figures, as figures.jsonl holds them."""
    return [{"id": case.question.id, "type": case.question.type, **measure(case, kind)} for case in cases]


def summarise(cases: Sequence[Case], kind: Kind) -> Summary:
    """The figures of all answers to one file of questions."""
    measured = [measure(case, kind) for case in cases]
    if kind is Kind.ADVERSARIAL:
        failed = [c.question.id for c, m in zip(cases, measured, strict=True) if not m["passed"]]
        return {"n": len(cases), "passed": _mean(measured, "passed"), "failed": failed}
    times = [case.answer["seconds"] for case in cases if case.answer.get("seconds") is not None]
    return {
        "n": len(cases),
        **{name: _mean(measured, name) for name in FIGURES},
        "citations_per_answer": average(len(case.citations) for case in cases if case.answerable),
        "chars_per_answer": average(len(case.text) for case in cases),
        "p50_s": quantile(times, 0.50),
        "p95_s": quantile(times, 0.95),
        "errors": sum(case.status == "error" for case in cases),
        "by_type": _by_type(cases, measured),
    }


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value that stands `share` of the way up the sorted values, none interpolated; None of nothing."""
    ranked = sorted(values)
    return round(ranked[min(int(share * len(ranked)), len(ranked) - 1)], 4) if ranked else None


def _mean(measured: Sequence[Measured], name: str) -> float | None:
    return average(value for one in measured if (value := one[name]) is not None)


def _by_type(cases: Sequence[Case], measured: Sequence[Measured]) -> Summary:
    summary: Summary = {}
    for kind in sorted({case.question.type for case in cases}):
        rows = [m for case, m in zip(cases, measured, strict=True) if case.question.type == kind]
        means = {short: _mean(rows, name) for short, name in BY_TYPE.items()}
        summary[kind] = {short: mean for short, mean in means.items() if mean is not None} | {"n": len(rows)}
    return summary
