"""A word before the quotations of a yes/no question (有没有…) or one of more or less (…涨了没): 有, 比上年增加了, 比上年减少了.

It is said only where one clause of the first quotation speaks of nearly all that is asked, in so many words, and nothing in
it takes that back. Anything less gets no verdict: the quotation stands for itself. `training.verdicts` counts how often the
word is right.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rag.domain import Answer, Citation, Status
from rag.read.judge import Judged
from rag.replies import reply
from rag.sentences import clause_ranges
from rag.text import fold, long_grams
from rag.understand.frames import Frames
from rag.understand.question import Question
from rag.understand.words import words_of

ANSWERABLE, LIKELY, COVERED = 0.8, 0.5, 0.5
"""Least chance that the report answers, that the sentence does, and share of the question's words in the clause."""
_WHETHER = re.compile(r"有没有|有没得|有无|是否有|有[^,，。;；]{1,20}(?:吗|嘛|没有?|不)[?？]?$")
_CHANGE = re.compile(
    r"(?:[多高涨升快大少低降跌减小慢]|提高|增加|增长|上升|减少|下降|降低)了?(?:些|点)?(?:还是[^,，]{1,6}|没有?|吗|不)[?？]?$|涨没涨|降没降"
)
_MORE_ASKED = re.compile(
    r"还有|别的|其[他它]|除了|[,，;；]|多少|[哪几谁]|什么时候|怎么|为[什啥]|今年.*去年|去年.*今年|全国|全省"
)
_TAKEN_BACK = re.compile(r"没有?|无|未|不|尚|零|禁止|取消|停")
_NOT_YET = re.compile(r"推动|争|探索|谋划|申[请报遗]|拟|筹|研究|目标|预期")
_UP, _DOWN = (
    re.compile(rf"(?:{words})(?:了|到|至|约|近|超过?|达)?\d") for words in ("增长|增加|提高", "下降|减少|降低")
)


def opened(answer: Answer, question: Question, judged: Judged, frames: Frames) -> Answer:
    """The answer, with the verdict before its lead where there is one."""
    kind = verdict_of(answer, question, judged, frames)
    return replace(answer, lead=reply("verdict", kind) + answer.lead) if kind else answer


def verdict_of(answer: Answer, question: Question, judged: Judged, frames: Frames) -> str:
    """`yes`, `more` or `less`; empty where none is sure."""
    if answer.status is not Status.ANSWERED or question.carried or _MORE_ASKED.search(question.text):
        return ""
    first = answer.citations[0]
    if judged.answerable < ANSWERABLE or judged.chances.max() < LIKELY or not _is_asked_of(question, first):
        return ""
    clause = clause_of(question, first.quote)
    if _TAKEN_BACK.search(first.quote) or covered(question.text, clause, frames) < COVERED:
        return ""
    if _WHETHER.search(question.text):
        return "" if _NOT_YET.search(clause) else "yes"
    up, down = bool(_UP.search(clause)), bool(_DOWN.search(clause))
    if _CHANGE.search(question.text) and first.period == "done" and up != down:
        return "more" if up else "less"
    return ""


def _is_asked_of(question: Question, citation: Citation) -> bool:
    """Whether the quotation is of the period and the report that are asked about."""
    years = {side.report_year for side in question.sides} - {None}
    period_fits = not question.periods or citation.period in question.periods
    return period_fits and (not years or citation.report.year in years)


def clause_of(question: Question, quote: str) -> str:
    """The clause that has most of the question's pairs of characters."""
    pairs = long_grams(question.text)
    clauses = [quote[start:end] for start, end in clause_ranges(quote)]
    return max(clauses, key=lambda c: sum(pair in fold(c) for pair in pairs), default="")


def covered(text: str, clause: str, frames: Frames) -> float:
    """Share of the weight of a question's words that a clause has; words that only frame a question weigh little."""
    words, folded = list(dict.fromkeys(words_of(text))), fold(clause)
    weights = frames.of_words(words)
    return sum(w for w, word in zip(weights, words, strict=True) if len(word) > 1 and word in folded) / (
        sum(weights) or 1
    )
