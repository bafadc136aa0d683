"""Answer a file of questions as the app would, and measure the answers.

    python -m evals.run --report FILE [--report FILE ...] --questions FILE --kind KIND --out DIR

DIR gets answers.jsonl, figures.jsonl (each answer's own figures, for `evals.compare`), summary.json and
settings.json. An entry point: like app.py and `evals.retrieve`, it wires parts that do not know each other.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from evals.asking import Ask, Render, ask_all, read_texts, write_jsonl
from evals.case import pair
from evals.floors import fallen, read_floors
from evals.metrics import figure_rows, summarise
from evals.provenance import provenance
from evals.questions import Kind, load_questions
from evals.tables import summary_table, write_json
from rag.domain import Answer, Turn
from rag.errors import WenbaoError
from rag.settings import Settings

RESULTS = Path(__file__).resolve().parent / "results"


class Answering(Protocol):
    """What the runner needs of an assistant; `wording(query) -> Answer` is used where it exists."""

    def answer(self, question: str, history: Sequence[Turn]) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """The product as the runner sees it; tests bring a small one."""

    ingest: Callable[[Sequence[Path], Settings], str]
    """Builds an index of the files in `settings.data_dir`, and returns the embedding model's identity."""
    open: Callable[[Settings], Answering]
    html: Render


class UnsupportedError(Exception):
    """The assistant cannot do what this kind of questions asks."""


def main(argv: Sequence[str] | None = None, parts: Callable[[], Parts] | None = None) -> int:
    """Run from the command line.

    :returns: 0; 1 where a floor was not held or the run broke off; 2 where the assistant cannot do it.
    """
    options = _parser().parse_args(argv)
    try:
        complaints = evaluate(options, (parts or real_parts)())
    except UnsupportedError as error:
        print(error, file=sys.stderr)
        return 2
    except (WenbaoError, ValueError, OSError) as error:
        print(f"评测没有完成：{error}", file=sys.stderr)
        return 1
    print(*complaints, sep="\n", end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints else 0


def evaluate(options: argparse.Namespace, parts: Parts) -> list[str]:
    """Ask, measure, write and print; returns a sentence for each floor that was not held."""
    texts = read_texts(options.report)
    questions = load_questions(options.questions, options.kind)
    summarise(pair(questions, [], texts), options.kind)  # gold of another report is told before the work
    floors = read_floors(options.floors, options.questions.stem, options.kind) if options.floors else {}

    with TemporaryDirectory(prefix="wenbao-evals-", ignore_cleanup_errors=True) as home:
        settings = replace(Settings.from_env(), data_dir=Path(home) / "data")
        embedding = parts.ingest(options.report, settings)
        ask = way_to_ask(parts.open(settings), options.kind)
        answers = ask_all(questions, ask, parts.html, texts)

    cases = pair(questions, answers, texts)
    summary = summarise(cases, options.kind)
    made_with = provenance(settings, options.kind, options.report, options.questions, embedding)
    for folder in (options.out, *([RESULTS / options.record] if options.record else [])):
        write_json(folder / "summary.json", summary)
        write_json(folder / "settings.json", made_with)
    write_jsonl(options.out / "answers.jsonl", answers)
    write_jsonl(options.out / "figures.jsonl", figure_rows(cases, options.kind))
    print(summary_table(summary))
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
    add("--out", type=Path, required=True, help="结果目录")
    add("--floors", type=Path, help="下限文件；有指标未达到时以 1 退出")
    add("--record", type=_name, metavar="NAME", help="同时把指标和设置写到 evals/results/NAME/")
    return parser


def _name(text: str) -> str:
    if not re.fullmatch(r"\w[\w.-]*", text):
        raise argparse.ArgumentTypeError("名称只能含字母、数字、下划线、点和连字符")
    return text


if __name__ == "__main__":
    sys.exit(main())
