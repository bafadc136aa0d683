"""What differs from the text, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.exact.difference import difference
from rag.exact.folded import fold_words
from tests.rag.exact.test_wording_places import wording
from tests.small_reports import qingxi

LOOK = wording(qingxi(2031))


def told(words: str, query: str) -> str:
    """The sentence with the words, what was asked for in [-…] and what is said instead in [+…]."""
    citation = LOOK.look_up(words).citations[0]
    signs = {"asked": "[-{}]", "said": "[+{}]"}
    return "".join(signs.get(p.kind, "{}").format(p.text) for p in difference(citation, query))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("改造老旧小曲20个", "改造老旧小[-曲][+区]20个。", id="wrong"),
        pytest.param("改造老小区20个", "改造老[+旧]小区20个。", id="missing"),
        pytest.param("改造了老旧小区20个", "改造[-了]老旧小区20个。", id="too many"),
        pytest.param("老旧小区改造", "改造老旧小区[-改造]20个。", id="reordered"),
        pytest.param("改造老旧小區20個", "改造老旧小区20个。", id="traditional is no difference"),
    ],
)
def test_what_differs_is_told_apart(query: str, shown: str) -> None:
    assert told("改造老旧小区20个", query).endswith(shown)


def test_what_cannot_be_read_side_by_side_shows_nothing() -> None:
    assert told("改造老旧小区20个", "天气预报") == ""


@given(st.text("改造老旧小区新建社食堂0123", min_size=1, max_size=12))
def test_the_pieces_give_back_the_sentence_and_the_words(query: str) -> None:
    citation = LOOK.look_up("改造老旧小区20个").citations[0]
    pieces = difference(citation, query)
    if pieces:
        assert "".join(p.text for p in pieces if p.kind != "asked") == citation.quote
        asked = "".join(p.text for p in pieces if p.kind in ("same", "asked"))
        assert sorted(fold_words(asked)) == sorted(fold_words(query))
