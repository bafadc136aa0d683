"""python -m ingest FILE...: read reports from files or addresses, build a new generation of the index, make it current."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from ingest.build import Built, Progress, build, current_reports
from ingest.corrections import Corrections, Ledger
from ingest.doubts import mended
from ingest.fetched import changes, is_address, take
from ingest.outline import OPENING, path_of
from ingest.preview import found, renewed
from ingest.read import read
from ingest.readers.kinds import LIST
from ingest.readers.source import SourceText
from ingest.split import split
from rag.domain import PERIOD_LABELS, Passage, Period, Report
from rag.embed import load_embedding
from rag.errors import IndexMissing, OutlineError, WenbaoError
from rag.generations import Generations
from rag.settings import Settings

_COMPLAINTS = (
    (re.compile(r"argument (\S+?)(?:/\S+)?: invalid int value: '(.*)'"), r"\1 的值“\2”不是整数"),
    (re.compile(r"argument (\S+?)(?:/\S+)?: expected .*"), r"\1 后面缺少内容"),
    (re.compile(r"unrecognized arguments: (.*)"), r"不认识“\1”"),
    (re.compile(r"ambiguous option: (\S+) .*"), r"“\1”可以指好几个选项"),
    (re.compile(r"argument (\S+?): ignored explicit argument '(.*)'"), r"\1 不需要“\2”"),
)
"""What argparse says, in Chinese."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for said, chinese in _COMPLAINTS:
            message = said.sub(chinese, message)
        self.exit(2, f"命令写法不对：{message}。\n请运行：python -m ingest --help\n")


def _parser() -> argparse.ArgumentParser:
    p = _Parser(prog="python -m ingest", description=f"导入政府工作报告，建立索引。支持 {LIST}；也可以给出网址。")
    p.add_argument("files", nargs="*", metavar="文件或网址", help="一个或多个报告文件或网址；新索引只含这些报告")
    p.add_argument("--add", action="store_true", help="保留现有报告，加入（或更新）这些文件")
    p.add_argument("--remove", nargs="+", default=[], metavar="名称", help="从现有报告中去掉这些（名称见 --list）")
    p.add_argument("--title", help="报告标题（只导入一个文件时）")
    p.add_argument("--year", type=int, help="报告年份，如 2025（只导入一个文件时）")
    p.add_argument("--place", help="报告所属地名（只导入一个文件时）")
    p.add_argument(
        "--period",
        action="append",
        default=[],
        metavar="部分=已完成",
        help="某一部分是“已完成”还是“计划”，如 --period 二、2025年工作安排=计划；可以写多次（只导入一个文件时）",
    )
    p.add_argument("--check", action="store_true", help="只看识别结果和提醒，不导入")
    p.add_argument("--forget", action="store_true", help="不用以前对同一份文件的更正")
    p.add_argument("--password", help="加密文件的密码")
    p.add_argument("--list", action="store_true", help="列出已有的各代索引")
    p.add_argument("--rollback", action="store_true", help="退回上一代索引")
    p.add_argument("--rebuild", action="store_true", help="用现在的向量模型重建当前索引")
    return p


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status. Errors are one sentence on stderr, and nothing changes."""
    parser = _parser()
    args = parser.parse_args(arguments)
    try:
        settings = Settings.from_env()
        if args.list:
            return _list(settings)
        if args.rollback:
            name = Generations(settings.data_dir).roll_back()
            print(f"已退回到索引 {name}。正在运行的问报会自动换用，不必重启。")
            return 0
        if not (args.files or args.remove or args.rebuild):
            parser.error("没有给出报告文件")
        if (args.title or args.year or args.place or args.period) and len(args.files) != 1:
            parser.error("--title、--year、--place、--period 只能在导入一个文件时使用")
        return _ingest(args, settings)
    except WenbaoError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"读写磁盘失败：{error}。现有索引没有改动。", file=sys.stderr)
    except ValueError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("\n已中断，现有索引没有改动。", file=sys.stderr)
    return 1


def _ingest(args: argparse.Namespace, settings: Settings) -> int:
    based_on = Generations(settings.data_dir).current() if args.add or args.remove or args.rebuild else None
    before = _sources(settings)
    reports = [load(given, args, settings) for given in args.files]
    twice = [stem for stem, n in Counter(r.stem for r in reports).items() if n > 1]
    if twice:
        raise OutlineError(f"有两个文件同名：{'、'.join(twice)}。报告以文件名区分，请改名后重试。")
    for report in reports:
        if report.stem in before:
            print(f"{report.stem}：{changes(before[report.stem], report.source).said}")
    _warn(reports)
    if args.check:
        print(table([(r, split(r, max_chars=settings.max_passage_chars)) for r in reports]))
        print("\n".join(_outline(r) for r in reports))
        print("只看了识别结果，没有导入。")
        return 0
    kept = _kept(args, settings, {r.stem for r in reports})
    if not (reports or kept):
        raise OutlineError("这样一来一份报告也不剩了，没有执行。", "python -m ingest --list")
    embedding = load_embedding(settings.embedding_model)
    with _Bars() as bars:
        built = build([*kept, *reports], settings, embedding, progress=bars.show, based_on=based_on)
    print(summary(built))
    return 0


def load(name: str, args: argparse.Namespace, settings: Settings) -> Report:
    """Read one file, or what stands at an address, and find the report in it; what a person says of it, now or before,
    wins.

    Raises ReadError and OutlineError, which name the file.
    """
    said = Corrections(args.title, args.year, args.place, tuple(map(_period, args.period)))
    path = Path(name)
    if is_address(name):
        path, origin = take(name, settings)
        print(origin.said)
    source = _read(path, args, settings)
    ledger = Ledger(settings.data_dir)
    given = said if args.forget else said.over(ledger.of(source.text))
    try:
        report = found(mended(source, given.lines), path.stem, given)
    except OutlineError as error:
        raise OutlineError(f"{path.name}：{error.message}", error.remedy) from error
    parts = {path_of(s) for s in report.sections}
    if unknown := [part for part, _ in said.periods if part not in parts]:
        tops = "、".join(s.title for s in report.sections if s.level == 1 and s.title != OPENING)
        raise OutlineError(f"{path.name}：没有“{unknown[0]}”这一部分。这份报告的部分有：{tops}。")
    if not args.check and (args.forget or said != Corrections()):
        ledger.keep(source.text, given, report.source)
    elif given != said:
        report = replace(report, warnings=(*report.warnings, "沿用了以前对这份文件的更正；不想沿用请加 --forget。"))
    return report


def _read(path: Path, args: argparse.Namespace, settings: Settings) -> SourceText:
    """The text of a file; the bar tells how far it is."""
    with _Bars("页") as bars:
        return read(
            path,
            password=args.password,
            max_mb=settings.max_file_mb,
            progress=lambda done, total: bars.show(f"读取 {path.name}", done, total),
        )


def _period(words: str) -> tuple[str, Period]:
    """`部分=计划` as a part and its period. Raises ValueError, in Chinese, where it is no such thing."""
    part, _, label = words.rpartition("=")
    period = next((p for p, said in PERIOD_LABELS.items() if said == label.strip()), None)
    if period is None or not part.strip():
        raise ValueError(f"--period 要写成“部分=已完成”或“部分=计划”，“{words}”不是。")
    return part.strip(), period


def _warn(reports: Sequence[Report]) -> None:
    """What to know before anything is published, on stderr."""
    lines = [f"注意：{r.stem}：{w}" for r in reports for w in r.warnings]
    if lines:
        print(
            *lines, "要先看提纲再决定，请加 --check；改部分的时态用 --period。", sep="\n", file=sys.stderr, flush=True
        )


def _outline(report: Report) -> str:
    """The two highest levels of headings, each with its period."""
    shown = (s for s in report.sections if s.level <= 2 and s.title != OPENING)
    return "\n".join(
        [report.title, *(f"{'  ' * s.level}{s.title}  {PERIOD_LABELS[s.period] if s.period else '—'}" for s in shown)]
    )


def _sources(settings: Settings) -> dict[str, str]:
    """Texts of the reports in use by their names; none where the index is damaged, which is told later or mended now."""
    with suppress(WenbaoError):
        return {report.stem: report.source for report in current_reports(settings)}
    return {}


def _kept(args: argparse.Namespace, settings: Settings, new: set[str]) -> list[Report]:
    """Reports of the current generation that go on: with --add, --remove and --rebuild."""
    if not (args.add or args.remove or args.rebuild):
        return []
    present = current_reports(settings)
    missing = set(args.remove) - {r.stem for r in present}
    if missing:
        raise IndexMissing(f"现有索引里没有这些报告：{'、'.join(sorted(missing))}。", "python -m ingest --list")
    if args.rebuild and not present:
        raise IndexMissing("还没有索引可以重建。", "python -m ingest 报告文件")
    return [renewed(r) for r in present if r.stem not in new | set(args.remove)]


def _list(settings: Settings) -> int:
    generations = Generations(settings.data_dir)
    current = generations.current()
    if not (finished := generations.finished()):
        raise IndexMissing("还没有索引。", "python -m ingest 报告文件")
    for m in finished:
        mark = "当前" if m.name == current else "    "
        print(f"{mark} {m.name}  {m.passages} 段 {m.sentences} 句  {'、'.join(m.reports)}")
    return 0


def table(held: Sequence[tuple[Report, Sequence[Passage]]]) -> str:
    """One line a report: year, place, passages by period."""
    rows: list[tuple[str, ...]] = [("报告", "年份", "地名", "段落", "已完成", "计划", "其他")]
    for r, passages in held:
        periods = Counter(p.period for p in passages)
        counts = (sum(periods.values()), periods["done"], periods["planned"], periods[None])
        rows.append((r.stem, str(r.year or "未知"), r.place or "未知", *map(str, counts)))
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell + " " * (w - _width(cell)) for cell, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(lines)


def summary(built: Built) -> str:
    """The table that ends an ingest, then what to know."""
    lines = [table([(r, [p for p in built.passages if p.report is r]) for r in built.reports])]
    lines += [f"注意：{r.stem}：{w}" for r in built.reports for w in r.warnings]
    m = built.manifest
    lines.append(
        f"完成，用时 {built.seconds:.1f} 秒：{m.passages} 段、{m.sentences} 句，"
        f"其中 {built.embedded} 句新计算了向量。当前索引：{m.name}"
    )
    return "\n".join(lines)


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class _Bars:
    """One progress bar a step."""

    def __init__(self, unit: str = "句") -> None:
        self._unit = unit
        self._bar: tqdm[NoReturn] | None = None
        self.show: Progress = self._show

    def __enter__(self) -> _Bars:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _show(self, step: str, done: int, total: int) -> None:
        if self._bar is None or self._bar.desc != step + ": ":
            if self._bar is not None:
                self._bar.close()
            self._bar = tqdm(total=total, desc=step, unit=self._unit, leave=False)
        self._bar.update(done - self._bar.n)


if __name__ == "__main__":
    sys.exit(main())
