"""Late interaction, by hand: each token of the question looks for its nearest in the sentence."""

from __future__ import annotations

import pytest
import torch

from training.late import SOFT, scores


def test_the_score_is_the_worth_weighted_mean_of_the_nearest_cosines():
    asked = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])  # two tokens
    read = torch.tensor([[[1.0, 0.0], [0.6, 0.8]]])  # nearest: 1.0 for the first, 0.8 for the second
    everything = torch.ones(1, 2, dtype=torch.bool)
    worth = torch.tensor([[0.0, torch.log(torch.tensor(3.0))]])  # a quarter and three quarters
    score, least = scores(asked, worth, everything, read, everything)
    assert score.item() == pytest.approx(0.25 * 1.0 + 0.75 * 0.8, abs=1e-5)
    soft = -torch.logsumexp(-SOFT * torch.tensor([1.0, 0.8]), 0) / SOFT
    assert least.item() == pytest.approx(soft.item(), abs=1e-5)
    assert least.item() < 0.8


def test_tokens_that_do_not_count_and_padding_change_nothing():
    asked = torch.tensor([[[1.0, 0.0], [0.0, 1.0]]])
    read = torch.tensor([[[0.5, 0.1], [9.0, 9.0]]])
    first_only = torch.tensor([[True, False]])
    score, _ = scores(asked, torch.zeros(1, 2), first_only, read, first_only)
    assert score.item() == pytest.approx(0.5, abs=1e-5)
