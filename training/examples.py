"""Training questions with the features of their candidate sentences, made by the very steps that answer a question."""

from __future__ import annotations

import hashlib
import pickle
import re
from collections.abc import Mapping, Sequence
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


_FIGURE = re.compile(r"(?<![\d.])(?!20\d\d年)\d+(?:\.\d+)?(?![\d.、．])")


def hidden(text: str, rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """A report as some cities publish it, every figure but the years masked with ×, and the questions on it with their
    ranges moved along."""
    moved, out, last = np.zeros(len(text) + 1, np.int64), [], 0
    for found in _FIGURE.finditer(text):
        start, end = found.span()
        out += [text[last:start], "×"]
        moved[end:] += end - start - 1
        last = end
    masked = "".join([*out, text[last:]])

    def span(pair: Span) -> Span:
        return int(pair[0] - moved[pair[0]]), int(pair[1] - moved[pair[1]])

    changed = [replace(r, spans=tuple(map(span, r.spans)), near=span(r.near) if r.near else None) for r in rows]
    return masked, changed


def is_hidden_too(report: str) -> bool:
    """Whether a report also teaches in its masked form; about one in twelve."""
    return hashlib.md5(("masked" + report).encode()).digest()[0] % 8 == 0


def open_shelf(path: Path, embedding: Embedding, encoder: Encoder, frames: Frames, kept: Path, text: str = "") -> Shelf:
    """Index one report in memory; what the encoder read of it is kept in the folder `kept`. `text`: in place of the
    file's own."""
    report = outline(text or path.read_text("utf-8"), stem=path.stem)
    passages = split(report)
    own = [s for p in passages for s in sentences(p)]
    vectors = SomeRows(embedding.encode_passages([s.text for s in own]))
    file = kept / f"{path.stem}.{hashlib.md5(report.source.encode()).hexdigest()[:8]}.{encoder.identity[:12]}.npz"
    if not file.exists():
        kept.mkdir(parents=True, exist_ok=True)
        TokenTable.of(encoder.read(own)).save(file)
    searcher = Searcher(passages, vectors, embedding, frames=frames)
    row_of = {(s.passage.report.stem, s.start): i for i, s in enumerate(searcher.sentences)}
    examiner = Examiner(encoder, TokenTable.load(file), row_of, frames)
    return Shelf(searcher, examiner, (report.year,) if report.year else (), places_of([report]))


def examples_of(shelf: Shelf, row: Row, meant: Mapping[Row, tuple[str, ...]]) -> list[Example]:
    """One question's features. A turn that leans on others gives one example for each way in which it may be read."""
    if row.standalone is None:
        return [example_of(shelf, row, row.question)]
    return [example_of(shelf, row, text, carried=True) for text in meant.get(row, (row.standalone,))]


def example_of(shelf: Shelf, row: Row, text: str, *, carried: bool = False) -> Example:
    """Features of one reading of a question."""
    question = replace(understand(text, years=shelf.years), carried=carried)
    evidence = shelf.examiner.examine(question, shelf.searcher.find(expanded(question.text)), skip=shelf.places)
    gold = [any(covers(s.sentence, span) for span in row.spans) for s in evidence.sentences]
    return Example(row, evidence, np.array(gold, np.int8), fold_of(row.report))


def collect(
    shared: Path,
    rows: Sequence[Row],
    meant: Mapping[Row, tuple[str, ...]],
    embedding: Embedding,
    encoder: Encoder,
    frames: Frames,
    kept: Path,
) -> list[Example]:
    """Examples of all rows, and broad questions made of each report. `meant`: how turns that lean on others are read, by
    models that have not seen their place; the judge is to learn from such readings as it will meet."""
    out: list[Example] = []
    for stem in tqdm(sorted({r.report for r in rows}), desc="reports"):
        file, own = report_file(shared, stem), [r for r in rows if r.report == stem]
        shelf = open_shelf(file, embedding, encoder, frames, kept)
        asked = [(shelf, r, meant) for r in (*own, *broad_rows(stem, shelf.searcher.sentences, BROAD))]
        if is_hidden_too(stem):
            text, moved = hidden(file.read_text("utf-8"), own)
            masked = open_shelf(file, embedding, encoder, frames, kept, text)
            asked += [
                (masked, changed, {changed: meant[r]} if r in meant else {})
                for changed, r in zip(moved, own, strict=True)
            ]
        out += [e for each in asked for e in examples_of(*each) if e.evidence.sentences]
    return out


def keep(examples: Sequence[Example], file: Path) -> None:
    """Keep examples for the next run."""
    file.write_bytes(pickle.dumps(list(examples)))


def kept_examples(file: Path) -> list[Example]:
    """What `keep` wrote, in this run or one before."""
    found: list[Example] = pickle.loads(file.read_bytes())
    return found
