"""Every set of questions on the samples, and every other yardstick, one after the other.

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

from evals import run, steady, topics, written
from evals.questions import Kind
from evals.sitting import Parts
from rag.settings import HOME

SAMPLES = HOME / "samples"
FLOORS = Path(__file__).resolve().parent / "floors.json"

Run = Callable[[Sequence[str], Callable[[], Parts] | None], int]
"""The `main` of a run."""


def _asked(name: str) -> tuple[str, ...]:
    return "--questions", str(SAMPLES / f"{name}.jsonl")


def _about(*stems: str) -> tuple[str, ...]:
    return tuple(word for stem in stems for word in ("--report", str(SAMPLES / f"{stem}.txt")))


NEWER, BOTH = _about("云汀市_2025"), _about("云汀市_2024", "云汀市_2025")

SETS: dict[str, tuple[Run, tuple[str, ...]]] = {
    "questions": (run.main, (*_asked("questions"), "--kind", Kind.QUESTIONS, *NEWER)),
    "questions_2years": (run.main, (*_asked("questions_2years"), "--kind", Kind.QUESTIONS, *BOTH)),
    "several": (run.main, (*_asked("several"), "--kind", Kind.QUESTIONS, *NEWER)),
    "dialogues": (run.main, (*_asked("dialogues"), "--kind", Kind.DIALOGUES, *NEWER)),
    "wording": (run.main, (*_asked("wording"), "--kind", Kind.WORDING, *NEWER)),
    "adversarial": (run.main, (*_asked("adversarial"), "--kind", Kind.ADVERSARIAL, *NEWER)),
    "topics": (topics.main, NEWER),
    "steady": (steady.main, (*_asked("questions"), *NEWER)),
    "written": (written.main, (*BOTH, "--most", "12")),
}
"""Name of a set -> what runs it, and what it is told."""


def main(argv: Sequence[str] | None = None, parts: Callable[[], Parts] | None = None) -> int:
    """Run all sets.

    :returns: 1 where a floor was not held or a run broke off, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m evals.all", description="在示例报告上跑全部评测")
    parser.add_argument("--out", type=Path, required=True, help="结果目录")
    parser.add_argument("--record", metavar="NAME", help="同时把指标和设置写到 evals/results/NAME-<题集>/")
    options = parser.parse_args(argv)

    said: dict[str, str] = {}
    for name, (start, _) in SETS.items():
        print(f"\n== {name}", flush=True)
        status = start(arguments(name, options.out, options.record), parts)
        said[name] = {0: "通过", 2: "跳过"}.get(status, "未通过")
    print("\n" + "  ".join(f"{name}：{word}" for name, word in said.items()))
    return 1 if "未通过" in said.values() else 0


def arguments(name: str, out: Path, record: str | None) -> list[str]:
    """All that the run of one set is told."""
    _, told = SETS[name]
    given = [*told, "--out", str(out / name)]
    if name in json.loads(FLOORS.read_text("utf-8")):
        given += ["--floors", str(FLOORS)]
    if record:
        given += ["--record", f"{record}-{name}"]
    return given


if __name__ == "__main__":
    sys.exit(main())
