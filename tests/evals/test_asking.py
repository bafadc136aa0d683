"""Questions put to an assistant, answers written down."""

import pytest

from evals.asking import answer_row, ask_all, read_texts
from evals.questions import Gold, Question
from rag.domain import Answer, Status, Turn
from tests.evals.small import BRIDGES, PLACES, SOURCE, SmallAssistant, answer, report

TEXTS = {"小镇": SOURCE}


def ask(*questions, texts=TEXTS):
    assistant = SmallAssistant()
    rows = ask_all(questions, assistant.answer, lambda a, asked: f"<p>{asked}</p>", texts, quiet=True)
    return assistant, rows


def test_only_the_words_of_a_question_reach_the_assistant():
    assistant, _ = ask(Question(id="1", words="修了几座桥？", type="fact", period="done", evidence=(Gold(BRIDGES),)))
    assert assistant.heard == [("修了几座桥？", ())]


def test_a_turn_is_asked_with_the_turns_before_it_and_no_others():
    turns = [
        ("D1", "新增学位多少？"),
        ("D2", "修了桥吗？"),
        ("D1", "具体呢？"),
        ("", "机场呢？"),
        ("D1", "还有呢？"),
    ]
    questions = [Question(id=str(i), words=w, conversation=d) for i, (d, w) in enumerate(turns)]
    assistant, rows = ask(*questions)
    assert assistant.heard == [
        ("新增学位多少？", ()),
        ("修了桥吗？", ()),
        ("具体呢？", ("新增学位多少？",)),
        ("机场呢？", ()),
        ("还有呢？", ("新增学位多少？", "具体呢？")),
    ]
    assert [row["status"] for row in rows] == ["answered", "answered", "answered", "not_found", "not_found"]


def test_turns_may_be_taken_to_have_gone_before_a_question():
    assistant = SmallAssistant()
    questions = [Question(id="1", words="具体呢？"), Question(id="2", words="具体呢？")]
    before = {"2": (Turn("新增学位多少？"),)}
    rows = ask_all(questions, assistant.answer, lambda a, asked: "", TEXTS, before=before, quiet=True)
    assert assistant.heard == [("具体呢？", ()), ("具体呢？", ("新增学位多少？",))]
    assert [row["status"] for row in rows] == ["not_found", "answered"]


def test_a_row_is_what_the_contract_says():
    _, (row,) = ask(Question(id="A1", words="修了几座桥？"))
    seconds = row.pop("seconds")
    assert 0 <= seconds < 1
    assert row == {
        "id": "A1",
        "status": "answered",
        "text": "报告提到：\n修成了三座桥[1]",
        "citations": [
            {
                "report": "小镇",
                "start": 7,
                "end": 13,
                "quote": BRIDGES,
                "heading": "去年工作",
                "period": "done",
            }
        ],
        "found": [{"report": "小镇", "start": 7, "end": 13}],
        "html": "<p>修了几座桥？</p>",
    }


def test_no_more_than_ten_passages_are_written_down():
    passages = answer(PLACES).found * 12
    row = answer_row("1", Answer(Status.PARTIAL, "?", "", found=passages), 0.0, "", TEXTS)
    assert len(row["found"]) == 10


def test_offsets_count_a_mark_before_the_source():
    marked = {"小镇": "\ufeff" + SOURCE}
    _, (row,) = ask(Question(id="1", words="桥"), texts=marked)
    cited = row["citations"][0]
    assert marked["小镇"][cited["start"] : cited["end"]] == cited["quote"] == BRIDGES


def test_a_source_that_is_not_the_files_text_is_an_error():
    with pytest.raises(ValueError, match="小镇"):
        answer_row("1", answer(BRIDGES, of=report(source="表" + SOURCE)), 0.0, "", TEXTS)


def test_texts_are_read_with_universal_newlines(tmp_path):
    (tmp_path / "小镇.txt").write_bytes("一行\r\n二行".encode())
    assert read_texts([tmp_path / "小镇.txt"]) == {"小镇": "一行\n二行"}


def test_a_file_that_is_not_utf8_is_an_error_that_names_it(tmp_path):
    (tmp_path / "小镇.txt").write_bytes("政府工作报告".encode("gb18030"))
    with pytest.raises(ValueError, match=r"小镇\.txt"):
        read_texts([tmp_path / "小镇.txt"])


def test_two_reports_of_one_name_are_an_error(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "小镇.txt").write_text("一", "utf-8")
    with pytest.raises(ValueError, match="小镇"):
        read_texts(sorted(tmp_path.glob("*/*.txt")))
