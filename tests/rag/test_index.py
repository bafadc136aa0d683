"""The vector store: our vectors in, our vectors out, and no other way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.split import split
from rag.domain import Sentence
from rag.embed import Embedding
from rag.errors import IndexBroken
from rag.index import VectorIndex, Vectors, key
from rag.sentences import sentences
from tests.small_reports import qingxi


@pytest.fixture(scope="module")
def units() -> list[Sentence]:
    return [s for year in (2031, 2032) for p in split(qingxi(year)) for s in sentences(p)]


@pytest.fixture(scope="module")
def vectors(units: list[Sentence], embedding: Embedding) -> Vectors:
    return embedding.encode_passages([u.text for u in units])


@pytest.fixture
def index(tmp_path: Path, units: list[Sentence], vectors: Vectors) -> VectorIndex:
    index = VectorIndex(tmp_path / "chroma", create=True)
    index.add(units, vectors)
    return index


def test_all_sentences_are_there_with_their_vectors(index: VectorIndex, units: list[Sentence], vectors: Vectors):
    assert index.count() == len(units) > 40
    np.testing.assert_allclose(index.vectors(range(len(units))), vectors, atol=1e-6)


def test_vectors_come_in_the_order_asked(index: VectorIndex, vectors: Vectors):
    np.testing.assert_allclose(index.vectors([7, 0, 3]), vectors[[7, 0, 3]], atol=1e-6)


def test_nearest_is_the_exact_order_by_cosine(index: VectorIndex, vectors: Vectors, embedding: Embedding):
    question = embedding.encode_questions(["清江大桥什么时候通车"])[0]
    rows, cosines = index.nearest(question, index.count())
    assert sorted(rows) == list(range(len(vectors)))
    np.testing.assert_allclose(cosines, np.sort(vectors @ question)[::-1], atol=1e-5)
    np.testing.assert_allclose((vectors @ question)[rows], cosines, atol=1e-5)


def test_more_than_there_are_cannot_be_found(index: VectorIndex, vectors: Vectors):
    assert len(index.nearest(vectors[0], 10_000)[0]) == len(vectors)


def test_a_zero_vector_finds_nothing(index: VectorIndex, vectors: Vectors):
    rows, cosines = index.nearest(np.zeros_like(vectors[0]), 5)
    assert (rows.tolist(), cosines.tolist()) == ([], [])


def test_a_sentence_that_the_model_cannot_read_is_stored_as_zeros(tmp_path: Path, units: list[Sentence]):
    index = VectorIndex(tmp_path / "chroma", create=True)
    index.add(units[:3], np.stack([np.zeros(8), np.eye(8)[0], np.eye(8)[1]]).astype(np.float32))
    assert index.count() == 3
    rows, cosines = index.nearest(np.eye(8, dtype=np.float32)[1], 3)
    assert (rows[0], round(float(cosines[0]), 4)) == (2, 1.0)


def test_known_gives_every_text_its_vector(index: VectorIndex, units: list[Sentence], vectors: Vectors):
    known = index.known()
    assert set(known) == {key(u.text) for u in units}
    for unit, vector in zip(units, vectors, strict=True):
        np.testing.assert_allclose(known[key(unit.text)], vector, atol=1e-6)


def test_progress_adds_up_to_all(tmp_path: Path, units: list[Sentence], vectors: Vectors):
    steps: list[int] = []
    VectorIndex(tmp_path / "chroma", create=True).add(units, vectors, progress=steps.append)
    assert sum(steps) == len(units)


def test_sentences_are_added_once(index: VectorIndex, units: list[Sentence], vectors: Vectors):
    with pytest.raises(ValueError, match="already holds"):
        index.add(units, vectors)
    assert index.count() == len(units)


def test_an_index_opens_again(tmp_path: Path, index: VectorIndex, vectors: Vectors):
    index.close()
    again = VectorIndex(tmp_path / "chroma")
    assert again.nearest(vectors[5], 1)[1][0] == pytest.approx(1, abs=1e-5)
    again.close()


@pytest.mark.parametrize("reopened", [False, True], ids=["a new store", "a store opened again"])
def test_texts_without_vectors_are_refused_and_nothing_is_fetched(
    tmp_path: Path, index: VectorIndex, reopened: bool, no_network: list[object]
):
    if reopened:
        index.close()
        index = VectorIndex(tmp_path / "chroma")
    before = index.count()
    with pytest.raises(ValueError, match="embedding function"):
        index._rows.add(ids=["x"], documents=["清江大桥"])
    with pytest.raises(ValueError, match="embedding function"):
        index._rows.query(query_texts=["清江大桥"])
    assert index.count() == before
    assert no_network == []


def test_no_embedding_function_is_attached(index: VectorIndex):
    assert index._rows._embedding_function is None


def test_building_and_asking_look_up_no_name(
    tmp_path: Path, units: list[Sentence], vectors: Vectors, no_network: list[object]
):
    index = VectorIndex(tmp_path / "chroma", create=True)
    index.add(units, vectors)
    index.nearest(vectors[0], 3)
    index.close()
    assert no_network == []


def test_telemetry_is_off(index: VectorIndex):
    settings = index._client.get_settings()
    assert settings.anonymized_telemetry is False
    assert settings.allow_reset is False


def _write_over(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file() and file.parent != folder:
            file.write_bytes(b"\x00broken" * 20)


def _lose_vectors(folder: Path) -> None:
    for segment in folder.iterdir():
        if segment.is_dir():
            shutil.rmtree(segment)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda f: shutil.rmtree(f), id="gone"),
        pytest.param(lambda f: (f / "chroma.sqlite3").unlink(), id="without its database"),
        pytest.param(lambda f: (f / "chroma.sqlite3").write_bytes(b"no database" * 400), id="with a damaged database"),
        pytest.param(lambda f: (f / "chroma.sqlite3").write_bytes(b""), id="with an empty database"),
        pytest.param(_write_over, id="with damaged vector files"),
        pytest.param(_lose_vectors, id="without its vector files"),
    ],
)
def test_a_store_is_broken_and_says_how_to_mend_it(tmp_path: Path, change: Callable[[Path], None]):
    folder = tmp_path / "chroma"
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(1500, 32)).astype(np.float32)  # enough for Chroma to write vector files
    passage = split(qingxi())[3]
    index = VectorIndex(folder, create=True)
    index.add([Sentence(passage, passage.start, passage.start + 1 + i % 9) for i in range(1500)], rows)
    index.close()
    assert any(p.is_dir() for p in folder.iterdir())
    change(folder)
    with pytest.raises(IndexBroken) as caught:
        VectorIndex(folder)
    assert caught.value.remedy == "python -m ingest --rebuild"


def test_the_key_of_a_text_is_its_content_alone():
    assert key("修桥。") == key("修桥。") != key("修桥")
