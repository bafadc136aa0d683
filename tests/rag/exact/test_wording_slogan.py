"""What a slogan with a number stands for: listed and counted where the report spells it out, and said where not."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from rag.domain import Status
from rag.exact.slogan_parts import items_of, number
from tests.rag.exact.test_wording_places import quotes, wording

REPORT = outline(
    """\
县政府工作报告
一、2030年工作回顾
狠抓“四抓”：一是项目；二是产业，三是环境，四是作风。加快“三个一批”（签约一批、开工一批、投产一批）。
公布“权力清单”“责任清单”“服务清单”三张清单。盘活城南、城北、城西三片老街。供水、供气、供热实现“三个全覆盖”。
增强对乡土、对集体、对县城的归属“三种归属”。算好进账、出账、全县各级各类机关单位的旧账“三本账”。
紧扣“六字要诀”，增强“四个意识”、坚定“四个自信”、做到“两个维护”。实施制造业扩规、建筑业提质、服务业升级“三大行动”。
推进城南、城北、城西、城东、河口五个片区改造，开展扩能、提质等“四项工程”。
二、2031年工作安排
构建“一核两园三带”格局。一核，即以开发区为核心。两园，即农业园、科技园。三带，即东部梨果带，打好特色牌；
南部农业带；
北部能源带。
深化“双十工程”，落实“三个专项”。一是抓安全。二是抓环保。三是抓质量。
重点抓好两方面工作：
（一）扩大投资
建设大桥。
（二）改善民生
新建学校。
名词解释
1．“一码到底”平台：一个二维码办事的平台。
2．六大优势产业：电子、食品、能源、材料、医药和装备等产业。
""",
    stem="县_2031",
)
LOOK = wording(REPORT)


@pytest.mark.parametrize(
    ("query", "counted", "first", "sentences"),
    [
        pytest.param("“三大行动”包括哪些", "共3项", "实施制造业扩规", 1, id="items before"),
        pytest.param("五个片区是哪五个", "共5项", "推进城南", 1, id="items before, no quotes"),
        pytest.param("“两园”是哪两个园", "共2项", "两园，即", 1, id="one part, after 即"),
        pytest.param("三带分别是什么", "共3项", "三带，即", 3, id="over broken lines"),
        pytest.param("“一核两园三带”分别指什么", "“一核”1项、“两园”2项、“三带”3项", "一核，即", 5, id="every part"),
        pytest.param("“三个专项”指什么", "共3项", "一是抓安全。", 3, id="一是 二是"),
        pytest.param("两方面工作是哪两方面", "共2项", "（一）扩大投资", 2, id="headings"),
        pytest.param("六大优势产业有哪些", "共6项", "2．六大优势产业", 1, id="glossary"),
    ],
)
def test_a_slogan_that_is_spelled_out_is_listed_and_counted(
    query: str, counted: str, first: str, sentences: int
) -> None:
    answer = LOOK.look_up(query)
    assert answer.status is Status.ANSWERED
    assert counted in answer.lead
    assert quotes(answer)[0].startswith(first)
    assert len(answer.citations) == sentences


def listed(query: str) -> list[tuple[str, list[str]]]:
    """The items one by one, as the report words them; each checked to be a stretch of the citation that it names."""
    looked = LOOK.find(query)
    cited = {c.number: c for c in looked.answer.citations}
    assert all(cited[c.number].start <= c.start < c.end <= cited[c.number].end for s in looked.spelled for c in s.items)
    return [(one.words, [c.quote for c in one.items]) for one in looked.spelled]


@pytest.mark.parametrize(
    ("query", "items"),
    [
        pytest.param("“三大行动”包括哪些", ["制造业扩规", "建筑业提质", "服务业升级"], id="behind a verb"),
        pytest.param("五个片区是哪五个", ["城南", "城北", "城西", "城东", "河口"], id="no quotes"),
        pytest.param("“两园”是哪两个园", ["农业园", "科技园"], id="after 即"),
        pytest.param("三带分别是什么", ["东部梨果带，打好特色牌", "南部农业带", "北部能源带"], id="broken lines"),
        pytest.param("“三个专项”指什么", ["抓安全", "抓环保", "抓质量"], id="一是 二是"),
        pytest.param("“四抓”是什么", ["项目", "产业", "环境", "作风"], id="一是 二是 in one sentence"),
        pytest.param("两方面工作是哪两方面", ["扩大投资", "改善民生"], id="headings"),
        pytest.param("六大优势产业有哪些", ["电子", "食品", "能源", "材料", "医药", "装备"], id="和 and 等"),
        pytest.param("“三个一批”指什么", ["签约一批", "开工一批", "投产一批"], id="in brackets"),
        pytest.param("“三张清单”有哪三张", ["权力清单", "责任清单", "服务清单"], id="each in quotes"),
    ],
)
def test_items_are_told_one_by_one_as_stretches_of_the_report(query: str, items: list[str]) -> None:
    assert [found for _, found in listed(query)] == [items]


def test_each_part_of_a_slogan_has_its_own_items() -> None:
    assert [(words, len(items)) for words, items in listed("“一核两园三带”分别指什么")] == [
        ("一核", 1),
        ("两园", 2),
        ("三带", 3),
    ]


@pytest.mark.parametrize(
    "slogan",
    [
        pytest.param("三片老街", id="an unknown verb before the first"),
        pytest.param("三个全覆盖", id="a verb behind the last"),
        pytest.param("三种归属", id="的 that belongs to all of them"),
        pytest.param("三本账", id="the last holds more than an item"),
        pytest.param("六字要诀", id="only named"),
        pytest.param("四项工程", id="not all told"),
    ],
)
def test_where_it_is_not_certain_what_the_items_are_only_the_sentence_is_shown(slogan: str) -> None:
    looked = LOOK.find(f"“{slogan}”是什么")
    assert looked.answer.citations
    assert looked.spelled == ()


@pytest.mark.parametrize("slogan", ["六字要诀", "四个意识", "四个自信", "两个维护", "双十工程"])
def test_a_slogan_that_is_only_named_is_said_to_be(slogan: str) -> None:
    answer = LOOK.look_up(f"“{slogan}”是什么")
    assert answer.status is Status.PARTIAL
    assert answer.lead == f"报告提到了“{slogan}”（共1处），但没有写明它具体指哪些内容："
    assert len(answer.citations) == 1


def test_a_list_that_is_not_whole_is_said_not_to_be() -> None:
    answer = LOOK.look_up("“四项工程”指哪四项")
    assert answer.status is Status.PARTIAL
    assert "没有（或看不出）逐项写全" in answer.lead


def test_a_term_without_a_number_is_explained_by_the_glossary() -> None:
    answer = LOOK.look_up("“一码到底”是什么")
    assert (answer.status, quotes(answer)) == (Status.ANSWERED, ["1．“一码到底”平台：一个二维码办事的平台。"])


def test_a_slip_in_a_slogan_is_told_before_its_meaning() -> None:
    answer = LOOK.look_up("“三大形动”包括哪些")
    assert answer.status is Status.ANSWERED
    assert answer.lead.startswith("报告中没有“三大形动”，按相近的说法查找。")


def test_a_slogan_that_no_report_names_is_not_found() -> None:
    assert LOOK.look_up("“七彩长廊”是哪七彩").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("slogan", "items"),
    [
        ("一核四园五带", [("一核", 1), ("四园", 4), ("五带", 5)]),
        ("五大行动", [("五大行动", 5)]),
        ("24条措施", [("24条措施", 24)]),
        ("三年行动", [("三年行动", None)]),
        ("1+8工作方案", [("1+8工作方案", None)]),
        ("一码到底平台", [("一码到底平台", None)]),
        ("四个一批", [("四个一批", 4)]),
        ("汀才计划", [("汀才计划", None)]),
    ],
)
def test_the_numbered_parts_of_a_slogan(slogan: str, items: list[tuple[str, int | None]]) -> None:
    assert [(i.words, i.count) for i in items_of(slogan)] == items


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十二", 12), ("二十四", 24), ("24", 24), ("双", 2), ("十四五", None)]
)
def test_numerals(text: str, value: int | None) -> None:
    assert number(text) == value
