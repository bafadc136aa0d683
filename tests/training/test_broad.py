"""Broad questions made from a report."""

from __future__ import annotations

from ingest.outline import outline
from ingest.split import split
from rag.sentences import sentences
from rag.settings import HOME
from training.broad import SUBJECTS, broad_rows, is_on

REPORT = outline((HOME / "samples" / "云汀市_2025.txt").read_text("utf-8"), stem="云汀市_2025")
ROWS = [s for p in split(REPORT) for s in sentences(p)]


def test_each_question_is_answered_by_sentences_on_its_subject_in_its_period():
    made = broad_rows("云汀市_2025", ROWS, 20)
    by_start = {s.start: s for s in ROWS}
    assert len(made) == 20
    for row in (r for r in made if r.kind == "broad"):
        gold = [by_start[a] for a, _ in row.spans]
        assert len(gold) >= 2
        assert {s.passage.period for s in gold} <= ({row.period} if row.period else {"done", "planned"})
        subjects = [words for name, words in SUBJECTS.items() if name in row.question]
        assert any(all(is_on(s, words) for s in gold) for words in subjects)


def test_the_same_report_gives_the_same_questions():
    assert broad_rows("云汀市_2025", ROWS, 12) == broad_rows("云汀市_2025", ROWS, 12)
