"""Reports and passages on disk and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.split import split
from rag import shelf
from rag.domain import Report
from tests.small_reports import qingxi


def saved(path: Path, reports: list[Report]) -> Path:
    shelf.save(path, reports, [p for r in reports for p in split(r)])
    return path


def test_what_was_saved_comes_back_equal(tmp_path: Path, reports: list[Report]):
    before = [p for r in reports for p in split(r)]
    found, passages = shelf.load(saved(tmp_path / "reports.json", reports))
    for was, now in zip(reports, found, strict=True):
        assert vars(now) == vars(was)
    assert [(p.id, p.text, p.path, p.period, p.glossary) for p in passages] == [
        (p.id, p.text, p.path, p.period, p.glossary) for p in before
    ]


def test_passages_share_their_report(tmp_path: Path, reports: list[Report]):
    found, passages = shelf.load(saved(tmp_path / "reports.json", reports))
    assert {id(p.report) for p in passages} == {id(r) for r in found}


def test_characters_beyond_the_basic_plane_and_masks_survive(tmp_path: Path):
    report = qingxi()
    path = saved(tmp_path / "reports.json", [report])
    assert "×" in path.read_text("utf-8")
    assert shelf.load(path)[0][0].source == report.source


def test_nothing_saved_is_nothing_loaded(tmp_path: Path):
    assert shelf.load(saved(tmp_path / "reports.json", [])) == ((), ())


@pytest.mark.parametrize(
    "content", ["", "{", "[{}]", '[{"passages": []}]'], ids=["empty", "cut off", "no fields", "few fields"]
)
def test_a_damaged_file_is_an_error(tmp_path: Path, content: str):
    path = tmp_path / "reports.json"
    path.write_text(content, "utf-8")
    with pytest.raises((ValueError, KeyError, TypeError)):
        shelf.load(path)
