"""Every set of questions on the samples, one after the other.

    python -m evals.all --out DIR [--record NAME]

Each set's results lie in DIR/<set>. What `floors.json` says of a set is held to; a set that the assistant cannot
answer yet is skipped, and said to be.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from evals import run
from evals.questions import Kind
from rag.settings import HOME

SAMPLES = HOME / "samples"
FLOORS = Path(__file__).resolve().parent / "floors.json"

SETS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "questions": (Kind.QUESTIONS, ("云汀市_2025",)),
    "questions_2years": (Kind.QUESTIONS, ("云汀市_2024", "云汀市_2025")),
    "dialogues": (Kind.DIALOGUES, ("云汀市_2025",)),
    "wording": (Kind.WORDING, ("云汀市_2025",)),
    "adversarial": (Kind.ADVERSARIAL, ("云汀市_2025",)),
}
"""File of questions in `samples/` -> their kind, and the reports they are about."""


def main(argv: Sequence[str] | None = None, parts: Callable[[], run.Parts] | None = None) -> int:
    """Run all sets.

    :returns: 1 where a floor was not held or a run broke off, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.all", description="在示例报告上跑全部评测")
    parser.add_argument("--out", type=Path, required=True, help="结果目录")
    parser.add_argument("--record", metavar="NAME", help="同时把指标和设置写到 evals/results/NAME-<题集>/")
    options = parser.parse_args(argv)

    said: dict[str, str] = {}
    for name in SETS:
        print(f"\n== {name}", flush=True)
        status = run.main(arguments(name, options.out, options.record), parts)
        said[name] = {0: "通过", 2: "跳过"}.get(status, "未通过")
    print("\n" + "  ".join(f"{name}：{word}" for name, word in said.items()))
    return 1 if "未通过" in said.values() else 0


def arguments(name: str, out: Path, record: str | None) -> list[str]:
    """What `evals.run` is told for one set."""
    kind, stems = SETS[name]
    given = ["--questions", str(SAMPLES / f"{name}.jsonl"), "--kind", kind, "--out", str(out / name)]
    for stem in stems:
        given += ["--report", str(SAMPLES / f"{stem}.txt")]
    if name in json.loads(FLOORS.read_text("utf-8")):
        given += ["--floors", str(FLOORS)]
    if record:
        given += ["--record", f"{record}-{name}"]
    return given


if __name__ == "__main__":
    sys.exit(main())
