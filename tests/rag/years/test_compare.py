"""Two reports side by side: what is paired, and above all what is not."""

from __future__ import annotations

import re

import pytest

from ingest.outline import outline
from ingest.split import split
from rag.domain import Report
from rag.embed import Embedding
from rag.years.compare import Comparison, compare
from rag.years.compare_tasks import differing
from tests.small_reports import qingxi


def report(planned: str, year: int, done: str = "一切平稳。") -> Report:
    text = f"试验市政府工作报告\n\n一、{year - 1}年工作回顾\n{done}\n二、{year}年工作安排\n{planned}\n"
    return outline(text, stem=f"试验市_{year}", year=year)


def compared(old: Report, new: Report, embedding: Embedding) -> Comparison:
    return compare(old, new, [*split(old), *split(new)], embedding)


def targets(old: str, new: str, embedding: Embedding) -> list[tuple[str, str, str]]:
    found = compared(report(old, 2031), report(new, 2032), embedding)
    return [(p.old.said, p.new.said, p.confidence) for p in found.targets]


def test_the_same_indicator_with_both_values(embedding: Embedding) -> None:
    assert targets("生产总值增长6%左右。", "全市生产总值增长5.5%以上。", embedding) == [
        ("增长6%左右", "增长5.5%以上", "high")
    ]


def test_another_wording_of_the_name_is_less_sure(embedding: Embedding) -> None:
    [(_, _, confidence)] = targets("新增公共停车位600个。", "建设公共停车位700个。", embedding)
    assert confidence in ("medium", "low")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("农村居民人均收入增长6%。", "居民人均收入增长5%。", id="a narrower name"),
        pytest.param("城镇居民人均收入增长6%。", "农村居民人均收入增长5%。", id="the other half"),
        pytest.param("PM2.5平均浓度30微克。", "PM10平均浓度50微克。", id="names one sign apart"),
        pytest.param("生产总值300亿元。", "生产总值增长5%。", id="another kind of value"),
        pytest.param("新增技术企业200家。", "技术企业突破6000家。", id="what was added and all there is"),
        pytest.param("新增高技能人才500人。", "新增技能人才600人。", id="a word inside a word"),
        pytest.param("支持重点项目20个。", "支持项目90个。", id="a name that says nothing"),
        pytest.param("今年建成公路30公里。", "到2035年建成公路900公里。", id="a year and a plan"),
    ],
)
def test_what_is_not_the_same_stays_unpaired(old: str, new: str, embedding: Embedding) -> None:
    assert targets(old, new, embedding) == []


def test_one_to_one_and_the_rest_is_new_or_gone(embedding: Embedding) -> None:
    old = report("改造老旧小区20个。修复古道12公里。", 2031)
    new = report("改造老旧小区25个。新建城市书房8家。", 2032)
    found = compared(old, new, embedding)
    assert [(p.old.name, p.new.name) for p in found.targets] == [("改造老旧小区", "改造老旧小区")]
    assert [i.name for i in found.gone] == ["修复古道"]
    assert [i.name for i in found.fresh] == ["新建城市书房"]


def test_last_years_target_beside_its_result(embedding: Embedding) -> None:
    found = compared(qingxi(2031), qingxi(2032), embedding)
    kept = {p.new.name: (p.old.said, p.new.said, p.old.period, p.new.period) for p in found.kept}
    assert kept["新增停车位"] == ("1500个", "1620个", "planned", "done")
    assert kept["新建社区食堂"] == ("15处", "16处", "planned", "done")


def test_a_result_is_told_of_the_year_before_only(embedding: Embedding) -> None:
    assert compared(report("修路20公里。", 2030), report("一切照旧。", 2032, "修路21公里。"), embedding).kept == ()


def test_the_older_report_comes_first_however_they_are_given(embedding: Embedding) -> None:
    found = compared(qingxi(2032), qingxi(2031), embedding)
    assert (found.old.year, found.new.year) == (2031, 2032)


def test_tasks_are_aligned_with_what_changed_marked(embedding: Embedding) -> None:
    old = report("扎实推进清江两岸生态修复，新建湿地公园2个。大力发展乡村旅游和民宿经济。", 2031)
    new = report("持续推进清江两岸生态修复，新建湿地公园3个。筹办首届山地自行车公开赛。", 2032)
    tasks = compared(old, new, embedding).tasks
    [pair] = tasks.pairs
    was, now = pair.parts()
    assert [p.text for p in was if not p.same] == ["扎实", "2"]
    assert [p.text for p in now if not p.same] == ["持续", "3"]
    assert [s.text for s in tasks.gone] == ["大力发展乡村旅游和民宿经济。"]
    assert [s.text for s in tasks.fresh] == ["筹办首届山地自行车公开赛。"]


def test_a_task_word_for_word_the_same_is_told_so(embedding: Embedding) -> None:
    text = "坚持依法行政，自觉接受各方面监督。"
    [pair] = compared(report(text, 2031), report(text, 2032), embedding).tasks.pairs
    assert (pair.unchanged, pair.confidence) == (True, "high")


def test_figures_change_whole() -> None:
    was, now = differing("更新管网4500公里", "更新管网3600公里")
    assert [p.text for p in was] == ["更新管网", "4500", "公里"]
    assert [p.text for p in now] == ["更新管网", "3600", "公里"]


def test_everything_shown_is_in_its_report(embedding: Embedding) -> None:
    found = compared(qingxi(2031), qingxi(2032), embedding)
    for one in (i for p in found.pairs for i in (p.old, p.new)):
        source = re.sub(r"\s+", "", one.passage.report.source)
        assert one.said in source
        assert all(part in source for part in one.name.split("…"))
    for pair in found.tasks.pairs:
        was, now = pair.parts()
        for parts, sentence in ((was, pair.old), (now, pair.new)):
            assert "".join(p.text for p in parts) == re.sub(r"\s+", "", sentence.text)


def test_a_report_without_plans_compares_to_nothing(embedding: Embedding) -> None:
    empty = outline("试验市政府工作报告\n\n一、2030年工作回顾\n平稳。\n", stem="空", year=2031)
    found = compared(empty, report("修路20公里。", 2032), embedding)
    assert (found.targets, found.tasks.pairs) == ((), ())
