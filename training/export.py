"""Write a table of word vectors as a folder that sentence-transformers loads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from sklearn.utils.extmath import randomized_svd
from tokenizers import Tokenizer

_STATIC = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
_NORMALIZE = "sentence_transformers.base.modules.normalize.Normalize"


def reduce(table: NDArray[np.float32], dimension: int, seed: int = 0) -> NDArray[np.float32]:
    """The table on its `dimension` strongest directions (uncentred PCA, so that cosines stay)."""
    if dimension >= table.shape[1]:
        return table
    return np.asarray(table @ directions(table, dimension, seed), dtype=np.float32)


def directions(table: NDArray[np.float32], dimension: int, seed: int = 0) -> NDArray[np.float32]:
    """The strongest directions of a table (words, wide) as a projection (wide, dimension)."""
    _, _, right = randomized_svd(table, dimension, n_iter=4, random_state=seed)
    return np.asarray(right.T, dtype=np.float32)


def read_table(folder: Path) -> NDArray[np.float32]:
    """The table (words, dimension) of a folder that `save` wrote."""
    held = load_file(str(folder / "model.safetensors"))
    return np.asarray(held["embeddings"] * held["weights"][:, None], dtype=np.float32)


def quantise(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as int8 (words, dimension) and one scale a row: row = int8 * scale. Error at most scale / 2."""
    scale = np.maximum(np.abs(table).max(axis=1) / 127, 1e-12).astype(np.float32)
    return np.round(table / scale[:, None]).astype(np.int8), scale


def save(table: NDArray[np.float32], tokenizer: Tokenizer, out: Path) -> None:
    """Write `out` as StaticEmbedding + Normalize, so that `SentenceTransformer(str(out))` loads it.

    Rows are int8 with a scale each, in the layout that StaticEmbedding folds back on loading (model2vec's
    `embeddings` and `weights`).
    """
    (out / "1_Normalize").mkdir(parents=True, exist_ok=True)
    rows, scale = quantise(table)
    save_file({"embeddings": rows, "weights": scale}, out / "model.safetensors")
    (out / "model.safetensors").chmod(0o644)  # safetensors makes a file that only its owner reads
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": _STATIC},
        {
            "idx": 1,
            "name": "1",
            "path": "1_Normalize",
            "type": _NORMALIZE,
        },
    ]
    _write(out / "modules.json", modules)
    names = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
    _write(out / "1_Normalize" / "config.json", names)
    _write(out / "config_sentence_transformers.json", {"similarity_fn_name": "cosine", "prompts": {}})


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
