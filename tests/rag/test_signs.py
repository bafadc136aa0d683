"""Signs that only look like another are equal to it at every door: file, question, look-up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.read import read
from rag.exact.folded import fold_words, folded
from rag.exact.places import literal
from rag.signs import plain_signs
from rag.text import clean, fold, grams

PAIRS = [
    pytest.param("增⻓", "增长", id="a radical of the supplement"),
    pytest.param("⺠⽣实事", "民生实事", id="two in one word, one of them Kangxi"),
    pytest.param("新能源汽⻋", "新能源汽车", id="at the end of a word"),
    pytest.param("⼈⼤代表", "人大代表", id="Kangxi radicals"),
    pytest.param("⽔电⻛光", "水电风光", id="every other sign"),
    pytest.param("⼾籍", "户籍", id="a form that Unicode maps to another one"),
    pytest.param("⾼⻔⾦⻥", "高门金鱼", id="a name"),
    pytest.param("⻝品安全", "食品安全", id="food"),
    pytest.param("\uf9b5⼦", "例子", id="a compatibility ideograph"),
    pytest.param("㇐条\U0002f80c", "一条㒞", id="a stroke, and one beyond the basic plane"),
]


@pytest.mark.parametrize(("odd", "plain"), PAIRS)
def test_what_looks_like_a_sign_is_that_sign_at_every_door(odd: str, plain: str, tmp_path: Path):
    file = tmp_path / "云汀_2031.txt"
    file.write_text(f"各位代表：\n{odd}", "utf-8")
    assert read(file).text == f"各位代表：\n{plain}"
    assert clean(odd) == clean(plain)
    assert fold(odd) == fold(plain)
    assert grams(odd) == grams(plain)
    assert fold_words(odd) == fold_words(plain)
    assert literal(odd) == literal(plain)


ANY = st.text(st.one_of(st.characters(), st.sampled_from("⻓⺠⻋⼈⼾\uf9b5㇐\U0002f80c长民车人×")))


@given(ANY)
def test_plain_signs_keep_every_offset(text: str):
    plain = plain_signs(text)
    assert len(plain) == len(text)
    assert plain_signs(plain) == plain
    assert all(plain_signs(a) == b for a, b in zip(text, plain, strict=True))


@given(ANY, ANY)
def test_a_look_up_points_at_the_odd_sign_where_it_stands(before: str, after: str):
    text = f"{before}，⺠⽣，{after}"
    page = folded(text)
    ranges = [page.source_range(*place) for place in page.find_all("民生")]
    assert (len(before) + 1, len(before) + 3) in ranges
    assert all(plain_signs(text[slice(*r)]).replace("\n", "")[0] in "民" for r in ranges)
