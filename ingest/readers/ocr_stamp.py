"""Red stamps are taken off a picture of a page, so that the writing below them can be read.

In the red channel a red stamp is as bright as the paper, and black ink as dark as ever. A headline printed in red is wide
where a stamp is round: it stays.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_REDDER: Final = 40
"""Red ink has so much more red than green and blue, of 255."""
_SMALLEST, _LARGEST = 0.08, 0.45
"""Shares of the page's shorter side that a stamp is wide and high."""
_ROUND: Final = 1.7
"""A stamp is at most so many times longer than wide."""
_JOINED: Final = 0.012
"""Red marks this share of the shorter side apart belong together."""


def without_stamps(picture: Pixels) -> Pixels:
    """The picture with the red of round or square marks bleached; itself where there is none."""
    import cv2

    red = picture[..., 0].astype(np.int16) - np.maximum(picture[..., 1], picture[..., 2]) > _REDDER
    if not red.any():
        return picture
    side = min(picture.shape[:2])
    reach = max(3, round(side * _JOINED))
    joined = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    out = picture.copy()
    for left, top, width, height, _ in boxes[1:]:
        short, long = sorted((width, height))
        if _SMALLEST * side < short and long < _LARGEST * side and long < _ROUND * short:
            part = (slice(top, top + height), slice(left, left + width))
            bright = picture[part][..., 0]
            out[part] = np.where(red[part][..., None], bright[..., None], picture[part])
            # The rim of each red stroke is pale red: it takes the red channel too.
            pale = picture[part][..., 0].astype(np.int16) - picture[part][..., 1] > _REDDER // 4
            out[part] = np.where(pale[..., None], bright[..., None], out[part])
    return out
