"""The file of pretrained weights, one made here in its layout."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from training.pretrained import read_weights


def file_with(tensors: dict[str, tuple[int, int, bytes]]) -> bytes:
    """A file in the layout E5S1 with an empty tokenizer; each tensor: kind, count, bytes."""
    head = b"E5S1" + struct.pack("<I", 1) + struct.pack("<7i", 4, 1, 1, 8, 3, 16, 1) + struct.pack("<f", 1e-12)
    head += struct.pack("<i", 32)
    head += struct.pack("<5i", 0, 0, 2, 1, 3) + struct.pack("<Q", 0) + struct.pack("<I", 0)
    head += struct.pack("<i", 0) + struct.pack("<I", 0) + struct.pack("<i", len(tensors))
    size = len(head) + sum(2 + len(name) + 21 for name in tensors)
    index, body = b"", b""
    for name, (kind, count, data) in tensors.items():
        index += struct.pack("<H", len(name)) + name.encode()
        index += struct.pack("<BIQQ", kind, count, size + len(body), len(data))
        body += data
    return head + index + body


def test_floats_and_blocks_of_four_bits_are_read(tmp_path: Path):
    block = struct.pack("<e", 0.5) + bytes([0x80 | 0x0] + [0x98] * 15)  # low halves are 0-15, high ones 16-31
    data = file_with({"a": (0, 2, struct.pack("<2f", 1.5, -2.0)), "b": (1, 32, block)})
    (tmp_path / "w.bin").write_bytes(data)
    sizes, tensors = read_weights(tmp_path / "w.bin")
    assert sizes == {"hidden": 4, "layers": 1, "heads": 1, "inner": 8, "words": 3}
    assert tensors["a"].tolist() == [1.5, -2.0]
    wanted = np.array([(0 - 8) * 0.5] + [(8 - 8) * 0.5] * 15 + [(8 - 8) * 0.5] + [(9 - 8) * 0.5] * 15)
    assert np.allclose(tensors["b"], wanted)


def test_another_file_is_refused(tmp_path: Path):
    (tmp_path / "w.bin").write_bytes(b"GGUF" + bytes(60))
    with pytest.raises(ValueError, match="E5S1"):
        read_weights(tmp_path / "w.bin")
