"""What is kept of questions that could not be answered: enough to mend, nothing about a person."""

from __future__ import annotations

import multiprocessing
import stat
from datetime import date, timedelta

import pytest

from rag.desk.alike import groups_of
from rag.desk.journal import MAX_A_DAY, Counted, Journal
from rag.desk.screen import GONE, MAX_WORDS, Screen
from rag.read.judge import Judge

REPORT = "新建社区食堂20个，地区生产总值增长6.1%。"
WEIGHT = Judge().question_words.weight


@pytest.fixture(scope="module")
def screen() -> Screen:
    return Screen(Judge().question_words.counts, [REPORT])


# ---- what may be kept


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("公积金贷款利率是多少？", "公积金 贷款 利率 是 多少"),
        ("社区食堂一顿饭多少钱", "社区 食堂 一顿饭 多少 钱"),
        ("GDP增长多少", "gdp 增长 多少"),
        ("PM2.5有多少", "pm2.5 有 多少"),
        ("大桥什么时候通车", "大桥 什么 时候 通车"),
        ("长廊建了多少", "长廊 建了 多少"),
        ("老百姓看病能报销多少", "老百姓 看病 能 报销 多少"),
    ],
)
def test_ordinary_words_and_words_of_the_reports_are_kept(screen, question, kept) -> None:
    assert screen.kept(question) == kept


@pytest.mark.parametrize(
    ("question", "secret"),
    [
        ("我叫王建国，身份证丢了怎么办", "建国"),
        ("我是赵丽华，我要投诉", "丽华"),
        ("我邻居陈大力家装修太吵", "大力"),
        ("李明明老师什么时候退休", "明明"),
        ("王芳的低保批了吗", "王"),
        ("欧阳娜娜住哪里", "欧阳"),
        ("阿不都热依木的户口在哪办", "阿不都"),
        ("欠薪的老板叫牛犇，怎么告", "牛犇"),
        ("酒吧的路飞先生扰民", "飞"),
        ("我家住幸福路12号3单元502室，漏水怎么办", "502"),
        ("我家住幸福路12号3单元502室，漏水怎么办", "12"),
        ("车牌鲁A12345被拖走了去哪取", "12345"),
        ("我家孩子2019年5月3日生的能上哪个小学", "2019"),
        ("一三五七号楼的电梯坏了", "一三五七"),
        ("工单号 88 66 55 处理了吗", "66"),
        ("查一下０５３１－８８８８是谁", "8888"),
    ],
)
def test_names_numbers_addresses_and_unknown_words_are_not(screen, question, secret) -> None:
    kept = screen.kept(question)
    assert secret not in kept.replace(" ", "")
    assert GONE in kept


@pytest.mark.parametrize(
    "question",
    [
        "我的手机13800138000，办身份证",
        "身份证 11010519491231002X 怎么补",
        "银行卡4111111111111111被冻结了",
        "给 zhangsan@example.com 回复",
        "我的微信是lisi_abc，请联系",
        "",
    ],
)
def test_of_a_question_with_a_personal_number_nothing_is_kept(screen, question) -> None:
    assert screen.kept(question) == ""


def test_a_long_question_is_cut(screen) -> None:
    assert len(screen.kept("社区食堂的钱，老百姓看病的钱，" * 20).split()) == MAX_WORDS


def test_what_is_left_out_in_a_row_is_one_sign(screen) -> None:
    assert screen.kept("zhang san li si 是谁") == f"{GONE} 是 谁"


# ---- the file


def test_only_counts_are_in_the_file_and_only_the_server_may_read_it(tmp_path) -> None:
    journal = Journal(tmp_path, 90)
    journal.count("社区 食堂", "partial")
    journal.count("社区 食堂", "partial")
    journal.count("社区 食堂", "partial", down=True, remark="没说价格")
    today = date.today().isoformat()
    assert journal.counted(7) == [
        Counted(today, "社区 食堂", "partial", False, 2),
        Counted(today, "社区 食堂", "partial", True, 1),
    ]
    assert [r.text for r in journal.remarks(7)] == ["没说价格"]
    assert stat.S_IMODE((tmp_path / "journal.sqlite").stat().st_mode) == 0o600


def test_what_is_too_old_is_gone_from_the_disk(tmp_path) -> None:
    day = date(2031, 3, 1)
    Journal(tmp_path, 90, lambda: day).count("很久 以前 的 独特词", "partial", down=True, remark="旧的原因")
    assert b"\xe7\x8b\xac\xe7\x89\xb9\xe8\xaf\x8d" in (tmp_path / "journal.sqlite").read_bytes()
    late = Journal(tmp_path, 90, lambda: day + timedelta(days=89))
    late.clear_old()
    assert len(late.counted(90)) == 1
    later = Journal(tmp_path, 90, lambda: day + timedelta(days=90))
    later.clear_old()
    assert (later.counted(1000), later.remarks(1000)) == ([], [])
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "独特词".encode() not in left
    assert "旧的原因".encode() not in left


def test_a_span_ends_with_its_first_day(tmp_path) -> None:
    day = date(2031, 3, 10)
    Journal(tmp_path, 90, lambda: day - timedelta(days=7)).count("早", "partial")
    Journal(tmp_path, 90, lambda: day - timedelta(days=6)).count("晚", "partial")
    assert [c.words for c in Journal(tmp_path, 90, lambda: day).counted(7)] == ["晚"]


def test_switched_off_nothing_is_kept_and_what_was_there_goes(tmp_path) -> None:
    Journal(tmp_path, 90).count("社区 食堂", "partial")
    off = Journal(tmp_path, 0)
    off.clear_old()
    off.count("望汀 大桥", "partial")
    assert Journal(tmp_path, 90).counted(90) == []
    nowhere = Journal(tmp_path / "other", 0)
    nowhere.clear_old()
    nowhere.count("望汀 大桥", "partial")
    assert not (tmp_path / "other").exists()


def test_a_flood_ends_at_so_many_wordings_a_day(tmp_path, monkeypatch) -> None:
    assert MAX_A_DAY > 1000
    monkeypatch.setattr("rag.desk.journal.MAX_A_DAY", 3)
    journal = Journal(tmp_path, 90)
    for i in range(5):
        journal.count(f"第{i}", "partial", down=True, remark="话")
    journal.count("第0", "partial", down=True)
    assert {c.words: c.times for c in journal.counted(1)} == {"第0": 2, "第1": 1, "第2": 1}
    assert len(journal.remarks(1)) == 3


def count_often(folder, times) -> None:
    journal = Journal(folder, 90)
    for _ in range(times):
        journal.count("社区 食堂", "not_found")


def test_several_processes_count_into_one_file(tmp_path) -> None:
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=count_often, args=(tmp_path, 25)) for _ in range(2)]
    for one in others:
        one.start()
    count_often(tmp_path, 25)
    for one in others:
        one.join(60)
        assert one.exitcode == 0
    assert [c.times for c in Journal(tmp_path, 90).counted(1)] == [75]


# ---- similar wording


def counted(
    words: str, status: str = "partial", day: str = "2031-03-01", times: int = 1, down: bool = False
) -> Counted:
    return Counted(day, words, status, down, times)


def test_similar_wording_is_one_group_under_its_commonest_form(embedding) -> None:
    rows = [
        counted("公积金 贷款 利率 是 多少", "not_found", "2031-03-02", 3),
        counted("住房 公积金 贷款 利息 多少", "partial", "2031-03-05"),
        counted("公积金 贷款 利率 是 多少", "not_found", "2031-03-05", 1, down=True),
        counted("请问 公积金 贷款 的 利率 是 多少 啊", day="2031-02-20"),
        counted("地铁 什么 时候 通车", times=2),
        counted("大桥 什么 时候 通车"),
    ]
    first, second, third = groups_of(rows, embedding, WEIGHT)
    assert first.words == "公积金 贷款 利率 是 多少"
    assert set(first.others) == {"住房 公积金 贷款 利息 多少", "请问 公积金 贷款 的 利率 是 多少 啊"}
    assert (first.not_found, first.partial, first.down, first.times) == (3, 2, 1, 6)
    assert (first.first, first.last) == ("2031-02-20", "2031-03-05")
    assert (second.words, third.words) == ("地铁 什么 时候 通车", "大桥 什么 时候 通车")
    assert groups_of(rows[::-1], embedding, WEIGHT) == (first, second, third)


def test_wordings_of_which_nothing_is_left_and_none_at_all(embedding) -> None:
    assert groups_of([], embedding, WEIGHT) == ()
    assert [g.words for g in groups_of([counted(GONE), counted("大桥 通车")], embedding, WEIGHT)] == [GONE, "大桥 通车"]
