"""Is what a language model may say of a report let through, and what it must not say held back?

    python -m evals.written --report FILE [--report FILE ...] [--most N] [--true FILE] [--false FILE] [--out DIR]

Made from each report: up to N false sentences of every kind of `evals.mutations`, each citing the passage it was made
from. From files, for the reports that they name: true rewordings, and false drafts, both written by hand. No language
model is asked. Rewordings are of two halves, `tune` and `aside`, by the hash of what they say.

    own        sentences of the reports, as they stand, that are shown whole
    reworded   true rewordings that are shown whole (`mended`: only in part)
    drafts     false drafts by hand that are shown with their fault
    KIND       false sentences of that kind that are shown with their fault
    worst      the highest of these shares, drafts left out; `worst_hard` that of kinds in `mutations.HARD`
    ms         thousandths of a second for one sentence, the mean
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.asking import read_texts
from evals.floors import fallen, read_floors
from evals.mutations import HARD, MAKERS, lines_of, mutants
from evals.mutations.lines import Material
from evals.questions import Row
from evals.sitting import Parts, exit_status
from ingest.outline import outline
from ingest.split import split
from rag.domain import Passage
from rag.settings import HOME
from rag.writing.verify import Held, held

MOST = 40
SEED = 20260101
TRUE, FALSE = HOME / "samples" / "written_true.jsonl", HOME / "samples" / "written_false.jsonl"


@dataclass
class Tally:
    """What was tried and what was shown, by kind."""

    tried: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)
    seconds: float = 0.0

    def check(self, kind: str, said: str, cited: Sequence[Passage], wrong: str = "") -> str:
        """What of a sentence is shown; counted where that is the fault, or where there is none, the whole."""
        start = time.perf_counter()
        outcome = held(said, cited)
        self.seconds += time.perf_counter() - start
        text = outcome.text if isinstance(outcome, Held) else ""
        shown = text.count(wrong) == said.count(wrong) if wrong else text == said
        self.tried[kind] += 1
        self.shown[kind] += bool(text) and shown
        self.rows.append({"kind": kind, "said": said, "wrong": wrong, "shown": text, "counted": bool(text) and shown})
        return text

    def share(self, kind: str) -> float | None:
        """Share shown, to three places; None where nothing was tried."""
        return round(self.shown[kind] / self.tried[kind], 3) if self.tried[kind] else None


def main(argv: Sequence[str] | None = None, parts: Callable[[], Parts] | None = None) -> int:
    """Run from the command line; returns what `exit_status` says."""
    parser = argparse.ArgumentParser(prog="python -m evals.written", description="评测对大模型所写句子的核对")
    add = parser.add_argument
    add("--report", type=Path, action="append", required=True, help="报告文件（UTF-8 文本），可多次给出")
    add("--most", type=int, default=MOST, help=f"每份报告每类最多造几句（{MOST}）")
    add("--true", type=Path, default=TRUE, help="手写的真句")
    add("--false", type=Path, default=FALSE, help="手写的假句")
    add("--half", choices=("tune", "aside"), help="手写的句子只用这一半")
    add("--out", type=Path, help="结果目录")
    add("--floors", type=Path, help="下限文件")
    add("--record", metavar="NAME", help="同时把指标写到 evals/results/NAME/")
    options = parser.parse_args(argv)
    return exit_status(lambda: evaluate(options))


def evaluate(options: argparse.Namespace) -> list[str]:
    """Make, check, print and write; returns a sentence for each floor that was not held."""
    texts = read_texts(options.report)
    passages = {stem: tuple(split(outline(text, stem=stem))) for stem, text in texts.items()}
    floors = read_floors(options.floors, "written") if options.floors else {}
    tally = Tally()
    for stem in passages:
        _made(tally, stem, passages, options.most)
    _by_hand(tally, "reworded", read_rows(options.true), passages, options.half)
    _by_hand(tally, "drafts", read_rows(options.false), passages, options.half)
    summary = summarise(tally)
    print("\n".join(f"{name:22} {value}" for name, value in summary.items()))
    for folder in filter(None, (options.out, options.record and HOME / "evals" / "results" / options.record)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if options.out:
        rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in tally.rows)
        (options.out / "drafts.jsonl").write_text("".join(rows), "utf-8")
    return fallen(summary, floors)


def _made(tally: Tally, stem: str, passages: dict[str, tuple[Passage, ...]], most: int) -> None:
    """Sentences of one report as they stand, and its mutants."""
    lines = lines_of(passages[stem])
    place = passages[stem][0].report.place if passages[stem] else None
    others = [p for p in passages.values() if p and p[0].report.place not in (None, place)]
    material = Material(lines, tuple(others[0][:1]) if others else ())
    for line in lines:
        tally.check("own", line.text, [line.passage])
    for kind in MAKERS:
        for mutant in mutants(kind, material, random.Random(f"{SEED} {stem} {kind}"), most):
            tally.check(kind, mutant.said, mutant.cited, mutant.wrong)


def _by_hand(
    tally: Tally, name: str, rows: Sequence[Row], passages: dict[str, tuple[Passage, ...]], half: str | None
) -> None:
    for row in rows:
        own = half_of(row["said"])
        if row["report"] not in passages or half not in (None, own):
            continue
        cited = [p for p in passages[row["report"]] if row["source"] in p.text][:1]
        if not cited:
            raise ValueError(f"{row['id']}：{row['report']} 里没有“{row['source']}”")
        shown = tally.check(f"{name}_{own}", row["said"], cited, row.get("wrong", ""))
        if name == "reworded" and shown and shown != row["said"]:
            tally.shown[f"mended_{own}"] += 1


def half_of(said: str) -> str:
    """`tune` or `aside`: the half of the rewordings that a sentence is of."""
    return "tune" if hashlib.sha256(said.encode()).digest()[0] % 2 else "aside"


def read_rows(path: Path) -> list[Row]:
    """Rows of a JSON Lines file: id, report, source, said, and of a false draft wrong and kind."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def summarise(tally: Tally) -> dict[str, float | int | None]:
    """Every share, how many were tried, and the worst."""
    made = {kind: share for kind in MAKERS if (share := tally.share(kind)) is not None}
    return {
        "n": sum(tally.tried.values()),
        "own": tally.share("own"),
        **dict(_halves(tally)),
        **made,
        "worst": max(made.values(), default=None),
        "worst_hard": max((share for kind, share in made.items() if kind in HARD), default=None),
        "ms": round(1000 * tally.seconds / max(1, sum(tally.tried.values())), 2),
        **{f"n_{kind}": count for kind, count in sorted(tally.tried.items())},
    }


def _halves(tally: Tally) -> Iterator[tuple[str, float | None]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for kind in sorted(tally.tried):
        if "_" in kind and kind.split("_")[0] in ("reworded", "drafts"):
            groups[kind.split("_")[0]].append(kind)
    for name, kinds in groups.items():
        tried = sum(tally.tried[k] for k in kinds)
        yield name, round(sum(tally.shown[k] for k in kinds) / tried, 3)
        for kind in kinds:
            yield kind, tally.share(kind)


if __name__ == "__main__":
    sys.exit(main())
