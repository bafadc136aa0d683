"""How well reports of cities and counties are read, by rules that know nothing of how ingest judges.

    python -m evals.ingest --shared ../shared [--aside] [--verbose]

One line a report: share of its passages with the right period, whether it is badly split, whether a person would be
warned. `--aside` judges only the reports whose plan was found by eye and that no weight was chosen on.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.ingest_rules import Tense, Truth, named, same_place
from ingest.outline import OPENING, outline
from ingest.read import read
from ingest.split import split
from rag.domain import Passage, Report
from rag.errors import WenbaoError

FOLDERS = ("city_reports", "reports")
BY_EYE = Path(__file__).with_name("plan_begins.json")
BADLY = 0.90
"""A report with a smaller share of right passages is badly split."""
LEFT_OUT = 0.95
"""A report of whose body a smaller share lies in passages has lost text."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is right and wrong of one report."""

    stem: str
    right: int
    judged: int
    year: bool
    place: bool
    once: float
    """Share of the body's characters in exactly one passage."""
    furniture: int
    """Passages with words of the page."""
    closed: bool
    """The text ends as a report does."""
    warnings: tuple[str, ...]
    seconds: float
    wrong: tuple[str, ...] = ()
    """First words of passages with the wrong period."""

    @property
    def share(self) -> float:
        return self.right / self.judged if self.judged else 0.0

    @property
    def badly(self) -> bool:
        return self.share < BADLY

    @property
    def false_alarm(self) -> bool:
        """Warned of although nothing is amiss."""
        fine = not self.badly and self.year and self.place and self.once >= LEFT_OUT and self.closed
        return bool(self.warnings) and fine


def judge(path: Path, truth: Truth, year: int | None) -> Verdict:
    """Read a file as `python -m ingest` does, and compare."""
    started = time.perf_counter()
    try:
        source = read(path)
        marks = [(m.start, m.end, m.level) for m in source.marks]
        report = outline(source.text, stem=path.stem, marks=marks, file_title=source.title)
        passages = split(report)
    except WenbaoError as error:
        return Verdict(path.stem, 0, 1, False, False, 0.0, 0, True, (str(error),), time.perf_counter() - started)
    seconds = time.perf_counter() - started
    judged = [(p, right) for p, right in _rights(truth, passages) if right is not None]
    place = named(path.stem)[0]
    return Verdict(
        stem=path.stem,
        right=sum(right for _, right in judged),
        judged=len(judged),
        year=report.year == year,
        place=same_place(place, report.place or ""),
        once=_once(truth, passages),
        furniture=sum(truth.furniture(p.start, p.end) for p in passages),
        closed=_closed(report),
        warnings=report.warnings,
        seconds=seconds,
        wrong=tuple(f"{p.start}:{p.period}:{p.text[:24]!r}" for p, right in judged if not right),
    )


def _rights(truth: Truth, passages: Sequence[Passage]) -> Iterator[tuple[Passage, bool | None]]:
    for p in passages:
        yield p, truth.is_right(p.start, p.end, p.period, p.path == (OPENING,))


def _once(truth: Truth, passages: Sequence[Passage]) -> float:
    start, end = truth.body
    times = bytearray(len(truth.text))
    for p in passages:
        for at in range(p.start, p.end):
            times[at] += 1
    inside = [at for at in range(start, end) if not truth.text[at].isspace()]
    return sum(times[at] == 1 for at in inside) / max(1, len(inside))


def _closed(report: Report) -> bool:
    return bool(re.search(r"让我们|团结|奋斗|谢谢|努力", report.source[report.body[1] - 400 :]))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table and the totals; 2 where the reports are not there."""
    parser = argparse.ArgumentParser(prog="python -m evals.ingest", description="用独立的规则检查报告的读取")
    parser.add_argument("--shared", type=Path, required=True, help="含 city_reports 和 reports 的文件夹")
    parser.add_argument("--aside", action="store_true", help="只看没有用来选权重的报告")
    parser.add_argument("--chosen", action="store_true", help="只看用来选权重的报告")
    parser.add_argument("--verbose", action="store_true", help="列出判错的段落")
    options = parser.parse_args(argv)
    files = [p for name in FOLDERS for p in sorted((options.shared / name).glob("*.txt"))]
    if not files:
        print("没有找到报告，跳过")
        return 2
    verdicts = _all(files, json.loads(BY_EYE.read_text("utf-8")), options)
    for v in verdicts:
        print(_line(v))
        if options.verbose:
            print(*(f"    {w}" for w in v.wrong), sep="\n", end="\n" if v.wrong else "")
    print(_totals(verdicts))
    return 0


def _all(files: Sequence[Path], by_eye: Mapping[str, Mapping[str, list[object]]], options: object) -> list[Verdict]:
    texts = {p: read(p).text for p in files}
    tense = Tense.learn(list(texts.values()))
    begins = {stem: at[0] for half in ("chosen", "aside") for stem, at in by_eye[half].items()}
    years = {stem: said[0] for stem, said in by_eye["years"].items()}
    only = next((set(by_eye[half]) for half in ("aside", "chosen") if getattr(options, half)), None)
    out = []
    for path, text in texts.items():
        if only is not None and path.stem not in only:
            continue
        year = years.get(path.stem, named(path.stem)[1])
        assert isinstance(year, int), f"{path.stem} names no year"
        at = begins.get(path.stem)
        out.append(judge(path, Truth(text, tense, year, at if isinstance(at, int) else None), year))
    return out


def _line(v: Verdict) -> str:
    marks = [
        f"{v.share:6.1%}",
        "分错" if v.badly else "    ",
        "提醒" if v.warnings else "    ",
        "" if v.year else "年份错",
        "" if v.place else "地名错",
        "" if v.once >= LEFT_OUT else f"正文只收 {v.once:.1%}",
        f"网页文字 {v.furniture} 段" if v.furniture else "",
        "误报" if v.false_alarm else "",
    ]
    return f"{v.stem}  " + "  ".join(m for m in marks if m.strip() or m == "    ") + "  " + "；".join(v.warnings)[:60]


def _totals(verdicts: Sequence[Verdict]) -> str:
    n = max(1, len(verdicts))
    badly = [v for v in verdicts if v.badly]
    judged, right = sum(v.judged for v in verdicts), sum(v.right for v in verdicts)
    warned = sum(bool(v.warnings) for v in badly)
    rows = [
        ("报告", f"{len(verdicts)}"),
        ("时态正确的段落", f"{right}/{judged} = {right / max(1, judged):.2%}"),
        ("分错的报告", f"{len(badly)}"),
        ("分错而没有提醒", f"{len(badly) - warned}"),
        ("分错的报告中有提醒的", f"{warned / len(badly):.1%}" if badly else "没有分错的"),
        ("误报", f"{sum(v.false_alarm for v in verdicts)} = {sum(v.false_alarm for v in verdicts) / n:.1%}"),
        ("年份正确", f"{sum(v.year for v in verdicts)}"),
        ("地名正确", f"{sum(v.place for v in verdicts)}"),
        ("正文恰在一段里", f"平均 {sum(v.once for v in verdicts) / n:.2%}，最少 {min(v.once for v in verdicts):.1%}"),
        ("段落里有网页文字的报告", f"{sum(v.furniture > 0 for v in verdicts)}"),
        (
            "每份用时（不含编码器）",
            f"平均 {sum(v.seconds for v in verdicts) / n:.3f} 秒，最长 {max(v.seconds for v in verdicts):.3f} 秒",
        ),
    ]
    return "\n".join(f"{name}：{value}" for name, value in rows)


if __name__ == "__main__":
    sys.exit(main())
