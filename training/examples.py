"""Questions with the features of their candidate sentences, for training the ranker.

Where the questions come from: `citizen_questions.jsonl` and `near_misses.jsonl` of the shared corpora, and
`training/near_misses.jsonl`, written for this project (its card: models/wenbao-ranker). A line of the last holds report,
kind, question, near (range of the source that answers, or that comes nearest) and pair (a near miss and its twin that
the report answers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from ingest.outline import outline
from ingest.split import split
from rag.domain import Findings
from rag.embed import Embedding
from rag.evidence import Evidence, Examiner, asked_words
from rag.index import VectorIndex
from rag.lexicon import expanded
from rag.many.whose import places_of
from rag.question import understand
from rag.search import Searcher
from rag.settings import HOME
from rag.words import QuestionWords, ReportWords, words_of
from training.corpora import DEVELOPMENT, read_jsonl

OURS = HOME / "training" / "near_misses.jsonl"


@dataclass(frozen=True, slots=True)
class Example:
    """One question with the features of its candidates."""

    report: str
    kind: str
    evidence: Evidence
    """Without its sentences; the words' vectors are those of the bundled embedding."""
    gold: NDArray[np.int8]
    """1 where the candidate holds the answering span, shape (candidates,)."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One report, searchable."""

    searcher: Searcher
    examiner: Examiner
    years: tuple[int, ...]
    places: frozenset[str]


def open_shelf(path: Path, embedding: Embedding, words: QuestionWords, folder: Path) -> Shelf:
    """Index one report in `folder`, which must be empty."""
    report = outline(path.read_text("utf-8"), stem=path.stem)
    passages = split(report)
    vectors = VectorIndex(folder, create=True)
    searcher = Searcher(passages, vectors, embedding)
    vectors.add(searcher.sentences, embedding.encode_passages([s.text for s in searcher.sentences]))
    report_words = ReportWords([s.text for s in searcher.sentences], embedding)
    row_of = {(s.passage.report.stem, s.start): i for i, s in enumerate(searcher.sentences)}
    years = (report.year,) if report.year else ()
    return Shelf(searcher, Examiner(report_words, row_of, words), years, places_of([report]))


def examples_of(shelf: Shelf, rows: Sequence[dict[str, Any]], bundled: Embedding) -> Iterator[Example]:
    """Each question, and for one with a gold span the same question without the passages that hold it."""
    for row in rows:
        question = understand(row["question"], years=shelf.years)
        words = asked_words(question.text, shelf.places)
        vectors = bundled.encode_questions(words) if words else np.zeros((0, bundled.dimension), np.float32)
        findings = shelf.searcher.find(expanded(question.text))
        evidence = shelf.examiner.examine(question, findings, shelf.places)
        span = row.get("span") or (row.get("near") if row["kind"] == "answerable" else None)
        gold = gold_of(evidence, span)
        yield Example(row["report"], row["kind"], replace(evidence, sentences=(), vectors=vectors), gold)
        if row.get("span"):
            rest = shelf.examiner.examine(question, without(findings, row["span"]), shelf.places)
            gold = gold_of(rest, None)
            yield Example(row["report"], "removed", replace(rest, sentences=(), vectors=vectors), gold)


def gold_of(evidence: Evidence, span: Sequence[int] | None) -> NDArray[np.int8]:
    """1 for each candidate that overlaps the span by half of the shorter of the two."""
    gold = np.zeros(len(evidence.sentences), np.int8)
    if span:
        for i, ranked in enumerate(evidence.sentences):
            s = ranked.sentence
            shared = min(span[1], s.end) - max(span[0], s.start)
            gold[i] = shared > 0 and 2 * shared >= min(span[1] - span[0], s.end - s.start)
    return gold


def without(findings: Findings, span: Sequence[int]) -> Findings:
    """What was found, less the passages that the span touches."""
    kept = tuple(f for f in findings.kept if not (f.passage.start < span[1] and span[0] < f.passage.end))
    left = {id(f.passage) for f in kept}
    return replace(
        findings, kept=kept, sentences=tuple(s for s in findings.sentences if id(s.sentence.passage) in left)
    )


def question_words(shared: Path) -> tuple[dict[str, int], int]:
    """In how many citizen questions each word stands (5 or more), and how many questions there are."""
    counts: Counter[str] = Counter()
    total = 0
    for row in read_jsonl(shared / "corpora" / "citizen_questions.jsonl"):
        if row["kind"] == "citizen" and row["report"] not in DEVELOPMENT:
            total += 1
            counts.update(set(words_of(str(row["question"]))))
    return {w: n for w, n in sorted(counts.items()) if n >= 5}, total


def read_questions(shared: Path, reports: frozenset[str]) -> dict[str, list[dict[str, Any]]]:
    """Citizen questions of `reports`, and all near misses, by report."""
    corpora = shared / "corpora"
    by_report: dict[str, list[dict[str, Any]]] = {}
    for file in (corpora / "citizen_questions.jsonl", corpora / "near_misses.jsonl", OURS):
        for row in read_jsonl(file):
            stem = str(row["report"])
            if stem not in DEVELOPMENT and (file.stem == "near_misses" or stem in reports):
                by_report.setdefault(stem, []).append(dict(row))
    return by_report


def collect(
    shared: Path, embedding: Embedding, bundled: Embedding, words: QuestionWords, reports: frozenset[str]
) -> list[Example]:
    """Examples of all questions. `embedding` has not seen the questions; `bundled` is the one that will be used."""
    out: list[Example] = []
    for stem, rows in tqdm(sorted(read_questions(shared, reports).items()), desc="reports"):
        with TemporaryDirectory() as folder:
            shelf = open_shelf(shared / "reports" / f"{stem}.txt", embedding, words, Path(folder))
            out.extend(examples_of(shelf, rows, bundled))
    return out
