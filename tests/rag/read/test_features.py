"""Features of real candidates of a small report."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.outline import outline
from ingest.split import split
from rag.domain import Findings, RankedSentence
from rag.read.encoder import TokenTable, load_encoder
from rag.read.features import NAMES, Evidence, Examiner
from rag.sentences import sentences
from rag.understand.frames import Frames
from rag.understand.question import understand

TEXT = "各位代表：\n一、2031年工作回顾\n修建公路12公里。新增路灯×盏。\n二、2032年工作安排\n修建公路20公里，打造甲、乙、丙三个园区。\n"
REPORT = outline(TEXT, stem="试验市_2032")
ROWS = [s for p in split(REPORT) for s in sentences(p)]


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    table = TokenTable.of(load_encoder().read(ROWS))
    return Examiner(load_encoder(), table, {(REPORT.stem, s.start): i for i, s in enumerate(ROWS)}, Frames({}))


def examined(examiner: Examiner, text: str, **changes: bool) -> Evidence:
    found = Findings((), (), tuple(RankedSentence(s, 1 / (1 + i), 0.1, 0.2, 0.3) for i, s in enumerate(ROWS)))
    question = replace(understand(text, years=[2032]), **changes)  # type: ignore[arg-type]
    return examiner.examine(question, found, skip=frozenset({"试验市", "试验"}))


def of(evidence: Evidence, opening: str, name: str) -> float:
    row = next(i for i, s in enumerate(evidence.sentences) if s.sentence.text.startswith(opening))
    return float(evidence.matrix[row, NAMES.index(name)])


def test_one_row_a_sentence_one_column_a_name_and_all_finite(examiner: Examiner):
    evidence = examined(examiner, "今年修多少公里公路")
    assert evidence.matrix.shape == (len(ROWS), len(NAMES))
    assert np.isfinite(evidence.matrix).all()
    assert evidence.near.shape == (len(ROWS), len(evidence.weights))


def test_the_period_asked_about_fits_or_does_not(examiner: Examiner):
    evidence = examined(examiner, "今年修多少公里公路")
    assert (of(evidence, "修建公路20", "period_fits"), of(evidence, "修建公路12", "period_wrong")) == (1, 1)


def test_a_unit_a_list_and_a_mask_are_seen(examiner: Examiner):
    evidence = examined(examiner, "去年修了多少公里公路")
    assert of(evidence, "修建公路12", "unit_there") == 1
    assert of(evidence, "新增路灯", "unit_there") == 0
    assert of(evidence, "新增路灯", "masked") == 1
    assert of(evidence, "修建公路20", "list_marks") == pytest.approx(2 / 6)


def test_the_sentence_about_the_thing_is_nearer_than_the_others(examiner: Examiner):
    evidence = examined(examiner, "路灯装了多少")
    assert of(evidence, "新增路灯", "late_gap") == 0  # the best of all
    assert of(evidence, "修建公路12", "late_gap") < 0


def test_the_reports_own_place_says_nothing(examiner: Examiner):
    with_place, without = examined(examiner, "试验市路灯装了多少"), examined(examiner, "路灯装了多少")
    assert np.allclose(with_place.near, without.near)


def test_a_question_with_words_taken_over_says_so(examiner: Examiner):
    assert of(examined(examiner, "路灯 去年呢", carried=True), "新增路灯", "carried") == 1


def test_nothing_found_gives_no_rows(examiner: Examiner):
    question = understand("公路", years=[2032])
    assert examiner.examine(question, Findings((), (), ())).matrix.shape == (0, len(NAMES))
