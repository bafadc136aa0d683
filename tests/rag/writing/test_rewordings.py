"""What may be said in other words, and what may not, beside one passage of an invented report."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from ingest.split import split
from rag.domain import Passage
from rag.writing.verify import Failed, Held, held

DONE = "一、2031年工作回顾"
PLAN = "二、2032年工作安排"


def passage(text: str, heading: str = DONE, year: int = 2032, place: str = "青溪县") -> Passage:
    other = PLAN if heading == DONE else DONE
    parts = [f"{heading}\n{text}", f"{other}\n继续努力。"]
    parts = parts if heading == DONE else parts[::-1]
    report = outline(f"{year}年{place}政府工作报告\n\n各位代表：\n" + "\n".join(parts) + "\n", stem=f"{place}_{year}")
    return next(p for p in split(report) if text in p.text)


def shown(said: str, *cited: Passage, others: tuple[Passage, ...] = ()) -> str:
    outcome = held(said, cited, others)
    return outcome.text if isinstance(outcome, Held) else ""


TRUE = [
    (DONE, "扎实推进厂房改造，新增学位720个。", "去年新增720个学位。"),
    (DONE, "建成口袋公园38个、绿道62公里。", "建成绿道62公里、口袋公园38个。"),
    (DONE, "建成口袋公园38个、绿道62公里。", "建成了62公里绿道。"),
    (DONE, "打通松林路、竹溪街、学府路等11条断头路。", "打通了学府路、松林路等11条断头路。"),
    (DONE, "地区生产总值1000亿元，增长6.1%。", "地区生产总值同比增长6.1%。"),
    (DONE, "清江大桥10月建成通车。", "去年10月，清江大桥建成通车。"),
    (DONE, "车程由35分钟缩短到12分钟。", "车程缩短至12分钟。"),
    (DONE, "四个乡镇全部建成医共体。", "4个乡镇全部建成医共体。"),
    (DONE, "改造老旧小区14个。", "老旧小区改造14个。"),
    (DONE, "淘汰35蒸吨以下燃煤锅炉56台。", "淘汰56台35蒸吨以下燃煤锅炉。"),
    (PLAN, "地区生产总值增长5.5%左右。", "今年地区生产总值增长目标为约5.5%。"),
    (PLAN, "改造老旧小区75个，加装电梯160部。", "今年计划改造75个老旧小区、加装电梯160部。"),
    (PLAN, "加快清江大桥建设。", "今年将加快建设清江大桥。"),
]
FALSE = [
    (DONE, "茶叶、竹木、旅游三大产业产值80亿元。", "茶叶产业产值80亿元。"),
    (DONE, "一、二、三产增加值增长4%、1%、5%。", "一、二、三产增加值增长5%、1%、4%。"),
    (DONE, "清江集团投资3亿元，改造车间5个。", "改造车间5个。"),
    (DONE, "清江集团产值9亿元，规模以上工业完成6亿元，同比增长7%。", "清江集团产值9亿元，同比增长7%。"),
    (DONE, "五年来，新建学校50所，改造医院3所。", "去年改造医院3所。"),
    (DONE, "改造部分老旧小区、城中村道路。", "改造老旧小区道路。"),
    (DONE, "亩均税收提高到18.6万元。", "亩均税收提高18.6万元。"),
    (DONE, "车程由35分钟缩短到12分钟。", "车程缩短到35分钟。"),
    (DONE, "第一批学位720个全部投用。", "学位720个全部投用。"),
    (DONE, "全市（不含山区）通水率达到95%。", "全市通水率达到95%。"),
    (DONE, "企业支持学校建设食堂。", "学校支持企业建设食堂。"),
    (DONE, "新建学校9所，其中小学5所。", "新建学校9所，小学5所。"),
    (DONE, "新建学校9所，学位增长7%。", "由于新建学校9所，学位增长7%。"),
    (DONE, "新建学校9所。", "新建学校9所吗？"),
    (DONE, "新建学校9所。", "(8)新建学校9所。"),
    (DONE, "我们也清醒看到，还存在不少问题：停车难还没有解决。", "停车难已解决。"),
    (PLAN, "力争大桥开工，隧道竣工通车。", "隧道竣工通车。"),
    (PLAN, "推动大桥开工、隧道竣工。", "隧道竣工。"),
    (PLAN, "对符合条件的企业，发放补贴。", "发放补贴。"),
    (PLAN, "建设冷链仓库3座。", "目前建设冷链仓库3座。"),
    (PLAN, "水路方面，开工码头3座。公路方面，新建桥梁5座。", "水路方面，新建桥梁5座。"),
    (PLAN, "围绕创新，提出5项指标。围绕民生，提出8项指标。", "围绕创新，提出8项指标。"),
    (PLAN, "主干道三年内不得重复破路。", "主干道不得重复破路。"),
]


@pytest.mark.parametrize(("heading", "source", "said"), TRUE)
def test_what_says_the_same_is_shown(heading: str, source: str, said: str):
    assert shown(said, passage(source, heading)) == said


@pytest.mark.parametrize(("heading", "source", "said"), FALSE)
def test_what_says_something_else_is_not(heading: str, source: str, said: str):
    assert shown(said, passage(source, heading)) != said


def test_a_clause_that_fails_is_left_out_and_the_time_stays():
    own = passage("新增学位720个，改造老旧小区14个。")
    assert shown("去年新增学位720个，深受欢迎，改造老旧小区14个。", own) == "去年新增学位720个，改造老旧小区14个。"
    assert shown("去年拆除学位720个，改造老旧小区14个。", own) == "去年，改造老旧小区14个。"
    assert shown("去年拆除学位720个，同比增长7%。", own) == ""


def test_the_figures_of_one_place_are_not_told_of_another():
    here, there = passage("新增学位720个。"), passage("改造老旧小区14个。", place="云岭县")
    assert shown("云岭县新增学位720个。", here) == ""
    assert shown("云岭县新增学位720个。", here, there) == ""
    both = "青溪县新增学位720个，云岭县改造老旧小区14个。"
    assert shown(both, here, there) == both
    assert shown("青溪县新增学位720个，改造老旧小区14个。", here, there) == "青溪县新增学位720个。"


def test_a_wrong_citation_is_mended_by_the_other_passages_given():
    right, wrong = passage("新增学位720个。"), passage("改造老旧小区14个。")
    outcome = held("新增学位720个。", [wrong], [wrong, right])
    assert isinstance(outcome, Held)
    assert outcome.rests_on[0].passage is right
    assert isinstance(held("新增学位750个。", [wrong], [wrong, right]), Failed)


def test_last_year_is_that_of_the_newest_report():
    old, new = passage("新增学位720个。", year=2031, heading="一、2030年工作回顾"), passage("改造老旧小区14个。")
    assert shown("去年新增学位720个。", old) != ""
    assert shown("去年新增学位720个。", old, others=(new,)) == ""
    assert shown("2030年新增学位720个。", old, others=(new,)) != ""
