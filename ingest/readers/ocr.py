"""A picture of a page -> the lines seen on it. The only home of rapidocr, which is an option: `make install-ocr`."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ingest.readers.ocr_stamp import without_stamps
from rag.errors import ReadError

Pixels = NDArray[np.uint8]
"""Rows, columns, and red, green, blue."""
Corners = tuple[tuple[float, float], ...]
"""Upper left, upper right, lower right, lower left, in pixels."""

INSTALL: Final = "请在服务器上运行 make install-ocr 装好文字识别（OCR），再试一次"
LONGEST_SIDE: Final = 2000
"""Pixels; an A4 page then has 170 to the inch. It bounds time and memory; larger was not measured."""
_NOTHING: Final = 0.25
"""What is less likely than this to be what it was read as is dirt and no writing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One run of writing on a picture."""

    text: str
    corners: Corners
    score: float
    """Of the least sure of its signs, 0 to 1."""


def available() -> bool:
    """Whether the option is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def require(what: str) -> None:
    """Raise ReadError where the option is not installed; `what` begins the sentence."""
    if not available():
        raise ReadError(f"{what}，{INSTALL}")


def look(picture: Pixels) -> list[Seen]:
    """All writing on a picture, in no order. Red stamps are taken off first."""
    found = _engine()(without_stamps(picture), return_word_box=True, return_single_char_box=True)
    if found.txts is None:
        return []
    signs = found.word_results if len(found.word_results) == len(found.txts) else [()] * len(found.txts)
    seen = []
    for text, box, mean, of_line in zip(found.txts, found.boxes, found.scores, signs, strict=True):
        score = min((float(sign[1]) for sign in of_line), default=float(mean))
        if text.strip() and float(mean) > _NOTHING:
            seen.append(Seen(text.strip(), tuple((float(x), float(y)) for x, y in box), min(score, float(mean))))
    return seen


@lru_cache(maxsize=1)
def _engine() -> Any:  # noqa: ANN401 -- rapidocr's, which the wall ends at
    from rapidocr import RapidOCR

    # The models come with the package: nothing is fetched. Unsure lines are kept, to be shown to a person.
    return RapidOCR(params={"Global.log_level": "error", "Global.text_score": 0.0, "Global.max_side_len": LONGEST_SIDE})
