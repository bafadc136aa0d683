"""The questions that need several places of the newer sample: exact gold, and truly in several places."""

import unicodedata

import pytest

from evals.case import Case
from evals.figures import evidence_recall
from evals.questions import Kind, load_questions, read_jsonl
from rag.settings import HOME

SAMPLES = HOME / "samples"
STEM = "云汀市_2025"
TEXT = (SAMPLES / f"{STEM}.txt").read_text("utf-8")
ROWS = read_jsonl(SAMPLES / "several.jsonl")
PLANS = TEXT.index("二、2025年工作安排")
each = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


def fold(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c in "×%" or unicodedata.category(c)[0] not in "PZC")


def paragraph(span):
    return TEXT.count("\n", 0, TEXT.index(span))


def test_there_are_forty_and_no_other_file_has_them():
    assert len({row["id"] for row in ROWS}) == len({row["question"] for row in ROWS}) == len(ROWS) == 40
    for name in ("questions", "questions_2years", "wording", "adversarial", "dialogues"):
        others = read_jsonl(SAMPLES / f"{name}.jsonl")
        assert not {row["id"] for row in others} & {row["id"] for row in ROWS}
        assert not {row.get("question") for row in others} & {row["question"] for row in ROWS}


@each
def test_gold_stands_in_one_place_and_the_question_needs_several(row):
    assert (row["report"], row["type"]) == (STEM, "several")
    assert [span for span in row["evidence"] if TEXT.count(span) != 1] == []
    assert [span for span in (*row["alt_evidence"], *row.get("also_ok", ())) if span not in TEXT] == []
    assert len({paragraph(span) for span in row["evidence"]}) >= 2


@each
def test_the_period_follows_from_where_the_gold_stands(row):
    looks_ahead = {TEXT.index(span) >= PLANS for span in row["evidence"]}
    expected = {"done": {False}, "planned": {True}, "both": {False, True}}
    assert row["period"] is None or looks_ahead == expected[row["period"]]


@each
def test_what_an_answer_must_say_is_in_the_gold(row):
    gold = fold("".join(row["evidence"]))
    assert row["must_include"]
    assert [words for words in row["must_include"] if fold(words) not in gold] == []


def test_half_of_the_places_are_half_of_the_recall():
    questions = {q.id: q for q in load_questions(SAMPLES / "several.jsonl", Kind.QUESTIONS)}
    first = ROWS[0]["evidence"][0]
    at = TEXT.index(first)
    quoted = {"report": STEM, "start": at, "end": at + len(first), "quote": first}
    got = Case(questions[ROWS[0]["id"]], {"status": "answered", "citations": [quoted]}, {STEM: TEXT})
    assert evidence_recall(got) == 0.5
