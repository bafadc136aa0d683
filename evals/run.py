"""Answer a file of questions as the app would, and measure the answers.

    python -m evals.run --report FILE [--report FILE ...] --questions FILE --kind KIND --out DIR

DIR gets answers.jsonl, figures.jsonl (each answer's own figures, for `evals.compare`), summary.json and
settings.json. An entry point: like app.py and `evals.retrieve`, it wires parts that do not know each other.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.asking import Ask, ask_all, read_texts
from evals.case import pair
from evals.floors import fallen, read_floors
from evals.metrics import figure_rows, summarise
from evals.provenance import provenance
from evals.questions import Kind, load_questions
from evals.sitting import Answering, Parts, UnsupportedError, add_results, exit_status, keep, sitting
from rag.domain import Answer
from rag.settings import Settings


def main(argv: Sequence[str] | None = None, parts: Callable[[], Parts] | None = None) -> int:
    """Run from the command line; returns what `exit_status` says."""
    options = _parser().parse_args(argv)
    return exit_status(lambda: evaluate(options, (parts or real_parts)()))


def evaluate(options: argparse.Namespace, parts: Parts) -> list[str]:
    """Ask, measure, write and print; returns a sentence for each floor that was not held."""
    texts = read_texts(options.report)
    questions = load_questions(options.questions, options.kind)
    summarise(pair(questions, [], texts), options.kind)  # gold of another report is told before the work
    floors = read_floors(options.floors, options.questions.stem, options.kind) if options.floors else {}

    with sitting(options.report, parts) as at:
        answers = ask_all(questions, way_to_ask(at.assistant, options.kind), parts.html, texts)

    cases = pair(questions, answers, texts)
    summary = summarise(cases, options.kind)
    made_with = provenance(at.settings, options.kind, options.report, options.questions, at.embedding)
    keep(options, summary, made_with, answers, figure_rows(cases, options.kind))
    return fallen(summary, floors)


def way_to_ask(assistant: Answering, kind: Kind) -> Ask:
    """How questions of a kind reach the assistant.

    :raises UnsupportedError: for wording, where the assistant has no look-up.
    """
    if kind is not Kind.WORDING:
        return assistant.answer
    look_up: Callable[[str], Answer] | None = getattr(assistant, "wording", None)
    if look_up is None:
        raise UnsupportedError("这个版本还没有原文查找（wording），无法评测 --kind wording。")
    return lambda words, history: look_up(words)


def real_parts() -> Parts:
    """The product itself, imported only when it is run."""
    from ingest.build import build
    from ingest.outline import outline
    from ingest.read import read
    from rag.assistant import Assistant
    from rag.embed import load_embedding
    from web.present import to_html

    def ingest(files: Sequence[Path], settings: Settings) -> str:
        embedding, reports = load_embedding(settings.embedding_model), []
        for file in files:
            source = read(file, max_mb=settings.max_file_mb)
            marks = [(m.start, m.end, m.level) for m in source.marks]
            reports.append(outline(source.text, stem=file.stem, marks=marks, file_title=source.title))
        build(reports, settings, embedding)
        return embedding.identity

    return Parts(ingest=ingest, open=Assistant.open, html=to_html)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.run", description=(__doc__ or "").split("\n")[0])
    add = parser.add_argument
    add("--report", type=Path, action="append", required=True, help="报告文件（UTF-8 文本），可多次给出")
    add("--questions", type=Path, required=True, help="题目文件（JSON Lines）")
    add("--kind", type=Kind, choices=list(Kind), required=True, help="题目种类")
    add_results(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
