"""A CrossEncoder as a second opinion: a real one, small, made here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.outline import outline
from ingest.split import split
from rag.domain import RankedSentence
from rag.errors import EmbeddingUnavailable
from rag.read.features import NAMES, Evidence
from rag.read.judge import Judged
from rag.read.rerank import Reranker
from rag.sentences import sentences

REPORT = outline("各位代表：\n一、2031年工作回顾\n修建公路12公里。新增路灯300盏。\n", stem="试验市_2032")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CrossEncoder of two small layers over single characters, random weights, saved as any other would be."""
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("cross")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(REPORT.source) | set("多少问"))]
    (folder / "vocab.txt").write_text("\n".join(w for w in words if w.strip()), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    CrossEncoder(str(folder), local_files_only=True).save_pretrained(str(folder))
    return folder


def judged() -> Judged:
    rows = tuple(RankedSentence(s, 0.0, 0.0, 0.0) for p in split(REPORT) for s in sentences(p))
    matrix = np.zeros((len(rows), len(NAMES)), np.float32)
    none = np.zeros((len(rows), 0), np.float32)
    evidence = Evidence(rows, matrix, none, np.zeros(0, np.float32), none)
    return Judged(evidence, np.linspace(0.9, 0.1, len(rows)).astype(np.float32), 0.7, np.ones(len(rows), np.float32))


def test_chances_are_the_mean_of_both_opinions(tiny: Path) -> None:
    before = judged()
    reranker = Reranker(str(tiny))
    after = reranker.judge("公路多少", before)
    pairs = [("公路多少", s.sentence.text) for s in before.evidence.sentences]
    assert np.allclose(after.chances, (before.chances + reranker._encoder.predict(pairs)) / 2)
    assert ((after.chances >= 0) & (after.chances <= 1)).all()
    assert after.answerable == before.answerable


@pytest.mark.parametrize("model", ["/nowhere/at/all", "no-such/model-of-ours"])
def test_a_model_that_is_not_here_is_one_sentence(model: str) -> None:
    with pytest.raises(EmbeddingUnavailable) as caught:
        Reranker(model)
    assert caught.value.remedy == "unset WENBAO_RERANKER_MODEL"
    assert "\n" not in caught.value.message


def test_a_damaged_model_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(EmbeddingUnavailable):
        Reranker(str(tmp_path))
