"""Gold located in the reports, and covered by quotations."""

import pytest

from evals.questions import Gold
from evals.spans import Span, coverage, is_covered, locate

GOLD = Span("r", 10, 20)  # ten characters: eight must be quoted


def span(start, end, report="r"):
    return Span(report, start, end)


@pytest.mark.parametrize(
    ("quoted", "covered"),
    [
        pytest.param([span(10, 20)], True, id="whole: 10/10"),
        pytest.param([span(0, 99)], True, id="inside a longer quote: 10/10"),
        pytest.param([span(10, 18)], True, id="its first eight: 8/10"),
        pytest.param([span(10, 17)], False, id="its first seven: 7/10"),
        pytest.param([span(8, 14), span(16, 22)], True, id="two ends: 4/10 + 4/10"),
        pytest.param([span(10, 15), span(12, 17)], False, id="overlapping quotes count once: 7/10"),
        pytest.param([span(10, 18), span(11, 12)], True, id="a quote within a quote: 8/10"),
        pytest.param([span(10, 20, "other")], False, id="the same range of another report"),
        pytest.param([], False, id="nothing quoted"),
    ],
)
def test_a_gold_span_is_covered_from_eight_tenths(quoted, covered):
    assert is_covered(GOLD, quoted) is covered


@pytest.mark.parametrize(
    ("quoted", "share"),
    [
        pytest.param([span(0, 10)], 1 / 2, id="one of two gold spans"),
        pytest.param([span(0, 10), span(90, 99)], (1 + 1) / 2, id="one of two, and an alternative for the other"),
        pytest.param([span(0, 10), span(20, 30), span(90, 99)], 1.0, id="both and an alternative: no more than 1"),
        pytest.param([span(40, 50)], 0 / 2, id="beside them"),
    ],
)
def test_coverage_is_the_share_of_gold_with_alternatives_standing_in(quoted, share):
    assert coverage([span(0, 10), span(20, 30)], [span(90, 99)], quoted) == share


def test_spans_that_only_meet_do_not_touch():
    assert not span(0, 10).touches(span(10, 20))
    assert span(0, 11).touches(span(10, 20))


def test_gold_is_where_it_first_stands():
    assert locate(Gold("桥"), {"r": "一桥，二桥"}) == Span("r", 1, 2)


def test_gold_that_names_its_report_is_looked_for_there_alone():
    texts = {"2030": "增长5%", "2031": "今年增长5%"}
    assert locate(Gold("增长5%", ("2031",)), texts) == Span("2031", 2, 6)
    assert locate(Gold("增长5%"), texts) == Span("2030", 0, 4)


def test_gold_of_a_report_that_is_not_loaded_is_an_error_with_its_words():
    with pytest.raises(ValueError, match="增长5%"):
        locate(Gold("增长5%", ("2032",)), {"2030": "增长5%"})
