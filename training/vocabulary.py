"""The tokenizer: a Unigram model over the commonest words of a segmenter and all characters."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import numpy as np
import rjieba
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from tqdm import tqdm

UNKNOWN = "<unk>"
_WORD = re.compile(r"[^\W_]+|[%×]")
WORD = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?|[^\W_]|[%×]")
"""What keyword search counts: a run of ASCII letters, a number, or a single character."""


def fold_case(text: str) -> str:
    """NFKC and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def fold(text: str) -> str:
    """NFKC, lower case, each run of digits folded to one 0: what the tokenizer's normaliser does."""
    return re.sub(r"[0-9]+", "0", fold_case(text))


def count_words(texts: Iterable[str], weight: int = 1) -> Counter[str]:
    """How often the segmenter's words and the single characters stand in `texts`, times `weight`."""
    words: Counter[str] = Counter()
    for text in tqdm(texts, desc="counting words", unit="text", mininterval=5):
        folded = fold(text)
        words.update(w for w in rjieba.cut(folded) if _WORD.fullmatch(w))
        words.update(set(_WORD.findall(folded)) and (c for c in folded if _WORD.fullmatch(c)))
    return Counter({w: n * weight for w, n in words.items()})


def build_tokenizer(words: Counter[str], size: int, characters: int = 6000) -> Tokenizer:
    """A Unigram tokenizer of at most `size` entries, scored by log count.

    The `characters` commonest characters are in, then the commonest words. What it does not know becomes `<unk>`,
    id 0. Segmentation by Unigram: Kudo 2018, https://arxiv.org/abs/1804.10959.
    """
    single = [(w, n) for w, n in words.most_common() if len(w) == 1][:characters]
    longer = [(w, n) for w, n in words.most_common() if len(w) > 1][: size - 1 - len(single)]
    kept = sorted(single + longer, key=lambda item: (-item[1], item[0]))
    total = sum(n for _, n in kept)
    # An entry for what is unknown must cost more than any known character.
    pieces = [(UNKNOWN, -30.0), *((w, math.log(n / total)) for w, n in kept)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex("[0-9]+"), "0")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}%×]+"), "removed")
    return tokenizer


def encode(tokenizer: Tokenizer, texts: list[str], limit: int = 0) -> list[NDArray[np.int32]]:
    """Token ids of each text, unknown ones left out, at most `limit` of them (0: all)."""
    found: list[NDArray[np.int32]] = []
    for at in tqdm(range(0, len(texts), 4096), desc="encoding", mininterval=5, leave=False):
        for encoding in tokenizer.encode_batch_fast(texts[at : at + 4096], add_special_tokens=False):
            ids = np.asarray(encoding.ids, dtype=np.int32)
            ids = ids[ids != 0]
            found.append(ids[:limit] if limit else ids)
    return found
