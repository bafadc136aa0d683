"""All sets of the samples, with an assistant that refuses everything."""

import json

import pytest

from evals import all as every
from evals import run
from rag.domain import Answer, Status


class Refuses:
    def answer(self, question, history):
        return Answer(Status.NOT_FOUND, question, "报告没有提到。")


def parts():
    return run.Parts(ingest=lambda files, settings: "hash", open=lambda s: Refuses(), html=lambda a, asked: a.lead)


@pytest.fixture
def floors(tmp_path, monkeypatch):
    file = tmp_path / "floors.json"
    monkeypatch.setattr(every, "FLOORS", file)
    return file


def test_every_set_of_the_samples_is_run_and_what_cannot_be_is_skipped(tmp_path, floors, capsys):
    floors.write_text(json.dumps({"questions": {"refusal_recall": 1.0}}), "utf-8")
    assert every.main(["--out", str(tmp_path / "out")], parts) == 0
    assert sorted(f.parent.name for f in (tmp_path / "out").glob("*/summary.json")) == [
        "adversarial",
        "dialogues",
        "questions",
        "questions_2years",
    ]
    assert "wording：跳过" in capsys.readouterr().out


def test_a_set_below_its_floor_fails_the_whole(tmp_path, floors, capsys):
    floors.write_text(json.dumps({"dialogues": {"false_refusal": 0.5}}), "utf-8")
    assert every.main(["--out", str(tmp_path / "out")], parts) == 1
    said = capsys.readouterr()
    assert "questions：通过" in said.out
    assert "dialogues：未通过" in said.out
    assert "false_refusal = 1.0" in said.err


def test_the_floors_of_the_samples_name_sets_and_figures_that_exist():
    known = json.loads(every.FLOORS.read_text("utf-8"))
    assert set(known) <= set(every.SETS)
