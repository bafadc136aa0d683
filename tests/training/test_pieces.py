"""training/: each piece on texts made up here."""

from collections import Counter

import numpy as np
import pytest
import torch

from rag.embed import load_embedding
from training import start
from training.bm25 import Keywords, ngrams
from training.contrastive import Stage, bag, dropped, same_text, train
from training.corpora import Document, is_heading, sentences
from training.export import quantise, reduce, save
from training.loss import info_nce
from training.pairs import PairSet, clauses, headings, neighbours
from training.vocabulary import build_tokenizer, count_words, encode, fold

WORDS = Counter({"老旧": 30, "小区": 30, "改造": 20, "老": 50, "旧": 5, "小": 40, "区": 30, "改": 20, "造": 20, "0": 9})


def ids(*numbers):
    return np.array(numbers, dtype=np.int32)


def test_sentences_end_at_stops_and_lines():
    assert sentences("一句。二句；三句\n 四句！ ") == ["一句。", "二句；", "三句", "四句！"]


@pytest.mark.parametrize(
    "line,heading", [("一、工作回顾", True), ("（二）稳就业", True), ("一、好。", False), ("平常话", False)]
)
def test_headings_are_told_from_text(line, heading):
    assert is_heading(line) is heading


def test_fold_is_the_tokenizers_normaliser():
    tokenizer = build_tokenizer(WORDS, 100)
    text = "ＡＢ 2025年５.2％"
    assert tokenizer.normalizer.normalize_str(text) == fold(text)


def test_tokenizer_prefers_words_and_marks_the_unknown():
    tokenizer = build_tokenizer(WORDS, 100)
    assert tokenizer.encode("老旧小区，改造12345龘").tokens == ["老旧", "小区", "改造", "0", "龘"]
    assert tokenizer.encode("龘").ids == [0]
    assert [list(x) for x in encode(tokenizer, ["龘老", "", "老老老"], limit=2)] == [
        [tokenizer.token_to_id("老")],
        [],
        [tokenizer.token_to_id("老")] * 2,
    ]


def test_a_tokenizer_keeps_its_size():
    assert build_tokenizer(WORDS, 9).get_vocab_size() <= 9


def test_words_are_counted_with_their_characters():
    counted = count_words(["低保标准，低保"], weight=3)
    assert counted["低"] == 6
    assert counted["低保"] in (3, 6)
    assert "，" not in counted


def test_cooccurrence_stops_at_the_border_of_a_text():
    counts = start.cooccurrence([ids(1, 2, 3), ids(4, 1)], size=5, window=2).toarray()
    assert counts[1, 2] == 1
    assert counts[1, 3] == 0.5
    assert counts[3, 4] == 0
    assert np.array_equal(counts, counts.T)


def test_words_of_one_company_get_close_vectors():
    draw = np.random.default_rng(0)
    texts = [draw.choice(group, 6).astype(np.int32) for group in ([1, 2, 3], [4, 5, 6]) for _ in range(200)]
    vectors = start.word_vectors(texts, 7, 3, window=3, seed=0)
    assert vectors[1] @ vectors[2] > 0.8 > 0.3 > vectors[1] @ vectors[5]
    assert not vectors[0].any()


def test_rare_words_weigh_more():
    weights = start.rarity([ids(1, 1, 1, 1, 2)], size=4)
    assert 0 < weights[1] < weights[2] < weights[3] == 1


def test_start_table_halves():
    table = start.start_table(np.eye(4, dtype=np.float32), np.ones(4, np.float32), random=8, seed=1)
    assert table.shape == (4, 12)
    assert not table[0].any()
    assert np.allclose(np.linalg.norm(table[1:, 4:], axis=1), 1, atol=1e-5)


def test_info_nce_and_its_gradient_equal_torchs():
    draw = np.random.default_rng(0)
    left, right = (draw.standard_normal((6, 5)).astype(np.float32) for _ in range(2))
    masked = np.zeros((6, 6), dtype=bool)
    masked[0, 2] = masked[2, 0] = True
    loss, gradient = info_nce(left, right, masked, scale=20)
    a, b = (torch.tensor(x, requires_grad=True) for x in (left, right))
    unit, entropy = torch.nn.functional.normalize, torch.nn.functional.cross_entropy
    scores = (20 * unit(a) @ unit(b).T).masked_fill(torch.from_numpy(masked), -1e9)
    expected = (entropy(scores, torch.arange(6)) + entropy(scores.T, torch.arange(6))) / 2
    expected.backward()
    assert loss == pytest.approx(float(expected.detach()), rel=1e-5)
    assert np.allclose(gradient, np.concatenate([a.grad, b.grad]), atol=1e-5)


def test_bag_takes_means():
    used, matrix = bag([ids(5, 9, 9), ids(2)])
    rows = np.arange(10, dtype=np.float32)[:, None]
    assert np.allclose((matrix @ rows[used]).ravel(), [23 / 3, 2])


def test_dropping_never_empties_a_text():
    draw = np.random.default_rng(0)
    left, right = [ids(1, 2), ids(3), ids(4, 5)], [ids(1), ids(3), ids(9)]
    assert [list(t) for t in dropped(left, right, 1.0, draw)] == [[2], [3], [4, 5]]
    assert dropped(left, right, 0.0, draw) is left


def test_same_texts_are_no_negatives():
    same = same_text([ids(1), ids(2), ids(1)])
    assert same[0, 2]
    assert same[2, 0]
    assert same.sum() == 2


def test_training_is_seeded_and_brings_pairs_together():
    table = np.random.default_rng(0).standard_normal((40, 16)).astype(np.float32)
    table[0] = 0
    source = PairSet("made up", [ids(i) for i in range(1, 20)], [ids(i + 20) for i in range(1, 20)], 1.0)
    stage = Stage(steps=60, batch=16, rate=5e-2)
    trained = train(table, [source], stage, seed=3)
    assert np.array_equal(trained, train(table, [source], stage, seed=3))
    cosine = start.unit(trained[1:20]) @ start.unit(trained[21:40]).T
    assert (cosine.argmax(axis=1) == np.arange(19)).mean() > 0.9
    assert not trained[0].any()


def test_pairs_of_documents():
    document = Document(
        "城市供水条例",
        (
            "第一条说的是为什么要有它。第二句说的是由谁来管它。",
            "二、水价",
            "水价由市里定，先听大家的意见，再公布出来，每年看一次是否合适。",
        ),
    )
    assert list(neighbours([document])) == [("第一条说的是为什么要有它。", "第二句说的是由谁来管它。")]
    assert ("城市供水条例", document.paragraphs[0]) in list(headings([document]))
    assert ("二、水价", document.paragraphs[2]) in list(headings([document]))
    ((clause, rest),) = clauses([document], seed=0)
    assert clause in document.paragraphs[2]
    assert clause not in rest


def test_saved_model_gives_the_tables_vectors(tmp_path):
    tokenizer = build_tokenizer(WORDS, 100)
    table = np.random.default_rng(0).standard_normal((tokenizer.get_vocab_size(), 24)).astype(np.float32)
    table[0] = 0
    save(table, tokenizer, tmp_path / "m")
    model = load_embedding(str(tmp_path / "m"))
    mean = table[tokenizer.encode("老旧小区").ids].mean(axis=0)
    assert model.encode_questions(["老旧小区"])[0] @ mean / np.linalg.norm(mean) > 0.999


def test_int8_is_within_half_a_step():
    table = np.random.default_rng(0).standard_normal((5, 8)).astype(np.float32)
    rows, scale = quantise(np.vstack([table, np.zeros((1, 8), np.float32)]))
    assert np.abs(rows[:5] * scale[:5, None] - table).max() <= scale.max() / 2 + 1e-6
    assert not rows[5].any()


def test_reducing_keeps_cosines():
    table = np.random.default_rng(0).standard_normal((50, 4)).astype(np.float32) @ np.ones((4, 20), np.float32)
    small = reduce(table, 4)
    assert small.shape == (50, 4)
    assert np.allclose(small @ small.T, table @ table.T, atol=1e-3)
    assert reduce(table, 30) is table


def test_keywords_are_a_share_of_the_question():
    passages = ["改造老旧小区", "修建高速公路", "老旧管网改造"]
    scores = Keywords(passages).scores(["老旧小区改造", "高速公路", "龘"])
    assert list(scores.argmax(axis=1)[:2]) == [0, 1]
    assert ((scores >= 0) & (scores <= 1)).all()
    assert not scores[2].any()
    assert ngrams("GDP增5.2%") == ["gdp", "增", "5.2", "%", "gdp增", "增5.2", "5.2%"]
