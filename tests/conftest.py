"""Fixtures that several folders of tests share: a real small embedding, a data folder of one's own, two reports."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from ingest.build import Built, build
from rag.domain import Report
from rag.embed import Embedding, Vectors, load_embedding
from rag.errors import EmbeddingUnavailable
from rag.settings import HOME, Settings
from tests.small_reports import QINGXI_2031, QINGXI_2032, qingxi

BUNDLED = HOME / "models" / "wenbao-static"


def make_model(folder: Path, *, seed: int, dimension: int = 64) -> Path:
    """A real StaticEmbedding of single characters with random rows, in sentence-transformers' layout."""
    folder.mkdir(parents=True, exist_ok=True)
    characters = sorted({c for c in QINGXI_2031 + QINGXI_2032 if not c.isspace()} | set(map(chr, range(33, 127))))
    vocabulary = {"[UNK]": 0} | {c: i for i, c in enumerate(characters, 1)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")  # type: ignore[assignment]
    tokenizer.save(str(folder / "tokenizer.json"))
    rows = np.random.default_rng(seed).normal(size=(len(vocabulary), dimension)).astype(np.float32)
    save_file({"embedding.weight": rows}, str(folder / "model.safetensors"))
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}
    (folder / "modules.json").write_text(json.dumps([module]), "utf-8")
    return folder


@pytest.fixture(scope="session")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a model whose identity is not the usual one's."""
    return make_model(tmp_path_factory.mktemp("models") / "other", seed=2)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the bundled model, or of a small one where the bundled one is absent."""
    try:
        load_embedding(str(BUNDLED))
    except EmbeddingUnavailable:
        return make_model(tmp_path_factory.mktemp("models") / "small", seed=1)
    return BUNDLED


@pytest.fixture(scope="session")
def embedding(model: Path) -> Embedding:
    return load_embedding(str(model))


class Counting:
    """An embedding that remembers the passages it was given."""

    def __init__(self, inner: Embedding) -> None:
        self._inner = inner
        self.identity, self.dimension = inner.identity, inner.dimension
        self.passages: list[str] = []

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self._inner.encode_questions(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages += texts
        return self._inner.encode_passages(texts)


@pytest.fixture
def counting(embedding: Embedding) -> Counting:
    return Counting(embedding)


@pytest.fixture
def settings(tmp_path: Path, model: Path) -> Settings:
    """Settings whose data folder is the test's own."""
    return Settings(data_dir=tmp_path / "data", embedding_model=str(model))


@pytest.fixture
def reports() -> list[Report]:
    return [qingxi(2031), qingxi(2032)]


@pytest.fixture
def built(settings: Settings, embedding: Embedding, reports: list[Report]) -> Built:
    """An index of both reports, current in `settings.data_dir`."""
    return build(reports, settings, embedding)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Name lookups and connections fail; gives the list of those tried."""
    tried: list[object] = []

    def refuse(*where: object, **_: object) -> None:
        tried.append(where)
        raise OSError("this test has no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", lambda self, where: refuse(where))
    return tried
