"""The model that judges sentences: its file, and what it says of plain cases."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag.embed import load_embedding
from rag.errors import JudgeUnavailable
from rag.read.features import NAMES, Evidence
from rag.read.judge import MODEL, TOP, Ranker, chance, summary, word_sums
from rag.settings import Settings


def test_a_missing_file_is_one_sentence_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(JudgeUnavailable) as caught:
        Ranker(tmp_path / "none.json")
    assert caught.value.remedy == "git checkout -- models/wenbao-ranker"


@pytest.mark.parametrize("content", ["", "{}", '{"names": ["something else"]}'])
def test_a_file_that_is_damaged_or_of_another_version_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "ranker.json").write_text(content, "utf-8")
    with pytest.raises(JudgeUnavailable):
        Ranker(tmp_path / "ranker.json")


def test_the_bundled_model_fits_the_features_of_the_code() -> None:
    row = json.loads(MODEL.read_text("utf-8"))
    assert tuple(row["names"]) == NAMES
    assert len(row["answer"]["weights"]) == TOP + 2 * len(NAMES)
    assert MODEL.stat().st_size < 500_000  # bytes


def test_no_sentences_no_chance() -> None:
    nothing = np.zeros((0, len(NAMES)), np.float32)
    judged = Ranker().judge(Evidence((), nothing, nothing, np.zeros(0, np.float32)))
    assert (judged.answerable, len(judged.chances)) == (0.0, 0)


def test_log_odds_become_chances() -> None:
    assert chance(np.array([0.0, np.log(3.0)], np.float32)).round(4).tolist() == [0.5, 0.75]  # 3 : 1


def test_the_summary_is_the_best_chances_the_best_row_and_the_greatest_of_each_feature() -> None:
    matrix = np.zeros((2, len(NAMES)), np.float32)
    matrix[0, 0], matrix[1, 0], matrix[1, 1] = 5, 1, 7
    got = summary(matrix, np.array([0.9, 0.2], np.float32))
    assert np.allclose(got[:TOP], [0.9, 0.2, 0.0])
    assert got[TOP : TOP + 2].tolist() == [5, 0]
    assert got[TOP + len(NAMES) : TOP + len(NAMES) + 2].tolist() == [5, 7]


def with_words(near: list[list[float]], weights: list[float], vectors: list[list[float]]) -> Evidence:
    matrix = np.zeros((len(near), len(NAMES)), np.float32)
    return Evidence((), matrix, *(np.array(x, np.float32) for x in (near, weights, vectors)))


def test_the_words_of_a_question_are_summed_all_and_lacking_and_absent() -> None:
    evidence = with_words([[1.0, 0.2], [0.0, 0.6]], [1.0, 0.5], [[1.0, 0.0], [0.0, 1.0]])
    every, lacking, absent = word_sums(evidence, np.array([0.9, 0.1], np.float32))
    assert every.tolist() == [1.0, 1.0]
    assert np.allclose(lacking, [1.0 * (1 - 1.0), 0.5 * (1 - 0.6)])
    assert np.allclose(absent, [1 - 1.0, 1 - 0.6])


def test_what_was_learned_of_words_is_used_with_the_embedding_it_was_learned_with_and_no_other() -> None:
    learned = json.loads(MODEL.read_text("utf-8"))["answer"]["words"]
    direction = np.array(learned["vectors"][0], np.float32)
    evidence = with_words([[0.0]], [1.0], [(direction / np.linalg.norm(direction)).tolist()])
    with_it = replace(evidence, sentences=("any",))  # type: ignore[arg-type]
    same, other = (Ranker(embedding=e).judge(with_it).answerable for e in (learned["embedding"], "another"))
    assert same != other


def test_the_words_were_learned_with_the_bundled_embedding() -> None:
    learned = json.loads(MODEL.read_text("utf-8"))["answer"]["words"]
    assert learned["embedding"] == load_embedding(Settings().embedding_model).identity
