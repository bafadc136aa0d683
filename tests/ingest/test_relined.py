"""A text whose line breaks were lost is read by its numbering."""

from __future__ import annotations

import pytest

from ingest.outline import OPENING, outline
from ingest.split import split

PARAGRAPHS = [
    "各位代表：",
    "现在，我代表云汀县人民政府，向大会报告工作，请予审议。",
    "一、2030年工作回顾",
    "2030年全县生产总值增长6%。",
    "（一）经济稳中向好。新增企业300家。",
    "二、2031年工作安排",
    "今年生产总值增长7%左右。",
    "（一）扩大投资。开工项目200个。",
    "各位代表，让我们一起努力！",
]


@pytest.mark.parametrize(
    "gap",
    [pytest.param("　　", id="indents"), pytest.param("  ", id="spaces"), pytest.param("　", id="one wide space")],
)
def test_without_line_breaks_the_parts_are_found(gap: str):
    source = gap.join(PARAGRAPHS)
    report = outline(source, stem="a")
    assert [s.title for s in report.sections if s.level == 1] == [OPENING, "一、2030年工作回顾", "二、2031年工作安排"]
    assert [p.period for p in split(report)] == [None, "done", "done", "planned", "planned", "planned"]
    assert "".join(source[b.start : b.end] for b in report.blocks) == "".join(PARAGRAPHS)


def test_without_any_gap_after_sentences_too():
    source = "各位代表：现在，我代表云汀县人民政府报告工作，请予审议。一、2030年工作回顾　　全县增长6%。（一）稳。新增企业300家。二、2031年工作安排　　今年增长7%。"
    assert [p.period for p in split(outline(source, stem="a"))] == [None, "done", "done", "planned"]


def test_a_long_paragraph_that_counts_one_and_two_is_left_whole_among_others():
    item = "我们坚持一、二、三产业融合，抓好一、修桥。二、修路。"
    source = (
        "各位代表：\n一、2030年工作回顾\n" + item + "\n" + "修成三座桥。\n" * 20 + "二、2031年工作安排\n再修两座桥。\n"
    )
    report = outline(source, stem="a")
    assert any(source[b.start : b.end] == item for b in report.blocks)
