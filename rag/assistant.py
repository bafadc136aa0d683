"""The Assistant: understand, find, read, quote, check. Every face (chat, API, evaluation) asks this one."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from threadpoolctl import threadpool_limits

from rag.answer import check, quote
from rag.answer.items import item_of
from rag.answer.lists import with_items
from rag.answer.outline import outline_quotes
from rag.answer.starters import beside, further
from rag.answer.verdict import opened
from rag.domain import Answer, Findings, Report, Status, Turn
from rag.embed import Embedding, load_embedding
from rag.errors import IndexMissing
from rag.exact.filters import Filter
from rag.exact.wording_answer import Looked
from rag.generations import Generations
from rag.lexicon import expanded, synonyms, written
from rag.loaded import Loaded, Models, load, missing
from rag.read.encoder import load_encoder
from rag.read.judge import Judge, Judged, together
from rag.read.rerank import Reranker
from rag.replies import reply
from rag.settings import Settings
from rag.text import fold
from rag.understand.acts import Act, act_of, ordinal, without_ordinal
from rag.understand.personal import personal
from rag.understand.question import Question, understand
from rag.understand.turn import Reading, TurnReader
from rag.understand.words import QuestionWords
from rag.write import Writer
from rag.writing.written import growing
from rag.years.compare import Comparison, compare

log = logging.getLogger("wenbao")
COMPARISONS_KEPT = 8
TOUCHING, NEAR = 0.06, 0.05
"""Least chance of a passage's best sentence for its heading to be offered after an answer, and where there is none."""
MANY = 3
"""Quotations from which on a question is a broad one: it is said how many more places there are."""
AGAIN_AFTER = 30.0
"""Seconds until a generation that could not be loaded is tried again."""
MOST_WRITTEN = 2
"""Reports that a written answer may draw on: a list over many is told by its quotations."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A turn as it was understood."""

    question: Question
    taken: str = ""
    """Words that were taken over from the turns before it."""
    act: Act | None = None
    before: str = ""
    """The question before it, as it was meant; only for an act."""


class Assistant:
    """Answers questions about the reports of the current generation. Safe to call from several threads."""

    def __init__(self, settings: Settings, embedding: Embedding, *, may_be_empty: bool = False) -> None:
        """Load the current generation. Raises IndexMissing, IndexMismatch or IndexBroken, each with its remedy.

        `may_be_empty`: where there is none yet, say so to whoever asks, and take up the first one that is made.
        """
        self.settings, self._embedding = settings, embedding
        self._generations = Generations(settings.data_dir)
        self._loading = threading.Lock()
        self._failed: tuple[str | None, float] = None, 0.0
        """The generation that could not be loaded, and when: not everybody need try again."""
        self._judge = Judge()
        self._turns = TurnReader(self._judge.frames)
        self._models = Models(embedding, load_encoder(), self._judge)
        self._reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        self._writer = Writer.open(settings)
        name = self._generations.current()
        self._loaded = None if may_be_empty and name is None else load(name, self._generations, self._models)
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
        return self._judge.question_words

    def answer(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Answer:
        """Answer a question; never raises. What breaks is logged without the question and gives status `error`.

        only: stem of the one report that is asked; all of them where it is empty or not one of them.
        """
        *_, last = self.answers(question, history, only=only)
        return last

    def answers(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Iterator[Answer]:
        """The same as it grows, for who reads along; the last one is what stands. More than one only where a language
        model writes: the quotations at once, then what is written above them, each sentence when it has been checked."""
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
        return self._follow() is not None

    def _answer(self, raw: str, history: Sequence[Turn], of: Loaded | None = None) -> Answer:
        """understand -> (places, acts) -> find -> read -> quote -> check. `of`: some of the reports; None for all."""
        loaded, clock = of or self._current(), _Clock()
        turn = self._understand(raw, [t.question for t in history], loaded)
        clock.lap("understand")
        if turn.question.problem:
            return check.refuse(turn.question, self.settings, loaded.starters, loaded.titles)
        if turn.act:
            return self._act(turn, loaded)
        if told := loaded.across.answer(
            turn.question.text,
            lambda text, only, own: self._answer(*((raw, history) if own else (text, ())), loaded.only(only)),
        ):
            return replace(told, taken=turn.taken, seconds=clock.laps)
        answer = self._found(turn.question, loaded, clock)
        return replace(answer, taken=turn.taken, seconds=clock.laps)

    def _understand(self, raw: str, earlier: Sequence[str], loaded: Loaded) -> Understood:
        """A turn as a question that stands alone; the same for each turn of a conversation, and done once."""
        limit = self.settings.max_question_chars
        asked = loaded.understand(raw, limit)
        said = [q.text for t in earlier if not (q := loaded.understand(t, limit)).problem and not act_of(q.text)]
        if asked.problem:
            return Understood(asked)
        if act := act_of(asked.text):
            return Understood(asked, act=act, before=self._turns.read(said[-1], said[:-1]).text if said else "")
        reading = self._turns.read(asked.text, said)
        place = ordinal(asked.text)
        if said and place is not None and (item := self._item(place, said, loaded)):
            reading = Reading(f"{item} {without_ordinal(asked.text)}".strip(), item)
        if not reading.carried:
            return Understood(asked)
        meant = understand(reading.text, years=loaded.years, max_chars=4 * limit)
        meant = replace(meant, carried=True, wider=reading.wider, lacking=asked.lacking)
        return Understood(meant, taken=reading.taken)

    def _found(self, question: Question, loaded: Loaded, clock: _Clock) -> Answer:
        """The answer to a question that stands alone."""
        findings, judged, quotes = self._read(question, loaded, clock)
        answer = check.compose(question, findings, judged, quotes, self.settings, self._judge.thresholds["touched"])
        answer = opened(answer, question, judged, self._judge.frames)
        left = quote.beyond(judged, answer.citations) if len(answer.citations) >= MANY else []
        if answer.status is Status.ANSWERED and left:
            answer = replace(answer, advice=answer.advice + reply("notes", "more", count=len(left)))
        near = [
            *judged.near(answer.found, TOUCHING if answer.claims else NEAR),
            *beside(answer, loaded.searcher.passages),
        ]
        answer = replace(answer, suggestions=further(answer, near, loaded.reports))
        clock.lap("compose")
        return answer

    def _read(self, question: Question, loaded: Loaded, clock: _Clock) -> tuple[Findings, Judged, list[quote.Quote]]:
        """What is found for a question, how it is judged, and what of it is quoted."""
        findings = loaded.searcher.find(expanded(question.text))
        clock.lap("find")
        judged = self._judged(question, findings, loaded)
        if question.wider:
            wider = replace(question, text=question.wider)
            judged = together(judged, self._judged(wider, loaded.searcher.find(expanded(wider.text)), loaded))
        if self._reranker:
            judged = self._reranker.judge(question.text, judged)
        clock.lap("read")
        if quotes := outline_quotes(question, loaded.reports, loaded.searcher.passages):
            return findings, replace(judged, answerable=1.0), quotes
        return findings, judged, with_items(quote.choose(question, judged), loaded.searcher.passages)

    def _judged(self, question: Question, findings: Findings, loaded: Loaded) -> Judged:
        """What is found, judged for one reading of a question."""
        evidence = loaded.examiner.examine(as_staff_say(question, loaded.reports), findings, skip=loaded.places)
        return self._judge.judge(evidence, quote.fit(question, evidence.sentences))

    def _act(self, turn: Understood, loaded: Loaded) -> Answer:
        """The last answer once more, as the turn wants it."""
        if turn.act is Act.WRONG or not turn.before:
            words = reply("acts", "wrong", hotline=self.settings.hotline)
            if not turn.before:
                words = reply(
                    "acts", "nothing_before", starter=next(iter(loaded.starters), reply("starters", "neutral"))
                )
            return Answer(Status.DECLINED, turn.question.text, words)
        question = understand(turn.before, years=loaded.years, max_chars=4 * self.settings.max_question_chars)
        answer = self._found(question, loaded, _Clock())
        if answer.status is not Status.ANSWERED:
            return answer
        if turn.act is Act.MORE:
            return self._more(question, answer, loaded)
        shown = answer.claims if turn.act is Act.SURE else answer.claims[:1]
        return replace(answer, lead=reply("acts", str(turn.act)), claims=shown)

    def _more(self, question: Question, shown: Answer, loaded: Loaded) -> Answer:
        """What else answers, beside what was shown."""
        _, judged, _ = self._read(question, loaded, _Clock())
        left = quote.beyond(judged, shown.citations, least=quote.MORE)[: quote.Choice().at_most]
        if not left:
            return Answer(Status.NOT_FOUND, question.text, reply("acts", "no_more"), found=shown.found)
        return replace(shown, lead=reply("acts", "more"), claims=check.claims_of(question, left), suggestions=())

    def _item(self, place: int, said: Sequence[str], loaded: Loaded) -> str:
        """The item that a turn means by its number, of what the question before was answered with."""
        before = understand(self._turns.read(said[-1], said[:-1]).text, years=loaded.years, max_chars=2000)
        return item_of(self._read(before, loaded, _Clock())[2], place)

    def _one(self, stem: str) -> Loaded:
        """The loaded generation with one report of it, or whole where that is not there."""
        loaded = self._current()
        own = [r for r in loaded.reports if r.stem == stem]
        return loaded.only(own) if own else loaded

    def _current(self) -> Loaded:
        """The loaded generation. Raises IndexMissing where there is none yet."""
        if (loaded := self._follow()) is None:
            raise missing()
        return loaded

    def _follow(self) -> Loaded | None:
        """The loaded generation, which is the current one: where another became current, whoever asks first loads it
        and whoever asks meanwhile waits, so that no answer that starts after an ingest is from the reports before."""
        name = self._generations.current()
        if not self._behind(name):
            return self._loaded
        with self._loading:
            name = self._generations.current()
            if name and self._behind(name):
                self._take_up(name)
        return self._loaded

    def _behind(self, name: str | None) -> bool:
        """Whether a generation is current that is not loaded, and has not just failed to be."""
        if not name or (self._loaded is not None and name == self._loaded.name):
            return False
        return name != self._failed[0] or time.monotonic() - self._failed[1] > AGAIN_AFTER

    def _take_up(self, name: str) -> None:
        try:
            self._loaded = load(name, self._generations, self._models)
        except Exception:
            self._failed = name, time.monotonic()
            log.exception("generation %s could not be taken up; the one before goes on answering", name)


def as_staff_say(question: Question, reports: Sequence[Report]) -> Question:
    """The question as it is read: a word that stands in no report gives way to the one of the reports that staff said
    means the same. What reads has learned the words of the language, and cannot know what staff added."""
    general = {frozenset(group) for group in written()}
    added = [(term, others) for term, others in synonyms(question.text) if {term, *others} not in general]
    text, held = question.text, fold("\n".join(r.source for r in reports)) if added else ""
    for term, others in added:
        said = next((other for other in others if other in held), "")
        if said and term not in held:
            text = re.sub(re.escape(term), said, text, flags=re.IGNORECASE)
    return replace(question, text=text)


class _Clock:
    """Wall time of each step."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.laps[step] = now - self._last
        self._last = now
