"""Training questions: the form of our own files, and places kept apart."""

from __future__ import annotations

import json

from training.rows import CITIES, STANDALONE, Row, fold_of, place_of, teaches_encoder


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_our_questions_hold_offsets_and_no_text_of_a_report():
    for row in rows(CITIES):
        assert set(row) == {"report", "kind", "question", "spans", "near", "period", "group", "standalone"}
        assert all(len(span) == 2 and 0 <= span[0] < span[1] for span in row["spans"])
        assert (row["kind"] == "answerable") == bool(row["spans"])


def test_a_question_that_stands_alone_is_written_out_only_in_a_conversation():
    assert all(row["group"].startswith("c") for row in rows(CITIES) if row["standalone"])
    assert len({row["id"] for row in rows(STANDALONE)}) == len(rows(STANDALONE))


def test_parts_and_former_names_of_a_county_are_one_place():
    assert {place_of(s) for s in ("徐水县_2010", "徐水区人民_2013", "保定市徐水区_2018")} == {"徐水"}
    assert fold_of("徐水县_2010") == fold_of("保定市徐水区_2018")


def test_a_place_teaches_the_encoder_or_the_judge_never_both():
    taught: dict[str, set[bool]] = {}
    for row in rows(CITIES):
        taught.setdefault(place_of(row["report"]), set()).add(teaches_encoder(Row(row["report"], "answerable", "")))
    assert all(len(sides) == 1 for sides in taught.values())
    assert teaches_encoder(Row("湖北_2026", "citizen", ""))
    assert not teaches_encoder(Row("四川_2025", "near_miss", ""))
