"""The encoder with its two heads, in torch: late interaction as in ColBERT (Khattab and Zaharia 2020).

A question and a sentence are read apart. Each token of the question looks for the token of the sentence that is nearest;
the score is the mean of those cosines, weighted by what the encoder says each token of the question is worth. Whether the
sentence answers is read off that score and off the least of the cosines: what is asked for and found nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

WIDTH = 128
"""Numbers of a token's vector."""
QUESTION_TOKENS, PASSAGE_TOKENS = 48, 112
QUESTION_PREFIX, PASSAGE_PREFIX = 5, 6
"""Tokens of <s> and "query:", of <s> and "passage:", which say nothing."""
SOFT = 12.0
"""Sharpness of the soft least."""


class Late(nn.Module):
    """Encoder and heads."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="sdpa")
        hidden = self.bert.config.hidden_size
        self.project = nn.Linear(hidden, WIDTH, bias=True)
        self.worth = nn.Linear(hidden, 1)
        self.scale = nn.Parameter(torch.tensor(3.3))
        self.answer = nn.Parameter(torch.tensor([8.0, 4.0, -7.0]))
        nn.init.zeros_(self.worth.weight)
        nn.init.zeros_(self.worth.bias)

    def start_projection(self, texts: Tensor, mask: Tensor) -> None:
        """Begin with the strongest directions of some tokens, less their mean."""
        with torch.no_grad():
            states = self.bert(texts, attention_mask=mask).last_hidden_state[mask.bool()]
            middle = states.mean(dim=0)
            _, _, right = torch.linalg.svd(states - middle, full_matrices=False)
            self.project.weight.copy_(right[:WIDTH])
            self.project.bias.copy_(-(right[:WIDTH] @ middle))

    def tokens(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors of length 1, shape (n, tokens, WIDTH), and the worth of each token, shape (n, tokens)."""
        states = self.bert(ids, attention_mask=mask).last_hidden_state
        return nn.functional.normalize(self.project(states), dim=-1), self.worth(states).squeeze(-1)


def encode(tokenizer: Tokenizer, texts: Sequence[str], longest: int, prefix: int) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, attention mask and the mask of the tokens that count, each of shape (n, tokens)."""
    rows = [tokenizer.encode(t).ids for t in texts]
    rows = [r if len(r) <= longest else [*r[: longest - 1], r[-1]] for r in rows]
    wide = max(map(len, rows))
    ids = torch.ones(len(rows), wide, dtype=torch.long)
    mask, counts = torch.zeros(len(rows), wide, dtype=torch.long), torch.zeros(len(rows), wide, dtype=torch.bool)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
        counts[i, prefix : len(row) - 1] = True
    return ids, mask, counts


def scores(asked: Tensor, worth: Tensor, counts: Tensor, read: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
    """Score and soft least of each question (rows) with each sentence (columns)."""
    near = torch.einsum("qtw,dsw->qdts", asked, read)
    near = near.masked_fill(~there[None, :, None, :], -1.0).max(dim=-1).values
    weight = worth.masked_fill(~counts, -1e4).softmax(dim=-1)
    score = (near * weight[:, None, :]).sum(dim=-1)
    filled = near.masked_fill(~counts[:, None, :], 1.0)
    return score, -torch.logsumexp(-SOFT * filled, dim=-1) / SOFT


def seeded(seed: int) -> np.random.Generator:
    torch.manual_seed(seed)
    return np.random.default_rng(seed)
