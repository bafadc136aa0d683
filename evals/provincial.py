"""Thirty questions over the reports of all provinces: which say something, what each says, what one says.

    python -m evals.provincial --shared DIR [--out DIR]

DIR holds reports/*_2025.txt and benchmarks/provincial_2025/questions.jsonl. A province whose report is not there is
left out of the gold lists. What asks for mentions is put to the chat and to the wording look-up, all else to the chat.
Ends with 1 where one answer is not right. An entry point, as `evals.run`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.asking import write_jsonl
from evals.questions import Row, read_jsonl
from evals.run import real_parts
from evals.sitting import Parts
from rag.domain import Answer, Status
from rag.errors import WenbaoError
from rag.exact.folded import fold_words
from rag.settings import Settings

Ask = Callable[[str], Answer]
MENTIONS = ("enumerate", "negative")
"""Types of questions that the wording look-up answers as well."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer, and what is wrong with it: nothing where `fault` is empty."""

    id: str
    type: str
    face: str
    status: str
    provinces: tuple[str, ...]
    fault: str


def fault_of(row: Row, answer: Answer, loaded: Sequence[str]) -> str:
    """What is wrong with an answer, in Chinese; empty where it is right.

    loaded: names of the provinces whose reports are there; the rest of the gold is left out.
    """
    answered, cited = answer.status is Status.ANSWERED, provinces(answer)
    if row["type"] == "negative":
        return "没有的内容被答了" if answered else ""
    if not answered:
        return f"没有回答（{answer.status.value}）"
    if row["type"] == "enumerate":
        gold = {p for p in row["gt_provinces"] if p in loaded}
        missing, extra = sorted(gold - set(cited)), sorted(set(cited) - gold)
        return "；".join(f"{what}{'、'.join(names)}" for what, names in (("漏", missing), ("多", extra)) if names)
    wanted = [(p, words) for p, words in _evidence(row) if p in loaded]
    lacking = [p for p, words in wanted if not _quoted(answer, p, words)]
    strangers = sorted(set(cited) - {p for p, _ in wanted})
    return "；".join(f"{what}{'、'.join(names)}" for what, names in (("没引到", lacking), ("引了", strangers)) if names)


def provinces(answer: Answer) -> tuple[str, ...]:
    """Whose reports are quoted, in order."""
    return tuple(dict.fromkeys(c.report.stem.partition("_")[0] for c in answer.citations))


def _evidence(row: Row) -> Iterable[tuple[str, str]]:
    """Province and words, for each that must be quoted."""
    if row["type"] == "fact":
        return [(row["province"], row["evidence"])]
    if row["type"] == "compare":
        return list(zip(row["provinces"], row["evidence"], strict=True))
    return list(row["targets"].items())


def _quoted(answer: Answer, province: str, words: str) -> bool:
    own = [c.quote for c in answer.citations if c.report.stem.partition("_")[0] == province]
    return any(fold_words(words) in fold_words(quote) for quote in own)


def mark(rows: Sequence[Row], faces: dict[str, Ask], loaded: Sequence[str]) -> list[Marked]:
    """Ask each question of the faces that answer it."""
    out = []
    for row in rows:
        for face, ask in faces.items():
            if face == "chat" or row["type"] in MENTIONS:
                answer = ask(row["question"])
                fault = fault_of(row, answer, loaded)
                out.append(Marked(row["id"], row["type"], face, answer.status.value, provinces(answer), fault))
    return out


def main(argv: Sequence[str] | None = None, parts: Callable[[], Parts] | None = None) -> int:
    """Run from the command line."""
    options = _parser().parse_args(argv)
    try:
        marked = _run(options.shared, (parts or real_parts)())
    except (WenbaoError, ValueError, OSError) as error:
        print(f"评测没有完成：{error}", file=sys.stderr)
        return 1
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        rows = [{name: getattr(m, name) for name in Marked.__slots__} for m in marked]
        write_jsonl(options.out / "provincial.jsonl", rows)
    print(table(marked))
    return 1 if any(m.fault for m in marked) else 0


def table(marked: Sequence[Marked]) -> str:
    """Right answers of each kind and face, and below them every fault."""
    asked = Counter((m.face, m.type) for m in marked)
    right = Counter((m.face, m.type) for m in marked if not m.fault)
    lines = [f"{face:8}{kind:12}{right[face, kind]}/{count}" for (face, kind), count in asked.items()]
    return "\n".join([*lines, *(f"{m.id} {m.face}：{m.fault}" for m in marked if m.fault)])


def _run(shared: Path, parts: Parts) -> list[Marked]:
    files = sorted((shared / "reports").glob("*_2025.txt"))
    rows = read_jsonl(shared / "benchmarks" / "provincial_2025" / "questions.jsonl")
    with TemporaryDirectory(prefix="wenbao-evals-", ignore_cleanup_errors=True) as home:
        settings = replace(Settings.from_env(), data_dir=Path(home) / "data")
        parts.ingest(files, settings)
        assistant = parts.open(settings)
        look_up: Ask = getattr(assistant, "wording")  # noqa: B009 -- the runner's protocol names no look-up
        faces: dict[str, Ask] = {"chat": lambda q: assistant.answer(q, ()), "wording": look_up}
        return mark(rows, faces, [f.stem.partition("_")[0] for f in files])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.provincial", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--shared", type=Path, required=True, help="放报告和题目的目录")
    parser.add_argument("--out", type=Path, help="结果目录")
    return parser


if __name__ == "__main__":
    sys.exit(main())
