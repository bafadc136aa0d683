"""The source of a quotation as officials write it."""

from __future__ import annotations

import pytest

from ingest.outline import outline
from ingest.split import split
from rag.domain import Citation, Report
from rag.exact.source_line import source_line

TEXT = """\
2032年云岭市政府工作报告

各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2031年工作回顾
过去一年，地区生产总值增长5.2%。
（一）产业提质增效
做强茶叶加工。新建茶叶加工厂6座，带动茶农2300户。
二、2032年重点工作
今年地区生产总值预期增长6%左右。
（一）办好民生实事
“一老一小”更安心。新建社区食堂15处，改造老旧小区20个。
三、加强政府自身建设
坚持依法行政，坚决反对形式主义。
各位代表！让我们接续奋斗！
名词解释
1．医共体：县级医院与乡镇卫生院组成的紧密型医疗共同体。
"""


def cited(words: str, text: str = TEXT) -> Citation:
    report = outline(text, stem="云岭_2032")
    at = report.source.index(words)
    passage = next(p for p in split(report) if p.start <= at < p.end)
    return Citation(1, passage, at, at + len(words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("新建茶叶加工厂6座", "《2032年云岭市政府工作报告》第一部分（一）“做强茶叶加工”段", id="paragraph"),
        pytest.param(
            "改造老旧小区20个", "《2032年云岭市政府工作报告》第二部分（一）“‘一老一小’更安心”段", id="marks inside"
        ),
        pytest.param("今年地区生产总值预期", "《2032年云岭市政府工作报告》第二部分", id="part"),
        pytest.param("办好民生实事", "《2032年云岭市政府工作报告》第二部分（一）“办好民生实事”", id="heading"),
        pytest.param("坚持依法行政", "《2032年云岭市政府工作报告》第三部分", id="last part"),
        pytest.param("向大会报告工作", "《2032年云岭市政府工作报告》开头部分", id="opening"),
    ],
)
def test_report_part_item_and_paragraph(words: str, said: str) -> None:
    assert source_line(cited(words)) == said


def test_the_glossary_is_no_numbered_part() -> None:
    assert "“名词解释”部分" in source_line(cited("紧密型医疗共同体"))


def test_a_report_without_a_place_is_named_by_its_year() -> None:
    report = cited("向大会报告工作").report
    bare = Report(
        stem="x", source=report.source, title="在大会上的讲话", year=2032, place=None,
        body=report.body, blocks=report.blocks, sections=report.sections,
    )  # fmt: skip
    passage = next(p for p in split(bare) if "向大会" in p.text)
    assert source_line(Citation(1, passage, passage.start, passage.end)).startswith("《2032年政府工作报告》")
