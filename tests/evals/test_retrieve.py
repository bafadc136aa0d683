"""Documents indexed as they are, and ranked by their best passage."""

import numpy as np
import pytest

from evals import retrieve
from rag.embed import unit
from tests.evals.small import write_lines

DOCS = [
    ("桥", "第一条\n本市修桥，应当报告。\n\n修好以后，每年检查一次桥梁。"),
    ("学校", "学校应当开设体育课。学生每天锻炼一小时。"),
    ("公园 甲", "公园免费开放。公园里不得骑车。"),
]


class Letters:
    """A text is the count of its characters, hashed: enough for what shares letters to be near."""

    identity, dimension = "letters", 64

    def encode_passages(self, texts):
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % self.dimension] += 1
        return unit(rows)

    encode_questions = encode_passages


@pytest.fixture(params=["hybrid", "dense", "keywords"])
def mode(request):
    return request.param


def searcher(folder, mode, docs=DOCS, max_chars=1200):
    return retrieve.build_searcher(retrieve.passages_of(docs, max_chars), Letters(), mode, folder / "chroma")


def test_the_document_that_speaks_of_it_comes_first(tmp_path, mode):
    found = searcher(tmp_path, mode)
    assert retrieve.rank_documents(found, "公园里可以骑车吗", mode)[0][0] == "公园 甲"
    assert retrieve.rank_documents(found, "学校的体育课", mode)[0][0] == "学校"


def test_a_document_is_given_once_with_its_best_passage(tmp_path, mode):
    found = searcher(tmp_path, mode)
    ranked = retrieve.rank_documents(found, "修桥要报告吗，桥梁多久检查", mode)
    names = [name for name, _ in ranked]
    assert names.count("桥") == 1
    best = max(
        score for passage, score in found.rank("修桥要报告吗，桥梁多久检查", mode) if passage.report.stem == "桥"
    )
    assert dict(ranked)["桥"] == best


def test_a_hundred_documents_are_found_behind_many_passages_of_one(tmp_path):
    long = ("长", "\n\n".join(["公园公园公园。"] * 600))
    short = [(f"短{i}", f"第{i}座公园很大，游客可以在这里散步、休息。") for i in range(120)]
    found = searcher(tmp_path, "keywords", [long, *short])
    ranked = retrieve.rank_documents(found, "公园", "keywords")
    assert len(ranked) == 100
    assert ranked[0][0] == "长"


def test_documents_without_any_score_are_left_out(tmp_path):
    found = searcher(tmp_path, "keywords")
    assert [name for name, _ in retrieve.rank_documents(found, "骑车", "keywords")] == ["公园 甲"]


def test_long_paragraphs_are_cut_as_ingest_cuts_them():
    text = "公园免费开放。" * 10  # 70 characters
    passages = retrieve.passages_of([("1", text)], 30)
    assert [len(p.text) for p in passages] == [28, 28, 14]
    assert "".join(p.text for p in passages) == text


def test_a_docid_given_twice_is_an_error():
    with pytest.raises(ValueError, match="桥"):
        retrieve.passages_of([DOCS[0], DOCS[0]], 1200)


def test_a_run_is_written_in_the_form_of_trec(tmp_path, monkeypatch):
    monkeypatch.setattr(retrieve, "load_embedding", lambda model: Letters())
    docs = write_lines(tmp_path / "docs.jsonl", *({"docid": d, "text": t} for d, t in DOCS))
    asked = write_lines(tmp_path / "asked.jsonl", {"id": 7, "question": "公园里可以骑车吗", "docid": "公园 甲"})
    out = tmp_path / "runs" / "run.trec"
    arguments = ["--docs", str(docs), "--questions", str(asked), "--mode", "keywords", "--out", str(out)]
    assert retrieve.main(arguments) == 0
    first = out.read_text("utf-8").splitlines()[0].split()
    assert first[:4] == ["7", "Q0", "公园_甲", "1"]
    assert float(first[4]) > 0
    assert first[5:] == ["wenbao-keywords"]


def test_every_sentence_keeps_its_own_vector_however_many_there_are(tmp_path, monkeypatch):
    monkeypatch.setattr(retrieve, "_BATCH", 2)
    found = searcher(tmp_path, "dense")
    for sentence in found.sentences:
        (passage, _), *_ = found.rank(sentence.text, "dense")
        assert passage is sentence.passage


def test_a_line_without_its_field_is_one_sentence(tmp_path, capsys):
    file = str(write_lines(tmp_path / "docs.jsonl", {"docid": "1"}))
    assert retrieve.main(["--docs", file, "--questions", file, "--out", str(tmp_path / "run")]) == 1
    assert "'text'" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_one_sentence(tmp_path, capsys):
    missing = str(tmp_path / "none.jsonl")
    assert retrieve.main(["--docs", missing, "--questions", missing, "--out", str(tmp_path / "run")]) == 1
    assert "检索没有完成" in capsys.readouterr().err
