"""What a person said of a report is remembered by its text."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.corrections import Corrections, Ledger
from ingest.outline import outline
from ingest.split import split
from tests.small_reports import QINGXI_2031

SAID = Corrections("某县报告", 2030, None, (("二、2031年工作安排", "done"),))


def test_the_same_text_is_known_again_and_another_is_not(tmp_path: Path):
    Ledger(tmp_path).keep("甲", SAID)
    assert Ledger(tmp_path).of("甲") == SAID
    assert Ledger(tmp_path).of("乙") == Corrections()


def test_nothing_said_forgets_what_was_said(tmp_path: Path):
    ledger = Ledger(tmp_path)
    ledger.keep("甲", SAID)
    ledger.keep("甲", Corrections())
    assert ledger.of("甲") == Corrections()


def test_a_damaged_file_counts_as_empty(tmp_path: Path):
    for text in ("{", "[]", '{"x": 1}'):
        (tmp_path / "corrections.json").write_text(text, "utf-8")
        assert Ledger(tmp_path).of("甲") == Corrections()


def test_new_words_win_over_old_ones():
    new = Corrections(None, 2032, "青溪县", (("三、加强政府自身建设", "done"),))
    assert new.over(SAID) == Corrections("某县报告", 2032, "青溪县", (*SAID.periods, *new.periods))


def test_a_report_is_known_by_its_text_with_the_lines_put_right_too(tmp_path: Path):
    lines = Corrections(lines={"0": "乙"})
    ledger = Ledger(tmp_path)
    ledger.keep("甲", lines, "乙")
    assert ledger.of("乙") == lines
    more = Corrections(year=2032).over(ledger.of("乙"))
    ledger.keep("乙", more)
    assert ledger.of("甲") == ledger.of("乙") == Corrections(year=2032, lines={"0": "乙"})
    ledger.keep("甲", Corrections())
    assert ledger.of("甲") == ledger.of("乙") == Corrections()


def test_a_file_of_before_there_were_lines_is_read(tmp_path: Path):
    Ledger(tmp_path).keep("甲", SAID)
    path = tmp_path / "corrections.json"
    rows = json.loads(path.read_text("utf-8"))
    for row in rows.values():
        del row["lines"]
    path.write_text(json.dumps(rows), "utf-8")
    assert Ledger(tmp_path).of("甲") == SAID


def test_a_part_looks_the_way_a_person_says_and_its_own_parts_too():
    said = (("二、2031年工作安排", "done"), ("二、2031年工作安排 / （二）改善城乡交通", "planned"))
    report = outline(QINGXI_2031, stem="青溪_2031", periods=said)
    periods = {p.path[-1]: p.period for p in split(report)}
    assert (periods["（一）做强茶叶产业"], periods["（二）改善城乡交通"]) == ("done", "planned")
    assert periods["（三）办好民生实事"] == "done"
