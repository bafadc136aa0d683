"""python -m ingest: what it prints, what it returns, and that a mistake changes nothing."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import __main__ as command
from ingest.build import current_reports
from rag.errors import IndexBusy
from rag.generations import Generations
from rag.settings import Settings
from tests.small_reports import QINGXI_2031, QINGXI_2032

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command; gives exit status, standard output and standard error."""
    monkeypatch.setenv("WENBAO_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("WENBAO_EMBEDDING_MODEL", settings.embedding_model)

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = command.main([str(a) for a in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        return (status, *capsys.readouterr())

    return run


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "青溪_2031.txt"
    path.write_text(QINGXI_2031, "utf-8")
    return path


@pytest.fixture
def second(tmp_path: Path) -> Path:
    path = tmp_path / "青溪_2032.txt"
    path.write_text(QINGXI_2032, "utf-8")
    return path


def stems(settings: Settings) -> list[str]:
    return [r.stem for r in current_reports(settings)]


def test_the_summary_is_a_table_with_a_line_a_report(run: Run, first: Path, second: Path):
    status, out, _ = run(first, second)
    assert status == 0
    head, *rows, last = out.strip().split("\n")
    assert head.split() == ["报告", "年份", "地名", "段落", "已完成", "计划", "其他"]
    # the county's report of 2031: opening 1, review 6, plan 4 + 2, glossary 1
    assert [r.split() for r in rows] == [
        ["青溪_2031", "2031", "青溪县", "14", "6", "6", "2"],
        ["青溪_2032", "2032", "青溪县", "8", "3", "4", "1"],
    ]
    assert re.fullmatch(r"完成，用时 [\d.]+ 秒：22 段、\d+ 句，其中 \d+ 句新计算了向量。当前索引：[\d-]+", last)


def test_columns_stand_under_each_other(run: Run, first: Path, second: Path):
    lines = run(first, second)[1].split("\n")[:3]
    year = [
        command._width(line[: line.index(word)]) for line, word in zip(lines, ("年份", "2031", "2032"), strict=False)
    ]
    # the stem holds the year too: look behind it
    year[1:] = [
        command._width(line[: line.index(word, 8)]) for line, word in zip(lines[1:], ("2031", "2032"), strict=True)
    ]
    assert len(set(year)) == 1


def test_progress_is_shown_for_each_step(run: Run, first: Path):
    err = run(first)[2]
    assert "计算向量" in err
    assert "写入索引" in err


def test_what_staff_should_know_is_said(run: Run, tmp_path: Path):
    path = tmp_path / "无名.txt"
    path.write_text("各位代表：\n一、工作回顾\n×市修成三座桥。", "utf-8")
    out = run(path)[1]
    assert "注意：无名：没有找到年份" in out
    assert "--place 指定" in out


def test_files_given_replace_what_was_there(run: Run, settings: Settings, first: Path, second: Path):
    run(first)
    run(second)
    assert stems(settings) == ["青溪_2032"]


def test_adding_keeps_what_was_there(run: Run, settings: Settings, first: Path, second: Path):
    run(first)
    assert run("--add", second)[0] == 0
    assert stems(settings) == ["青溪_2031", "青溪_2032"]


def test_adding_a_report_again_updates_it(run: Run, settings: Settings, first: Path, second: Path):
    run(first, second)
    first.write_text(QINGXI_2031.replace("6座", "7座"), "utf-8")
    out = run("--add", first)[1]
    assert sorted(stems(settings)) == ["青溪_2031", "青溪_2032"]
    assert "其中 1 句新计算了向量" in out


def test_a_report_can_be_removed(run: Run, settings: Settings, first: Path, second: Path):
    run(first, second)
    assert run("--remove", "青溪_2031")[0] == 0
    assert stems(settings) == ["青溪_2032"]


def test_title_year_and_place_can_be_given(run: Run, settings: Settings, first: Path):
    assert run(first, "--title", "某县报告", "--year", "1999", "--place", "某县")[0] == 0
    report = current_reports(settings)[0]
    assert (report.title, report.year, report.place) == ("某县报告", 1999, "某县")


def test_the_list_marks_the_current_generation_and_going_back_moves_the_mark(run: Run, first: Path, second: Path):
    run(first)
    run(second)
    lines = run("--list")[1].strip().split("\n")
    assert [line.startswith("当前") for line in (x.strip() for x in lines)] == [False, True]
    assert "青溪_2031" in lines[0] and "青溪_2032" in lines[1]
    status, out, _ = run("--rollback")
    assert (status, "已退回到索引" in out, "不必重启" in out) == (0, True, True)
    assert [line.strip().startswith("当前") for line in run("--list")[1].rstrip().split("\n")] == [True, False]


def test_rebuilding_uses_the_model_of_now(
    run: Run, settings: Settings, first: Path, other_model: Path, monkeypatch: pytest.MonkeyPatch
):
    run(first)
    monkeypatch.setenv("WENBAO_EMBEDDING_MODEL", str(other_model))
    status, out, _ = run("--rebuild")
    assert status == 0
    generations = Generations(settings.data_dir)
    assert generations.manifest(generations.current() or "").embedding == str(other_model)
    assert not re.search(r"其中 0 句", out)


def test_going_back_past_a_change_of_model_says_how_to_mend_it(
    run: Run, first: Path, other_model: Path, monkeypatch: pytest.MonkeyPatch
):
    run(first)
    monkeypatch.setenv("WENBAO_EMBEDDING_MODEL", str(other_model))
    run("--rebuild")
    run("--rollback")
    assert run("--rebuild")[0] == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("没有.txt", None, "找不到这个文件", id="a missing file"),
        pytest.param("空.txt", b"", "文件是空的", id="an empty file"),
        pytest.param("空白.txt", b"\n \n", "没有文字", id="a file of white space"),
        pytest.param(
            "便条.txt", "今天天气很好，适合出门。".encode(), "没有找到报告的提纲", id="a text without outline"
        ),
        pytest.param("大.txt", b"x" * (50 * 1024 * 1024 + 1), "超过上限 50 MB", id="a file over 50 MB"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(
    run: Run, settings: Settings, tmp_path: Path, first: Path, name: str, content: bytes | None, sentence: str
):
    run(first)
    before = Generations(settings.data_dir).current()
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    status, out, err = run(first, path) if name != "没有.txt" else run(path)
    assert (status, out) == (1, "")
    assert name in err and sentence in err
    assert len(err.strip().split("\n")) <= 2, err
    assert "Traceback" not in err
    assert Generations(settings.data_dir).current() == before
    assert stems(settings) == ["青溪_2031"]


def _same_stem(tmp_path: Path, first: Path) -> list[str | Path]:
    twin = tmp_path / "other" / first.name
    twin.parent.mkdir()
    twin.write_text(QINGXI_2032, "utf-8")
    return [first, twin]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        pytest.param(_same_stem, 1, "有两个文件同名：青溪_2031", id="two files of the same name"),
        pytest.param(lambda t, f: [f, f, "--year", "2031"], 2, "只能在导入一个文件时使用", id="a year for two files"),
        pytest.param(
            lambda t, f: ["--remove", "青溪_1999"],
            1,
            "现有索引里没有这些报告：青溪_1999",
            id="an unknown report to remove",
        ),
        pytest.param(lambda t, f: ["--remove", "青溪_2031"], 1, "一份报告也不剩", id="the last report to remove"),
        pytest.param(lambda t, f: [], 2, "没有给出报告文件", id="nothing at all"),
        pytest.param(lambda t, f: [f, "--year", "去年"], 2, "--year 的值“去年”不是整数", id="a year that is no number"),
        pytest.param(lambda t, f: [f, "--year"], 2, "--year 后面缺少内容", id="a year that is left out"),
        pytest.param(lambda t, f: ["--unknown"], 2, "不认识“--unknown”", id="an unknown option"),
        pytest.param(lambda t, f: ["--rollback"], 1, "没有更早的索引", id="going back with nothing behind"),
    ],
)
def test_a_wrong_command_gets_a_sentence_and_changes_nothing(
    run: Run,
    settings: Settings,
    tmp_path: Path,
    first: Path,
    arguments: Callable[[Path, Path], list[str | Path]],
    status: int,
    sentence: str,
):
    run(first)
    before = Generations(settings.data_dir).current()
    got, out, err = run(*arguments(tmp_path, first))
    assert (got, out) == (status, "")
    assert sentence in err
    assert "Traceback" not in err
    assert not re.search(r"[a-z]{4,} [a-z]{3,} [a-z]{3,}", err.replace("python -m ingest", "")), "English in a message"
    assert Generations(settings.data_dir).current() == before


@pytest.mark.parametrize("option", ["--list", "--rollback", "--rebuild", "--remove"])
def test_without_an_index_an_option_says_so(run: Run, settings: Settings, option: str):
    status, _, err = run(option, *(["x"] if option == "--remove" else []))
    assert status == 1
    assert re.search("还没有索引|没有更早的索引|没有这些报告", err)
    assert Generations(settings.data_dir).current() is None


def test_an_unknown_model_is_told_with_a_remedy(run: Run, first: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("WENBAO_EMBEDDING_MODEL", str(tmp_path / "no-model"))
    status, _, err = run(first)
    assert status == 1
    assert "嵌入模型" in err and "请运行：" in err


def test_a_setting_that_cannot_be_read_names_its_variable(run: Run, first: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WENBAO_KEEP_GENERATIONS", "三")
    status, _, err = run(first)
    assert (status, "WENBAO_KEEP_GENERATIONS" in err) == (1, True)


def test_while_another_ingests_one_is_told_to_wait(run: Run, settings: Settings, first: Path):
    with Generations(settings.data_dir).writing():
        status, _, err = run(first)
    assert (status, "另一个进程正在导入" in err) == (1, True)
    assert run(first)[0] == 0


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        pytest.param(OSError(28, "No space left on device"), "读写磁盘失败", id="a full disk"),
        pytest.param(KeyboardInterrupt(), "已中断，现有索引没有改动", id="Ctrl-C"),
        pytest.param(IndexBusy("请等它结束。"), "请等它结束。", id="a busy index"),
    ],
)
def test_what_goes_wrong_while_building_is_a_sentence(
    run: Run, first: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, sentence: str
):
    def failing(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(command, "build", failing)
    status, out, err = run(first)
    assert (status, out, sentence in err) == (1, "", True)


def test_two_who_add_at_once_lose_nothing(
    run: Run, settings: Settings, first: Path, second: Path, monkeypatch: pytest.MonkeyPatch
):
    run(first)
    real = command._kept

    def slow(*given: object) -> object:
        kept = real(*given)  # type: ignore[arg-type]
        monkeypatch.setattr(command, "_kept", real)
        assert command.main(["--add", str(second)]) == 0  # the other one, meanwhile
        return kept

    monkeypatch.setattr(command, "_kept", slow)
    status, _, err = run("--remove", "青溪_2031", "--add", first)
    assert (status, "刚刚换了索引" in err) == (1, True)
    assert stems(settings) == ["青溪_2031", "青溪_2032"]


def test_help_is_in_chinese_and_names_every_option(run: Run):
    status, out, _ = run("--help")
    assert status == 0
    for option in (
        "--add",
        "--remove",
        "--year",
        "--place",
        "--title",
        "--password",
        "--list",
        "--rollback",
        "--rebuild",
    ):
        assert option in out
    assert "导入政府工作报告" in out


def test_the_module_runs_as_a_program():
    assert "sys.exit(main())" in Path(sys.modules[command.__name__].__file__ or "").read_text("utf-8")


def periods(settings: Settings, part: str) -> set[str | None]:
    return {s.period for r in current_reports(settings) for s in r.sections if s.path[0] == part}


PLAN = "二、2031年工作安排"


def test_a_part_is_put_right_and_stays_so_when_the_file_is_ingested_again(run: Run, settings: Settings, first: Path):
    assert run(first)[0] == 0
    assert periods(settings, PLAN) == {"planned"}
    assert run(first, "--period", f"{PLAN}=已完成")[0] == 0
    assert periods(settings, PLAN) == {"done"}
    status, _, err = run(first)
    assert (status, periods(settings, PLAN)) == (0, {"done"})
    assert "沿用了以前" in err
    assert run(first, "--forget")[0] == 0
    assert periods(settings, PLAN) == {"planned"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param("二、没有这一部分=计划", "没有“二、没有这一部分”", id="no such part"),
        pytest.param(f"{PLAN}=将来", "要写成", id="no such period"),
        pytest.param(PLAN, "要写成", id="no period"),
    ],
)
def test_a_wrong_period_gets_a_sentence_and_changes_nothing(
    run: Run, settings: Settings, first: Path, words: str, said: str
):
    status, _, err = run(first, "--period", words)
    assert status == 1
    assert said in err
    assert current_reports(settings) == ()


def test_looking_first_shows_outline_and_warnings_and_publishes_nothing(run: Run, settings: Settings, tmp_path: Path):
    cut = tmp_path / "青溪_2031.txt"
    cut.write_text(QINGXI_2031[: QINGXI_2031.index(PLAN)], "utf-8")
    status, out, err = run(cut, "--check")
    assert status == 0
    assert "一、2030年工作回顾  已完成" in out
    assert "可能没有分对" in err
    assert current_reports(settings) == ()
