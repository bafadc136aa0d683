"""Figures held to their floors and ceilings."""

import json

import pytest

from evals.floors import fallen, read_floors

SUMMARY = {
    "evidence_recall": 0.84,
    "false_refusal": 0.1,
    "p95_s": 0.06,
    "errors": 1,
    "must_include": None,
    "off": 0.06,
    "refused": 0.2,
    "refused_after": 0.7,
}


@pytest.mark.parametrize(
    ("floors", "named"),
    [
        pytest.param({"evidence_recall": 0.84}, [], id="at the floor"),
        pytest.param({"evidence_recall": 0.85}, ["evidence_recall"], id="below the floor"),
        pytest.param({"false_refusal": 0.1}, [], id="at the ceiling"),
        pytest.param(
            {"false_refusal": 0.09, "p95_s": 0.05, "errors": 0},
            ["false_refusal", "p95_s", "errors"],
            id="above",
        ),
        pytest.param({"off": 0.05, "refused": 0.19}, ["off", "refused"], id="subjects missed, or refused"),
        pytest.param({"refused_after": 0.8}, ["refused_after"], id="rightly refused too seldom"),
        pytest.param({"must_include": 0.5}, ["must_include"], id="not measured"),
    ],
)
def test_what_does_not_hold_is_named(floors, named):
    assert [sentence.split()[0] for sentence in fallen(SUMMARY, floors)] == named


def test_a_floor_for_a_figure_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match="recal1"):
        fallen(SUMMARY, {"recal1": 0.5})


def test_floors_are_those_of_the_file_of_questions_then_of_the_kind(tmp_path):
    file = tmp_path / "floors.json"
    file.write_text(json.dumps({"questions": {"complete": 0.5}, "questions_2years": {"complete": 0.4}}), "utf-8")
    assert read_floors(file, "questions_2years", "questions") == {"complete": 0.4}
    assert read_floors(file, "beijing", "questions") == {"complete": 0.5}
    with pytest.raises(ValueError, match="dialogues"):
        read_floors(file, "mine", "dialogues")
