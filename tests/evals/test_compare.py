"""Two runs compared."""

import json

import pytest

from evals import compare
from tests.evals.small import write_lines


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [
        pytest.param(5, 0, 2 * 1 / 32, id="five to none: 2 * C(5,0) / 2^5"),
        pytest.param(4, 1, 2 * (1 + 5) / 32, id="four to one: 2 * (C(5,0) + C(5,1)) / 2^5"),
        pytest.param(3, 3, 1.0, id="even"),
        pytest.param(0, 0, 1.0, id="nothing changed"),
    ],
)
def test_sign_test(better, worse, p):
    assert compare.sign_test(better, worse) == p


def test_the_interval_of_a_difference_that_is_always_the_same_is_that_difference():
    found = compare.paired([0.0, 0.5], [0.25, 0.75])
    assert (found.low, found.high, found.better, found.worse) == (0.25, 0.25, 2, 0)


def test_a_difference_of_chance_has_an_interval_around_nothing():
    found = compare.paired([0.0, 1.0] * 20, [1.0, 0.0] * 20)
    assert found.low < 0 < found.high
    assert (found.better, found.worse, found.p) == (20, 20, 1.0)


def test_differences_reach_into_the_types_and_leave_out_what_is_missing():
    a = {"n": 2, "complete": 0.5, "masked_honest": None, "by_type": {"fact": {"recall": 0.5}}}
    b = {"n": 2, "complete": 0.75, "masked_honest": 1.0, "by_type": {"list": {"recall": 1.0}}, "failed": []}
    assert compare.differences(a, b) == [
        ["n", "2", "2", "+0.0000"],
        ["complete", "0.5000", "0.7500", "+0.2500"],
        ["masked_honest", "–", "1.0000", "–"],
        ["by_type.fact.recall", "0.5000", "–", "–"],
        ["by_type.list.recall", "–", "1.0000", "–"],
    ]


def test_only_questions_that_both_runs_measured_are_paired():
    a = [{"id": "1", "type": "fact", "complete": 0.0}, {"id": "2", "type": "fact", "complete": None}]
    b = [{"id": i, "type": "fact", "complete": 1.0} for i in ("1", "2", "3")]
    assert compare.paired_rows(a, b) == [["complete", "1", "[+1.0000, +1.0000]", "1", "0", "1.000"]]


def test_two_folders_are_compared(tmp_path, capsys):
    for name, value in (("a", 0.0), ("b", 1.0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "summary.json").write_text(json.dumps({"complete": value}), "utf-8")
        write_lines(tmp_path / name / "figures.jsonl", {"id": "1", "type": "fact", "complete": value})
    assert compare.main([str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    said = capsys.readouterr().out
    assert "+1.0000" in said
    assert "better" in said


def test_a_folder_without_a_run_is_named(tmp_path, capsys):
    assert compare.main([str(tmp_path), str(tmp_path)]) == 1
    assert "summary.json" in capsys.readouterr().err
