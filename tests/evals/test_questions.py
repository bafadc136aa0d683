"""Each kind of question file, read into one shape."""

import pytest

from evals.questions import Gold, Kind, Question, load_questions
from tests.evals.small import write_lines


def read(tmp_path, kind, *rows):
    return load_questions(write_lines(tmp_path / "q.jsonl", *rows), kind)


def test_a_question_keeps_its_gold_and_the_report_it_names(tmp_path):
    row = {
        "id": "A1",
        "report": "小镇",
        "type": "fact",
        "period": "done",
        "question": "修了几座桥？",
        "evidence": ["三座桥"],
        "alt_evidence": [{"report": "邻镇", "span": "两座桥"}],
        "must_include": ["三"],
        "near_miss": False,
    }
    assert read(tmp_path, Kind.QUESTIONS, row) == [
        Question(
            id="A1",
            words="修了几座桥？",
            type="fact",
            evidence=(Gold("三座桥", ("小镇",)),),
            alternatives=(Gold("两座桥", ("邻镇",)),),
            must_include=("三",),
            period="done",
        )
    ]


def test_a_question_about_several_reports_leaves_its_gold_open(tmp_path):
    row = {"id": "A1", "report": ["2030", "2031"], "question": "?", "evidence": ["三座桥"]}
    assert read(tmp_path, Kind.QUESTIONS, row)[0].evidence == (Gold("三座桥"),)


def test_a_dialogue_becomes_its_turns(tmp_path):
    turns = [{"user": "桥呢", "evidence": ["三座桥"]}, {"user": "学位呢", "evidence": []}, {"user": "还有呢"}]
    asked = read(tmp_path, Kind.DIALOGUES, {"id": "D1", "turns": turns})
    assert [(q.id, q.words, q.type, q.conversation) for q in asked] == [
        ("D1/1", "桥呢", "first", "D1"),
        ("D1/2", "学位呢", "follow_up", "D1"),
        ("D1/3", "还有呢", "follow_up", "D1"),
    ]


def test_a_look_up_asks_its_query(tmp_path):
    row = {"id": "W1", "query": "“三座桥”", "kind": "exact", "gold": ["三座桥"], "also_ok": ["桥"]}
    (asked,) = read(tmp_path, Kind.WORDING, row)
    assert (asked.words, asked.type, asked.evidence, asked.also_ok) == (
        "“三座桥”", "exact", (Gold("三座桥"),), (Gold("桥"),),
    )  # fmt: skip


def test_hostile_input_is_kept_as_it_is(tmp_path):
    row = {"id": "X1", "kind": "empty", "input": "", "expect": "empty_input_message"}
    (asked,) = read(tmp_path, Kind.ADVERSARIAL, row)
    assert (asked.words, asked.type, asked.expect) == ("", "empty", "empty_input_message")


def test_a_file_of_another_kind_is_an_error_that_names_the_line(tmp_path):
    with pytest.raises(ValueError, match=r"q\.jsonl 第 1 行不是 questions 题目：缺少字段 'question'"):
        read(tmp_path, Kind.QUESTIONS, {"id": "W1", "query": "桥"})


def test_an_id_given_twice_is_an_error(tmp_path):
    row = {"id": "A1", "question": "?"}
    with pytest.raises(ValueError, match="A1"):
        read(tmp_path, Kind.QUESTIONS, row, row)
