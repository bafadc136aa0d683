"""Footnotes of a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.notes import is_note, settled
from ingest.read import read
from ingest.readers.source import SourceText
from rag.sentences import sentences
from tests.ingest.county import passage_with, passages_of, report_of, text

WHOLE = "全市推行“河巷长制”{}，生产总值增长6.1%，电子元器件出口增长31%，新增绿道42公里。"


def cut(mark: str, *notes: str, before: str = "\n", after: str = "\n") -> str:
    """A review whose sentence is cut by notes in the middle of a word."""
    words = WHOLE.format(mark)
    at = words.index("元器件")
    return f"一、2030年工作回顾\n{words[:at]}{before}" + "\n".join(notes) + after + words[at:]


def read_text(source: str, folder: Path) -> str:
    file = folder / "云汀_2031.txt"
    file.write_text(source, "utf-8")
    return read(file).text


CUTS = [
    pytest.param(cut("①", "①河巷长制：指河道街巷都有专人负责的做法。"), "①", id="a circled number"),
    pytest.param(cut("[1]", "[1]河巷长制：指河道街巷都有专人负责的做法。"), "[1]", id="square brackets"),
    pytest.param(cut("［3］", "［3］“河巷长制”是指专人负责。"), "［3］", id="wide brackets"),
    pytest.param(cut("〔2〕", "〔2〕指专人负责的做法。"), "〔2〕", id="a note without its word"),
    pytest.param(cut("*", "*河巷长制：专人负责的做法。"), "*", id="a star"),
    pytest.param(cut("¹", "¹ 河巷长制：专人负责的做法。"), "¹", id="a raised number"),
    pytest.param(cut("[1]", "1.河巷长制：专人负责的做法。"), "[1]", id="a plain number at the foot"),
    pytest.param(cut("①", "————————", "①河巷长制：专人负责的做法。", "— 12 —"), "①", id="a rule and a page number"),
    pytest.param(cut("①②", "①河巷长制：专人负责。", "②巷长制：河巷长制的一半。"), "①②", id="two notes"),
    pytest.param(
        cut("①", "①河巷长制：指每条河道、每条街巷都有专人负责，有名单、有", "电话、有考核的做法。"),
        "①",
        id="a note of two lines",
    ),
    pytest.param(cut("①", "①河巷长制：专人负责。", before="\n\n", after="\n\n"), "①", id="blank lines"),
]


@pytest.mark.parametrize(("review", "mark"), CUTS)
def test_a_note_leaves_the_sentence_that_it_cut_whole(review: str, mark: str, tmp_path: Path):
    source = read_text(text(review=review), tmp_path)
    cited = passage_with(source, "元器件出口增长31%")
    assert WHOLE.format(mark) in [s.text for s in sentences(cited)]
    assert (cited.period, cited.glossary) == ("done", False)


@pytest.mark.parametrize(("review", "mark"), CUTS)
def test_a_note_follows_the_paragraph_of_its_word_and_is_a_glossary_entry(review: str, mark: str, tmp_path: Path):
    source = read_text(text(review=review), tmp_path)
    found = passages_of(source)
    at = next(i for i, p in enumerate(found) if "元器件" in p.text)
    note = found[at + 1]
    assert "专人负责" in note.text
    assert (note.glossary, note.period, note.path) == (True, None, found[at].path)
    assert [s.title for s in report_of(source).sections if s.level == 1] == [
        "开头",
        "一、2030年工作回顾",
        "二、2031年工作安排",
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("①修桥；②铺路；③种树，都已完成。\n①修桥：完成三座。", id="items told again"),
        pytest.param("全市办成两件事\n①修成三座桥。\n②铺成五条路。", id="a list"),
        pytest.param("[1]河巷长制：专人负责。", id="no mark above"),
        pytest.param("生产总值增长6.1%，其中\n2.农业增长3%。", id="a numbered item"),
    ],
)
def test_what_is_no_note_stays_where_it_stands(source: str, tmp_path: Path):
    assert read_text(source, tmp_path) == source
    above, _, last = source.rpartition("\n")
    assert not is_note(last, above)


def test_notes_behind_the_report_without_a_title_are_read():
    source = text(
        review="一、2030年工作回顾\n全市推行“河巷长制”[1]，发放“绿电券”[2]，居民受益。",
        below="[1]河巷长制：专人负责。\n[2]绿电券：积分。\n责任编辑：某某",
    )
    assert [passage_with(source, w).glossary for w in ("河巷长制：", "绿电券：")] == [True, True]
    assert "责任编辑" not in "".join(p.text for p in passages_of(source))


@given(
    st.lists(
        st.sampled_from(
            ["①河巷长制：指做法。", "推行“河巷长制”①，出口零", "配件增长。", "", "— 3 —", "二、安排", "[1]"]
        )
    )
)
def test_no_sign_is_lost_but_page_numbers_and_rules(lines: list[str]):
    source = "\n".join(lines) or "空"
    moved = settled(SourceText(source, (), "txt")).text
    assert sorted(moved.replace("— 3 —", "").replace("\n", "")) == sorted(source.replace("— 3 —", "").replace("\n", ""))
