"""Text made safe and fit to show."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import plain
from web.plain import collapse, markdown_plain, markdown_safe, safe


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(plain).failed == 0


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("增长5%;\n一般公共", "增长5%;一般公共", id="a line broken after a semicolon is whole again"),
        pytest.param("占× %。", "占×%。", id="no space stands beside a mask"),
        pytest.param("　　各位代表：\n", "各位代表：", id="an indent is not shown"),
        pytest.param("GDP\n\n per  capita", "GDP per capita", id="English words stay apart"),
    ],
)
def test_white_space_is_shown_as_a_reader_expects(source, shown):
    assert collapse(source) == shown


@given(st.text())
def test_nothing_but_white_space_is_lost(text):
    assert "".join(collapse(text).split()) == "".join(text.split())


@given(st.text(alphabet="<>&\"'`#*_[]()!|\\$:@.-1 \n字"))
def test_no_sign_of_markdown_or_html_survives(text):
    written = markdown_safe(text)
    assert not set(written) & set("<>\"'`*_[]()!|\\$:@.-")
    assert markdown_plain(written) == " ".join(text.split())


def test_html_is_escaped_in_text_and_in_attributes():
    assert safe("<b title='x'>\"") == "&lt;b title=&#x27;x&#x27;&gt;&quot;"
