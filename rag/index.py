"""The vector index: the only home of chromadb.

Each generation has a Chroma store of its own, embedded in the process, so that building one cannot touch another.
Only vectors computed by us go in and out: no embedding function is ever attached, so Chroma's default one, which
would download a model, cannot be reached. Chroma's HTTP server is never started (CVE-2026-45829).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from rag.domain import Sentence
from rag.errors import IndexBroken

Vectors = NDArray[np.float32]
_COLLECTION = "sentences"
_BATCH = 2000


def key(text: str) -> str:
    """Names a text by its content, so that an unchanged one need not be embedded again."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class VectorIndex:
    """Sentence vectors of one generation. Row numbers are positions in the sentence list of the generation."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open, or make, the store in `folder`. Raises IndexBroken where it cannot be opened or does not find itself."""
        settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
        self._folder = folder
        with self._broken("索引文件打不开"):
            if not create and not folder.is_dir():
                raise FileNotFoundError(folder)
            self._client = chromadb.PersistentClient(path=str(folder), settings=settings)
            if create:
                self._rows = self._client.create_collection(
                    _COLLECTION,
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
                )
            else:
                self._rows = self._client.get_collection(_COLLECTION, embedding_function=None)
                self._probe()

    def _probe(self) -> None:
        """Chroma opens a store whose vector files are damaged, and then finds the wrong rows: the first row (which lies
        in the vector files, if there are any) and the last (which may still wait in the log) must find themselves."""
        count = self.count()
        for row in {0, count - 1} if count else ():
            vector = self.vectors([row])[0]
            cosines = self.nearest(vector, 1)[1]
            if np.any(vector) and not (len(cosines) and np.isclose(cosines[0], 1, atol=1e-3)):
                raise ValueError(f"row {row} does not find itself")

    @contextmanager
    def _broken(self, what: str) -> Iterator[None]:
        """Chroma's errors, and panics of its Rust core, as IndexBroken; the reports beside the store can rebuild it."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:
            raise IndexBroken(f"{what}（{self._folder}）：{error}", "python -m ingest --rebuild") from error

    def add(
        self, sentences: Sequence[Sentence], vectors: Vectors, *, progress: Callable[[int], None] = lambda n: None
    ) -> None:
        """Store vectors of shape (len(sentences), dimension); zero vectors are stored too and match nothing.

        Called once: rows are numbered from 0. Raises ValueError where the store already holds sentences.
        """
        if self.count():
            raise ValueError("this generation already holds its sentences")
        batch = min(_BATCH, self._client.get_max_batch_size())
        for at in range(0, len(sentences), batch):
            part = sentences[at : at + batch]
            with self._broken("索引写不进去"):
                self._rows.add(
                    ids=[str(at + i) for i in range(len(part))],
                    embeddings=cast(Any, vectors[at : at + batch]),
                    metadatas=[
                        {"key": key(s.text), "report": s.passage.report.stem, "start": s.start, "end": s.end}
                        for s in part
                    ],
                )
            progress(len(part))

    def count(self) -> int:
        return int(self._rows.count())

    @cached_property
    def _size(self) -> int:
        """A finished generation does not grow; counting costs 2 ms a question."""
        return self.count()

    def nearest(self, vector: Vectors, limit: int) -> tuple[NDArray[np.int64], Vectors]:
        """Row numbers and cosines of the nearest sentences, best first; `vector` has shape (dimension,)."""
        limit = min(limit, self._size)
        if limit == 0 or not np.any(vector):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        got = self._rows.query(query_embeddings=cast(Any, [vector]), n_results=limit, include=["distances"])
        distances = cast(list[list[float]], got["distances"])[0]
        return np.array([int(i) for i in got["ids"][0]], np.int64), 1 - np.array(distances, np.float32)

    def vectors(self, rows: Iterable[int]) -> Vectors:
        """Vectors of the given rows, in the order given, shape (n, dimension)."""
        ids = [str(r) for r in rows]
        got = self._rows.get(ids=ids, include=["embeddings"])
        at = {name: i for i, name in enumerate(got["ids"])}
        return np.asarray(got["embeddings"], np.float32)[[at[i] for i in ids]]

    def known(self) -> dict[str, Vectors]:
        """Vector of every stored text by its `key`, each of shape (dimension,)."""
        out: dict[str, Vectors] = {}
        for at in range(0, self.count(), _BATCH):
            got = self._rows.get(limit=_BATCH, offset=at, include=["embeddings", "metadatas"])
            vectors = np.asarray(got["embeddings"], np.float32)
            for vector, metadata in zip(vectors, got["metadatas"] or [], strict=True):
                out[str(metadata["key"])] = vector
        return out

    def close(self) -> None:
        """Let go of the store's files (Windows cannot remove a folder that is open)."""
        cast(Any, self._client).close()
