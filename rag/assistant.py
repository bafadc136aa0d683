"""The Assistant: understand, find, compose, check. Every face (chat, API, evaluation) asks this one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from threadpoolctl import threadpool_limits

from rag import check, quote
from rag.domain import Answer, Report, Status, Turn
from rag.embed import Embedding, load_embedding
from rag.errors import IndexMissing
from rag.evidence import joined
from rag.exact.filters import Filter
from rag.exact.wording_answer import Looked
from rag.generations import Generations
from rag.lexicon import expanded
from rag.lists import with_items
from rag.loaded import Loaded, load, missing
from rag.question import understand
from rag.ranker import Ranker
from rag.reading.parts import parts_of, together
from rag.reading.personal import personal
from rag.replies import reply
from rag.rerank import Reranker
from rag.settings import Settings
from rag.starters import beside, further
from rag.structure import outline_quotes
from rag.talk.followup import TURNS
from rag.words import QuestionWords
from rag.write import Writer
from rag.writing.written import growing
from rag.years.compare import Comparison, compare

log = logging.getLogger("wenbao")
COMPARISONS_KEPT = 8
TOUCHING, NEAR = 0.06, 0.15
"""Least chance of a passage's best sentence for its heading to be offered after an answer, and where there is none."""
MOST_WRITTEN = 2
"""Reports that a written answer may draw on: a list over many is told by its quotations."""


class Assistant:
    """Answers questions about the reports of the current generation. Safe to call from several threads."""

    def __init__(self, settings: Settings, embedding: Embedding, *, may_be_empty: bool = False) -> None:
        """Load the current generation. Raises IndexMissing, IndexMismatch or IndexBroken, each with its remedy.

        `may_be_empty`: where there is none yet, say so to whoever asks, and take up the first one that is made.
        """
        self.settings, self._embedding = settings, embedding
        self._generations = Generations(settings.data_dir)
        self._loading = threading.Lock()
        self._ranker = Ranker(embedding=embedding.identity)
        self._reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        self._writer = Writer.open(settings)
        name = self._generations.current()
        self._loaded = (
            None if may_be_empty and name is None else load(name, self._generations, self._embedding, self._ranker)
        )
        self._compared: dict[tuple[str, str, str], Comparison] = {}

    @classmethod
    def open(cls, settings: Settings, *, may_be_empty: bool = False) -> Assistant:
        """Load the embedding model and the current generation. Raises EmbeddingUnavailable besides the above."""
        threadpool_limits(limits=1, user_api="blas")  # many small products: a second thread only waits for the first
        return cls(settings, load_embedding(settings.embedding_model), may_be_empty=may_be_empty)

    @property
    def embedding(self) -> Embedding:
        """The model in memory, for whoever builds the next generation."""
        return self._embedding

    @property
    def question_words(self) -> QuestionWords:
        """What each word of a question says about what is asked."""
        return self._ranker.question_words

    def answer(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Answer:
        """Answer a question; never raises. What breaks is logged without the question and gives status `error`.

        only: stem of the one report that is asked; all of them where it is empty or not one of them.
        """
        *_, last = self.answers(question, history, only=only)
        return last

    def answers(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Iterator[Answer]:
        """The same as it grows, for who reads along; the last one is what stands. More than one only where a language
        model writes: each sentence is shown when it has been checked."""
        started = time.perf_counter()
        try:
            quoted = self._answer(question, history, self._one(only) if only else None)
            composed = time.perf_counter()
            is_list = len({c.report for c in quoted.citations}) > MOST_WRITTEN
            for answer in growing(quoted, None if is_list else self._writer, self.settings.llm_passages):
                now = time.perf_counter()
                yield replace(answer, seconds={**quoted.seconds, "write": now - composed, "total": now - started})
            return
        except IndexMissing:
            answer = Answer(Status.NOT_FOUND, question, reply("empty", "lead", hotline=self.settings.hotline))
        except Exception:
            log.exception("a question could not be answered")
            answer = Answer(Status.ERROR, "", reply("error", "lead", hotline=self.settings.hotline))
        yield replace(answer, seconds={"total": time.perf_counter() - started})

    def wording(self, query: str) -> Answer:
        """Look up wording to the letter, for staff; never raises. The citations are the places, in order."""
        return self.look_up(query).answer

    def look_up(self, query: str, within: Filter | None = None) -> Looked:
        """The same, with how it was found and how often each report has it; `within`: only what is wanted."""
        started, hotline = time.perf_counter(), self.settings.hotline
        try:
            if personal(query):
                looked = Looked(Answer(Status.DECLINED, "", reply("wording", "personal")))
            else:
                limit = self.settings.max_question_chars
                looked = self._current().wording.find(query, max_chars=limit, within=within)
        except IndexMissing:
            looked = Looked(Answer(Status.NOT_FOUND, "", reply("empty", "lead", hotline=hotline)))
        except Exception:
            log.exception("wording could not be looked up")
            looked = Looked(Answer(Status.ERROR, "", reply("error", "lead", hotline=hotline)))
        return replace(looked, answer=replace(looked.answer, seconds={"total": time.perf_counter() - started}))

    def reports(self) -> tuple[Report, ...]:
        """Reports of the current generation."""
        loaded = self._follow()
        return loaded.reports if loaded else ()

    def starters(self) -> tuple[str, ...]:
        """Questions that the reports at hand answer."""
        loaded = self._follow()
        return loaded.starters if loaded else ()

    def compare(self, old: str, new: str) -> Comparison | None:
        """Two reports side by side, by their stems; None where one is not there. The last few are kept."""
        loaded = self._current()
        named = {r.stem: r for r in loaded.reports}
        if old not in named or new not in named:
            return None
        key = (loaded.name, old, new)
        if key not in self._compared:
            made = compare(named[old], named[new], loaded.searcher.passages, self._embedding)
            self._compared = {key: made, **dict(list(self._compared.items())[: COMPARISONS_KEPT - 1])}
        return self._compared[key]

    def ready(self) -> bool:
        """Whether a generation is loaded."""
        return self._loaded is not None

    def _answer(self, raw: str, history: Sequence[Turn], of: Loaded | None = None) -> Answer:
        """`of`: some of the reports; None for all of the current generation."""
        loaded, clock = of or self._current(), _Clock()
        years = [r.year for r in loaded.reports if r.year]
        limit = self.settings.max_question_chars
        asked = understand(raw, years=years, max_chars=limit, mend=loaded.mend)
        if asked.problem:
            return check.refuse(asked, self.settings, loaded.starters)
        before = [(t, understand(t.question, years=years, max_chars=limit, mend=loaded.mend)) for t in history[-TURNS:]]
        turn = loaded.follower.read(asked.text, [replace(t, question=q.text) for t, q in before if not q.problem])
        question = replace(understand(turn.text, years=years, max_chars=4 * limit), lacking=asked.lacking)
        clock.lap("understand")
        if told := loaded.across.answer(
            turn.text, lambda text, only, own: self._answer(*((raw, history) if own else (text, ())), loaded.only(only))
        ):
            return replace(told, seconds=clock.laps)
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
            quotes = with_items(quotes, loaded.searcher.passages)
            judged = turn.doubt(question, judged, quotes)
        answer = check.compose(question, findings, judged, quotes, self.settings, turn.thresholds)
        near = [
            *judged.near(answer.found, TOUCHING if answer.claims else NEAR),
            *beside(answer, loaded.searcher.passages),
        ]
        answer = replace(answer, suggestions=further(answer, near, loaded.reports))
        clock.lap("compose")
        return replace(answer, seconds=clock.laps)

    def _one(self, stem: str) -> Loaded:
        """The loaded generation with one report of it, or whole where that is not there."""
        loaded = self._current()
        own = [r for r in loaded.reports if r.stem == stem]
        return loaded.only(own) if own else loaded

    def _parts(self, text: str, years: Sequence[int], loaded: Loaded) -> list[quote.Quote]:
        """Quotes for a text that asks several things, each later one read as a follow-up of the first; empty where it
        asks one."""
        asked, by_part = parts_of(text), []
        for i, part in enumerate(asked):
            before = [Turn(asked[0])] if i else []
            one = understand(loaded.follower.read(part, before).text, years=years, max_chars=len(text) * 4)
            evidence = loaded.examiner.examine(one, loaded.searcher.find(expanded(one.text)), loaded.places)
            by_part.append(quote.choose(one, self._ranker.judge(evidence)))
        return together([q for quotes in by_part for q in quotes[1:2]], by_part)

    def _current(self) -> Loaded:
        """The loaded generation. Raises IndexMissing where there is none yet."""
        if (loaded := self._follow()) is None:
            raise missing()
        return loaded

    def _follow(self) -> Loaded | None:
        """The loaded generation; when another one became current it is loaded beside it, and then takes its place."""
        name, loaded = self._generations.current(), self._loaded
        if name and (loaded is None or name != loaded.name) and self._loading.acquire(blocking=False):
            threading.Thread(target=self._take_up, args=(name,), daemon=True).start()
        return loaded

    def _take_up(self, name: str) -> None:
        try:
            self._loaded = load(name, self._generations, self._embedding, self._ranker)
        except Exception:
            log.exception("generation %s could not be taken up; the one before goes on answering", name)
        finally:
            self._loading.release()


class _Clock:
    """Wall time of each step."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.laps[step] = now - self._last
        self._last = now
