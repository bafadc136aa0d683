"""Search alone, on a collection of documents: a TREC run for evals like ../shared/eval/retrieval.py.

    python -m evals.retrieve --docs DOCS.jsonl --questions Q.jsonl --mode hybrid|dense|keywords --out RUN.trec

Documents ({docid, text}) are indexed as they are: no outline, no page furniture looked for. They are split into
passages as ingest splits a report's paragraphs, and each is ranked by its best passage. An entry point, like
`evals.run`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import numpy as np
from tqdm import tqdm

from evals.questions import read_jsonl
from ingest.headings import heading_line
from ingest.paragraphs import paragraphs
from ingest.split import split
from rag.domain import Block, Passage, Report
from rag.embed import Embedding, load_embedding
from rag.errors import WenbaoError
from rag.find.search import Mode, Searcher
from rag.index import VectorIndex
from rag.sentences import sentences
from rag.settings import Settings

DOCUMENTS = 100
"""Documents written for each question."""

_BATCH = 2000


def as_report(docid: str, text: str) -> Report:
    """A document as a report without sections: every paragraph of its text is body."""
    blocks = tuple(
        Block(start, end, level=1 if heading_line(text[start:end]) else 0) for start, end in paragraphs(text)
    )
    return Report(docid, text, docid, None, None, (0, len(text)), blocks, ())


def read_pairs(path: Path, name: str, text: str) -> list[tuple[str, str]]:
    """The fields `name` and `text` of each line.

    :raises ValueError: where a line lacks one of them.
    """
    try:
        return [(str(row[name]), str(row[text])) for row in read_jsonl(path)]
    except KeyError as missing:
        raise ValueError(f"{path.name} 有一行缺少字段 {missing}") from missing


def passages_of(documents: Iterable[tuple[str, str]], max_chars: int) -> list[Passage]:
    """All passages of the documents.

    :param documents: docid and text.
    :param max_chars: a longer paragraph is cut.
    :raises ValueError: where a docid occurs twice, or nothing is left to search.
    """
    passages: list[Passage] = []
    seen: set[str] = set()
    for docid, text in documents:
        if docid in seen:
            raise ValueError(f"文档编号 {docid} 出现了两次")
        seen.add(docid)
        passages.extend(split(as_report(docid, text), max_chars=max_chars))
    if not passages:
        raise ValueError("文档里没有可以检索的文字")
    return passages


def build_searcher(passages: Sequence[Passage], embedding: Embedding, mode: Mode, folder: Path) -> Searcher:
    """Search over the passages; the vectors lie in `folder`, and are left out where keywords alone are asked for."""
    index = VectorIndex(folder, create=True)
    units = [s for p in passages for s in sentences(p)] if mode != "keywords" else []
    vectors = np.zeros((len(units), embedding.dimension), np.float32)
    for at in tqdm(range(0, len(units), _BATCH), desc="计算向量", unit="批", disable=not units):
        vectors[at : at + _BATCH] = embedding.encode_passages([s.text for s in units[at : at + _BATCH]])
    with tqdm(total=len(units), desc="写入索引", unit="句", disable=not units) as bar:

        def stored(count: int) -> None:
            bar.update(count)

        index.add(units, vectors, progress=stored)
    return Searcher(passages, index, embedding)


def rank_documents(searcher: Searcher, words: str, mode: Mode, limit: int = DOCUMENTS) -> list[tuple[str, float]]:
    """The best `limit` documents with the score of their best passage, best first.

    Fewer are given where no more have any score: what follows would stand in no order.
    """
    asked = 2 * limit
    while True:
        scored = [(p.report.stem, score) for p, score in searcher.rank(words, mode, asked) if score > 0]
        best: dict[str, float] = {}
        for docid, score in scored:
            best.setdefault(docid, score)
        if len(best) >= limit or len(scored) < asked:
            return list(best.items())[:limit]
        asked *= 2


def trec_lines(id: str, ranked: Sequence[tuple[str, float]], tag: str) -> Iterator[str]:
    """Lines `question Q0 docid rank score tag`; white space in a docid, which the format cannot hold, becomes _."""
    for rank, (docid, score) in enumerate(ranked, start=1):
        yield f"{id} Q0 {'_'.join(docid.split())} {rank} {score:.6f} {tag}\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 1 where something went wrong."""
    options = _parser().parse_args(argv)
    settings, mode = Settings.from_env(), options.mode
    try:
        documents = read_pairs(options.docs, "docid", "text")
        questions = read_pairs(options.questions, "id", "question")
        passages = passages_of(documents, settings.max_passage_chars)
        with TemporaryDirectory(prefix="wenbao-evals-", ignore_cleanup_errors=True) as home:
            embedding = load_embedding(settings.embedding_model)
            searcher = build_searcher(passages, embedding, mode, Path(home) / "chroma")
            lines: list[str] = []
            for id, words in tqdm(questions, desc="检索", unit="题"):
                lines += trec_lines(id, rank_documents(searcher, words, mode), f"wenbao-{mode}")
    except (WenbaoError, ValueError, OSError) as error:
        print(f"检索没有完成：{error}", file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("".join(lines), "utf-8", newline="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.retrieve", description="只评检索：写出 TREC 排名文件")
    add = parser.add_argument
    add("--docs", type=Path, required=True, help="文档（JSON Lines：docid, text）")
    add("--questions", type=Path, required=True, help="题目（JSON Lines：id, question）")
    add("--mode", choices=get_args(Mode), default="hybrid", help="检索方式")
    add("--out", type=Path, required=True, help="写到哪个文件")
    return parser


if __name__ == "__main__":
    sys.exit(main())
