"""Whether a quotation holds the detail that a follow-up asks for."""

from __future__ import annotations

import pytest

from rag.question import understand
from rag.talk.about import About, speaks_of
from rag.talk.doubt import gives_reason, holds


def held(question: str, text: str, *topics: str, own: tuple[str, ...] = (), places: tuple[str, ...] = ()) -> bool:
    about = About(topics=topics, names=topics, own=own, places=places)
    return holds(understand(question, years=[2032]), about, text)


@pytest.mark.parametrize(
    ("question", "text", "topics"),
    [
        pytest.param("社区食堂 多少钱一顿", "新建社区食堂12处。", ["社区食堂"], id="a price, and a count of places"),
        pytest.param("育儿补贴 每月发多少", "落实育儿补贴和免费体检。", ["育儿补贴"], id="a sum, and what is free"),
        pytest.param("医保 自己交多少", "医保财政补助提高到700元。", ["医保"], id="what one pays, and what one gets"),
        pytest.param("夜间公交 几点收车", "新开夜间公交3条。", ["夜间公交"], id="an hour, and a number of lines"),
        pytest.param("亲水步道 排第几", "亲水步道长8公里。", ["亲水步道"], id="a rank, and a length"),
        pytest.param("重点项目 具体是哪几个", "抓好50个重点项目,教育、医疗投入增加。", ["重点项目"], id="names, and a count"),
        pytest.param("产假 延长到几天", "新增托位900个,延长产假、陪产假。", ["产假"], id="days, and a list of things"),
        pytest.param("PM2.5 要降到多少", "着力降低PM2.5浓度。", ["PM2.5"], id="a figure, and the figure in a name"),
        pytest.param("水库 要淹哪些村", "加快水库、灌区建设。", ["水库"], id="villages, and a list of works"),
        pytest.param("奖牌 是谁拿的", "我市健儿获得奖牌8枚。", ["奖牌"], id="persons, and a number of medals"),
        pytest.param("老旧小区 怎么少了这么多", "开工改造老旧小区13处。", ["老旧小区"], id="a reason, and a number"),
        pytest.param("“六比”是哪六比", "以“六比”的劲头推动落实。", ["六比"], id="what a term stands for, and its mere use"),
        pytest.param("优秀作品 除了《汀水谣》另外几部是什么", "《汀水谣》获评优秀作品。", ["优秀作品"], id="the rest of a list that is not given"),
    ],
)  # fmt: skip
def test_a_detail_that_a_sentence_does_not_give(question: str, text: str, topics: list[str]) -> None:
    assert not held(question, text, *topics)


@pytest.mark.parametrize(
    ("question", "text", "topics"),
    [
        pytest.param("社区食堂 多少钱一顿", "社区食堂每餐补到12元。", ["社区食堂"], id="a price"),
        pytest.param("公交 收费不", "老人乘公交免费。", ["公交"], id="nothing is a price"),
        pytest.param("亲水步道 排第几", "亲水步道长度居全省首位。", ["亲水步道"], id="a rank"),
        pytest.param("儿童医院 有多少床位", "儿童医院年底投用,设床位600张。", ["儿童医院"], id="a number of the thing asked"),
        pytest.param("“三区”是哪三区", "“三区”,即汀北区、主城区、南岭区。", ["三区"], id="a term that is explained"),
        pytest.param("热源厂 二期啥时候建", "开工建设热源厂二期。", ["热源厂", "二期"], id="what happens this year"),
        pytest.param("增长目标 为什么这么定", "增长目标的确定,兼顾了需要与可能。", ["增长目标"], id="a reason"),
    ],
)  # fmt: skip
def test_a_detail_that_a_sentence_gives(question: str, text: str, topics: list[str]) -> None:
    assert held(question, text, *topics)


def test_what_is_said_of_another_place_answers_nothing() -> None:
    assert not held("松垣县的经济总量是多少", "经济总量达到800亿元。", "经济总量", places=("松垣县",))


def test_town_and_country_together_speak_of_each_only_with_a_figure_for_each() -> None:
    assert speaks_of("城乡低保标准分别提高到800元和600元", "农村")
    assert not speaks_of("城乡低保标准稳步提高", "农村")


def test_a_short_name_is_found_in_its_long_form() -> None:
    assert speaks_of("办好省第十五届运动会", "省运会")


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        pytest.param("改造老旧小区300处", False, id="the name that the turn brings in"),
        pytest.param("改造管网20公里", True, id="only what was carried"),
    ],
)
def test_whether_a_text_lacks_what_the_turn_names(text: str, lacking: bool) -> None:
    assert About(topics=("改造", "小区"), own=("小区",)).lacks_own(text) is lacking


def test_thanks_give_no_reason() -> None:
    assert not gives_reason("成绩的取得,根本在于全市人民团结奋斗。")
    assert gives_reason("目标的确定考虑了现实可能。")
