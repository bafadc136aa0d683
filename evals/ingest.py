"""How well reports of cities and counties are read, by rules that know nothing of how ingest judges.

    python -m evals.ingest --shared ../shared [--aside] [--verbose]
    python -m evals.ingest --shared ../shared --harder     the same reports made harder, one line a kind
    python -m evals.ingest --shared ../shared --harm       split wrong on purpose: is a person warned?

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

from evals.ingest_rules import Tense, Truth, named, paragraphs, same_place
from evals.ingest_stress import KINDS, harder, split_wrong
from ingest.guard import cautions
from ingest.metadata import YearFound
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
    lost: float
    """Share of the whole text's sentences in no passage, a glossary's too."""
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
        whole = self.once >= LEFT_OUT and self.lost <= 1 - LEFT_OUT and self.closed and not self.furniture
        fine = not self.badly and self.year and self.place and whole
        return bool(self.warnings) and fine


def judge(path: Path, truth: Truth, year: int | None, text: str | None = None) -> Verdict:
    """Read a file as `python -m ingest` does, and compare; `text` in place of what it holds."""
    started = time.perf_counter()
    try:
        source = read(path)
        marks = [(m.start, m.end, m.level) for m in source.marks] if text is None else []
        report = outline(text or source.text, stem=path.stem, marks=marks, file_title=source.title)
        passages = split(report)
    except WenbaoError as error:
        return Verdict(path.stem, 0, 1, False, False, 0.0, 0, True, (str(error),), 1.0, time.perf_counter() - started)
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
        lost=_lost(truth, passages),
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
    """Whether the last paragraphs hold a closing formula, or end with a call."""
    last = [p.text for p in paragraphs(report.source[: report.body[1]])][-3:]
    return any(re.search(r"让我们|团结|谢谢|前进|奋斗|[!！]$", text) for text in last)


def _lost(truth: Truth, passages: Sequence[Passage]) -> float:
    held = [(p.start, p.end) for p in passages]
    whole = [p for p in truth.lines if "。" in p.text and len(p.text) > 25]
    out = sum(len(p.text) for p in whole if not any(a <= p.start < b for a, b in held))
    return out / max(1, sum(len(p.text) for p in truth.lines))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table and the totals; 2 where the reports are not there."""
    parser = argparse.ArgumentParser(prog="python -m evals.ingest", description="用独立的规则检查报告的读取")
    parser.add_argument("--shared", type=Path, required=True, help="含 city_reports 和 reports 的文件夹")
    parser.add_argument("--aside", action="store_true", help="只看没有用来选权重的报告")
    parser.add_argument("--chosen", action="store_true", help="只看用来选权重的报告")
    parser.add_argument("--harder", action="store_true", help="把报告改得更难读再检查")
    parser.add_argument("--harm", action="store_true", help="故意分错，看有没有提醒")
    parser.add_argument("--verbose", action="store_true", help="列出判错的段落")
    options = parser.parse_args(argv)
    files = [p for name in FOLDERS for p in sorted((options.shared / name).glob("*.txt"))]
    if not files:
        print("没有找到报告，跳过")
        return 2
    truths = _truths(files, json.loads(BY_EYE.read_text("utf-8")), options)
    if options.harder:
        print(_harder(truths))
    elif options.harm:
        print(_harm(truths))
    else:
        verdicts = [judge(path, truth, truth.year) for path, truth in truths.items()]
        for v in verdicts:
            print(_line(v))
            if options.verbose and v.wrong:
                print(*(f"    {w}" for w in v.wrong), sep="\n")
        print(_totals(verdicts))
    return 0


def _truths(
    files: Sequence[Path], by_eye: Mapping[str, Mapping[str, list[object]]], options: argparse.Namespace
) -> dict[Path, Truth]:
    texts = {p: read(p).text for p in files}
    tense = Tense.learn(list(texts.values()))
    begins = {stem: at[0] for half in ("chosen", "aside") for stem, at in by_eye[half].items()}
    years = {stem: said[0] for stem, said in by_eye["years"].items()}
    only = next((set(by_eye[half]) for half in ("aside", "chosen") if getattr(options, half)), None)
    out = {}
    for path, text in texts.items():
        if only is not None and path.stem not in only:
            continue
        year, at = years.get(path.stem, named(path.stem)[1]), begins.get(path.stem)
        assert isinstance(year, int), f"{path.stem} names no year"
        out[path] = Truth(text, tense, year, at if isinstance(at, int) else None)
    return out


def _harder(truths: Mapping[Path, Truth]) -> str:
    rows = []
    for kind in KINDS:
        verdicts = [
            judge(path, made, truth.year, made.text) for path, truth in truths.items() if (made := harder(truth, kind))
        ]
        badly = [v for v in verdicts if v.badly]
        right, judged = sum(v.right for v in verdicts), sum(v.judged for v in verdicts)
        silent = "、".join(v.stem for v in badly if not v.warnings)
        rows.append(
            f"{kind}：段落 {right / judged:.2%}，分错 {len(badly)} 份，其中没有提醒 {sum(not v.warnings for v in badly)} 份 {silent}"
        )
    return "\n".join(rows)


def _harm(truths: Mapping[Path, Truth]) -> str:
    """How often a person is warned of reports that were split wrong on purpose."""
    warned: dict[str, list[bool]] = {}
    for path, truth in truths.items():
        source = read(path)
        report = outline(source.text, stem=path.stem, marks=[(m.start, m.end, m.level) for m in source.marks])
        for kind, wrong in split_wrong(report):
            rights = [right for _, right in _rights(truth, split(wrong)) if right is not None]
            if sum(rights) / max(1, len(rights)) < BADLY:
                warned.setdefault(kind, []).append(bool(cautions(wrong, YearFound(wrong.year))))
    rows = [f"{kind}：提醒 {sum(said)}/{len(said)} = {sum(said) / len(said):.1%}" for kind, said in warned.items()]
    both = [w for said in warned.values() for w in said]
    return "\n".join([*rows, f"合计：{sum(both)}/{len(both)} = {sum(both) / max(1, len(both)):.1%}"])


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
