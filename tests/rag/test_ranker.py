"""The model that judges sentences: its file, and what it says of plain cases."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rag.errors import RankerUnavailable
from rag.evidence import NAMES, Evidence
from rag.ranker import MODEL, TOP, Ranker, chance, summary


def test_a_missing_file_is_one_sentence_with_the_command_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(RankerUnavailable) as caught:
        Ranker(tmp_path / "none.json")
    assert caught.value.remedy == "git checkout -- models/wenbao-ranker"


@pytest.mark.parametrize("content", ["", "{}", '{"names": ["something else"]}'])
def test_a_file_that_is_damaged_or_of_another_version_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "ranker.json").write_text(content, "utf-8")
    with pytest.raises(RankerUnavailable):
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
