"""What could not be answered, and what staff do about it: the journal, its groups, synonyms and replies."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace

from rag.desk.alike import Group, groups_of
from rag.desk.book import Book
from rag.desk.canned import Canned
from rag.desk.journal import Counted, Journal, Remark
from rag.desk.screen import GONE, Screen
from rag.desk.topics import topics
from rag.domain import Answer, Report, Status
from rag.embed import Embedding
from rag.errors import WenbaoError
from rag.lexicon import written
from rag.replies import reply
from rag.settings import Settings
from rag.text import fold
from rag.understand.personal import personal
from rag.understand.words import QuestionWords

COUNTED = frozenset({Status.PARTIAL, Status.NOT_FOUND})
JUDGED = COUNTED | {Status.ANSWERED}
"""Statuses whose thumbs down are counted; of what was declined or invalid nothing is kept."""
MAX_REMARK, MAX_ASKED, MAX_REPLY, MAX_WHO = 200, 60, 200, 20
FEWEST, MOST, SHORTEST, LONGEST = 2, 8, 2, 12
"""Words of a line of synonyms, and characters of each."""

_TERM = re.compile(r"[\u3400-\u9fffA-Za-z0-9.+&-]+")


class Unanswered:
    """Notes, groups and mends. Methods that write raise WenbaoError with a sentence for staff where the input is no good.

    Safe to call from several threads, and with other processes on the same data_dir.
    """

    def __init__(
        self,
        settings: Settings,
        embedding: Embedding,
        question_words: QuestionWords,
        reports: Callable[[], tuple[Report, ...]],
    ) -> None:
        """`reports` gives the present ones. Deletes what the journal may no longer keep."""
        self._settings, self._embedding, self._words, self._reports = settings, embedding, question_words, reports
        self.journal = Journal(settings.data_dir, settings.journal_days)
        self.book = Book(settings.data_dir)
        self._canned = Canned(embedding, question_words.weight)
        self._lock = threading.Lock()
        self._screen: tuple[tuple[Report, ...] | None, Screen] = (None, Screen({}, ()))
        self._grouped: tuple[list[Counted], tuple[Group, ...]] = ([], ())
        self.journal.clear_old()

    # ---- what people ask

    def note_answer(self, answer: Answer) -> None:
        """Count a question that was not answered."""
        if answer.status in COUNTED and (words := self._kept(answer.question)):
            self.journal.count(words, answer.status.value)

    def note_judgement(self, question: str, status: str, useful: bool, remark: str) -> None:
        """Count a thumb down. What was added to it is kept as it is, unless it holds a personal number."""
        if useful or status not in JUDGED or not (words := self._kept(question)):
            return
        remark = "" if personal(remark) else _one_line(remark)[:MAX_REMARK]
        self.journal.count(words, status, down=True, remark=remark)

    def with_reply(self, answer: Answer) -> Answer:
        """The answer with the reply of staff in the place of its advice, where there is one for this question.

        It is said beside the answer, labelled; what the report says and does not say stays as it was.
        """
        if answer.status not in COUNTED or not answer.question:
            return answer
        if not (found := self._canned.find(answer.question, self.book.replies)):
            return answer
        usual = reply(answer.status.value, "advice", hotline=self._settings.hotline)
        said = reply("canned", "said", text=found.text)
        return replace(answer, advice=answer.advice.removesuffix(usual) + said)

    # ---- what staff see

    def groups(self, days: int) -> tuple[Group, ...]:
        """What was counted in the last days, by similar wording, the most frequent first."""
        counted, (seen, groups) = self.journal.counted(days), self._grouped
        if counted != seen:
            groups = groups_of(counted, self._embedding, self._words.weight)
            self._grouped = counted, groups
        return groups

    def remarks(self, days: int) -> list[Remark]:
        """What was added to thumbs down, newest first."""
        return self.journal.remarks(days)

    def has_reply(self, words: str) -> bool:
        """Whether a wording of the journal, as it stands, is one that a reply is given to."""
        asked = words.replace(GONE, "").replace(" ", "")
        return bool(asked) and self._canned.find(asked, self.book.replies) is not None

    # ---- what staff do

    def add_synonyms(self, line: str, who: str) -> tuple[str, ...]:
        """Let the words of a line mean the same, from now on."""
        words = tuple(dict.fromkeys(fold(w) for w in re.split(r"[\s,，、;；]+", line.strip()) if w))
        self._check_who(who)
        self._check_words(words)
        self.book.add("synonyms", words, "", _one_line(who))
        return words

    def add_reply(self, asked: str, text: str, who: str) -> None:
        """Give this reply to this question, from now on."""
        asked, text = _one_line(asked), _one_line(text)
        self._check_who(who)
        if GONE in asked or "..." in asked:
            raise WenbaoError("问题里还有“…”，请换成完整的说法，再保存。")
        if not 4 <= len(asked) <= MAX_ASKED:
            raise WenbaoError(f"问题要写 4 到 {MAX_ASKED} 个字。")
        if personal(asked) or personal(text):
            raise WenbaoError("这里带有证件、手机或银行卡号码，没有保存。请去掉号码；办公电话请写座机或热线。")
        if not self._canned.has_subject(asked):
            raise WenbaoError("这个问题没有说是什么事，谁问都会对上。请写具体一些，例如“公积金贷款利率是多少”。")
        if not 5 <= len(text) <= MAX_REPLY:
            raise WenbaoError(f"答复要写 5 到 {MAX_REPLY} 个字。")
        self.book.refresh()
        if any(r.text == text and self._canned.same(r.words[0], asked) for r in self.book.replies):
            raise WenbaoError("这个问题已经有一样的答复了。")
        self.book.add("reply", (asked,), text, _one_line(who))

    def undo(self, id: int, who: str) -> None:
        """Let a change hold no longer, from now on."""
        self._check_who(who)
        if not self.book.undo(id, _one_line(who)):
            raise WenbaoError("这一条已经撤销了，或者不存在。")

    def redo(self, id: int, who: str) -> None:
        """Let an undone change hold again."""
        self._check_who(who)
        if not self.book.redo(id, _one_line(who)):
            raise WenbaoError("这一条已经恢复了，或者不存在。")

    # ---- within

    def _kept(self, text: str) -> str:
        reports = self._reports()
        with self._lock:
            if self._screen[0] is not reports:
                texts = (r.source[b.start : b.end] for r in reports for b in r.blocks)
                self._screen = reports, Screen(self._words.counts, texts)
            screen = self._screen[1]
        return screen.kept(text[: self._settings.max_question_chars * 4])

    def _check_words(self, words: tuple[str, ...]) -> None:
        if not FEWEST <= len(words) <= MOST:
            raise WenbaoError(f"同义词一行要有 {FEWEST} 到 {MOST} 个不同的词，用空格分开。")
        for word in words:
            if not SHORTEST <= len(word) <= LONGEST:
                raise WenbaoError(f"“{word[:LONGEST]}”不能用：每个词 {SHORTEST} 到 {LONGEST} 个字。")
            if not _TERM.fullmatch(word):
                raise WenbaoError(f"“{word}”不能用：词里只能有汉字、字母和数字。")
            if personal(word) or re.search(r"\d{6}", word):
                raise WenbaoError("词里不能有号码，没有保存。")
            if not topics(word, self._words.weight):
                raise WenbaoError(f"“{word}”太常见，几乎每个问题里都有，不能当同义词。请写具体的事物。")
        self.book.refresh()
        if any(set(words) <= set(group) for group in (*self.book.synonyms(), *written())):
            raise WenbaoError("这几个词已经是同义词了，不用再加。")

    @staticmethod
    def _check_who(who: str) -> None:
        if not 1 <= len(_one_line(who)) <= MAX_WHO:
            raise WenbaoError(f"请填写经办人（不超过 {MAX_WHO} 个字），再保存。")


def _one_line(text: str) -> str:
    """A text without control characters, one space for any white space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
