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
        "several",
        "steady",
        "topics",
        "written",
    ]
    assert "wording：跳过" in capsys.readouterr().out


def test_a_set_below_its_floor_fails_the_whole(tmp_path, floors, capsys):
    floors.write_text(json.dumps({"dialogues": {"false_refusal": 0.5}}), "utf-8")
    assert every.main(["--out", str(tmp_path / "out")], parts) == 1
    said = capsys.readouterr()
    assert "questions：通过" in said.out
    assert "dialogues：未通过" in said.out
    assert "false_refusal = 1.0" in said.err


@pytest.mark.parametrize(
    ("name", "floor", "told"),
    [
        pytest.param("topics", {"refused": 0.1}, "refused = 1.0，高于上限 0.1", id="topics"),
        pytest.param("steady", {"refused_after": 1.0, "kept": 0.9}, "kept 没有测到", id="steady"),
        pytest.param("several", {"evidence_recall": 0.7}, "evidence_recall = 0.0，低于下限 0.7", id="several"),
    ],
)
def test_every_yardstick_is_held_to_its_own_floors(tmp_path, floors, capsys, name, floor, told):
    floors.write_text(json.dumps({name: floor}), "utf-8")
    assert every.main(["--out", str(tmp_path / "out")], parts) == 1
    said = capsys.readouterr()
    assert f"{name}：未通过" in said.out
    assert said.out.count("：未通过") == 1
    assert told in said.err


def test_every_floor_of_the_samples_is_of_a_figure_that_is_measured(tmp_path, capsys):
    assert every.main(["--out", str(tmp_path / "out")], parts) == 1
    assert "不存在" not in capsys.readouterr().err


def test_the_floors_of_the_samples_name_sets_that_exist():
    known = json.loads(every.FLOORS.read_text("utf-8"))
    assert set(known) <= set(every.SETS)
