"""年度对照 as a file: the tables of the page, each value and sentence with its quotation, source and permanent link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin

from rag.domain import Citation, Sentence
from rag.exact.source_line import source_line
from rag.years.compare import Comparison
from rag.years.compare_indicators import IndicatorPair
from rag.years.compare_tasks import TaskPair
from rag.years.indicators import Indicator
from web.export import clean
from web.plain import collapse, place_link
from web.tables import Cell, Quoted, Table, Tables, quoted

NAMES_SURE = {"high": "高：名称一致", "medium": "中：名称略有出入", "low": "低：请对照原文核实"}
TASKS_SURE = {"high": "高：写法很接近", "medium": "中：写法有出入", "low": "低：请对照原文核实"}
_PAIRS, _TASKS, _LEFT = (3, 6, 6, 2), (8, 8, 2), (2, 4, 10)


def tables_of(found: Comparison, old: str, new: str, home: str, made: datetime) -> Tables:
    """old, new: what the reports are called. home: address of the site, for permanent links. made: local time."""
    old, new = clean(old), clean(new)
    year = found.old.year
    kept = (f"{year}年目标", f"{year}年完成")
    told = f"{old}定的目标，{new}说完成了多少。"
    fresh, gone = "新增", "不再出现"
    tables = (
        _pairs(f"{year}年的目标与完成", told, kept, found.kept, home),
        _pairs("目标对目标", "两份报告都定了的目标。", (old, new), found.targets, home),
        _pairs("完成对完成", "两份报告都说了的完成情况。", (old, new), found.results, home),
        _tasks((old, new), found.tasks.pairs, home),
        _left(fresh, new, found.fresh, found.tasks.fresh, home),
        _left(gone, old, found.gone, found.tasks.gone, home),
    )
    return Tables(
        title=f"{old}与{new}年度对照",
        made=f"{made:%Y年%m月%d日 %H:%M}由问报导出。",
        notes=(
            "全部摘自两份报告。指标和任务由程序配对，把握分高、中、低三级，引用前请核对原文；"
            f"配不上的不硬配，列在“{fresh}”和“{gone}”里。带“×”的数字在公开时已隐去。",
        ),
        tables=tuple(t for t in tables if t.rows),
    )


def _pairs(title: str, hint: str, sides: tuple[str, str], pairs: Sequence[IndicatorPair], home: str) -> Table:
    rows = tuple((_name(p), _figure(p.old, home), _figure(p.new, home), NAMES_SURE[p.confidence]) for p in pairs)
    return Table(title, hint, ("指标", *sides, "把握"), _PAIRS, rows)


def _name(pair: IndicatorPair) -> str:
    name = clean(pair.new.name) + ("（五年）" if pair.new.scope == "plan" else "")
    return name if pair.old.name == pair.new.name else f"{name}（前一份写作：{clean(pair.old.name)}）"


def _tasks(sides: tuple[str, str], pairs: Sequence[TaskPair], home: str) -> Table:
    rows = tuple((_sentence(p.old, home), _sentence(p.new, home), _task_sure(p)) for p in pairs)
    return Table("任务对照", "同一件事两年的写法。", (*sides, "把握"), _TASKS, rows)


def _task_sure(pair: TaskPair) -> str:
    return "高：一字未改" if pair.unchanged else TASKS_SURE[pair.confidence]


def _left(title: str, name: str, values: Sequence[Indicator], lines: Sequence[Sentence], home: str) -> Table:
    rows: list[tuple[Cell, ...]] = [
        ("指标", clean(v.name) + ("（五年）" if v.scope == "plan" else ""), _figure(v, home)) for v in values
    ]
    rows += [("任务", clean(" › ".join(s.passage.path[1:] or s.passage.path)), _sentence(s, home)) for s in lines]
    hint = f"只在{name}的工作安排里，另一份里没有对得上的。"
    return Table(title, hint, ("类别", "指标或小标题", name), _LEFT, tuple(rows))


def _figure(one: Indicator, home: str) -> Quoted:
    """A value, and the stretch of the report that names and tells it."""
    start, end = one.shown
    return _quoted(one.said, Citation(1, one.passage, start, end), home)


def _sentence(sentence: Sentence, home: str) -> Quoted:
    return _quoted(sentence.text, Citation(1, sentence.passage, sentence.start, sentence.end), home)


def _quoted(said: str, citation: Citation, home: str) -> Quoted:
    link = urljoin(home, place_link(citation.report, citation.start, citation.end))
    return quoted(collapse(said), citation.quote, source_line(citation), link)
