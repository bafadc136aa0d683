"""Prints what two reports say of the same things: `python -m evals.years --report A --report B`.

For checking by hand: every pair of indicators with both values, its confidence, and where both stand.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ingest.outline import outline
from ingest.split import split
from rag.embed import load_embedding
from rag.settings import Settings
from rag.years.compare import Comparison, compare
from rag.years.compare_indicators import IndicatorPair

_TABLES = (("targets", "目标对目标"), ("results", "完成对完成"), ("kept", "目标对完成"))


def main(argv: Sequence[str] | None = None) -> int:
    """Read two text files, compare them, print the pairs."""
    parser = argparse.ArgumentParser(prog="python -m evals.years", description="打印两份报告的指标对照。")
    parser.add_argument("--report", type=Path, action="append", required=True, help="报告文件（UTF-8 文本），给两次")
    parser.add_argument("--tasks", action="store_true", help="也打印任务对照")
    given = parser.parse_args(argv)
    if len(given.report) != 2:
        parser.error("请正好给两份报告")
    embedding = load_embedding(Settings().embedding_model)
    old, new = (outline(path.read_text("utf-8"), stem=path.stem) for path in given.report)
    passages = [*split(old), *split(new)]
    started = time.perf_counter()
    comparison = compare(old, new, passages, embedding)
    seconds = time.perf_counter() - started
    print("\n".join(lines(comparison, tasks=given.tasks)))
    print(f"\n用时 {seconds:.2f} 秒", file=sys.stderr)
    return 0


def lines(comparison: Comparison, *, tasks: bool) -> list[str]:
    """The comparison as plain text, one pair a line."""
    out = []
    for field, title in _TABLES:
        pairs: tuple[IndicatorPair, ...] = getattr(comparison, field)
        out.append(f"\n{title}：{len(pairs)} 对")
        out += [_line(pair) for pair in pairs]
    found = comparison.tasks
    out.append(f"\n任务：{len(found.pairs)} 对，新增 {len(found.fresh)} 句，不再出现 {len(found.gone)} 句")
    if tasks:
        for pair in found.pairs:
            out += [f"{pair.confidence}\t{pair.score:.2f}", f"  - {pair.old.text}", f"  + {pair.new.text}"]
    return out


def _line(pair: IndicatorPair) -> str:
    sides = (f"{i.name}\t{i.said}\t{i.value[0]}-{i.value[1]}" for i in (pair.old, pair.new))
    return "\t".join((pair.confidence, f"{pair.likeness:.2f}", *sides))


if __name__ == "__main__":
    sys.exit(main())
