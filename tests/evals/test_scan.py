"""The yardstick of scans: distance, lines of a page, and that a reading is judged by its signs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import scan
from evals.scan_pages import SIGNS, Way, font_file, printed, set_in_lines
from ingest.readers.ocr_page import SeenLine
from ingest.readers.pdf_lines import PageLines

WORDS = "云汀市新建口袋公园十八处，改造老旧小区三十一个，惠及居民两万户。" * 3


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("", "", 0), ("甲乙", "甲乙", 0), ("甲乙丙", "甲丙", 1), ("甲乙", "丙丁戊", 3), ("8处", "3处", 1)],
)
def test_the_distance_counts_signs(one, other, apart):
    assert scan.distance(one, other) == scan.distance(other, one) == apart


@given(st.text("云汀，。12", min_size=1, max_size=120))
def test_no_line_is_too_long_or_begins_with_a_closing_sign_and_nothing_is_lost(text):
    lines = set_in_lines([text])
    assert "".join(lines) == "　　" + text
    assert all(len(line) <= SIGNS for line in lines)


def test_a_page_is_judged_by_its_signs_and_lines(monkeypatch):
    font = font_file()
    if font is None:
        pytest.skip("需要 fonts-noto-cjk")
    lines = set_in_lines([WORDS])
    wrong = [lines[0].strip(), lines[1].replace("改", "政"), *lines[2:]]
    seen = tuple(
        SeenLine(words, 80 if n else 112, 512, 90 + 28 * n, 106 + 28 * n, 16, "", 0.4 if n == 1 else 0.9)
        for n, words in enumerate(wrong)
    )
    page = PageLines(seen, 595, 842, 99, 0, True)
    monkeypatch.setattr(scan.ocr_text, "page_seen", lambda picture: (page, np.zeros((900, 600, 3), np.uint8)))
    result = scan.judged(lines, Way(72), font)
    changed = lines[1].count("改")
    assert (result.wrong, [right for _, right in result.lines].count(False)) == (changed, 1)
    told = scan.told_of_doubts(list(result.lines))
    assert "below 0.50: 1/1 wrong lines, 0/" in told
    assert "in use" in told


def test_a_stamp_and_a_turn_change_the_picture():
    font = font_file()
    if font is None:
        pytest.skip("需要 fonts-noto-cjk")
    lines = set_in_lines([WORDS])
    plain, stamped = (np.asarray(printed(lines, Way(72, 0.0, stamp), font), int) for stamp in (False, True))
    assert (stamped[..., 0] - stamped[..., 1] > 80).sum() > 500 > (plain[..., 0] - plain[..., 1] > 80).sum()
