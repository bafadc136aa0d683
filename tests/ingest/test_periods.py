"""Which parts and paragraphs look back, and which ahead."""

from __future__ import annotations

import pytest

from ingest.periods import of_paragraph, of_words


@pytest.mark.parametrize(
    ("title", "period"),
    [
        pytest.param("一、2030年工作回顾", "done", id="a review"),
        pytest.param("一、过去五年工作总结", "done", id="five years gone"),
        pytest.param("一、2030年重点工作", "done", id="the work of a year gone by"),
        pytest.param("一、2030年目标任务完成情况", "done", id="aims that were met"),
        pytest.param("二、2031年工作安排", "planned", id="arrangements"),
        pytest.param("二、2031年的工作", "planned", id="the work of the report's own year"),
        pytest.param("二、今后五年的奋斗方向", "planned", id="five years to come"),
        pytest.param("三、加强政府自身建设", "planned", id="government itself"),
        pytest.param("三、努力建设人民满意政府", "planned", id="a government that people like"),
        pytest.param("二、“十四五”发展成就和“十五五”主要目标", "mixed", id="both"),
        pytest.param("一、牢记嘱托，接续奋斗", None, id="neither"),
    ],
)
def test_a_title_says(title: str, period: str | None):
    assert of_words(title, year=2031) == period


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        pytest.param("过去五年，修桥铺路。", 2031, "done", id="five years"),
        pytest.param("这五年，我们修桥。", 2031, "done", id="these five years"),
        pytest.param("各位代表！刚刚过去的2030年，很不平凡。", 2031, "done", id="after an address"),
        pytest.param("我们也清醒认识到，还有不足。", 2031, "done", id="the problems as they are"),
        pytest.param("今年是大桥之年。", 2031, "planned", id="this year"),
        pytest.param("经济社会发展主要预期目标是：增长5%。", 2031, "planned", id="aims"),
        pytest.param("“十四五”时期，我们修桥。", 2026, "done", id="a five-year plan that ended in 2025"),
        pytest.param("“十四五”时期，我们修桥。", 2024, "planned", id="the same plan while it runs"),
        pytest.param("“十五五”时期，我们要修桥。", 2026, "planned", id="the plan that begins"),
        pytest.param("各位代表！回望来路，让我们接续奋斗！", 2031, None, id="the closing formula says nothing"),
        pytest.param("修桥铺路。", 2031, None, id="a plain paragraph says nothing"),
    ],
)
def test_a_paragraph_says(text: str, year: int, period: str | None):
    assert of_paragraph(text, year=year) == period
