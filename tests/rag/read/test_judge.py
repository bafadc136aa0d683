"""The model that judges sentences: its file, and what it says of plain cases."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.outline import outline
from ingest.split import split
from rag.domain import RankedSentence
from rag.errors import JudgeUnavailable
from rag.read.encoder import WIDTH
from rag.read.features import NAMES, Evidence, nothing
from rag.read.judge import (
    FURTHER_NAMES,
    MODEL,
    SUMS,
    TOP,
    Judge,
    Judged,
    chance,
    further_rows,
    summary,
    together,
    token_sums,
)
from rag.sentences import sentences

REPORT = outline("各位代表：\n一、2031年工作回顾\n修建公路12公里。新增路灯300盏。\n", stem="试验市_2032")
ROWS = tuple(RankedSentence(s, 0.0, 0.0, 0.0) for p in split(REPORT) for s in sentences(p))


def test_a_missing_file_is_one_sentence_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(JudgeUnavailable) as caught:
        Judge(tmp_path / "none.json")
    assert caught.value.remedy == "git checkout -- models/wenbao-judge"


@pytest.mark.parametrize("content", ["", "{}", '{"names": ["something else"]}'])
def test_a_file_that_is_damaged_or_of_another_version_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "judge.json").write_text(content, "utf-8")
    with pytest.raises(JudgeUnavailable):
        Judge(tmp_path / "judge.json")


def test_the_bundled_model_fits_the_features_of_the_code() -> None:
    row = json.loads(MODEL.read_text("utf-8"))
    assert tuple(row["names"]) == NAMES
    assert tuple(row["further"]["names"]) == FURTHER_NAMES
    with np.load(MODEL.with_name("answer.npz")) as parts:
        assert parts["into"].shape[1] == TOP + 2 * len(NAMES) + SUMS * WIDTH
    assert MODEL.stat().st_size < 2_000_000  # bytes


def test_no_sentences_no_chance() -> None:
    judged = Judge().judge(nothing())
    assert (judged.answerable, len(judged.chances), len(judged.further)) == (0.0, 0, 0)


def test_log_odds_become_chances() -> None:
    assert chance(np.array([0.0, np.log(3.0)], np.float32)).round(4).tolist() == [0.5, 0.75]  # 3 : 1


def test_the_summary_is_the_best_chances_the_best_row_and_the_greatest_of_each_feature() -> None:
    matrix = np.zeros((2, len(NAMES)), np.float32)
    matrix[0, 0], matrix[1, 0], matrix[1, 1] = 5, 1, 7
    got = summary(matrix, np.array([0.9, 0.2], np.float32))
    assert np.allclose(got[:TOP], [0.9, 0.2, 0.0])
    assert got[TOP : TOP + 2].tolist() == [5, 0]
    assert got[TOP + len(NAMES) : TOP + len(NAMES) + 2].tolist() == [5, 7]


def evidence(near: list[list[float]], weights: list[float]) -> Evidence:
    """The first sentences of the report; the question's tokens are the first unit vectors."""
    matrix = np.zeros((len(near), len(NAMES)), np.float32)
    vectors = np.eye(len(weights), WIDTH, dtype=np.float32)
    return Evidence(ROWS[: len(near)], matrix, np.array(near, np.float32), np.array(weights, np.float32), vectors)


def test_the_tokens_of_a_question_are_summed_all_and_lacking_and_absent() -> None:
    every, lacking, absent = token_sums(
        evidence([[1.0, 0.2], [0.0, 0.6]], [0.7, 0.3]), np.array([0.9, 0.1], np.float32)
    )
    assert every[:2].tolist() == [0.5, 0.5]  # a mean of two unit vectors
    assert np.allclose(lacking[:2], [0.7 * (1 - 1.0), 0.3 * (1 - 0.6)])
    assert np.allclose(absent[:2], [(1 - 1.0) / 2, (1 - 0.6) / 2])


def test_what_a_further_sentence_adds_is_what_the_likelier_ones_lack() -> None:
    found = evidence([[1.0, 0.2], [0.3, 0.9]], [0.5, 0.5])
    rows = further_rows(found, np.array([0.8, 0.4], np.float32), 0.9, np.array([0, 1]))
    row = dict(zip(FURTHER_NAMES, rows[0].tolist(), strict=True))
    assert rows.shape == (1, len(FURTHER_NAMES))
    assert row["share_of_best"] == pytest.approx(0.5)
    assert row["gain"] == pytest.approx(0.5 * (0.9 - 0.2))  # the first token is covered already
    assert row["answerable"] == pytest.approx(0.9)


def test_the_likeliest_sentence_always_answers_beside_none() -> None:
    judged = Judge().judge(evidence([[1.0], [0.2], [0.1]], [1.0]))
    assert judged.further[int(np.argmax(judged.chances))] == 1.0
    assert ((judged.further >= 0) & (judged.further <= 1)).all()


def test_what_does_not_fit_is_less_likely() -> None:
    found = evidence([[1.0], [0.2]], [1.0])
    plain, fitted = Judge().judge(found), Judge().judge(found, np.array([0.5, 1.0], np.float32))
    assert fitted.chances[0] == pytest.approx(plain.chances[0] / 2)


def judged(sentences: int, chances: list[float], answerable: float, first: int = 0) -> Judged:
    made = evidence([[1.0, 0.2]] * sentences, [0.7, 0.3])
    rows = ROWS[first : first + sentences]
    further = np.array([0.4] * sentences, np.float32)
    return Judged(replace(made, sentences=rows), np.array(chances, np.float32), answerable, further)


def test_two_readings_are_judged_as_one_over_the_sentences_of_the_first() -> None:
    both = together(
        judged(2, [0.8, 0.3], 0.9), judged(1, [0.9], 0.5, first=1)
    )  # the second saw the second sentence only
    assert np.allclose(both.chances, [(0.8 + 0) / 2, (0.3 + 0.9) / 2])
    assert both.answerable == pytest.approx((0.9 + 0.5) / 2)
    assert np.allclose(both.further, [(0.4 + 0) / 2, 1.0])  # the likeliest of all is always quoted


def test_a_reading_that_finds_nothing_leaves_the_other_as_it_is() -> None:
    one, none = judged(2, [0.8, 0.3], 0.9), Judge().judge(nothing())
    assert together(one, none) is one
    assert together(none, one) is one
