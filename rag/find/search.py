"""Question -> Findings: keyword and dense search over the same sentences, fused.

    score(sentence) = keyword + DENSE * cosine + PASSAGE * (the same of its passage)
    score(passage)  = keyword of the whole passage + BEST * keyword of its best sentence + DENSE * its best cosine
                      + REPORT * keyword of its whole report (the same for all passages where there is one report)

`keyword` is BM25 divided by the weight of the question's tokens (`rag.find.keywords`), so a question whose words the report
does not know leans on the dense half by itself. The weights were chosen on half of the development questions and
checked on the other half: docs/search.md has the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.domain import Findings, Found, Passage, RankedSentence, Sentence
from rag.embed import Embedding
from rag.find.keywords import Keywords
from rag.sentences import sentences as split_sentences
from rag.understand.frames import NO_FRAMES, Frames

Mode = Literal["hybrid", "dense", "keywords"]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each part counts against the keyword score of the unit itself (1.0)."""

    dense: float = 0.5
    best_sentence: float = 0.5
    passage: float = 0.3
    report: float = 1.0


class Vectors(Protocol):
    """What the dense half needs of vectors by their row (`rag.index.VectorIndex`, `rag.find.narrow.SomeRows`)."""

    def nearest(self, vector: Scores, limit: int) -> tuple[NDArray[np.int64], Scores]: ...

    def vectors(self, rows: Iterable[int]) -> Scores: ...


class Searcher:
    """Both searches over one generation. Holds no state of a question; safe to call from several threads."""

    NEAREST = 1000
    """Sentences asked of the dense half; up to this size the search is exact."""
    CANDIDATES = 200
    """Passages whose score is computed in full."""
    FEW = 3000
    """Sentences of the reports at hand up to which every one is ranked; of more, those of the best passages."""

    def __init__(
        self,
        passages: Sequence[Passage],
        vectors: Vectors,
        embedding: Embedding,
        weights: Weights | None = None,
        frames: Frames = NO_FRAMES,
    ) -> None:
        """`vectors` holds the sentences of `passages` in order, as `rag.sentences.sentences` gives them."""
        self.passages = tuple(passages)
        self.sentences: tuple[Sentence, ...] = tuple(s for p in passages for s in split_sentences(p))
        place = {id(p): i for i, p in enumerate(self.passages)}
        self.owner = np.array([place[id(s.passage)] for s in self.sentences], np.int64)
        self._vectors, self._embedding = vectors, embedding
        self.weights = weights or Weights()
        self.frames = frames
        self._passage_words = Keywords([_with_heading(p) for p in self.passages], frames=frames)
        self._sentence_words = Keywords([s.text for s in self.sentences], frames=frames)
        reports = {id(p.report): p.report for p in self.passages}
        place_of_report = {key: i for i, key in enumerate(reports)}
        self._report_of = np.array([place_of_report[id(p.report)] for p in self.passages], np.int64)
        self._report_words = Keywords([r.source for r in reports.values()], frames=frames) if len(reports) > 1 else None

    def find(self, question: str, *, keep: int = 20, mode: Mode = "hybrid") -> Findings:
        """The best `keep` passages of the reports, as many runners-up, and the sentences, best first."""
        keyword, dense = self._sentence_scores(question, mode)
        passage_keyword, report_keyword = self._wider_scores(question, mode)
        best_keyword, best_dense = self._per_passage(keyword), self._per_passage(dense)
        w = self.weights
        total = passage_keyword + w.best_sentence * best_keyword + w.dense * best_dense + w.report * report_keyword
        order = np.argsort(-total, kind="stable")[: 2 * keep]
        found = [
            Found(self.passages[i], float(total[i]), float(passage_keyword[i]), float(best_dense[i])) for i in order
        ]
        rows = np.arange(len(self.sentences))
        if len(rows) > self.FEW:
            rows = np.flatnonzero(np.isin(self.owner, np.argsort(-total, kind="stable")[: self.CANDIDATES]))
        score = keyword[rows] + w.dense * dense[rows] + w.passage * total[self.owner[rows]]
        ranked = tuple(
            RankedSentence(
                self.sentences[rows[i]],
                float(score[i]),
                float(keyword[rows[i]]),
                float(dense[rows[i]]),
                float(passage_keyword[self.owner[rows[i]]]),
            )
            for i in np.argsort(-score, kind="stable")
        )
        return Findings(tuple(found[:keep]), tuple(found[keep:]), ranked)

    def rank(self, question: str, mode: Mode = "hybrid", limit: int = 100) -> list[tuple[Passage, float]]:
        """The best `limit` passages with their scores, best first."""
        findings = self.find(question, keep=limit, mode=mode)
        return [(f.passage, f.score) for f in findings.kept]

    def _wider_scores(self, question: str, mode: Mode) -> tuple[Scores, Scores]:
        """Keyword score of every passage, and of the report that each stands in (0 where there is only one)."""
        nothing = np.zeros(len(self.passages), np.float32)
        if mode == "dense":
            return nothing, nothing
        by_report = self._report_words.scores(question)[self._report_of] if self._report_words else nothing
        return self._passage_words.scores(question), by_report

    def _sentence_scores(self, question: str, mode: Mode) -> tuple[Scores, Scores]:
        """Keyword score and cosine of every sentence; one that is not among the nearest gets the last of these."""
        size = len(self.sentences)
        keyword, dense = np.zeros(size, np.float32), np.zeros(size, np.float32)
        if mode != "dense":
            keyword = self._sentence_words.scores(question)
        if mode != "keywords":
            vector = self._embedding.encode_questions([question])[0]
            rows, cosines = self._vectors.nearest(vector, self.NEAREST)
            dense[:] = cosines[-1] if len(rows) < size and len(cosines) else 0.0
            dense[rows] = cosines
            if size > self.NEAREST and mode == "hybrid":
                known = set(rows.tolist())
                top = [int(i) for i in np.argsort(-keyword)[: self.CANDIDATES // 2] if int(i) not in known]
                if top:
                    dense[top] = self._vectors.vectors(top) @ vector
        return keyword, dense

    def _per_passage(self, scores: Scores) -> Scores:
        """Best score among each passage's sentences, 0 where it has none."""
        best = np.zeros(len(self.passages), np.float32)
        np.maximum.at(best, self.owner, scores)
        return best


def _with_heading(passage: Passage) -> str:
    """A passage with the headings that it stands under: they say what its measures are about."""
    return "\n".join([*passage.path[1:], passage.text])
