"""Tables of a report: one block, rows together, each row found by itself."""

from __future__ import annotations

import pytest

from rag.sentences import sentences
from tests.ingest.county import passage_with, passages_of, report_of, text

HEAD = ("序号", "工程名称", "投资")
ROWS = (("1", "环湖路改造", "2.3亿元"), ("2", "第三水厂", "1.1亿元"), ("3", "云汀大桥", "4.8亿元"))
BARS = "|序号|工程名称|投资|\n|---|---|---|\n" + "\n".join("|" + "|".join(r) + "|" for r in ROWS)


def by_cell(*rows: tuple[str, ...], gap: str = "\n") -> str:
    return gap.join(cell for row in rows for cell in row)


TABLES = [
    pytest.param(by_cell(HEAD, *ROWS), id="a cell a line"),
    pytest.param(by_cell(HEAD, *ROWS, gap="\n\n"), id="a cell a line with blank lines"),
    pytest.param("\n".join("\t".join(r) for r in (HEAD, *ROWS)), id="tabs"),
    pytest.param(BARS, id="bars"),
    pytest.param(
        by_cell(("序 号", "项目", "规模", "投资", "完工时限"), *((*r, "5公里", "2031年底") for r in ROWS)),
        id="five columns",
    ),
    pytest.param(by_cell(("编号", "任务", "投资额"), *ROWS), id="another word for the number"),
    pytest.param(by_cell(("项目名称", "投资"), *(r[1:] for r in ROWS)), id="no running number"),
    pytest.param(by_cell(HEAD, *ROWS[:2]), id="two rows"),
]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_one_block_and_each_row_a_sentence(table: str):
    source = text(
        plan=f"二、2031年工作安排\n今年实施下列重点工程，总投资8.2亿元。\n{table}\n三、加强自身建设\n坚持依法行政。"
    )
    passage = passage_with(source, "第三水厂")
    assert "环湖路改造" in passage.text
    assert "8.2亿元" not in passage.text
    assert "依法行政" not in passage.text
    row = next(s.text for s in sentences(passage) if "第三水厂" in s.text)
    assert "1.1亿元" in row
    assert "环湖路" not in row
    assert passage.period == "planned"
    assert passage.path == ("二、2031年工作安排",)


@pytest.mark.parametrize("table", TABLES)
def test_a_row_knows_its_head(table: str):
    source = text(
        plan=f"二、2031年工作安排\n今年实施下列重点工程，总投资8.2亿元。\n{table}\n三、加强自身建设\n坚持依法行政。"
    )
    report = report_of(source)
    head = report.rows_at(report.source.index("第三水厂"))[0]
    assert "投资" in report.source[slice(*head)]
    assert report.rows_at(report.source.index("依法行政")) == ()


@pytest.mark.parametrize(
    ("head", "period"),
    [
        pytest.param(("指标名称", "单位", "2031年目标"), "planned", id="targets"),
        pytest.param(("指标名称", "单位", "2030年完成"), "done", id="results"),
        pytest.param(("指标名称", "2030年完成", "2031年目标"), None, id="both side by side"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\t"])
def test_a_head_says_which_way_the_figures_look(head: tuple[str, ...], period: str | None, gap: str):
    second = "42" if "单位" not in head else "公里"
    lines = [gap.join(r) for r in (head, ("绿道", second, "58"), ("管网", second, "96"), ("驿站", second, "15"))]
    source = text(review="一、2030年工作回顾\n主要指标如下表所示，各项工作按时推进，群众满意。\n" + "\n".join(lines))
    assert passage_with(source, "驿站\t" if gap == "\t" else "驿站\n").period == period


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param("项目\n建设提速。\n今年再建15个便民驿站，惠及居民。", id="a short line above sentences"),
        pytest.param("序号\n今年新建便民驿站15个，改造小区30个。", id="a lone head"),
        pytest.param("新建驿站15个\n改造小区30个\n铺设管网96公里\n今年全部完工。", id="a list of short lines"),
    ],
)
def test_what_is_no_table(plan: str):
    assert not any(b.columns for b in report_of(text(plan=f"二、2031年工作安排\n{plan}")).blocks)


def test_a_long_table_is_cut_between_rows():
    many = [(str(i), f"第{i}号便民驿站改造提升工程", f"{i}.5亿元") for i in range(1, 200)]
    found = passages_of(text(below="附件：2031年重点工程\n" + by_cell(HEAD, *many)))
    parts = [p for p in found if "便民驿站改造" in p.text]
    assert len(parts) > 1
    rows = [s.text.split("\n") for p in parts for s in sentences(p) if "便民驿站改造" in s.text]
    assert [r[-3:] for r in rows] == [list(r) for r in many]
    assert {p.period for p in parts} == {"planned"}
