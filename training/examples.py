"""Training questions with the features of their candidate sentences, made by the very steps that answer a question."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ingest.outline import outline
from ingest.split import split
from rag.domain import Sentence
from rag.embed import Embedding
from rag.find.narrow import SomeRows
from rag.find.search import Searcher
from rag.lexicon import expanded
from rag.read.encoder import Encoder, TokenTable
from rag.read.features import Evidence, Examiner
from rag.sentences import sentences
from rag.understand.frames import Frames
from rag.understand.places import places_of
from rag.understand.question import understand
from training.broad import broad_rows
from training.rows import Row, Span, fold_of, report_file

BROAD = 16
"""Broad questions made of each report."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question with the features of its candidates."""

    row: Row
    evidence: Evidence
    gold: NDArray[np.int8]
    """1 where the candidate holds an answering span or is held by one, shape (candidates,)."""
    fold: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """One report, ready to be asked."""

    searcher: Searcher
    examiner: Examiner
    years: tuple[int, ...]
    places: frozenset[str]


def covers(sentence: Sentence, span: Span) -> bool:
    """Whether a sentence holds half of a span, or the span half of it."""
    shared = min(span[1], sentence.end) - max(span[0], sentence.start)
    return shared > 0 and 2 * shared >= min(span[1] - span[0], sentence.end - sentence.start)


def open_shelf(path: Path, embedding: Embedding, encoder: Encoder, frames: Frames, kept: Path) -> Shelf:
    """Index one report in memory; what the encoder read of it is kept in the folder `kept`."""
    report = outline(path.read_text("utf-8"), stem=path.stem)
    passages = split(report)
    own = [s for p in passages for s in sentences(p)]
    vectors = SomeRows(embedding.encode_passages([s.text for s in own]))
    file = kept / f"{path.stem}.{encoder.identity[:12]}.npz"
    if not file.exists():
        kept.mkdir(parents=True, exist_ok=True)
        TokenTable.of(encoder.read(own)).save(file)
    searcher = Searcher(passages, vectors, embedding, frames=frames)
    row_of = {(s.passage.report.stem, s.start): i for i, s in enumerate(searcher.sentences)}
    examiner = Examiner(encoder, TokenTable.load(file), row_of, frames)
    return Shelf(searcher, examiner, (report.year,) if report.year else (), places_of([report]))


def example_of(shelf: Shelf, row: Row) -> Example:
    """One question's features. A turn that leans on others is read as it is meant."""
    question = understand(row.standalone or row.question, years=shelf.years)
    question = replace(question, carried=row.standalone is not None)
    evidence = shelf.examiner.examine(question, shelf.searcher.find(expanded(question.text)), skip=shelf.places)
    gold = [any(covers(s.sentence, span) for span in row.spans) for s in evidence.sentences]
    return Example(row, evidence, np.array(gold, np.int8), fold_of(row.report))


def collect(
    shared: Path, rows: Sequence[Row], embedding: Embedding, encoder: Encoder, frames: Frames, kept: Path
) -> list[Example]:
    """Examples of all rows, and broad questions made of each report."""
    out: list[Example] = []
    for stem in tqdm(sorted({r.report for r in rows}), desc="reports"):
        shelf = open_shelf(report_file(shared, stem), embedding, encoder, frames, kept)
        own = [r for r in rows if r.report == stem]
        for row in (*own, *broad_rows(stem, shelf.searcher.sentences, BROAD)):
            example = example_of(shelf, row)
            if example.evidence.sentences:
                out.append(example)
    return out


def keep(examples: Sequence[Example], file: Path) -> None:
    """Keep examples for the next run."""
    file.write_bytes(pickle.dumps(list(examples)))


def kept_examples(file: Path) -> list[Example]:
    """What `keep` wrote, in this run or one before."""
    found: list[Example] = pickle.loads(file.read_bytes())
    return found
