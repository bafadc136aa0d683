"""Boosted trees in numpy give what LightGBM gives."""

from __future__ import annotations

import lightgbm
import numpy as np

from rag.trees import Trees, from_lightgbm


def test_a_tree_by_hand() -> None:
    # x0 <= 1 -> 0.5; else x1 <= 2 -> -1, else 3
    tree = {
        "feature": [0, -1, 1, -1, -1],
        "threshold": [1.0, 0, 2.0, 0, 0],
        "left": [1, 0, 3, 0, 0],
        "right": [2, 0, 4, 0, 0],
        "value": [0, 0.5, 0, -1.0, 3.0],
    }
    rows = np.array([[1, 9], [2, 2], [2, 3]], np.float32)
    assert Trees([tree, tree]).predict(rows).tolist() == [2 * 0.5, 2 * -1.0, 2 * 3.0]


def test_no_trees_and_no_rows_give_zeros() -> None:
    assert Trees([]).predict(np.ones((2, 3), np.float32)).tolist() == [0.0, 0.0]
    assert Trees([]).predict(np.ones((0, 3), np.float32)).shape == (0,)


def test_same_as_lightgbm() -> None:
    draw = np.random.default_rng(0)
    rows = draw.normal(size=(400, 6)).astype(np.float32)
    labels = (rows[:, 0] + rows[:, 1] * rows[:, 2] > 0).astype(int)
    booster = lightgbm.train(
        {"objective": "binary", "num_leaves": 7, "verbose": -1, "num_threads": 1}, lightgbm.Dataset(rows, labels), 20
    )
    ours = Trees(from_lightgbm(booster.dump_model())).predict(rows)
    assert np.allclose(ours, booster.predict(rows, raw_score=True), atol=1e-5)
