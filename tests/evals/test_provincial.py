"""The questions over many reports: what counts as right, and that the command tells it."""

from __future__ import annotations

import json

import pytest

from evals.provincial import fault_of, main
from evals.sitting import Parts
from rag.domain import Answer, Status
from tests.rag.exact.test_wording_places import wording
from tests.several_places import THREE

LOOK = wording(*THREE)
LOADED = ["云岭", "沧河", "青浦"]
WHO = {"id": "e1", "type": "enumerate", "question": "哪些市提到了低空经济", "gt_provinces": ["云岭", "沧河", "远山"]}
FACT = {"id": "f1", "type": "fact", "question": "青浦的目标", "province": "青浦", "evidence": "增长7%左右"}
EACH = {
    "id": "a1",
    "type": "aggregate",
    "question": "各市目标",
    "targets": {"云岭": "6%左右", "沧河": "5.5%左右", "远山": "1%"},
}
BOTH = {
    "id": "c1",
    "type": "compare",
    "question": "对比",
    "provinces": ["云岭", "青浦"],
    "evidence": ["增长6%", "增长7%"],
}
NONE = {"id": "n1", "type": "negative", "question": "哪些市提到了飞行汽车"}
NOTHING = Answer(Status.NOT_FOUND, "", "没有找到。")


def look(query: str) -> Answer:
    return LOOK.look_up(query)


@pytest.mark.parametrize(
    ("row", "answer", "fault"),
    [
        pytest.param(WHO, look("低空经济"), "", id="list, without the province that is not there"),
        pytest.param(WHO, look("无人机航线"), "漏沧河", id="list, one missing"),
        pytest.param(WHO, look("低空经济 OR 老年用品"), "多青浦", id="list, one too many"),
        pytest.param(WHO, NOTHING, "没有回答（not_found）", id="list, refused"),
        pytest.param(FACT, look("地区生产总值增长7%左右"), "", id="fact"),
        pytest.param(FACT, look("地区生产总值增长6%左右"), "没引到青浦；引了云岭", id="fact of another place"),
        pytest.param(EACH, look("增长6%左右 OR 增长5.5%左右"), "", id="each"),
        pytest.param(EACH, look("增长6%左右"), "没引到沧河", id="each, one missing"),
        pytest.param(BOTH, look("增长6%左右 OR 增长7%左右"), "", id="two"),
        pytest.param(NONE, NOTHING, "", id="nothing, refused"),
        pytest.param(NONE, look("低空经济"), "没有的内容被答了", id="nothing, answered"),
    ],
)
def test_what_is_wrong_with_an_answer(row, answer, fault):
    assert fault_of(row, answer, LOADED) == fault


class Small:
    """Answers both faces from the look-up."""

    def answer(self, question, history):
        return LOOK.look_up("增长7%左右" if question == FACT["question"] else question)

    def wording(self, query):
        return LOOK.look_up(query)


@pytest.fixture
def shared(tmp_path):
    (tmp_path / "reports").mkdir()
    for report in THREE:
        (tmp_path / "reports" / f"{report.stem.replace('2032', '2025')}.txt").write_text(report.source, "utf-8")
    folder = tmp_path / "benchmarks" / "provincial_2025"
    folder.mkdir(parents=True)
    (folder / "questions.jsonl").write_text("".join(json.dumps(r) + "\n" for r in (WHO, FACT, NONE)), "utf-8")
    return tmp_path


def parts(assistant):
    return lambda: Parts(ingest=lambda files, settings: "", open=lambda settings: assistant, html=lambda a, q: "")


def test_the_command_counts_what_is_right_and_ends_with_0(shared, capsys, tmp_path):
    assert main(["--shared", str(shared), "--out", str(tmp_path / "out")], parts(Small())) == 0
    said = capsys.readouterr().out.split()
    assert said == [
        "chat",
        "enumerate",
        "1/1",
        "wording",
        "enumerate",
        "1/1",
        "chat",
        "fact",
        "1/1",
        *["chat", "negative", "1/1"],
        *["wording", "negative", "1/1"],
    ]
    rows = [json.loads(line) for line in (tmp_path / "out" / "provincial.jsonl").read_text("utf-8").splitlines()]
    assert rows[0]["provinces"] == ["云岭", "沧河"]


def test_a_wrong_answer_is_named_and_ends_with_1(shared, capsys):
    class Wrong(Small):
        def answer(self, question, history):
            return NOTHING

    assert main(["--shared", str(shared)], parts(Wrong())) == 1
    assert "e1 chat：没有回答（not_found）" in capsys.readouterr().out


def test_what_is_not_there_is_told_in_a_sentence(tmp_path, capsys):
    assert main(["--shared", str(tmp_path)], parts(Small())) == 1
    assert "评测没有完成" in capsys.readouterr().err
