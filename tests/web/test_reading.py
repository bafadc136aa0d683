"""The reading page holds the source whole."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.outline import outline as read_outline
from tests.web.fake import HOSTILE, SOURCE
from web.reading import article, outline, source_html


def shown_text(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("source", [SOURCE, SOURCE.replace("\n", "\r\n"), HOSTILE], ids=["plain", "CR LF", "hostile"])
def test_every_block_is_the_source_at_its_offset(source):
    report = read_outline(source, stem="报告")
    blocks = re.findall(r'<(p|h\d)[^>]* data-s="(\d+)">(.*?)</\1>', article(report), re.DOTALL)
    assert len(blocks) == len(report.blocks)
    for (_, start, markup), block in zip(blocks, report.blocks, strict=True):
        assert int(start) == block.start
        assert shown_text(markup) == report.source[block.start : block.end]


@given(st.text(), st.booleans())
def test_no_character_of_the_source_is_lost_or_added(text, inside):
    assert shown_text(source_html(text, inside=inside)) == html.unescape(html.escape(text))


def test_a_broken_line_is_hidden_and_not_removed():
    assert source_html("5%;\n财政") == "5%;<i>\n</i>财政"


def test_headings_keep_their_level_and_run_in_headings_stand_in_their_paragraph():
    page = article(read_outline(SOURCE, stem="报告"))
    assert re.search(r"<h2[^>]*>一、2024年工作回顾</h2>", page)
    assert re.search(r'<p id="s-\d+" data-s="\d+"><b class="wb-run-in">（一）民生保障有力。</b>新建社区食堂12个', page)


def test_the_outline_names_what_is_done_and_what_is_planned():
    listed = outline(read_outline(SOURCE, stem="报告"))
    assert re.search(r"2024年工作回顾</a> <span[^>]*>已完成", listed)
    assert re.search(r"2025年工作安排</a> <span[^>]*>计划", listed)


def test_hostile_text_is_text():
    report = read_outline(HOSTILE, stem='"><script>alert(1)</script>')
    page = article(report) + outline(report)
    assert "<script" not in page
    assert "<img" not in page
