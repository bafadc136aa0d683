"""Each figure of one answer, its sum made by hand.

The town's report: 一、去年工作 / 修成了三座桥。新增学位900个。 / 二、今年安排 / 再修×座桥。
"""

import pytest

from evals import figures
from evals.questions import Gold, Question
from tests.evals.small import BRIDGES, MORE, PLACES, SOURCE, case, cite

BOTH = Question(id="1", words="去年做了什么？", evidence=(Gold(BRIDGES), Gold(PLACES)), period="done")
NO_ANSWER = Question(id="2", words="修了几个机场？")
NEAR_MISS = Question(id="3", words="修了几座铁桥？", near_miss=True)
MASKED = Question(id="4", words="今年再修几座桥？", type="figure_masked", evidence=(Gold(MORE),))


def test_evidence_recall_is_the_share_of_gold_cited():
    assert figures.evidence_recall(case(BOTH, citations=[cite(BRIDGES)])) == 1 / 2
    assert figures.evidence_recall(case(BOTH, citations=[cite(BRIDGES), cite(PLACES)])) == 2 / 2
    assert figures.evidence_recall(case(BOTH, citations=None)) == 0 / 2


@pytest.mark.parametrize(
    ("status", "quotes", "value"),
    [
        pytest.param("answered", [BRIDGES, PLACES], 1.0, id="all gold and answered"),
        pytest.param("partial", [BRIDGES, PLACES], 0.0, id="all gold, but told as partial"),
        pytest.param("answered", [BRIDGES], 0.0, id="half the gold"),
    ],
)
def test_complete_wants_all_gold_and_the_word_answered(status, quotes, value):
    assert figures.complete(case(BOTH, status=status, citations=[cite(q) for q in quotes])) == value


def test_found_at_5_looks_at_five_passages_whatever_the_status():
    noise = [cite("二、今年安排")] * 4
    assert figures.found_at_5(case(BOTH, status="not_found", found=[*noise, cite(BRIDGES), cite(PLACES)])) == 1 / 2


def test_quote_precision_is_the_share_of_citations_that_touch_what_may_be_quoted():
    cited = [cite(BRIDGES), cite("修成了三座桥。新增"), cite(MORE), cite("二、今年安排")]
    assert figures.quote_precision(case(BOTH, citations=cited)) == 2 / 4
    lenient = Question(id="1", words="?", evidence=(Gold(BRIDGES),), also_ok=(Gold(MORE),))
    assert figures.quote_precision(case(lenient, citations=cited)) == 3 / 4
    assert figures.quote_precision(case(BOTH)) == 0.0


def test_must_include_compares_words_not_typography():
    question = Question(id="1", words="?", evidence=(Gold(PLACES),), must_include=("９００个", "新增 学位", "两座"))
    assert figures.must_include(case(question, text="“新增学位，900个。”")) == round(2 / 3, 4)
    percent = Question(id="1", words="?", evidence=(Gold(PLACES),), must_include=("5%",))
    assert figures.must_include(case(percent, text="增长5％")) == 1 / 1
    assert figures.must_include(case(percent, text="增长5")) == 0 / 1
    assert figures.must_include(case(BOTH, text="900")) is None


@pytest.mark.parametrize(
    ("status", "false_refusal", "refusal"),
    [
        pytest.param("answered", 0.0, 0.0, id="answered is an answer"),
        pytest.param("partial", 1.0, 1.0, id="partial is a refusal"),
        pytest.param("not_found", 1.0, 1.0, id="not_found is a refusal"),
        pytest.param("declined", 1.0, 1.0, id="declined is a refusal"),
        pytest.param("invalid", 1.0, 0.0, id="invalid is neither"),
        pytest.param("error", 1.0, 0.0, id="error is neither"),
    ],
)
def test_refusals_are_right_where_there_is_no_gold_and_wrong_where_there_is(status, false_refusal, refusal):
    assert figures.false_refusal(case(BOTH, status=status)) == false_refusal
    assert figures.refusal_recall(case(NO_ANSWER, status=status)) == refusal
    assert figures.refusal_near_miss(case(NEAR_MISS, status=status)) == refusal
    assert figures.refusal_near_miss(case(NO_ANSWER, status=status)) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("公开文本以“×”隐去了这个数字[1]", 1.0, id="says that it is hidden"),
        pytest.param("再修×座桥[1]", 0.0, id="shows the mask without a word"),
        pytest.param("数字已隐去，大约12座[1]", 0.0, id="makes up a number"),
        pytest.param("数字已隐去，2022年再修[1]", 1.0, id="a year is no invention"),
        pytest.param("这个数字没有公布", 1.0, id="not published"),
    ],
)
def test_masked_honest_says_so_and_invents_nothing(text, value):
    assert figures.masked_honest(case(MASKED, text=text, citations=[cite(MORE)])) == value


def test_masked_honest_lets_an_answer_say_a_number_that_it_quotes():
    quoting = case(MASKED, text="数字已隐去；另有900个学位[1]", citations=[cite(PLACES)])
    assert figures.masked_honest(quoting) == 1.0
    assert figures.masked_honest(case(BOTH, text="已隐去")) is None


def test_period_right_is_the_share_of_citations_with_the_period_asked_for():
    cited = [cite(BRIDGES), cite(MORE, period="planned"), cite(PLACES, period=None)]
    assert figures.period_right(case(BOTH, citations=cited)) == round(1 / 3, 4)
    assert figures.period_right(case(BOTH)) is None
    assert figures.period_right(case(MASKED, citations=cited)) is None


def test_citation_valid_compares_the_quote_with_the_text_at_its_range():
    broken_over_lines = {**cite("新增学位900个。\n二"), "quote": "新增学位900个。二"}
    cited = [
        cite(BRIDGES),
        broken_over_lines,
        cite(BRIDGES, quote="修成了四座桥"),
        cite(BRIDGES, report="邻镇"),
    ]
    assert figures.citation_valid(case(NO_ANSWER, citations=cited)) == 2 / 4
    assert figures.citation_valid(case(NO_ANSWER, citations=[cite(BRIDGES, start=9, end=9, quote="")])) == 0 / 1
    assert figures.citation_valid(case(NO_ANSWER)) is None


def test_the_examples_stand_where_they_say():
    assert [(SOURCE.index(w), SOURCE.index(w) + len(w)) for w in (BRIDGES, PLACES, MORE)] == [
        (7, 13),
        (14, 22),
        (31, 36),
    ]
