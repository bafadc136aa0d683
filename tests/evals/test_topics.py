"""Broad questions put to an assistant: what each figure looks at, and the whole run."""

import json

import pytest

from evals import topics
from evals.questions import Question
from evals.sitting import Parts
from rag.domain import Answer, Citation, Claim, Status
from tests.evals.small import case, cite, passage, report, write_lines

WORDS = ("学位", "学校")
ON, OFF = cite("新增学位900个", heading="去年工作"), cite("修成了三座桥", heading="去年工作")
UNDER = cite("修成了三座桥", heading="去年工作 > 学校周边", period="planned")


def figures(half="done", **answer):
    asked = Question(id="教育/1", words="?", type=half, period=None if half == "open" else half)
    return topics.measure(case(asked, **answer), WORDS)


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        pytest.param([ON], (1.0, 1.0, 0.0), id="on the subject"),
        pytest.param([UNDER], (1.0, 1.0, 0.0), id="by its heading"),
        pytest.param([ON, OFF, OFF, OFF], (1.0, 0.25, 0.0), id="first"),
        pytest.param([OFF, ON], (0.0, 0.5, 0.0), id="not first"),
        pytest.param([OFF, OFF], (0.0, 0.0, 1.0), id="off"),
        pytest.param([], (0.0, 0.0, 1.0), id="nothing quoted"),
    ],
)
def test_what_is_quoted_is_on_the_subject_or_not(citations, expected):
    got = figures(citations=citations)
    assert (got["first"], got["precision"], got["off"]) == expected
    assert got["refused"] == 0.0


@pytest.mark.parametrize("status", ["partial", "not_found", "declined", "invalid", "error"])
def test_what_is_not_answered_is_refused_whatever_it_quotes(status):
    assert figures(status=status, citations=[ON]) == {
        "first": 0.0,
        "precision": None,
        "off": 0.0,
        "refused": 1.0,
        "period": None,
    }


@pytest.mark.parametrize(
    ("half", "citations", "period"),
    [
        pytest.param("done", [ON, UNDER, OFF], 0.5, id="of those on the subject alone"),
        pytest.param("planned", [ON], 0.0, id="the other half"),
        pytest.param("open", [ON], None, id="either will do"),
        pytest.param("done", [OFF], None, id="none on the subject"),
    ],
)
def test_period(half, citations, period):
    assert figures(half, citations=citations)["period"] == period


SOURCE = "一、去年工作\n学校建了三所。\n教师多了两百名。\n桥修了一座。\n二、今年工作安排\n再修桥。\n"
TOWN = report("小镇", SOURCE)
QUOTES = {0: ("学校建了三所",), 1: ("桥修了一座", "教师多了两百名"), 2: ("桥修了一座",)}


class Mixed:
    """Answers the ways of asking about the past on, half on, and off the subject; refuses all else."""

    def __init__(self):
        self.heard = []

    def answer(self, question, history):
        self.heard.append((question, tuple(history)))
        number = len(self.heard) - 1
        if number not in QUOTES:
            return Answer(Status.NOT_FOUND, question, "报告没有提到。")
        held = [passage(TOWN, words) for words in QUOTES[number]]
        cited = (Citation(i, p, p.start, p.end) for i, p in enumerate(held, start=1))
        return Answer(Status.ANSWERED, question, "报告提到：", tuple(Claim(c.quote, (c,)) for c in cited))


def start(tmp_path, *more, assistant=None, source=SOURCE):
    town = tmp_path / "小镇.txt"
    town.write_text(source, "utf-8")
    assistant = assistant or Mixed()
    parts = Parts(ingest=lambda files, settings: "hash", open=lambda settings: assistant, html=lambda a, q: a.lead)
    return topics.main(["--report", str(town), "--out", str(tmp_path / "out"), *more], lambda: parts)


def read(tmp_path, name):
    return json.loads((tmp_path / "out" / name).read_text("utf-8"))


def lines(tmp_path, name):
    return [json.loads(line) for line in (tmp_path / "out" / name).read_text("utf-8").splitlines()]


def test_a_run_asks_each_question_alone_and_sums_up(tmp_path, capsys):
    assistant = Mixed()
    assert start(tmp_path, assistant=assistant) == 0
    made = lines(tmp_path, "questions.jsonl")
    assert assistant.heard == [(row["question"], ()) for row in made]
    assert [row["id"] for row in made] == [f"教育/{half}/{n}" for half in ("done", "open") for n in (1, 2, 3)]
    assert read(tmp_path, "summary.json") == {
        "n": 6,
        "first": round(1 / 6, 4),
        "precision": 0.5,
        "off": round(1 / 6, 4),
        "refused": 0.5,
        "period": 1.0,
        "errors": 0,
        "by_type": {
            "done": {"first": 0.3333, "precision": 0.5, "off": 0.3333, "refused": 0.0, "period": 1.0, "n": 3},
            "open": {"first": 0.0, "precision": None, "off": 0.0, "refused": 1.0, "period": None, "n": 3},
        },
    }
    assert [row["first"] for row in lines(tmp_path, "figures.jsonl")] == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert len(lines(tmp_path, "answers.jsonl")) == 6
    settings = read(tmp_path, "settings.json")
    assert (settings["kind"], settings["questions"]["name"]) == ("topics", "questions.jsonl")
    assert "refused" in capsys.readouterr().out


def test_floors_and_ceilings_are_held_to(tmp_path, capsys):
    floors = write_lines(
        tmp_path / "floors.json", {"topics": {"first": 0.9, "off": 0.1, "refused": 0.5, "period": 1.0}}
    )
    assert start(tmp_path, "--floors", str(floors)) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if "=" in line] == ["first = 0.1667，低于下限 0.9", "off = 0.1667，高于上限 0.1"]


def test_a_report_that_speaks_of_no_subject_is_told_in_one_sentence(tmp_path, capsys):
    assistant = Mixed()
    assert start(tmp_path, source="一、去年工作\n都好。\n", assistant=assistant) == 1
    assert "没有找到可以提问的主题" in capsys.readouterr().err
    assert assistant.heard == []
    assert not (tmp_path / "out").exists()
