"""Which stretches are quoted, from chances given by hand."""

from __future__ import annotations

import numpy as np

from ingest.outline import outline
from ingest.split import split
from rag.answer.quote import Choice, choose
from rag.domain import Passage, RankedSentence
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


def judged(chances: dict[str, float]) -> Judged:
    """Every sentence of the report, with the chance given for its opening words, 0.001 for the others."""
    ranked = tuple(RankedSentence(s, 0.0, 0.0, 0.0) for s in ROWS)
    values = [next((c for words, c in chances.items() if s.text.startswith(words)), 0.001) for s in ROWS]
    near = np.ones((len(ROWS), 1), np.float32)
    evidence = Evidence(ranked, np.zeros((len(ROWS), 1), np.float32), near, np.ones(1, np.float32))
    return Judged(evidence, np.array(values, np.float32), 1.0)


def question(*sides: Side, wants: frozenset[Wants] = frozenset()) -> Question:
    periods = frozenset(s.period for s in sides if s.period)
    return Question("修了多少公路", periods, wants, frozenset(), sides)


def quoted(asked: Question, chances: dict[str, float], choice: Choice | None = None) -> list[str]:
    return [REPORT.source[q.start : q.end].replace("\n", "") for q in choose(asked, judged(chances), choice)]


def test_the_likeliest_sentence_alone_when_nothing_comes_near() -> None:
    assert quoted(question(), {"修建公路12": 0.9, "新增路灯": 0.1}) == ["修建公路12公里。"]  # 0.1 < 0.15 * 0.9


def test_a_sentence_that_comes_near_is_quoted_too() -> None:
    assert quoted(question(), {"修建公路12": 0.9, "修建公路20": 0.3}) == ["修建公路12公里。", "修建公路20公里。"]


def test_neighbours_become_one_quotation() -> None:
    assert quoted(question(), {"修建公路12": 0.9, "新增路灯": 0.5}) == ["修建公路12公里。新增路灯300盏。"]


def test_only_the_period_asked_about() -> None:
    chances = {"修建公路12": 0.9, "修建公路20": 0.8}
    assert quoted(question(Side(None, "planned")), chances) == ["修建公路20公里。"]


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


def test_at_most_four_quotations() -> None:
    chances = dict.fromkeys(["修建公路12", "改造小区", "修建公路20", "南部建设", "让我们", "一、"], 0.9)
    assert len(choose(question(), judged(chances))) <= 4


def test_the_opening_formula_is_not_quoted_for_what_stands_below() -> None:
    assert quoted(question(), {"现在": 0.9, "修建公路12": 0.5})[0] == "修建公路12公里。"


def test_nothing_found_nothing_quoted() -> None:
    nothing = np.zeros((0, 0), np.float32)
    empty = Judged(Evidence((), nothing, nothing, np.zeros(0, np.float32)), np.zeros(0, np.float32), 0.0)
    assert choose(question(), empty) == []


def test_every_quotation_lies_in_one_passage() -> None:
    passages: dict[int, Passage] = {id(p): p for p in PASSAGES}
    for q in choose(question(), judged({"修建公路12": 0.9, "修建公路20": 0.9})):
        passage = passages[id(q.passage)]
        assert passage.start <= q.start < q.end <= passage.end
