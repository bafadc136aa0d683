"""Broad questions about subjects, made from a report, answered as the app would.

    python -m evals.topics --report FILE --out DIR

DIR gets questions.jsonl (what was asked), answers.jsonl, figures.jsonl, summary.json and settings.json. A quotation is
on the subject where its words, or a heading it stands under, hold one of the subject's words (`evals.subjects`).

    first      answered, and the first quotation is on the subject
    precision  of the answered: share of the quotations that are on the subject
    off        answered, and no quotation is on the subject
    refused    not answered, for whatever reason, though the report speaks of it
    period     of the answered about one period: share of the quotations on the subject that are of that period
    errors     answers with status `error`

Each but the last is the mean over the questions it applies to.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evals.asking import ask_all, read_texts, write_jsonl
from evals.case import Case, pair
from evals.figures import average
from evals.floors import fallen, read_floors
from evals.metrics import Summary
from evals.provenance import provenance
from evals.questions import Row
from evals.run import real_parts
from evals.sitting import Parts, add_results, exit_status, keep, sitting
from evals.subjects import Topic, speaks_of, topics_of

NAMES = ("first", "precision", "off", "refused", "period")


def main(argv: Sequence[str] | None = None, parts: Callable[[], Parts] | None = None) -> int:
    """Run from the command line; returns what `exit_status` says."""
    parser = argparse.ArgumentParser(prog="python -m evals.topics", description="按主题对一份报告提宽泛问题并评测")
    parser.add_argument("--report", type=Path, required=True, help="报告文件（UTF-8 文本）")
    add_results(parser)
    options = parser.parse_args(argv)
    return exit_status(lambda: evaluate(options, (parts or real_parts)()))


def evaluate(options: argparse.Namespace, parts: Parts) -> list[str]:
    """Make the questions, ask, measure, write and print; returns a sentence for each floor that was not held."""
    texts = read_texts([options.report])
    topics = topics_of(texts[options.report.stem])
    questions = [topic.question for topic in topics]
    floors = read_floors(options.floors, "topics") if options.floors else {}
    with sitting([options.report], parts) as at:
        answers = ask_all(questions, at.assistant.answer, parts.html, texts)

    options.out.mkdir(parents=True, exist_ok=True)
    made = options.out / "questions.jsonl"
    write_jsonl(made, map(question_row, topics))
    measured = [measure(c, t.words) for c, t in zip(pair(questions, answers, texts), topics, strict=True)]
    rows = [{"id": q.id, "type": q.type, **m} for q, m in zip(questions, measured, strict=True)]
    errors = sum(row["status"] == "error" for row in answers)
    summary = summarise(rows, errors)
    keep(options, summary, provenance(at.settings, "topics", [options.report], made, at.embedding), answers, rows)
    return fallen(summary, floors)


def measure(case: Case, words: Sequence[str]) -> dict[str, float | None]:
    """The figures of one answer; None where one does not apply."""
    answered = case.status == "answered"
    on = [is_on(citation, words) for citation in case.citations]
    asked = case.question.period
    told = [c.get("period") == asked for c, hit in zip(case.citations, on, strict=True) if hit]
    return {
        "first": float(answered and on[:1] == [True]),
        "precision": (average(on) or 0.0) if answered else None,
        "off": float(answered and not any(on)),
        "refused": float(not answered),
        "period": average(told) if answered and asked else None,
    }


def is_on(citation: Row, words: Sequence[str]) -> bool:
    """Whether a quotation, or a heading it stands under, holds one of the words."""
    return speaks_of(citation["quote"], words) or speaks_of(citation.get("heading") or "", words)


def summarise(rows: Sequence[Row], errors: int) -> Summary:
    """The figures of all answers, and of each half that was asked about."""
    halves = {half: [row for row in rows if row["type"] == half] for half in dict.fromkeys(r["type"] for r in rows)}
    return {
        "n": len(rows),
        **_means(rows),
        "errors": errors,
        "by_type": {half: {**_means(own), "n": len(own)} for half, own in halves.items()},
    }


def _means(rows: Sequence[Row]) -> dict[str, float | None]:
    return {name: average(row[name] for row in rows if row[name] is not None) for name in NAMES}


def question_row(topic: Topic) -> Mapping[str, object]:
    """A question as questions.jsonl holds it."""
    asked = topic.question
    return {"id": asked.id, "type": asked.type, "period": asked.period, "question": asked.words, "words": topic.words}


if __name__ == "__main__":
    sys.exit(main())
