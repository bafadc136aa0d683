"""The same question alone and after another: what is drawn, what is measured, and the whole run."""

import json

import pytest

from evals import steady
from evals.questions import Gold, Question
from evals.sitting import Parts
from rag.domain import Answer, Status
from tests.evals.small import BRIDGES, PLACES, SOURCE, SmallAssistant, answer, case, cite, write_lines

BOTH = Question(id="1", words="?", type="fact", evidence=(Gold(BRIDGES), Gold(PLACES)))
NONE = Question(id="2", words="?", type="unanswerable")


def measured(alone, after, question=BOTH):
    return steady.measure(case(question, **alone), case(question, **after))


@pytest.mark.parametrize(
    ("alone", "after", "kept", "same"),
    [
        pytest.param([BRIDGES], [BRIDGES], 1.0, 1.0, id="as it was"),
        pytest.param([BRIDGES, PLACES], [PLACES, BRIDGES], 1.0, 1.0, id="in another order"),
        pytest.param([BRIDGES], [BRIDGES, PLACES], 1.0, 0.0, id="more"),
        pytest.param([BRIDGES, PLACES], [BRIDGES], 0.0, 0.0, id="less"),
        pytest.param([BRIDGES], [PLACES], 0.0, 0.0, id="other gold"),
        pytest.param([BRIDGES, "二、今年安排"], [BRIDGES], 1.0, 0.0, id="what held no gold may go"),
        pytest.param(["二、今年安排"], ["二、今年安排"], None, None, id="no gold to keep"),
    ],
)
def test_gold_that_was_quoted_must_still_be(alone, after, kept, same):
    got = measured({"citations": [cite(w) for w in alone]}, {"citations": [cite(w) for w in after]})
    assert (got["kept"], got["same"]) == (kept, same)
    assert (got["refused_alone"], got["refused_after"]) == (None, None)


@pytest.mark.parametrize(
    ("alone", "after", "kept"),
    [
        pytest.param("answered", "partial", 0.0, id="no longer answered, though quoted"),
        pytest.param("answered", "error", 0.0, id="broken"),
        pytest.param("not_found", "answered", None, id="not answered alone"),
    ],
)
def test_it_must_still_be_answered(alone, after, kept):
    quoted = [cite(BRIDGES)]
    got = measured({"status": alone, "citations": quoted}, {"status": after, "citations": quoted})
    assert got["kept"] == kept


def test_refusals_are_counted_alone_and_after():
    got = measured({"status": "not_found"}, {"status": "answered", "citations": [cite(BRIDGES)]}, NONE)
    assert (got["kept"], got["refused_alone"], got["refused_after"]) == (None, None, 0.0)
    assert steady.measure(case(NONE, status="not_found"))["refused_alone"] == 1.0
    assert steady.measure(case(BOTH, citations=[cite(BRIDGES)]))["kept"] is None


ASKED = [Question(id=str(i), words=w) for i, w in enumerate(["修了几座桥", "学位多少", "机场呢", "还修桥吗", "粮食"])]


def test_each_question_is_drawn_two_others_the_same_in_every_run():
    draws = steady.drawn(ASKED)
    assert [d.question.id for d in draws] == [q.id for q in ASKED for _ in range(2)]
    assert len({d.id for d in draws}) == len(draws)
    assert all(d.before.id != d.question.id for d in draws)
    assert draws == steady.drawn(ASKED)


def test_what_goes_before_is_not_about_the_same():
    alike = [Question(id=f"水{i}", words=f"第三水厂的事{i}") for i in range(4)]
    apart = [Question(id=f"异{i}", words=w) for i, w in enumerate(["粮食", "学位", "机场", "养老"])]
    before = {d.before.id[0] for d in steady.drawn([*alike, *apart]) if d.question.id[0] == "水"}
    assert before == {"异"}


ROWS = [
    {"id": "A1", "type": "fact", "question": "修了几座桥？", "evidence": [BRIDGES]},
    {"id": "A2", "type": "fact", "question": "新增学位？", "evidence": [PLACES]},
    {"id": "A3", "type": "unanswerable", "question": "机场呢？", "evidence": []},
]


class Swayed(SmallAssistant):
    """Answers as the small one does, but after a question about bridges quotes bridges, and after places refuses."""

    def answer(self, question, history):
        alone = super().answer(question, history)
        if history and "桥" in history[-1].question:
            return answer(BRIDGES, question)
        return Answer(Status.NOT_FOUND, question, "") if history and "学位" in history[-1].question else alone


def start(tmp_path, *more, assistant=None, rows=ROWS):
    town = tmp_path / "小镇.txt"
    town.write_text(SOURCE, "utf-8")
    asked = write_lines(tmp_path / "asked.jsonl", *rows)
    assistant = assistant or Swayed()
    parts = Parts(ingest=lambda files, settings: "hash", open=lambda settings: assistant, html=lambda a, q: a.lead)
    given = ["--report", str(town), "--questions", str(asked), "--out", str(tmp_path / "out"), *more]
    return steady.main(given, lambda: parts)


def read(tmp_path, name):
    return json.loads((tmp_path / "out" / name).read_text("utf-8"))


def test_a_run_asks_each_alone_and_after_others_and_sums_up(tmp_path, capsys):
    assistant = Swayed()
    assert start(tmp_path, assistant=assistant) == 0
    words = [row["question"] for row in ROWS]
    assert assistant.heard[:3] == [(w, ()) for w in words]
    pairs = [(w, (o,)) for w in words for o in words if o != w]
    assert sorted(assistant.heard[3:]) == sorted(pairs)
    # A1 after A2 is refused, after A3 kept; A2 after A1 quotes bridges, after A3 kept; A3 after A1 quotes bridges.
    assert read(tmp_path, "summary.json") == {
        "n": 9,
        "cases": 4,
        "kept": 0.5,
        "same": 0.5,
        "refused_alone": 1.0,
        "refused_after": 0.5,
        "errors": 0,
    }
    rows = [json.loads(line) for line in (tmp_path / "out" / "figures.jsonl").read_text("utf-8").splitlines()]
    assert {row["id"]: row["kept"] for row in rows if row["kept"] is not None} == {
        "A2>A1": 0.0,
        "A3>A1": 1.0,
        "A1>A2": 0.0,
        "A3>A2": 1.0,
    }
    assert (read(tmp_path, "settings.json")["kind"], read(tmp_path, "settings.json")["seed"]) == ("steady", steady.SEED)
    assert "kept" in capsys.readouterr().out


@pytest.mark.parametrize(("floor", "status"), [(0.5, 0), (0.6, 1)])
def test_floors_are_held_to(tmp_path, capsys, floor, status):
    floors = write_lines(tmp_path / "floors.json", {"steady": {"kept": floor}})
    assert start(tmp_path, "--floors", str(floors)) == status
    assert ("kept = 0.5，低于下限" in capsys.readouterr().err) == bool(status)


def test_an_assistant_that_refuses_everything_holds_no_floor(tmp_path, capsys):
    class Refuses:
        def answer(self, question, history):
            return Answer(Status.NOT_FOUND, question, "")

    floors = write_lines(tmp_path / "floors.json", {"steady": {"kept": 0.0}})
    assert start(tmp_path, "--floors", str(floors), assistant=Refuses()) == 1
    assert "kept 没有测到" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(ROWS[:1], "至少要有两道题", id="one question"),
        pytest.param(
            [*ROWS, {"id": "A9", "question": "?", "evidence": ["别处的话"]}], "A9", id="gold of another report"
        ),
    ],
)
def test_what_cannot_be_asked_is_told_before_the_work(tmp_path, capsys, rows, told):
    assistant = Swayed()
    assert start(tmp_path, rows=rows, assistant=assistant) == 1
    assert told in capsys.readouterr().err
    assert assistant.heard == []
