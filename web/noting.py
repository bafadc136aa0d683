"""The Assistant as the faces see it where notes are taken: it answers as ever, and what it could not answer is counted.

Counting is done in a thread of its own, after the answer: it never delays one, and what goes wrong with it is logged
without a word of the question. Evaluations ask the Assistant itself and leave no trace.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from fastapi import HTTPException

from rag.desk.unanswered import Unanswered
from rag.domain import Answer, Report, Turn
from rag.exact.filters import Filter
from rag.exact.wording_answer import Looked
from rag.understand.personal import personal
from rag.years.compare import Comparison
from web.answering import Answering

log = logging.getLogger("wenbao")
WAITING = 1000
"""Notes that wait to be written; beyond, they are dropped."""
NUMBERS_IN_REMARK = "您写的话里带有证件、手机或银行卡号码，没有保存。请去掉号码再提交。"

_again: ContextVar[bool] = ContextVar("again", default=False)


@contextmanager
def asked_again() -> Iterator[None]:
    """What is answered meanwhile was asked and counted before: a page that was loaded anew."""
    token = _again.set(True)
    try:
        yield
    finally:
        _again.reset(token)


class Noting:
    """An `Answering` around another, and the `Notes` of the page."""

    def __init__(self, assistant: Answering, unanswered: Unanswered) -> None:
        self._assistant, self._unanswered = assistant, unanswered
        self._waiting: queue.Queue[Callable[[], None]] = queue.Queue(WAITING)
        threading.Thread(target=self._write, daemon=True, name="journal").start()

    def answer(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Answer:
        """Answer with what staff added as of now; never raises."""
        *_, last = self.answers(question, history, only=only)
        return last

    def answers(self, question: str, history: Sequence[Turn] = (), *, only: str = "") -> Iterator[Answer]:
        """The same as it grows; only the last is counted."""
        self._unanswered.book.refresh()
        answer = None
        for answer in self._assistant.answers(question, history, only=only):
            yield self._with_reply(answer)
        if answer and not _again.get():
            counted = answer
            self._later(lambda: self._unanswered.note_answer(counted))

    def _with_reply(self, answer: Answer) -> Answer:
        try:
            return self._unanswered.with_reply(answer)
        except Exception as error:
            _tell(error)
            return answer

    def note(self, *, question: str, status: str, useful: bool, word: str) -> None:
        """Count a thumb down. Raises HTTPException 422 where the word holds a personal number: nothing is kept then."""
        if personal(word):
            raise HTTPException(422, NUMBERS_IN_REMARK)
        self._later(lambda: self._unanswered.note_judgement(question, status, useful, word))

    def look_up(self, query: str, within: Filter | None = None) -> Looked:
        """Look up wording to the letter."""
        return self._assistant.look_up(query, within)

    def reports(self) -> tuple[Report, ...]:
        """The reports of the current generation."""
        return self._assistant.reports()

    def starters(self) -> tuple[str, ...]:
        """Example questions."""
        return self._assistant.starters()

    def compare(self, old: str, new: str) -> Comparison | None:
        """Two reports side by side."""
        return self._assistant.compare(old, new)

    def ready(self) -> bool:
        """Whether an index is current and loaded."""
        return self._assistant.ready()

    def settle(self) -> None:
        """Wait until all is written that was noted."""
        self._waiting.join()

    def _later(self, work: Callable[[], None]) -> None:
        try:
            self._waiting.put_nowait(work)
        except queue.Full:
            log.warning("too many notes wait; one was dropped")

    def _write(self) -> None:
        while True:
            work = self._waiting.get()
            try:
                work()
            except Exception as error:
                _tell(error)
            finally:
                self._waiting.task_done()


def _tell(error: Exception) -> None:
    """By its kind alone: what an error says may hold words of the question."""
    log.error("the journal or the replies of staff failed: %s", type(error).__name__)
