"""The Assistant: understand, find, compose, check. Every face (chat, API, evaluation) asks this one."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from threadpoolctl import threadpool_limits

from rag import check, quote, shelf
from rag.domain import Answer, Report, Status, Turn
from rag.embed import Embedding, load_embedding
from rag.errors import IndexBroken, IndexMismatch, IndexMissing
from rag.evidence import Examiner, joined
from rag.followup import TURNS, Follower
from rag.generations import Generations
from rag.index import VectorIndex
from rag.lexicon import expanded
from rag.mend import Mender
from rag.parts import parts_of, together
from rag.question import understand
from rag.ranker import Ranker
from rag.replies import reply
from rag.rerank import Reranker
from rag.search import Searcher
from rag.settings import Settings
from rag.starters import further, starters
from rag.structure import outline_quotes
from rag.wording import Wording
from rag.words import ReportWords, words_of
from rag.write import Writer
from rag.written import rewritten

log = logging.getLogger("wenbao")


@dataclass(frozen=True, slots=True)
class _Loaded:
    """One generation, ready to answer."""

    name: str
    reports: tuple[Report, ...]
    searcher: Searcher
    examiner: Examiner
    places: frozenset[str]
    """Words that name the reports' own places; they say nothing about what is asked."""
    starters: tuple[str, ...]
    follower: Follower
    wording: Wording
    mend: Mender


class Assistant:
    """Answers questions about the reports of the current generation. Safe to call from several threads."""

    def __init__(self, settings: Settings, embedding: Embedding) -> None:
        """Load the current generation. Raises IndexMissing, IndexMismatch or IndexBroken, each with its remedy."""
        self.settings, self._embedding = settings, embedding
        self._generations = Generations(settings.data_dir)
        self._loading = threading.Lock()
        self._ranker = Ranker()
        self._reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        self._writer = Writer.open(settings)
        self._loaded = self._load(self._generations.current())

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Load the embedding model and the current generation. Raises EmbeddingUnavailable besides the above."""
        threadpool_limits(limits=1, user_api="blas")  # many small products: a second thread only waits for the first
        return cls(settings, load_embedding(settings.embedding_model))

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question; never raises. What breaks is logged without the question and gives status `error`."""
        started = time.perf_counter()
        try:
            answer = self._answer(question, history)
        except Exception:
            log.exception("a question could not be answered")
            answer = Answer(Status.ERROR, "", reply("error", "lead", hotline=self.settings.hotline))
        return replace(answer, seconds={**answer.seconds, "total": time.perf_counter() - started})

    def wording(self, query: str) -> Answer:
        """Look up wording to the letter, for staff; never raises. The citations are the places, in order."""
        started = time.perf_counter()
        try:
            answer = self._current().wording.look_up(query, max_chars=self.settings.max_question_chars)
        except Exception:
            log.exception("wording could not be looked up")
            answer = Answer(Status.ERROR, "", reply("error", "lead", hotline=self.settings.hotline))
        return replace(answer, seconds={"total": time.perf_counter() - started})

    def reports(self) -> tuple[Report, ...]:
        """Reports of the current generation."""
        return self._current().reports

    def starters(self) -> tuple[str, ...]:
        """Questions that the reports at hand answer."""
        return self._current().starters

    def ready(self) -> bool:
        """Whether a generation is loaded."""
        return bool(self._loaded.reports)

    def _answer(self, raw: str, history: Sequence[Turn]) -> Answer:
        loaded, clock = self._current(), _Clock()
        years = [r.year for r in loaded.reports if r.year]
        limit = self.settings.max_question_chars
        asked = understand(raw, years=years, max_chars=limit, mend=loaded.mend)
        if asked.problem:
            return check.refuse(asked, self.settings, loaded.starters)
        before = [(t, understand(t.question, years=years, max_chars=limit, mend=loaded.mend)) for t in history[-TURNS:]]
        turn = loaded.follower.read(asked.text, [replace(t, question=q.text) for t, q in before if not q.problem])
        question = replace(understand(turn.text, years=years, max_chars=4 * limit), lacking=asked.lacking)
        clock.lap("understand")
        findings = loaded.searcher.find(expanded(question.text))
        clock.lap("find")
        parts = [loaded.examiner.examine(question, f, loaded.places) for f in quote.by_side(question, findings)]
        judged = turn.weigh(self._ranker.judge(joined(parts)))
        if self._reranker:
            judged = self._reranker.judge(question.text, judged)
        clock.lap("judge")
        quotes = outline_quotes(question, loaded.reports, loaded.searcher.passages)
        if quotes:
            judged = replace(judged, answerable=1.0)
        else:
            quotes = self._parts(question.text, years, loaded) or quote.choose(question, judged)
            judged = turn.doubt(question, judged, quotes)
        answer = check.compose(question, findings, judged, quotes, self.settings, turn.thresholds)
        answer = replace(answer, suggestions=further(answer, loaded.reports))
        clock.lap("compose")
        if self._writer:
            answer = rewritten(answer, self._writer, self.settings.llm_passages)
            clock.lap("write")
        return replace(answer, seconds=clock.laps)

    def _parts(self, text: str, years: Sequence[int], loaded: _Loaded) -> list[quote.Quote]:
        """Quotes for a text that asks several things, each later one read as a follow-up of the first; empty where it
        asks one."""
        asked, by_part = parts_of(text), []
        for i, part in enumerate(asked):
            before = [Turn(asked[0])] if i else []
            one = understand(loaded.follower.read(part, before).text, years=years, max_chars=len(text) * 4)
            evidence = loaded.examiner.examine(one, loaded.searcher.find(expanded(one.text)), loaded.places)
            by_part.append(quote.choose(one, self._ranker.judge(evidence)))
        return together([q for quotes in by_part for q in quotes[1:2]], by_part)

    def _current(self) -> _Loaded:
        """The loaded generation; when another one became current it is loaded beside it, and then takes its place."""
        name = self._generations.current()
        if name and name != self._loaded.name and self._loading.acquire(blocking=False):
            threading.Thread(target=self._take_up, args=(name,), daemon=True).start()
        return self._loaded

    def _take_up(self, name: str) -> None:
        try:
            self._loaded = self._load(name)
        except Exception:
            log.exception("generation %s could not be taken up; the one before goes on answering", name)
        finally:
            self._loading.release()

    def _load(self, name: str | None) -> _Loaded:
        if name is None:
            raise IndexMissing("还没有导入任何报告。", "python -m ingest 报告文件")
        manifest = self._generations.manifest(name)
        if manifest.identity != self._embedding.identity:
            raise IndexMismatch(
                f"现在的索引是用另一个向量模型（{manifest.embedding}）建的，不能混用。", "python -m ingest --rebuild"
            )
        folder = self._generations.folder(name)
        try:
            reports, passages = shelf.load(folder / "reports.json")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexBroken(f"索引 {name} 的报告文件损坏。", "python -m ingest --rollback") from error
        searcher = Searcher(passages, VectorIndex(folder / "chroma"), self._embedding)
        if len(searcher.sentences) != manifest.sentences:
            raise IndexBroken(f"索引 {name} 与程序版本不一致，需要重建。", "python -m ingest --rebuild")
        words = ReportWords([s.text for s in searcher.sentences], self._embedding)
        row_of = {(s.passage.report.stem, s.start): i for i, s in enumerate(searcher.sentences)}
        examiner = Examiner(words, row_of, self._ranker.question_words)
        places = places_of(reports)

        def quoted(text: str) -> list[quote.Quote]:
            asked = understand(text, years=[r.year for r in reports if r.year])
            if outline := outline_quotes(asked, reports, passages):
                return outline
            findings = searcher.find(expanded(asked.text))
            return quote.choose(asked, self._ranker.judge(examiner.examine(asked, findings, places)))

        mend = Mender([p.text for p in passages], self._ranker.question_words.counts)
        follower = Follower(searcher.sentences, self._ranker.question_words.weight, self._embedding, quoted)
        quoted(
            mend("jinnian you shenme anpai")
        )  # tables that are built when first needed: no person should wait for them
        return _Loaded(
            name,
            reports,
            searcher,
            examiner,
            places,
            starters(reports, passages),
            follower,
            Wording(reports, passages),
            mend,
        )


class _Clock:
    """Wall time of each step."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.laps[step] = now - self._last
        self._last = now


def places_of(reports: Sequence[Report]) -> frozenset[str]:
    """Place names of the reports as words: 云汀市 and 云汀."""
    names = {r.place for r in reports if r.place}
    return frozenset(w for n in names for w in (*words_of(n), n, re.sub(r"(?:省|市|县|区|自治区)$", "", n)))
