"""From reports to a current generation, or to nothing changed."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.build import Built, build, current_reports
from ingest.outline import outline
from ingest.split import split
from rag import shelf
from rag.assistant import Assistant
from rag.domain import Report
from rag.embed import Embedding, load_embedding
from rag.errors import IndexBroken, IndexBusy, IndexMismatch, WenbaoError
from rag.generations import Generations
from rag.index import VectorIndex, Vectors
from rag.sentences import sentences
from rag.settings import Settings
from tests.conftest import Counting
from tests.small_reports import QINGXI_2031, qingxi


def state(settings: Settings) -> tuple[str | None, list[str]]:
    """Name of the current generation, and the folders there are."""
    generations = Generations(settings.data_dir)
    folders = sorted(p.name for p in generations.root.iterdir() if p.is_dir()) if generations.root.exists() else []
    return generations.current(), folders


def test_a_build_is_current_and_says_what_it_holds(settings: Settings, embedding: Embedding, built: Built):
    manifest = built.manifest
    assert state(settings) == (manifest.name, [manifest.name])
    assert manifest.reports == ("青溪_2031", "青溪_2032")
    assert manifest.passages == len(built.passages) == len(split(qingxi(2031))) + len(split(qingxi(2032)))
    assert manifest.sentences == built.embedded == sum(len(sentences(p)) for p in built.passages)
    assert (manifest.identity, manifest.dimension) == (embedding.identity, embedding.dimension)
    assert Generations(settings.data_dir).manifest(manifest.name) == manifest


def test_what_was_built_answers(settings: Settings, embedding: Embedding, built: Built):
    found = Assistant(settings, embedding).answer("新建茶叶加工厂几座？").found
    assert "新建茶叶加工厂6座" in found[0].text


def test_the_reports_come_back(settings: Settings, built: Built):
    assert [r.stem for r in current_reports(settings)] == ["青溪_2031", "青溪_2032"]
    assert current_reports(settings)[0].source == QINGXI_2031


def test_there_are_no_reports_at_first(settings: Settings):
    assert current_reports(settings) == ()


def test_unchanged_sentences_are_not_embedded_again(settings: Settings, counting: Counting):
    build([qingxi(2031)], settings, counting)
    counting.passages.clear()
    again = build([qingxi(2031)], settings, counting)
    assert (again.embedded, counting.passages) == (0, [])


def test_only_the_sentences_that_changed_are_embedded(settings: Settings, counting: Counting):
    build([qingxi(2031)], settings, counting)
    counting.passages.clear()
    changed = outline(QINGXI_2031.replace("加工厂6座", "加工厂7座"), stem="青溪_2031")
    assert build([changed], settings, counting).embedded == 1
    assert counting.passages == ["新建茶叶加工厂7座，带动茶农2300户，春茶产量达到1800吨。"]


def test_a_second_report_embeds_its_own_sentences_alone(settings: Settings, counting: Counting):
    first = build([qingxi(2031)], settings, counting)
    counting.passages.clear()
    both = build([qingxi(2031), qingxi(2032)], settings, counting)
    assert both.embedded == len(counting.passages) <= both.manifest.sentences - first.manifest.sentences


def test_vectors_taken_over_are_the_ones_that_were_there(settings: Settings, counting: Counting):
    first = build([qingxi(2031)], settings, counting)
    second = build([qingxi(2031)], settings, counting)
    opened = [VectorIndex(settings.data_dir / "index" / b.manifest.name / "chroma") for b in (first, second)]
    rows = range(first.manifest.sentences)
    np.testing.assert_allclose(opened[0].vectors(rows), opened[1].vectors(rows), atol=1e-6)


def test_another_model_takes_over_no_vector(settings: Settings, embedding: Embedding, other_model: Path):
    first = build([qingxi(2031)], settings, embedding)
    second = build([qingxi(2031)], settings, load_embedding(str(other_model)))
    assert second.embedded == first.manifest.sentences


def test_old_generations_are_pruned(settings: Settings, embedding: Embedding):
    few = replace(settings, keep_generations=2)
    made = [build([qingxi(2031)], few, embedding).manifest.name for _ in range(4)]
    assert state(few) == (made[-1], made[-2:])


def test_going_back_serves_the_generation_before(settings: Settings, embedding: Embedding):
    build([qingxi(2031)], settings, embedding)
    build([qingxi(2032)], settings, embedding)
    Generations(settings.data_dir).roll_back()
    assert [r.stem for r in Assistant(settings, embedding).reports()] == ["青溪_2031"]


def test_progress_is_told_for_each_step_up_to_its_end(settings: Settings, embedding: Embedding, reports: list[Report]):
    told: list[tuple[str, int, int]] = []
    built = build(reports, settings, embedding, progress=lambda *step: told.append(step))
    total = built.manifest.sentences
    assert [t for t in told if t[1] == t[2]] == [
        ("计算向量", total, total),
        ("阅读句子", total, total),
        ("写入索引", total, total),
    ]


def test_a_paragraph_longer_than_the_setting_is_cut(settings: Settings, embedding: Embedding):
    built = build([qingxi(2031)], replace(settings, max_passage_chars=40), embedding)
    own = [p.end - max(p.start, *(b.start for b in p.report.blocks if b.start < p.end)) for p in built.passages]
    assert max(own) <= 40 < max(p.end - p.start for p in build([qingxi(2031)], settings, embedding).passages)


# What goes wrong


class Wrong:
    """An embedding whose vectors are not what they should be."""

    identity, dimension = "wrong", 8

    def __init__(self, make: Callable[[int], Vectors]) -> None:
        self._make = make

    def encode_passages(self, texts: list[str]) -> Vectors:
        return self._make(len(texts))

    encode_questions = encode_passages


@pytest.fixture
def before(settings: Settings, built: Built) -> tuple[str | None, list[str]]:
    return state(settings)


def fail(message: str) -> Callable[..., None]:
    def failing(*_: object, **__: object) -> None:
        raise OSError(message)

    return failing


def test_a_model_that_gives_zeros_only_is_not_made_current(settings: Settings, before: tuple[str | None, list[str]]):
    zeros = Wrong(lambda n: np.zeros((n, 8), np.float32))
    with pytest.raises(IndexBroken, match="没有一句可以检索"):
        build([qingxi(2031)], settings, zeros)
    assert state(settings) == before


def test_an_index_that_lost_sentences_is_not_made_current(
    settings: Settings, embedding: Embedding, before: tuple[str | None, list[str]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(VectorIndex, "count", lambda self: 0)
    with pytest.raises(IndexBroken, match="实际 0 句，没有启用"):
        build([qingxi(2031)], settings, embedding)
    assert state(settings) == before


def test_an_index_that_does_not_find_its_own_sentences_is_not_made_current(
    settings: Settings, embedding: Embedding, before: tuple[str | None, list[str]], monkeypatch: pytest.MonkeyPatch
):
    nearest = (np.array([0]), np.array([0.5], np.float32))
    monkeypatch.setattr(VectorIndex, "nearest", lambda self, vector, limit: nearest)
    with pytest.raises(IndexBroken, match="自查没有通过"):
        build([qingxi(2031)], settings, embedding)
    assert state(settings) == before


@pytest.mark.parametrize(
    "where",
    ["rag.shelf.save", "rag.generations.Generations.finish", "rag.generations.Generations.make_current"],
)
def test_a_disk_that_fails_changes_nothing(
    settings: Settings,
    embedding: Embedding,
    before: tuple[str | None, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    where: str,
):
    monkeypatch.setattr(where, fail("no space left"))
    with pytest.raises(OSError, match="no space left"):
        build([qingxi(2031)], settings, embedding)
    current, folders = state(settings)
    assert current == before[0]
    assert set(before[1]) <= set(folders)
    monkeypatch.undo()
    build([qingxi(2031)], settings, embedding)


def test_a_broken_off_build_leaves_no_folder(
    settings: Settings, embedding: Embedding, before: tuple[str | None, list[str]]
):
    def interrupt(step: str, done: int, total: int) -> None:
        if step == "写入索引":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([qingxi(2031)], settings, embedding, progress=interrupt)
    assert state(settings) == before


def test_a_second_writer_is_told_and_the_first_goes_on(settings: Settings, embedding: Embedding):
    told: list[str] = []

    def try_too(step: str, done: int, total: int) -> None:
        with pytest.raises(IndexBusy) as caught:
            build([qingxi(2032)], settings, embedding)
        told.append(str(caught.value))

    built = build([qingxi(2031)], settings, embedding, progress=try_too)
    assert told and all("另一个进程正在导入" in t for t in told)
    assert state(settings)[0] == built.manifest.name


def test_reports_taken_from_a_generation_that_is_no_longer_current_are_not_written(
    settings: Settings, embedding: Embedding, built: Built
):
    newer = build([qingxi(2032)], settings, embedding)
    with pytest.raises(IndexBusy, match="刚刚换了索引"):
        build([qingxi(2031)], settings, embedding, based_on=built.manifest.name)
    assert state(settings)[0] == newer.manifest.name


def test_an_index_of_another_model_is_refused_and_rebuilding_mends_it(
    settings: Settings, embedding: Embedding, built: Built, other_model: Path
):
    other = load_embedding(str(other_model))
    with pytest.raises(IndexMismatch) as caught:
        Assistant(settings, other)
    assert caught.value.remedy == "python -m ingest --rebuild"
    build(current_reports(settings), settings, other, based_on=built.manifest.name)
    assert len(Assistant(settings, other).reports()) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("reports.json", b"", id="its reports are empty"),
        pytest.param("reports.json", b'[{"stem"', id="its reports are cut off"),
        pytest.param("reports.json", None, id="its reports are gone"),
        pytest.param("manifest.json", b"{", id="its manifest is cut off"),
        pytest.param("chroma/chroma.sqlite3", b"x" * 5000, id="its store is damaged"),
        pytest.param("chroma/chroma.sqlite3", None, id="its store is gone"),
    ],
)
def test_a_damaged_generation_is_broken_with_a_command_that_mends_it(
    settings: Settings, embedding: Embedding, built: Built, name: str, content: bytes | None
):
    build([qingxi(2031)], settings, embedding)
    file = settings.data_dir / "index" / (Generations(settings.data_dir).current() or "") / name
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with pytest.raises(IndexBroken) as caught:
        Assistant(settings, embedding)
    assert caught.value.remedy in ("python -m ingest --rollback", "python -m ingest --rebuild")
    if "rollback" in caught.value.remedy:
        Generations(settings.data_dir).roll_back()
    else:
        build(current_reports(settings), settings, embedding)
    assert Assistant(settings, embedding).answer("清江大桥").found


def test_a_broken_store_does_not_stop_its_own_repair(settings: Settings, embedding: Embedding, built: Built):
    (settings.data_dir / "index" / built.manifest.name / "chroma" / "chroma.sqlite3").write_bytes(b"broken" * 999)
    again = build(current_reports(settings), settings, embedding)
    assert again.embedded == built.manifest.sentences


def test_reports_that_cannot_be_read_are_told_with_a_remedy(settings: Settings, built: Built):
    (settings.data_dir / "index" / built.manifest.name / "reports.json").write_text("{", "utf-8")
    with pytest.raises(WenbaoError) as caught:
        current_reports(settings)
    assert caught.value.remedy == "python -m ingest 报告文件"


def test_nothing_is_looked_up_on_the_network(settings: Settings, model: Path, no_network: list[object]):
    embedding = load_embedding(str(model))
    build([qingxi(2031)], settings, embedding)
    assert Assistant(settings, embedding).answer("清江大桥").found
    assert no_network == []
    with pytest.raises(OSError):
        socket.getaddrinfo("example.org", 443)  # the trap was set


def test_the_shelf_of_a_generation_holds_what_was_built(settings: Settings, built: Built):
    _, passages = shelf.load(settings.data_dir / "index" / built.manifest.name / "reports.json")
    assert [p.id for p in passages] == [p.id for p in built.passages]
