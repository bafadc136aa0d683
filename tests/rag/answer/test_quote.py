"""Which stretches are quoted, from chances given by hand."""

from __future__ import annotations

import numpy as np

from ingest.outline import outline
from ingest.split import split
from rag.answer.quote import Choice, beyond, choose
from rag.domain import Citation, Passage, RankedSentence
from rag.read.features import Evidence
from rag.read.judge import Judged
from rag.sentences import sentences
from rag.understand.question import Question, Wants
from rag.understand.sides import Side

TEXT = """\
各位代表：
现在，我代表市人民政府，向大会报告工作。
一、2031年工作回顾
修建公路12公里。新增路灯300盏。改造小区4个。
二、2032年工作安排
修建公路20公里。打造三个园区：北部建设茶叶园；
南部建设果品园；
东部建设花卉园。让我们一起努力。
"""
REPORT = outline(TEXT, stem="试验市_2032")
PASSAGES = split(REPORT)
ROWS = [s for p in PASSAGES for s in sentences(p)]


def judged(chances: dict[str, float], further: float = 0.5) -> Judged:
    """Every sentence of the report, with the chance given for its opening words, 0.001 for the others; those given are
    all as likely to answer beside the best."""
    ranked = tuple(RankedSentence(s, 0.0, 0.0, 0.0) for s in ROWS)
    values = [next((c for words, c in chances.items() if s.text.startswith(words)), 0.001) for s in ROWS]
    near = np.ones((len(ROWS), 1), np.float32)
    evidence = Evidence(ranked, np.zeros((len(ROWS), 1), np.float32), near, np.ones(1, np.float32), near)
    best = max(values)
    beside = [1.0 if v == best else further if v > 0.001 else 0.0 for v in values]
    return Judged(evidence, np.array(values, np.float32), 1.0, np.array(beside, np.float32))


def question(*sides: Side, wants: frozenset[Wants] = frozenset()) -> Question:
    periods = frozenset(s.period for s in sides if s.period)
    return Question("修了多少公路", periods, wants, frozenset(), sides)


def quoted(asked: Question, chances: dict[str, float], choice: Choice | None = None, further: float = 0.5) -> list[str]:
    found = choose(asked, judged(chances, further), choice)
    return [REPORT.source[q.start : q.end].replace("\n", "") for q in found]


def test_the_likeliest_sentence_alone_when_nothing_answers_beside_it() -> None:
    assert quoted(question(), {"修建公路12": 0.9, "新增路灯": 0.1}, further=0.09) == ["修建公路12公里。"]


def test_a_sentence_that_comes_near_is_quoted_too() -> None:
    assert quoted(question(), {"修建公路12": 0.9, "修建公路20": 0.3}) == ["修建公路12公里。", "修建公路20公里。"]


def test_one_of_the_other_period_must_be_surer_unless_both_are_asked_about() -> None:
    both = [Side(None, "done"), Side(None, "planned")]
    chances = {"修建公路12": 0.9, "修建公路20": 0.3}
    assert quoted(question(), chances, further=0.2) == ["修建公路12公里。"]  # 0.13 <= 0.2 < 0.3
    assert quoted(question(*both), chances, further=0.2) == ["修建公路12公里。", "修建公路20公里。"]


def test_neighbours_become_one_quotation() -> None:
    assert quoted(question(), {"修建公路12": 0.9, "新增路灯": 0.5}) == ["修建公路12公里。新增路灯300盏。"]


def test_a_period_that_is_asked_about_hides_nothing() -> None:
    """A report may be split wrongly: the judge knows the period, and the likeliest sentence stands."""
    assert quoted(question(Side(None, "planned")), {"修建公路12": 0.9}) == ["修建公路12公里。"]


def test_a_side_that_nothing_was_picked_for_is_quoted_too() -> None:
    both = question(Side(None, "done"), Side(None, "planned"))
    chances = {"修建公路12": 0.2, "修建公路20": 0.9}
    assert quoted(both, chances, further=0.0) == ["修建公路12公里。", "修建公路20公里。"]


def test_a_side_with_nothing_likely_is_left_out() -> None:
    both = question(Side(None, "done"), Side(None, "planned"))
    assert quoted(both, {"修建公路20": 0.9}, further=0.0) == ["修建公路20公里。"]


def test_both_periods_done_first_however_the_chances_stand() -> None:
    chances = {"修建公路12": 0.2, "修建公路20": 0.9}
    both = question(Side(None, "done"), Side(None, "planned"))
    assert quoted(both, chances) == ["修建公路12公里。", "修建公路20公里。"]


def test_a_list_is_followed_over_semicolons_and_broken_lines() -> None:
    asked = question(wants=frozenset({Wants.LIST}))
    assert quoted(asked, {"南部建设": 0.9}) == ["打造三个园区：北部建设茶叶园；南部建设果品园；东部建设花卉园。"]


def test_a_list_too_long_to_quote_whole_stays_a_sentence() -> None:
    asked = question(wants=frozenset({Wants.LIST}))
    assert quoted(asked, {"南部建设": 0.9}, Choice(longest=20)) == ["南部建设果品园；"]


def test_several_quotations_are_grouped_by_where_they_stand_the_best_first() -> None:
    chances = {"修建公路12": 0.3, "改造小区": 0.4, "修建公路20": 0.9}
    assert quoted(question(), chances) == ["修建公路20公里。", "修建公路12公里。", "改造小区4个。"]


def test_at_most_six_quotations() -> None:
    chances = dict.fromkeys(["修建公路12", "改造小区", "修建公路20", "南部建设", "让我们", "一、"], 0.9)
    assert len(choose(question(), judged(chances), Choice(at_most=2))) <= 2


def test_what_was_shown_is_not_shown_again_when_more_is_asked_for() -> None:
    found = judged({"修建公路12": 0.9, "修建公路20": 0.4})
    first = choose(question(), found)[0]
    shown = Citation(1, first.passage, first.start, first.end)
    assert [REPORT.source[q.start : q.end] for q in beyond(found, [shown])] == ["修建公路20公里。"]


def test_nothing_found_nothing_quoted() -> None:
    nothing = np.zeros((0, 0), np.float32)
    none = np.zeros(0, np.float32)
    assert choose(question(), Judged(Evidence((), nothing, nothing, none, nothing), none, 0.0, none)) == []


def test_every_quotation_lies_in_one_passage() -> None:
    passages: dict[int, Passage] = {id(p): p for p in PASSAGES}
    for q in choose(question(), judged({"修建公路12": 0.9, "修建公路20": 0.9})):
        passage = passages[id(q.passage)]
        assert passage.start <= q.start < q.end <= passage.end
