"""How many signs of a scanned page are read wrong, on pages printed from real reports.

    python -m evals.scan --shared ../shared [--reports 2] [--pages 1]

One line a way of scanning: share of signs that are wrong, left out or too many (edit distance over the length), and
seconds a page. Then, over all lines: how many of the wrong ones a person would be shown, and how many of the right ones.
Needs the option of OCR (`make install-ocr`).
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from evals.scan_pages import Way, font_file, pages_of, printed
from ingest.readers import ocr, ocr_text
from ingest.readers.ocr_page import SeenLine
from ingest.readers.pdf_furniture import is_page_number

WAYS = tuple(Way(dpi, askew, stamp) for dpi in (150, 300) for askew, stamp in ((0.0, False), (1.5, False), (1.5, True)))
POOR = Way(50, 1.0)
"""A scan so poor that lines are misread: what the level of doubt is judged by."""
LEVELS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Result:
    """One page as it was read."""

    wrong: int
    signs: int
    seconds: float
    lines: tuple[tuple[float, bool], ...]
    """Score of each line, and whether it stands so on the page."""


def main(arguments: list[str] | None = None) -> int:
    """Print the numbers; 1 where OCR or a Chinese typeface is missing."""
    parser = argparse.ArgumentParser(prog="python -m evals.scan")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reports", type=int, default=2)
    parser.add_argument("--pages", type=int, default=1)
    args = parser.parse_args(arguments)
    font = font_file()
    if not ocr.available() or font is None:
        print(ocr.INSTALL if font else "没有找到中文字体（fonts-noto-cjk）", file=sys.stderr)
        return 1
    files = sorted((args.shared / "city_reports").glob("*_2024.txt"))
    chosen = files[:: max(1, len(files) // args.reports)][: args.reports]
    results: defaultdict[Way, list[Result]] = defaultdict(list)
    for file in chosen:
        for lines in pages_of(file.read_text("utf-8"), args.pages):
            for way in (*WAYS, POOR):
                results[way].append(judged(lines, way, font))
                print(told(way, results[way]), flush=True)
    print()
    for way, some in results.items():
        print(told(way, some))
    print(told_of_doubts([line for some in results.values() for one in some for line in one.lines]))
    return 0


def judged(lines: list[str], way: Way, font: Path) -> Result:
    """Print, scan and read one page."""
    truth = _signs("".join(lines))
    picture = printed(lines, way, font)
    started = time.perf_counter()
    page, pixels = ocr_text.page_seen(picture)
    source = ocr_text.text_of([page], {0: pixels}, "picture")
    seconds = time.perf_counter() - started
    rows = [line for line in page.lines if isinstance(line, SeenLine)]
    seen = tuple((line.score, _signs(line.text) in truth or is_page_number(line.text)) for line in rows)
    return Result(distance(_signs(source.text), truth), len(truth), seconds, seen)


def told(way: Way, some: list[Result]) -> str:
    """One line: wrong signs of all, and the usual time."""
    wrong, signs = sum(r.wrong for r in some), sum(r.signs for r in some)
    seconds = sum(r.seconds for r in some) / len(some)
    return f"{way.name:28} {wrong / signs:7.2%} of {signs} signs wrong, {seconds:5.1f} s a page ({len(some)} pages)"


def told_of_doubts(lines: list[tuple[float, bool]]) -> str:
    """What a person would be shown at each level of doubt; the one in use is marked."""
    wrong = [score for score, right in lines if not right]
    right = [score for score, right in lines if right]
    out = [f"{len(lines)} lines, {len(wrong)} of them wrong; shown to a person:"]
    for level in sorted({*LEVELS, ocr_text.SURE}):
        caught, spared = sum(s < level for s in wrong), sum(s < level for s in right)
        mark = " <- in use" if level == ocr_text.SURE else ""
        out.append(f"  below {level:.2f}: {caught}/{len(wrong)} wrong lines, {spared}/{len(right)} right ones{mark}")
    return "\n".join(out)


def distance(one: str, other: str) -> int:
    """Fewest signs to change, add or take away to make the one the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def _signs(text: str) -> str:
    return re.sub(r"\s", "", text)


if __name__ == "__main__":
    sys.exit(main())
