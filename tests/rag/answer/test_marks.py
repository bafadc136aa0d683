"""The clause of a quotation that was asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.answer.marks import marks_of
from rag.answer.quote import Quote
from rag.domain import Passage, Report
from rag.understand.question import understand

SENTENCE = "改造老旧管网四十公里，新开公交线路6条，建成口袋公园12个，新增公共停车泊位800个，群众出行更加方便。"


def marked(question: str, sentence: str = SENTENCE) -> list[str]:
    report = Report("r", sentence, "报告", 2025, None, (0, len(sentence)), (), ())
    quote = Quote(Passage(report, 0, len(sentence), ("一、",), "done"), 0, len(sentence), 1.0)
    return [sentence[a:b] for a, b in marks_of(understand(question, years=[2025]), quote)]


def test_the_clause_that_speaks_of_the_thing_asked_is_marked():
    assert marked("去年建成了多少个口袋公园？") == ["建成口袋公园12个"]


def test_a_figure_that_trails_its_name_is_marked_with_it():
    sentence = "城镇新增就业持续扩大，达到5.2万人，高校毕业生去向落实率保持稳定，困难群体就业得到兜底保障。"
    assert marked("去年城镇新增就业有多少？", sentence) == ["城镇新增就业持续扩大，达到5.2万人"]


def test_where_two_clauses_speak_of_the_thing_none_is_marked():
    sentence = "老旧管网改造四十公里，老旧管网的巡查每月一次，新开公交线路6条，群众出行更加方便。"
    assert marked("老旧管网怎么样了？", sentence) == []
    assert marked("公交线路新开几条？", sentence) == ["新开公交线路6条"]


def test_a_list_a_short_sentence_and_one_beside_the_point_are_left_unmarked():
    assert marked("去年做了哪些事？") == []
    assert marked("口袋公园建了多少？", "建成口袋公园12个。") == []
    assert marked("地铁票价多少？") == []


@given(
    st.text("改造公园，。；新建12个停车泊位：", min_size=1, max_size=120),
    st.sampled_from(["公园有几个", "新建停车泊位多少"]),
)
def test_a_mark_lies_within_the_quotation_and_holds_no_full_stop(sentence: str, question: str):
    for words in marked(question, sentence):
        assert words and words in sentence and "。" not in words
