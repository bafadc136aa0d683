"""What staff do about questions that could not be answered: synonyms and replies, at once, with who and when, undone."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.build import build
from ingest.outline import outline
from rag import lexicon
from rag.assistant import Assistant
from rag.desk.book import Book
from rag.desk.unanswered import Unanswered
from rag.domain import Answer, Status
from rag.errors import WenbaoError
from rag.read.judge import Judge
from rag.replies import reply
from rag.settings import HOME
from tests.small_reports import qingxi

ASKED = "公积金贷款利率是多少"
REPLY = "公积金由管理中心负责，请拨打12329。"
WORDS = Judge().question_words
REPORTS = (qingxi(2031), qingxi(2032))


@pytest.fixture
def unanswered(settings, embedding) -> Unanswered:
    return Unanswered(settings, embedding, WORDS, lambda: REPORTS)


def not_found(question: str) -> Answer:
    advice = reply("not_found", "advice", hotline="12345")
    return Answer(Status.NOT_FOUND, question, reply("not_found", "lead"), advice=advice)


# ---- what is counted


def test_what_was_not_answered_is_counted_and_nothing_else(unanswered) -> None:
    for status in Status:
        unanswered.note_answer(replace(not_found("社区食堂一顿饭多少钱"), status=status))
    unanswered.note_answer(not_found(""))
    assert {c.status: c.times for c in unanswered.journal.counted(1)} == {"partial": 1, "not_found": 1}


def test_thumbs_down_are_counted_and_thumbs_up_are_not(unanswered) -> None:
    for status in Status:
        unanswered.note_judgement("社区食堂一顿饭多少钱", status.value, False, "")
        unanswered.note_judgement("社区食堂一顿饭多少钱", status.value, True, "很好")
    assert {c.status for c in unanswered.journal.counted(1)} == {"answered", "partial", "not_found"}
    assert all(c.down and c.times == 1 for c in unanswered.journal.counted(1))
    assert unanswered.remarks(1) == []


def test_a_remark_is_kept_as_given_on_one_line_and_without_personal_numbers(unanswered) -> None:
    unanswered.note_judgement("社区食堂多少钱", "partial", False, "没说\n\x00价格" + "长" * 300)
    unanswered.note_judgement("社区食堂多少钱", "partial", False, "打我手机13800138000")
    (kept,) = unanswered.remarks(1)
    assert kept.text.startswith("没说 价格长")
    assert len(kept.text) == 200
    assert unanswered.journal.counted(1)[0].times == 2


def test_no_part_of_a_question_with_a_personal_number_reaches_the_disk(unanswered, settings) -> None:
    unanswered.note_answer(not_found("我的手机13800138000，社区食堂多少钱"))
    unanswered.note_judgement("身份证11010519491231002X，社区食堂多少钱", "partial", False, "")
    assert unanswered.journal.counted(1) == []


def test_words_of_the_present_reports_are_known(settings, embedding) -> None:
    shelf = [()]
    unanswered = Unanswered(settings, embedding, WORDS, lambda: shelf[-1])
    unanswered.note_answer(not_found("清江大桥多长"))
    shelf.append(REPORTS)
    unanswered.note_answer(not_found("无人机配送航线多长"))
    words = [c.words for c in unanswered.journal.counted(1)]
    assert any("无人机" in w for w in words)


# ---- synonyms


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("饭桌", "2 到 8 个"),
        ("", "2 到 8 个"),
        ("饭桌 饭桌", "2 到 8 个"),
        ("一号 二号 三号 四号 五号 六号 七号 八号 九号", "2 到 8 个"),
        ("老年饭桌 饭", "2 到 12 个字"),
        ("老年饭桌 社区里面给老年人吃饭的地方", "2 到 12 个字"),
        ("老年饭桌 <b>食堂", "只能有汉字"),
        ("老年饭桌 什么", "太常见"),
        ("老年饭桌 多少钱", "太常见"),
        ("老年饭桌 你们", "太常见"),
        ("老年饭桌 13800138000", "号码"),
        ("固投 固定资产投资", "已经是同义词"),
    ],
)
def test_a_line_that_is_no_good_is_refused_with_the_reason(unanswered, line, said) -> None:
    with pytest.raises(WenbaoError, match=said):
        unanswered.add_synonyms(line, "李工")
    assert unanswered.book.changes == ()


def test_who_it_was_must_be_said(unanswered) -> None:
    for who in ("", " \n", "长" * 21):
        with pytest.raises(WenbaoError, match="经办人"):
            unanswered.add_synonyms("老年饭桌 社区食堂", who)
        with pytest.raises(WenbaoError, match="经办人"):
            unanswered.add_reply(ASKED, REPLY, who)


def test_synonyms_are_taken_however_they_are_parted_and_not_twice(unanswered) -> None:
    assert unanswered.add_synonyms("老年饭桌、社区食堂，ＡＢ餐", "李工") == ("老年饭桌", "社区食堂", "ab餐")
    with pytest.raises(WenbaoError, match="已经是同义词"):
        unanswered.add_synonyms("社区食堂 老年饭桌", "李工")


@pytest.fixture
def assistant(settings, embedding, unanswered) -> Iterator[Assistant]:
    """Over a report of the invented city; it has what staff added."""
    report = HOME / "samples" / "云汀市_2025.txt"
    build([outline(report.read_text("utf-8"), stem=report.stem)], settings, embedding)
    lexicon.extend(unanswered.book.synonyms)
    yield Assistant(settings, embedding)
    lexicon.extend(None)


def test_a_question_in_the_words_of_the_people_is_answered_from_now_on_until_it_is_undone(
    assistant, unanswered
) -> None:
    question = "爬楼神器建了多少"
    before = assistant.answer(question)
    assert "加装电梯" not in before.text
    unanswered.add_synonyms("爬楼神器 加装电梯", "李工")
    after = assistant.answer(question)
    assert after.status is Status.ANSWERED
    assert "加装电梯" in after.text
    unanswered.undo(unanswered.book.changes[0].id, "王工")
    assert assistant.answer(question).text == before.text


# ---- replies


def test_a_reply_stands_in_the_place_of_the_advice_and_says_whose_it_is(unanswered) -> None:
    unanswered.add_reply(ASKED, REPLY, "李工")
    answer = unanswered.with_reply(not_found("请问公积金贷款的利率是多少啊？"))
    assert answer.advice == f"工作人员答复（不是报告原文）：{REPLY}"
    assert answer.lead == reply("not_found", "lead")
    assert (answer.status, answer.claims, answer.citations) == (Status.NOT_FOUND, (), ())


def test_what_is_said_of_masked_figures_stays(unanswered) -> None:
    unanswered.add_reply(ASKED, REPLY, "李工")
    masked = reply("notes", "masked")
    partial = replace(
        not_found(ASKED), status=Status.PARTIAL, advice=masked + reply("partial", "advice", hotline="12345")
    )
    assert unanswered.with_reply(partial).advice == f"{masked}工作人员答复（不是报告原文）：{REPLY}"


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.PARTIAL, Status.NOT_FOUND)])
def test_no_other_answer_gets_a_reply(unanswered, status) -> None:
    unanswered.add_reply(ASKED, REPLY, "李工")
    answer = replace(not_found(ASKED), status=status)
    assert unanswered.with_reply(answer) is answer


@pytest.mark.parametrize(
    ("written", "asked", "meets"),
    [
        ("公积金贷款利率是多少", "公积金贷款利率多少呢", True),
        ("公积金贷款利率是多少", "利率是多少啊，公积金贷款", True),
        ("地铁什么时候通车", "地铁啥时候通车", True),
        ("公积金贷款利率是多少", "公积金怎么提取", False),
        ("公积金贷款利率是多少", "商业贷款利率是多少", False),
        ("地铁3号线什么时候通车", "地铁2号线什么时候通车", False),
        ("去年建了几所小学", "今年建了几所小学", False),
        ("今年小学学位有多少", "今年中学学位有多少", False),
        ("公积金能提取吗", "公积金不能提取吗", False),
        ("低保什么时候发", "低保什么时候停", False),
    ],
)
def test_a_reply_is_for_its_own_question_only(unanswered, written, asked, meets) -> None:
    unanswered.add_reply(written, REPLY, "李工")
    assert (unanswered.with_reply(not_found(asked)).advice.startswith("工作人员答复")) is meets


@pytest.mark.parametrize(
    ("asked", "text", "said"),
    [
        ("…怎么补办", REPLY, "“…”"),
        ("利率", REPLY, "4 到 60"),
        ("贷款利率" * 16, REPLY, "4 到 60"),
        ("一共是多少钱呢", REPLY, "没有说是什么事"),
        (ASKED, "不知道", "5 到 200"),
        (ASKED, "长" * 201, "5 到 200"),
        (ASKED, "请打张科长手机13800138000", "号码"),
        ("13800138000是谁的", REPLY, "号码"),
    ],
)
def test_a_reply_that_is_no_good_is_refused_with_the_reason(unanswered, asked, text, said) -> None:
    with pytest.raises(WenbaoError, match=said):
        unanswered.add_reply(asked, text, "李工")
    assert unanswered.book.changes == ()


def test_of_two_replies_the_newer_counts_and_its_undoing_brings_the_older_back(unanswered) -> None:
    unanswered.add_reply(ASKED, REPLY, "李工")
    with pytest.raises(WenbaoError, match="一样的答复"):
        unanswered.add_reply("请问公积金贷款利率是多少", REPLY, "李工")
    unanswered.add_reply(ASKED, "现在请拨打12345。", "王工")
    assert unanswered.with_reply(not_found(ASKED)).advice.endswith("现在请拨打12345。")
    unanswered.undo(unanswered.book.changes[0].id, "王工")
    assert unanswered.with_reply(not_found(ASKED)).advice.endswith(REPLY)
    assert unanswered.has_reply("公积金 贷款 利率 是 多少")
    assert not unanswered.has_reply("…")


# ---- the book


def test_every_act_is_kept_with_who_and_when(unanswered, settings) -> None:
    unanswered.add_reply(ASKED, REPLY, " 李工\n")
    id = unanswered.book.changes[0].id
    unanswered.undo(id, "王工")
    with pytest.raises(WenbaoError, match="已经撤销"):
        unanswered.undo(id, "王工")
    unanswered.redo(id, "赵工")
    with pytest.raises(WenbaoError, match="已经恢复"):
        unanswered.redo(id, "赵工")
    with pytest.raises(WenbaoError, match="不存在"):
        unanswered.undo(99, "王工")
    (change,) = Book(settings.data_dir).changes
    assert [(a.what, a.who) for a in change.acts] == [("add", "李工"), ("undo", "王工"), ("redo", "赵工")]
    assert all(len(a.made) == len("2031-03-01 08:30") for a in change.acts)
    assert change.holds
    assert stat.S_IMODE((settings.data_dir / "desk.sqlite").stat().st_mode) == 0o600


def test_another_process_takes_it_up_at_its_next_question(settings, unanswered) -> None:
    other = Book(settings.data_dir)
    unanswered.add_synonyms("老年饭桌 社区食堂", "李工")
    assert other.synonyms() == ()
    other.refresh()
    assert other.synonyms() == (("老年饭桌", "社区食堂"),)
    same = other.synonyms()
    other.refresh()
    assert other.synonyms() is same


def test_a_damaged_book_does_not_stop_the_answers(settings, unanswered, caplog) -> None:
    unanswered.add_synonyms("老年饭桌 社区食堂", "李工")
    (settings.data_dir / "desk.sqlite").write_bytes(b"no database at all" * 100)
    unanswered.book.refresh()
    assert unanswered.book.synonyms() == (("老年饭桌", "社区食堂"),)
    assert "cannot be read" in caplog.text
    with pytest.raises(sqlite3.Error):
        unanswered.add_synonyms("共享单车 共享自行车", "李工")
