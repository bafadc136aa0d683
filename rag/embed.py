"""Texts to vectors: the only home of sentence-transformers.

A folder that holds a `StaticEmbedding` (as the bundled model does) is read with `tokenizers` and numpy alone: the
same vectors as `SentenceTransformer(folder).encode`, without the 5 s and 300 MB that importing it costs. Any other
folder or hub name goes through sentence-transformers, from this machine's files only: nothing is downloaded at run
time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from rag.errors import EmbeddingUnavailable
from rag.settings import HOME

Vectors = NDArray[np.float32]

_BATCH = 1024
_PASSAGE_PROMPTS = ("passage", "document", "corpus")
_IDENTIFYING = {".json", ".safetensors", ".bin", ".model", ".txt", ".py", ".onnx"}
_BUNDLED = HOME / "models"


class Embedding(Protocol):
    """Something that turns texts into unit vectors. Safe to call from several threads."""

    @property
    def identity(self) -> str:
        """Hex hash of weights, tokenizer and configuration; the index remembers it."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), rows of length 1; an empty text gives zeros, never NaN."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """As `encode_questions`, with the model's prompt for passages."""


def load_embedding(model: str) -> Embedding:
    """Load a folder, or a hub name whose files are already on this machine.

    Raises EmbeddingUnavailable (one Chinese sentence and a command) whatever goes wrong.
    """
    folder = _resolve(model)
    try:
        identity = _identity(folder)
        if static := _static_module(folder):
            return StaticEmbedding(folder, static, identity)
        return TransformerEmbedding(folder, identity)
    except EmbeddingUnavailable:
        raise
    except Exception as error:  # each library raises its own kinds: SafetensorError, OSError, ValueError, ...
        raise EmbeddingUnavailable(f"嵌入模型“{model}”的文件不完整或已损坏。", _remedy(folder)) from error


def unit(vectors: Vectors) -> Vectors:
    """Rows (n, d) scaled to length 1; rows of zeros or of anything not finite become zeros."""
    clean = np.where(np.isfinite(vectors).all(axis=1, keepdims=True), vectors, 0).astype(np.float32)
    length = np.linalg.norm(clean, axis=1, keepdims=True)
    return np.asarray(clean / np.where(length > 1e-12, length, 1), dtype=np.float32)


class StaticEmbedding:
    """Mean of word vectors, scaled to length 1. Thread-safe; about 0.03 ms a question."""

    def __init__(self, folder: Path, module: Path, identity: str) -> None:
        """Read `module` (tokenizer.json, model.safetensors) of a sentence-transformers `folder`."""
        self.identity = identity
        self._tokenizer = Tokenizer.from_file(str(module / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._rows, self._scale = _table(load_file(str(module / "model.safetensors")))
        if self._rows.ndim != 2 or len(self._rows) < self._tokenizer.get_vocab_size():
            raise ValueError(f"{self._rows.shape} rows for {self._tokenizer.get_vocab_size()} tokens")
        self.dimension = int(self._rows.shape[1])
        self._query, self._passage = _prompts(_read_prompts(folder))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See `Embedding.encode_questions`."""
        return self._encode(texts, self._query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedding.encode_passages`."""
        return self._encode(texts, self._passage)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _BATCH):
            batch = [_readable(prompt + t) if t.strip() else "" for t in texts[first : first + _BATCH]]
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for row, encoding in enumerate(encodings, start=first):
                if ids := encoding.ids:
                    found[row] = self._scale[ids] @ self._rows[ids].astype(np.float32) / len(ids)
        return unit(found)


class TransformerEmbedding:
    """Any other sentence-transformers model, from a folder of this machine."""

    def __init__(self, folder: Path, identity: str) -> None:
        """Load with sentence-transformers; raises whatever it raises."""
        from sentence_transformers import SentenceTransformer

        self.identity = identity
        self._model = SentenceTransformer(str(folder), local_files_only=True, device="cpu")
        self._query, self._passage = _prompts({k: v for k, v in self._model.prompts.items() if v})
        self.dimension = int(self._model.get_embedding_dimension() or self._encode(["维"], "").shape[1])

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See `Embedding.encode_questions`."""
        return self._encode(texts, self._query)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedding.encode_passages`."""
        return self._encode(texts, self._passage)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        given = [_readable(t) for t in texts]
        vectors = self._model.encode(given, prompt=prompt, show_progress_bar=False, convert_to_numpy=True)
        # A transformer gives a vector even for nothing; here nothing is zeros.
        some = np.array([bool(t.strip()) for t in texts])[:, None]
        return unit(np.asarray(vectors, dtype=np.float32) * some)


def _resolve(model: str) -> Path:
    """The folder of a model: itself, or where the hub's files were stored earlier."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if folder.is_absolute() or model.startswith(("./", "../", "~", "models/")):
        raise EmbeddingUnavailable(f"找不到嵌入模型的文件夹“{model}”。", _remedy(folder))
    from huggingface_hub import snapshot_download

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except Exception as error:  # not stored, or no valid name
        raise EmbeddingUnavailable(
            f"本机没有嵌入模型“{model}”的文件，运行时也不会自动下载，请在联网时先取得它。",
            f"hf download {name}",
        ) from error


def _remedy(folder: Path) -> str:
    if folder.resolve().is_relative_to(_BUNDLED):
        return f"git checkout -- {folder.resolve().relative_to(HOME)}"
    return "unset WENBAO_EMBEDDING_MODEL"


def _identity(folder: Path) -> str:
    """Hash of the names and contents of the files that decide the vectors; a model card does not count."""
    digest = hashlib.sha256()
    for file in sorted(_files(folder), key=lambda f: f.relative_to(folder).as_posix()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return (f for f in folder.rglob("*") if f.is_file() and f.suffix in _IDENTIFYING)


def _static_module(folder: Path) -> Path | None:
    """Where the StaticEmbedding of a folder lies, or None if the model is of another kind."""
    listing = folder / "modules.json"
    if not listing.is_file():
        return None
    modules = json.loads(listing.read_text(encoding="utf-8"))
    kinds = [str(m["type"]).rsplit(".", 1)[-1] for m in modules]
    if kinds not in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
        return None
    return folder / str(modules[0]["path"])


def _table(weights: dict[str, NDArray[np.generic]]) -> tuple[NDArray[np.generic], Vectors]:
    """Rows (words, dimension) in their stored type, and a factor a row (words,).

    `embedding.weight` is sentence-transformers' layout; `embeddings` with `mapping` and `weights` is model2vec's,
    read as sentence_transformers' StaticEmbedding.load reads it.
    """
    if (rows := weights.get("embedding.weight")) is None:
        rows = weights["embeddings"]
        if (mapping := weights.get("mapping")) is not None:
            rows = rows[mapping.astype(np.int64)]
    scale = weights.get("weights", np.ones(len(rows), dtype=np.float32))
    return rows, scale.astype(np.float32)


def _read_prompts(folder: Path) -> dict[str, str]:
    file = folder / "config_sentence_transformers.json"
    if not file.is_file():
        return {}
    return dict(json.loads(file.read_text(encoding="utf-8")).get("prompts") or {})


def _prompts(prompts: dict[str, str]) -> tuple[str, str]:
    """What is put before a question and before a passage; empty where the model names nothing."""
    passage = next((prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name)), "")
    return prompts.get("query") or "", passage


def _readable(text: str) -> str:
    """`text` without lone surrogates, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


class _CrossEncoder:
    """A sentence-transformers CrossEncoder with one label; see `rag.read.rerank`."""

    def __init__(self, folder: Path) -> None:
        """Load with sentence-transformers; raises whatever it raises, ValueError where it has several labels."""
        import torch
        from sentence_transformers import CrossEncoder

        self._model = CrossEncoder(
            str(folder), local_files_only=True, device="cpu", num_labels=1, activation_fn=torch.nn.Sigmoid()
        )

    def predict(self, pairs: list[tuple[str, str]]) -> Vectors:
        """Chance that the second text of each pair answers the first, 0 to 1, shape (len(pairs),)."""
        given = [(_readable(a), _readable(b)) for a, b in pairs]
        return np.asarray(
            self._model.predict(given, show_progress_bar=False, convert_to_numpy=True), np.float32
        ).reshape(-1)


def load_cross_encoder(model: str) -> _CrossEncoder:
    """Load a CrossEncoder from a folder, or by a hub name whose files are on this machine.

    Raises EmbeddingUnavailable (one Chinese sentence and a command) whatever goes wrong.
    """
    try:
        return _CrossEncoder(_resolve(model))
    except EmbeddingUnavailable as error:
        raise EmbeddingUnavailable(error.message.replace("嵌入模型", "重排模型"), _RERANK_REMEDY) from error
    except Exception as error:  # as in `load_embedding`
        raise EmbeddingUnavailable(f"重排模型“{model}”的文件不完整或已损坏。", _RERANK_REMEDY) from error


_RERANK_REMEDY = "unset WENBAO_RERANKER_MODEL"
