"""The trade-off between refusing rightly and refusing wrongly."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from evals.questions import Question
from evals.tradeoff import STEPS, Point, main, picture, points
from rag.settings import HOME


def steps(refused_from: float) -> dict[float, bool]:
    """Refused wherever the least chance is above the question's own."""
    return {least: least > refused_from for least in STEPS}


ASKED = [
    (Question(id="1", words="有答案", type="fact"), steps(0.9)),
    (Question(id="2", words="有答案二", type="list"), steps(0.32)),
    (Question(id="3", words="沾边", type="unanswerable", near_miss=True), steps(0.32)),
    (Question(id="4", words="不沾边", type="unanswerable"), steps(0.05)),
]


def test_each_step_counts_the_refused_of_each_kind():
    by_step = {p.least: p for p in points(ASKED)}
    assert by_step[0.3] == Point(0.3, unanswerable=1 / 2, near_miss=0.0, answerable=0.0)
    assert by_step[0.33] == Point(0.33, unanswerable=2 / 2, near_miss=1.0, answerable=1 / 2)


def test_without_one_of_the_kinds_there_is_no_curve():
    with pytest.raises(ValueError, match="沾边"):
        points([pair for pair in ASKED if not pair[0].near_miss])


def test_the_picture_rings_the_step_in_use_on_both_curves():
    assert picture(points(ASKED), 0.36).count('r="7"') == 2


def test_the_command_writes_the_curve_of_a_real_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    rows = [json.loads(line) for line in (HOME / "samples" / "questions.jsonl").read_text("utf-8").splitlines()]
    without = [r for r in rows if r["type"] == "unanswerable"]
    few = [r for r in rows if r["type"] == "figure"][:2] + without[:2] + [r for r in without if r.get("near_miss")][:1]
    file = tmp_path / "few.jsonl"
    file.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in few), "utf-8")
    report = HOME / "samples" / "云汀市_2025.txt"
    assert main(["--report", str(report), "--questions", str(file), "--out", str(tmp_path)]) == 0
    with (tmp_path / "tradeoff.csv").open(encoding="utf-8") as table:
        found = list(csv.DictReader(table))
    assert [float(r["least"]) for r in found] == list(STEPS)
    refused = [float(r["unanswerable"]) for r in found]
    assert refused == sorted(refused)
    assert "<svg" in (tmp_path / "tradeoff.svg").read_text("utf-8")
    assert "0.36" in capsys.readouterr().out
