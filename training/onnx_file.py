"""Write the encoder and its heads as one ONNX file with 8-bit weights, which onnxruntime runs without torch.

python -m training.onnx_file --start out/e5 --trained out/sharpened/checkpoint.pt --out models/wenbao-judge
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.late import Late


class Served(nn.Module):
    """What is served: ids and mask -> vectors of the tokens, their worth (before softmax)."""

    def __init__(self, model: Late) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        return self.model.tokens(ids, mask)


def export(model: Late, out: Path) -> None:
    """Write `out`, an .onnx file."""
    model.eval()
    model.bert.set_attn_implementation("eager")
    ids, mask = torch.ones(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)
    axes = {name: {0: "texts", 1: "tokens"} for name in ("ids", "mask", "vectors", "worth")}
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Served(model), (ids, mask), str(plain), input_names=["ids", "mask"], output_names=["vectors", "worth"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(plain, out, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--trained", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    model = Late(given.start)
    if given.trained:
        model.load_state_dict(torch.load(given.trained)["model"])
    given.out.mkdir(parents=True, exist_ok=True)
    export(model, given.out / "encoder.onnx")
    shutil.copy(given.start / "tokenizer.json", given.out / "tokenizer.json")
    print(f"{given.out / 'encoder.onnx'}: {(given.out / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
