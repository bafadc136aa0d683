"""The whole run, with an assistant small enough to trust."""

import json

import pytest

from evals import run, sitting
from tests.evals.small import BRIDGES, MORE, SOURCE, SmallAssistant, SmallAssistantWithWording, write_lines

ASKED = [
    {"id": "A1", "type": "fact", "question": "修了几座桥？", "evidence": [BRIDGES], "period": "done"},
    {"id": "A2", "type": "unanswerable", "question": "修了几个机场？", "evidence": []},
]


class Product:
    """Remembers what it was given to ingest, and where."""

    def __init__(self, assistant=None):
        self.assistant = assistant or SmallAssistant()
        self.ingested = []

    def ingest(self, files, settings):
        self.ingested.append((list(files), settings.data_dir))
        return "hash"

    def parts(self):
        return run.Parts(
            ingest=self.ingest,
            open=lambda settings: self.assistant,
            html=lambda answer, asked: "<p>" + answer.lead + "</p>",
        )


@pytest.fixture
def town(tmp_path):
    file = tmp_path / "小镇.txt"
    file.write_text(SOURCE, "utf-8")
    return file


def start(tmp_path, town, *more, kind="questions", rows=ASKED, product=None):
    asked = write_lines(tmp_path / "asked.jsonl", *rows)
    arguments = [
        "--report",
        str(town),
        "--questions",
        str(asked),
        "--kind",
        kind,
        "--out",
        str(tmp_path / "out"),
    ]
    return run.main([*arguments, *more], (product or Product()).parts)


def read(tmp_path, name):
    return json.loads((tmp_path / "out" / name).read_text("utf-8"))


def test_a_run_writes_answers_figures_summary_and_settings(tmp_path, town, capsys):
    assert start(tmp_path, town) == 0
    rows = [json.loads(line) for line in (tmp_path / "out" / "answers.jsonl").read_text("utf-8").splitlines()]
    each = [json.loads(line) for line in (tmp_path / "out" / "figures.jsonl").read_text("utf-8").splitlines()]
    summary, made_with = read(tmp_path, "summary.json"), read(tmp_path, "settings.json")
    assert [row["id"] for row in rows] == ["A1", "A2"]
    assert [row["complete"] for row in each] == [1.0, None]
    assert (summary["evidence_recall"], summary["refusal_recall"], summary["errors"]) == (1.0, 1.0, 0)
    assert (made_with["kind"], made_with["embedding"]) == ("questions", "hash")
    assert "evidence_recall" in capsys.readouterr().out


def test_the_index_is_a_throw_away(tmp_path, town):
    product = Product()
    start(tmp_path, town, product=product)
    ((files, data_dir),) = product.ingested
    assert files == [town]
    assert not data_dir.exists()
    assert not data_dir.is_relative_to(sitting.RESULTS.parent.parent)


def test_a_floor_that_is_not_held_fails_and_is_named(tmp_path, town, capsys):
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"questions": {"evidence_recall": 0.9, "quote_precision": 1.1}}), "utf-8")
    assert start(tmp_path, town, "--floors", str(floors)) == 1
    said = capsys.readouterr().err
    assert "quote_precision = 1.0" in said
    assert "evidence_recall" not in said


def test_a_recorded_run_leaves_its_figures_and_settings_alone(tmp_path, town, monkeypatch):
    monkeypatch.setattr(sitting, "RESULTS", tmp_path / "results")
    assert start(tmp_path, town, "--record", "小镇-questions") == 0
    kept = tmp_path / "results" / "小镇-questions"
    assert sorted(file.name for file in kept.iterdir()) == ["settings.json", "summary.json"]
    assert (kept / "summary.json").read_bytes() == (tmp_path / "out" / "summary.json").read_bytes()
    assert str(tmp_path) not in (kept / "settings.json").read_text("utf-8")


def test_a_record_cannot_be_written_elsewhere(tmp_path, town):
    with pytest.raises(SystemExit):
        start(tmp_path, town, "--record", "../elsewhere")


def test_dialogues_are_answered_turn_by_turn(tmp_path, town):
    turns = [
        {"user": "学位呢？", "evidence": ["新增学位900个"]},
        {"user": "具体呢？", "evidence": ["新增学位900个"]},
    ]
    assert start(tmp_path, town, kind="dialogues", rows=[{"id": "D1", "turns": turns}]) == 0
    summary = read(tmp_path, "summary.json")
    assert {kind: row["recall"] for kind, row in summary["by_type"].items()} == {
        "first": 1.0,
        "follow_up": 1.0,
    }


def test_hostile_input_is_summed_up(tmp_path, town):
    rows = [{"id": "X1", "kind": "off_topic", "input": "机场", "expect": "refuse_politely"}]
    assert start(tmp_path, town, kind="adversarial", rows=rows) == 0
    assert read(tmp_path, "summary.json") == {"n": 1, "passed": 1.0, "failed": []}


WORDING = [{"id": "W1", "query": "“再修×座桥”", "kind": "exact", "gold": [MORE]}]


def test_wording_goes_to_the_look_up(tmp_path, town):
    product = Product(SmallAssistantWithWording())
    assert start(tmp_path, town, kind="wording", rows=WORDING, product=product) == 0
    assert read(tmp_path, "summary.json")["evidence_recall"] == 1.0
    assert product.assistant.heard == []


def test_wording_without_a_look_up_is_one_sentence_and_2(tmp_path, town, capsys):
    assert start(tmp_path, town, kind="wording", rows=WORDING) == 2
    assert "wording" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_questions_on_another_report_are_told_before_anything_is_ingested(tmp_path, town, capsys):
    product = Product()
    rows = [{"id": "A9", "question": "?", "evidence": ["别处的话"]}]
    assert start(tmp_path, town, rows=rows, product=product) == 1
    assert "A9" in capsys.readouterr().err
    assert product.ingested == []
