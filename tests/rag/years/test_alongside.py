"""The sentences of two reports are chosen together: from chances given by hand."""

from __future__ import annotations

import numpy as np

from ingest.outline import outline
from ingest.split import split
from rag.answer.quote import choose
from rag.domain import RankedSentence, Sentence
from rag.read.features import Evidence
from rag.read.judge import Judged
from rag.sentences import sentences
from rag.understand.question import Question
from rag.understand.sides import Side

OLD = "试验市政府工作报告\n\n一、2030年工作回顾\n平稳。\n二、2031年工作安排\n路灯增加300盏。今年粮食总产达到50万吨。\n"
NEW = (
    "试验市政府工作报告\n\n一、2031年工作回顾\n平稳。\n二、2032年工作安排\n粮食加工园建成投产。粮食总产稳定在52万吨。\n"
)
ASKED = "粮食总产的目标，2031年和2032年各是多少"


def rows() -> list[Sentence]:
    reports = outline(OLD, stem="旧", year=2031), outline(NEW, stem="新", year=2032)
    return [s for r in reports for p in split(r) for s in sentences(p)]


def quoted(chances: dict[str, float], covered: dict[str, float]) -> list[str]:
    """What is quoted; `covered`: how near sentences come to what is asked, by their opening words."""
    found = rows()

    def given(values: dict[str, float], sentence: Sentence) -> float:
        return next((v for words, v in values.items() if sentence.text.startswith(words)), 0.001)

    near = np.array([[given(covered, s)] for s in found], np.float32)
    ranked = tuple(RankedSentence(s, 0.0, 0.0, 0.0) for s in found)
    evidence = Evidence(ranked, np.zeros((len(found), 1), np.float32), near, np.ones(1, np.float32), near)
    sides = (Side(2031, "planned"), Side(2032, "planned"))
    question = Question(ASKED, frozenset({"planned"}), frozenset(), frozenset({2031, 2032}), sides)
    likely = np.array([given(chances, s) for s in found], np.float32)
    judged = Judged(evidence, likely, 1.0, np.ones(len(found), np.float32))
    return [q.passage.report.source[q.start : q.end] for q in choose(question, judged)]


def test_the_sentence_about_the_same_thing_beats_a_likelier_one() -> None:
    chances = {"今年粮食总产": 0.6, "粮食加工园": 0.5, "粮食总产": 0.3}
    covered = {"今年粮食总产": 1.0, "粮食加工园": 0.3, "粮食总产": 1.0}
    assert quoted(chances, covered) == ["今年粮食总产达到50万吨。", "粮食总产稳定在52万吨。"]


def test_a_report_that_says_nothing_near_is_left_out() -> None:
    assert quoted({"今年粮食总产": 0.9}, {"今年粮食总产": 1.0}) == ["今年粮食总产达到50万吨。"]
