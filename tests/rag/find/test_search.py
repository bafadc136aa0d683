"""Both searches over one index, apart and fused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.split import split
from rag.domain import Passage
from rag.embed import Embedding, Vectors
from rag.find.search import Mode, Searcher, Weights
from rag.index import VectorIndex
from rag.sentences import sentences
from tests.small_reports import qingxi

MODES: list[Mode] = ["hybrid", "dense", "keywords"]


def searcher(
    folder: Path, passages: Sequence[Passage], embedding: Embedding, weights: Weights | None = None
) -> Searcher:
    index = VectorIndex(folder, create=True)
    units = [s for p in passages for s in sentences(p)]
    index.add(units, embedding.encode_passages([u.text for u in units]))
    return Searcher(passages, index, embedding, weights)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, embedding: Embedding) -> Searcher:
    passages = [p for year in (2031, 2032) for p in split(qingxi(year))]
    return searcher(tmp_path_factory.mktemp("index") / "chroma", passages, embedding)


@pytest.mark.parametrize("mode", ["hybrid", "keywords"])
@pytest.mark.parametrize(
    ("question", "words"),
    [
        pytest.param("茶叶加工厂建了几座", "新建茶叶加工厂6座", id="about factories"),
        pytest.param("清江大桥什么时候开工", "开工建设清江大桥", id="about a bridge to be begun"),
        pytest.param("无人机配送航线有几条", "无人机配送航线5条", id="about drones"),
        pytest.param("医共体是什么意思", "医共体：", id="about a term of the glossary"),
    ],
)
def test_the_passage_that_answers_comes_among_the_first_three(search: Searcher, mode: Mode, question: str, words: str):
    found = search.find(question, mode=mode).kept[:3]
    assert any(words in f.passage.text for f in found), [f.passage.text[:30] for f in found]


@pytest.mark.parametrize("mode", MODES)
def test_a_passage_asked_for_in_its_own_words_is_first(search: Searcher, mode: Mode):
    found = search.find("治理小流域4条，植树造林1.2万亩。", mode=mode)
    assert "植树造林1.2万亩" in found.kept[0].passage.text
    assert found.sentences[0].sentence.text == "治理小流域4条，植树造林1.2万亩。"


@pytest.mark.parametrize("mode", MODES)
def test_results_are_in_order_and_none_is_twice(search: Searcher, mode: Mode):
    found = search.find("新建社区食堂", keep=4, mode=mode)
    every = [*found.kept, *found.rejected]
    assert len(found.kept) == 4
    assert [f.score for f in every] == sorted((f.score for f in every), reverse=True)
    assert len({f.passage.id for f in every}) == len(every)
    assert [s.score for s in found.sentences] == sorted((s.score for s in found.sentences), reverse=True)


def test_of_a_few_reports_every_sentence_is_ranked_and_of_many_those_of_the_kept_passages(
    search: Searcher, monkeypatch: pytest.MonkeyPatch
):
    every = search.find("停车位", keep=3).sentences
    assert sorted(s.sentence.text for s in every) == sorted(s.text for s in search.sentences)
    monkeypatch.setattr(Searcher, "FEW", len(search.sentences) - 1)
    monkeypatch.setattr(Searcher, "CANDIDATES", 3)
    found = search.find("停车位", keep=3)
    assert {s.sentence.passage.id for s in found.sentences} == {f.passage.id for f in found.kept}
    assert len(found.sentences) == sum(len(sentences(f.passage)) for f in found.kept) < len(every)


def test_the_dense_half_asks_nothing_of_words_and_the_keyword_half_nothing_of_vectors(search: Searcher):
    assert all(f.keyword == 0 for f in search.find("食堂", mode="dense").kept)
    assert all(f.dense == 0 for f in search.find("食堂", mode="keywords").kept)


def test_scores_add_up_by_the_weights(tmp_path: Path, embedding: Embedding):
    passages = split(qingxi())
    weights = Weights(dense=0.25, best_sentence=0.75, passage=0.3)
    find = searcher(tmp_path / "chroma", passages, embedding, weights).find
    for found in find("茶叶", keep=5).kept:
        alone = max(s.keyword for s in find("茶叶", keep=5).sentences if s.sentence.passage is found.passage)
        assert found.score == pytest.approx(found.keyword + 0.75 * alone + 0.25 * found.dense, abs=1e-5)


@pytest.mark.parametrize(
    "question", ["", "，", "qwertyuiop", "\ud800", "桥" * 3000], ids=["empty", "a mark", "unknown", "broken", "long"]
)
@pytest.mark.parametrize("mode", MODES)
def test_any_question_gets_a_list(search: Searcher, mode: Mode, question: str):
    found = search.find(question, mode=mode)
    assert all(np.isfinite(f.score) for f in found.kept)


def test_ranking_gives_as_many_passages_as_asked_for(search: Searcher):
    assert len(search.rank("新建", limit=5)) == 5
    assert len(search.rank("新建", limit=10_000)) == len(search.passages)


def test_beyond_the_nearest_a_sentence_with_the_words_still_gets_its_cosine(
    tmp_path: Path, embedding: Embedding, monkeypatch: pytest.MonkeyPatch
):
    search = searcher(tmp_path / "chroma", split(qingxi()), embedding)
    whole = search.find("公办幼儿园学位", keep=5)
    monkeypatch.setattr(Searcher, "NEAREST", 2)
    few = search.find("公办幼儿园学位", keep=5)
    assert few.kept[0].passage is whole.kept[0].passage
    assert few.sentences[0].dense == pytest.approx(whole.sentences[0].dense, abs=1e-4)


def test_a_model_that_knows_no_word_leaves_the_keywords(tmp_path: Path, embedding: Embedding):
    class Blind:
        identity, dimension = "blind", 8

        def encode_questions(self, texts: Sequence[str]) -> Vectors:
            return np.zeros((len(texts), 8), np.float32)

        encode_passages = encode_questions

    found = searcher(tmp_path / "chroma", split(qingxi()), Blind()).find("茶叶加工厂")
    assert "茶叶加工厂6座" in found.kept[0].passage.text
