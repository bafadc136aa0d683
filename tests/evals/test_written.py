"""Mutations of a report's sentences, rewordings from a file, and the run that tells how many are shown."""

from __future__ import annotations

import json
import random

import pytest

from evals import written
from evals.mutations import HARD, MAKERS, lines_of, mutants
from evals.mutations.lines import Line, Material
from ingest.outline import outline
from ingest.split import split
from rag.settings import HOME
from tests.small_reports import QINGXI_2031, QINGXI_2032, qingxi


def line(words: str, year: int = 2031) -> Line:
    return next(x for x in lines_of(split(qingxi(year))) if words in x.text)


def only(text: str, heading: str = "一、2031年工作回顾") -> Line:
    report = outline(
        f"2032年青溪县政府工作报告\n\n各位代表：\n{heading}\n{text}\n二、2032年工作安排\n继续努力。\n", stem="x"
    )
    return next(x for x in lines_of(split(report)) if x.text == text)


def made(kind: str, of: Line, *more: Line) -> set[str]:
    return {said for seed in range(30) for said, _ in MAKERS[kind](of, Material((of, *more)), random.Random(seed))}


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        ("figures", "改造小区14个，新建食堂9处。", "改造小区9个，新建食堂14处。"),
        ("unit", "全年完成投资14亿元。", "全年完成投资14万元。"),
        ("range", "车程由35分钟缩短到12分钟。", "车程缩短到35分钟。"),
        ("negation", "全年没有发生规模性返贫。", "全年发生规模性返贫。"),
        ("verb", "多措并举支持企业发展。", "多措并举限制企业发展。"),
        ("stage", "清江大桥开工建设，隧道贯通。", "清江大桥建成，隧道贯通。"),
        ("qualifier", "累计建成基站520个。", "建成基站520个。"),
        ("condition", "向符合条件的企业发放补贴。", "向企业发放补贴。"),
        ("merged", "建成公园14个，改造老旧小区9个。", "建成公园14个、老旧小区9个。"),
        ("part", "茶叶、竹木、旅游三大产业产值80亿元。", "茶叶产业产值80亿元。"),
        ("bound", "全年新增学位800个以上。", "全年新增学位800个左右。"),
        ("scope", "在部分乡镇开展改革。", "在全部乡镇开展改革。"),
        ("question", "全年新增学位800个。", "全年新增学位800个吗？"),
        ("object", "企业支持学校建设食堂。", "学校支持企业建设食堂。"),
    ],
)
def test_a_kind_of_fault_is_made(kind: str, text: str, wrong: str):
    assert wrong in made(kind, only(text))


def test_plans_are_told_as_done_and_results_as_plans():
    assert any(said.startswith(("去年", "已", "过去")) for said in made("tense", line("开工建设清江大桥")))
    assert any(said.startswith(("今年将", "计划", "下一步", "拟")) for said in made("tense", line("改造老旧小区14个")))
    assert made("now", line("改造老旧小区14个")) == set()


def test_a_mutant_differs_from_its_sentence_and_holds_its_fault():
    lines = lines_of([*split(qingxi(2031)), *split(qingxi(2032))])
    for kind in MAKERS:
        for mutant in mutants(kind, Material(lines), random.Random(1), 20):
            assert mutant.wrong in mutant.said
            assert mutant.said not in {x.text for x in lines}


def test_the_same_seed_makes_the_same_mutants():
    material = Material(lines_of(split(qingxi())))
    assert mutants("digit", material, random.Random(3), 5) == mutants("digit", material, random.Random(3), 5)


def test_hard_kinds_are_kinds():
    assert set(MAKERS) > HARD


@pytest.fixture
def start(tmp_path):
    for year, text in ((2031, QINGXI_2031), (2032, QINGXI_2032)):
        (tmp_path / f"青溪_{year}.txt").write_text(text, "utf-8")
    source = "改造老旧小区14个，新建社区食堂9处"
    rows = [("T1", "去年改造14个老旧小区。", ""), ("T2", "去年改造14个老旧小区，人人高兴。", "")]
    false = [("F1", "去年拆除老旧小区14个。", "拆除")]
    for name, some in (("true", rows), ("false", false)):
        lines = [{"id": i, "report": "青溪_2031", "source": source, "said": s, "wrong": w} for i, s, w in some]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in lines), "utf-8")

    def run(*more: str) -> int:
        return written.main(
            [
                *("--report", str(tmp_path / "青溪_2031.txt"), "--out", str(tmp_path / "out")),
                *("--true", str(tmp_path / "true.jsonl"), "--false", str(tmp_path / "false.jsonl")),
                *("--most", "3", *more),
            ]
        )

    return run


def test_a_run_counts_what_is_shown_whole_and_what_with_its_fault(start, tmp_path):
    assert start() == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert (summary["own"], summary["reworded"], summary["drafts"]) == (1.0, 0.5, 0.0)
    rows = [json.loads(x) for x in (tmp_path / "out" / "drafts.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == summary["n"]
    assert {r["shown"] for r in rows if r["said"].endswith("高兴。")} == {"去年改造14个老旧小区。"}


def test_a_run_below_its_floor_fails(start, tmp_path, capsys):
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"written": {"reworded": 0.9, "worst": 1.0}}), "utf-8")
    assert start("--floors", str(floors)) == 1
    assert "reworded = 0.5，低于下限 0.9" in capsys.readouterr().err


def test_a_rewording_of_what_is_not_there_is_told(start, tmp_path, capsys):
    row = {"id": "T9", "report": "青溪_2031", "source": "新建机场", "said": "新建机场。"}
    (tmp_path / "true.jsonl").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    assert start() == 1
    assert "T9" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["true", "false"])
def test_every_draft_by_hand_names_words_of_its_report(name: str):
    rows = written.read_rows(HOME / "samples" / f"written_{name}.jsonl")
    assert len({r["id"] for r in rows}) == len(rows) >= 100
    for row in rows:
        assert row["source"] in (HOME / "samples" / f"{row['report']}.txt").read_text("utf-8"), row["id"]
        assert row.get("wrong", "") in row["said"]
    assert {written.half_of(r["said"]) for r in rows} == {"tune", "aside"}
