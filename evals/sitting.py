"""What every run has in common: reports in a throw-away index, an assistant over them, and results that are kept."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from evals.asking import Render, write_jsonl
from evals.questions import Row
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


@dataclass(frozen=True, slots=True)
class Sitting:
    """An assistant that has read the reports, and what it was made with."""

    assistant: Answering
    settings: Settings
    embedding: str
    """Identity of the embedding model, as the index knows it."""


@contextmanager
def sitting(reports: Sequence[Path], parts: Parts) -> Iterator[Sitting]:
    """Ingest the reports into an index that is gone afterwards, and open the assistant over it."""
    with TemporaryDirectory(prefix="wenbao-evals-", ignore_cleanup_errors=True) as home:
        settings = replace(Settings.from_env(), data_dir=Path(home) / "data")
        embedding = parts.ingest(reports, settings)
        yield Sitting(parts.open(settings), settings, embedding)


def keep(
    options: argparse.Namespace,
    summary: Mapping[str, Any],
    made_with: Mapping[str, Any],
    answers: Sequence[Row],
    figures: Sequence[Row],
) -> None:
    """Write a run's results to `--out` (and, of `--record`, what may be committed), and print its summary."""
    for folder in (options.out, *([RESULTS / options.record] if options.record else [])):
        write_json(folder / "summary.json", summary)
        write_json(folder / "settings.json", made_with)
    write_jsonl(options.out / "answers.jsonl", answers)
    write_jsonl(options.out / "figures.jsonl", figures)
    print(summary_table(summary))


def exit_status(work: Callable[[], Sequence[str]]) -> int:
    """Do the work, which returns a sentence for each floor that was not held, and say what went wrong.

    :returns: 0; 1 where a floor was not held or the run broke off; 2 where the assistant cannot do it.
    """
    try:
        complaints = work()
    except UnsupportedError as error:
        print(error, file=sys.stderr)
        return 2
    except (WenbaoError, ValueError, OSError) as error:
        print(f"评测没有完成：{error}", file=sys.stderr)
        return 1
    print(*complaints, sep="\n", end="\n" if complaints else "", file=sys.stderr)
    return 1 if complaints else 0


def add_results(parser: argparse.ArgumentParser) -> None:
    """The options that say where a run's results go, and what they are held to."""
    parser.add_argument("--out", type=Path, required=True, help="结果目录")
    parser.add_argument("--floors", type=Path, help="下限文件；有指标未达到时以 1 退出")
    parser.add_argument("--record", type=_name, metavar="NAME", help="同时把指标和设置写到 evals/results/NAME/")


def _name(text: str) -> str:
    if not re.fullmatch(r"\w[\w.-]*", text):
        raise argparse.ArgumentTypeError("名称只能含字母、数字、下划线、点和连字符")
    return text
