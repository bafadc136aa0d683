"""Boosted decision trees in numpy: predicts what LightGBM trained, without LightGBM (a test compares the two)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Trees:
    """A sum of binary decision trees over numeric features."""

    def __init__(self, trees: Sequence[dict[str, Any]]) -> None:
        """Each tree has lists `feature`, `threshold`, `left`, `right`, `value`, one entry a node, the root first; a
        leaf has feature -1. A row goes left where its feature is at most the threshold."""
        depth = max((len(t["feature"]) for t in trees), default=1)
        shape = (len(trees), depth)
        self._feature = np.full(shape, -1, np.int32)
        self._threshold = np.zeros(shape, np.float64)
        self._left, self._right = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        self._value = np.zeros(shape, np.float64)
        for i, tree in enumerate(trees):
            n = len(tree["feature"])
            self._feature[i, :n], self._threshold[i, :n] = tree["feature"], tree["threshold"]
            self._left[i, :n], self._right[i, :n], self._value[i, :n] = tree["left"], tree["right"], tree["value"]

    def predict(self, rows: Matrix) -> Matrix:
        """Raw sum for each row of shape (n, features); shape (n,)."""
        if not len(self._feature) or not len(rows):
            return np.zeros(len(rows), np.float32)
        number = np.arange(len(self._feature))[None, :]
        at = np.zeros((len(rows), len(self._feature)), np.int32)
        while True:
            feature = self._feature[number, at]
            inner = feature >= 0
            if not inner.any():
                break
            value = np.take_along_axis(rows.astype(np.float64), np.maximum(feature, 0), axis=1)
            below = value <= self._threshold[number, at]
            at = np.where(inner, np.where(below, self._left[number, at], self._right[number, at]), at)
        return np.asarray(self._value[number, at].sum(axis=1), np.float32)


def from_lightgbm(model: dict[str, Any]) -> list[dict[str, Any]]:
    """The trees of `Booster.dump_model()` in the form that `Trees` reads. Numeric splits (<=) only."""
    return [_flat(info["tree_structure"]) for info in model["tree_info"]]


def _flat(root: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = {"feature": [], "threshold": [], "left": [], "right": [], "value": []}

    def add(node: dict[str, Any]) -> int:
        at = len(tree["feature"])
        leaf = "leaf_value" in node
        tree["feature"].append(-1 if leaf else int(node["split_feature"]))
        tree["threshold"].append(0.0 if leaf else float(node["threshold"]))
        tree["value"].append(float(node["leaf_value"]) if leaf else 0.0)
        tree["left"].append(0)
        tree["right"].append(0)
        if not leaf:
            tree["left"][at] = add(node["left_child"])
            tree["right"][at] = add(node["right_child"])
        return at

    add(root)
    return tree
