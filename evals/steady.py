"""Does a question that stands alone get the same answer after an unrelated one?

    python -m evals.steady --report FILE [--report FILE ...] --questions FILE --out DIR

Each question of the file (kind `questions`) is asked alone, and `DRAWS` times as if another of the file had gone before
it: `Y087>Y001` is Y001 after Y087. DIR gets answers.jsonl, figures.jsonl, summary.json and settings.json.

    kept           still answered, and every piece of gold that was quoted is still quoted
    same           the very same quotations
                   (both of the questions that, alone, are answered with some of their gold; `cases` says how often)
    refused_alone  of the questions without an answer: refused when asked alone
    refused_after  of the same: refused after another question
    errors         answers with status `error`
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median_low

from evals.asking import ask_all, read_texts
from evals.case import Case, pair
from evals.figures import average, refusal_recall
from evals.floors import fallen, read_floors
from evals.metrics import Summary
from evals.metrics import summarise as check_gold
from evals.provenance import provenance
from evals.questions import Kind, Question, Row, load_questions
from evals.run import real_parts
from evals.sitting import Parts, add_results, exit_status, keep, sitting
from evals.spans import Span, is_covered, locate
from rag.domain import Turn

DRAWS = 2
SEED = 20260101
NAMES = ("kept", "same", "refused_alone", "refused_after")


@dataclass(frozen=True, slots=True)
class Draw:
    """A question, and the one that goes before it."""

    before: Question
    question: Question

    @property
    def id(self) -> str:
        return f"{self.before.id}>{self.question.id}"


def main(argv: Sequence[str] | None = None, parts: Callable[[], Parts] | None = None) -> int:
    """Run from the command line; returns what `exit_status` says."""
    parser = argparse.ArgumentParser(prog="python -m evals.steady", description="评测先问一个无关问题后，答案变不变")
    add = parser.add_argument
    add("--report", type=Path, action="append", required=True, help="报告文件（UTF-8 文本），可多次给出")
    add("--questions", type=Path, required=True, help="题目文件（JSON Lines），每题都能单独问")
    add_results(parser)
    options = parser.parse_args(argv)
    return exit_status(lambda: evaluate(options, (parts or real_parts)()))


def evaluate(options: argparse.Namespace, parts: Parts) -> list[str]:
    """Draw, ask, measure, write and print; returns a sentence for each floor that was not held."""
    texts = read_texts(options.report)
    questions = load_questions(options.questions, Kind.QUESTIONS)
    check_gold(pair(questions, [], texts), Kind.QUESTIONS)  # gold of another report is told before the work
    floors = read_floors(options.floors, "steady") if options.floors else {}
    draws = drawn(questions)
    later = [replace(draw.question, id=draw.id) for draw in draws]
    before = {draw.id: (Turn(draw.before.words),) for draw in draws}
    with sitting(options.report, parts) as at:
        answers = ask_all([*questions, *later], at.assistant.answer, parts.html, texts, before=before)

    alone = {case.question.id: case for case in pair(questions, answers, texts)}
    rows = [measure(case) for case in alone.values()]
    rows += [measure(alone[d.question.id], case) for d, case in zip(draws, pair(later, answers, texts), strict=True)]
    summary = summarise(rows, errors=sum(row["status"] == "error" for row in answers))
    made_with = provenance(at.settings, "steady", options.report, options.questions, at.embedding)
    keep(options, summary, {**made_with, "seed": SEED, "draws": DRAWS}, answers, rows)
    return fallen(summary, floors)


def drawn(questions: Sequence[Question]) -> list[Draw]:
    """`DRAWS` others for each question, of those that share no more pairs of characters with it than most do.

    :raises ValueError: where there is no other question.
    """
    if len(questions) < 2:
        raise ValueError("至少要有两道题，才能一题接一题地问")
    chance, draws = random.Random(SEED), []
    for question in questions:
        own = _pairs(question.words)
        shared = [(len(own & _pairs(other.words)), other) for other in questions if other is not question]
        most = median_low([count for count, _ in shared])
        unrelated = [other for count, other in shared if count <= most]
        draws += [Draw(other, question) for other in chance.sample(unrelated, min(DRAWS, len(unrelated)))]
    return draws


def measure(alone: Case, after: Case | None = None) -> Row:
    """The figures of a question asked alone, or of the same one asked after another; None where one does not apply."""
    kept = same = None
    if after and alone.status == "answered" and (gold := quoted_gold(alone)):
        kept = float(after.status == "answered" and gold <= quoted_gold(after))
        same = float({Span.of(c) for c in alone.citations} == {Span.of(c) for c in after.citations})
    return {
        "id": (after or alone).question.id,
        "type": alone.question.type,
        "kept": kept,
        "same": same,
        "refused_alone": None if after else refusal_recall(alone),
        "refused_after": refusal_recall(after) if after else None,
    }


def quoted_gold(case: Case) -> set[Span]:
    """The gold of a question, and what may stand in for it, that its answer quotes."""
    gold = [locate(g, case.texts) for g in (*case.question.evidence, *case.question.alternatives)]
    quoted = [Span.of(citation) for citation in case.citations]
    return {span for span in gold if is_covered(span, quoted)}


def summarise(rows: Sequence[Row], errors: int) -> Summary:
    """The figures of all questions."""
    means = {name: average(row[name] for row in rows if row[name] is not None) for name in NAMES}
    return {"n": len(rows), "cases": sum(row["kept"] is not None for row in rows), **means, "errors": errors}


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}


if __name__ == "__main__":
    sys.exit(main())
