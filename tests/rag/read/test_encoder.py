"""The encoder: real weights, real onnxruntime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.outline import outline
from ingest.split import split
from rag.errors import JudgeUnavailable
from rag.read.encoder import STEP, WIDTH, Encoder, TokenTable, load_encoder
from rag.read.texts import passage_text
from rag.sentences import sentences

TEXT = "各位代表：\n一、2031年工作回顾\n新增公共停车泊位4000个。粮食总产量稳定在52万吨。\n二、2032年工作安排\n新建幼儿园3所。\n"
ROWS = [s for p in split(outline(TEXT, stem="试验市_2032")) for s in sentences(p)]


@pytest.fixture(scope="module")
def table() -> TokenTable:
    return TokenTable.of(load_encoder().read(ROWS))


def best(table: TokenTable, question: str) -> str:
    asked = load_encoder().ask(question)
    near = table.near(asked, np.arange(len(ROWS)))
    assert near.shape == (len(asked.worth), len(ROWS))
    return ROWS[int(np.argmax(asked.worth @ near))].text


@pytest.mark.parametrize(
    ("question", "words"),
    [("去年加了多少车位", "停车泊位"), ("娃娃上学的地方要盖几个", "幼儿园"), ("打了多少粮", "粮食")],
)
def test_everyday_words_find_official_ones(table: TokenTable, question: str, words: str):
    assert words in best(table, question)


def test_a_question_is_unit_vectors_and_worths_that_sum_to_one():
    asked = load_encoder().ask("今年新建几所幼儿园")
    assert asked.vectors.shape == (len(asked.worth), WIDTH)
    assert np.allclose(np.linalg.norm(asked.vectors, axis=1), 1, atol=1e-4)
    assert float(asked.worth.sum()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("question", ["", " ", "😀", "路" * 600, "\ud800"])
def test_odd_questions_are_read_without_harm(table: TokenTable, question: str):
    near = table.near(load_encoder().ask(question), np.arange(len(ROWS)))
    assert np.isfinite(near).all()


def test_a_table_kept_on_disk_is_the_same(table: TokenTable, tmp_path: Path):
    table.save(tmp_path / "tokens.npz")
    again = TokenTable.load(tmp_path / "tokens.npz")
    assert len(again) == len(table) == len(ROWS)
    assert all(np.array_equal(again.row(i), table.row(i)) for i in range(len(table)))


def test_bytes_keep_the_vectors_to_a_step(table: TokenTable):
    lengths = np.linalg.norm(table.row(0).astype(np.float32) / STEP, axis=1)
    assert float(np.median(lengths)) == pytest.approx(1, abs=0.01)
    assert lengths.min() > 0.8 and lengths.max() < 1.01  # a number beyond 0.5 is cut


def test_a_sentence_is_read_with_the_heading_it_stands_under():
    body = next(s for s in ROWS if "幼儿园" in s.text)
    assert passage_text(body) == "passage: 2032年工作安排。新建幼儿园3所。"


def test_missing_files_are_one_sentence_with_the_command_that_mends_it(tmp_path: Path):
    with pytest.raises(JudgeUnavailable) as caught:
        Encoder(tmp_path)
    assert caught.value.remedy == "git checkout -- models/wenbao-judge"
