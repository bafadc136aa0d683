"""Claims of a language model, checked sentence by sentence -> Answer. What fails is dropped; the quotations stand below."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from rag.domain import Answer, Citation, Claim, Passage, Status
from rag.errors import WriteFailed
from rag.replies import reply
from rag.sentences import sentence_ranges
from rag.text import simplified
from rag.writing.said import Said
from rag.writing.told import resting_on, tells_all
from rag.writing.verify import Failed, Held, held

log = logging.getLogger("wenbao")
MAX_CLAIMS = 6
"""Written sentences of one answer; where more is quoted, the quotations are the list that was asked for."""


class Writes(Protocol):
    """What is needed of `rag.write.Writer`."""

    def write(self, question: str, passages: Sequence[Passage], quoted: Sequence[Citation] = ()) -> Iterator[Said]:
        """Claims as they come; raises WriteFailed."""
        ...


def checked_claims(
    writer: Writes, question: str, passages: Sequence[Passage], quoted: Sequence[Citation] = ()
) -> Iterator[Claim]:
    """Claims that hold, each as soon as it is known to: a sentence leaves checked, never token by token.

    Where something was `quoted`, a claim that rests on none of it is left out. Raises WriteFailed where the model breaks
    off; what came before it holds.
    """
    others: dict[tuple[str, int, int], Citation] = {}
    told: set[str] = set()
    for said in writer.write(question, passages, quoted):
        for text in _sentences(said.text):
            outcome = _checked(text, said.numbers, passages)
            if isinstance(outcome, Failed):
                log.info("a written sentence was dropped: %s", outcome.reason)
            elif quoted and not any(resting_on(s, quoted) for s in outcome.rests_on):
                log.info("a written sentence was dropped: beside the quotations")
            elif outcome.text not in told:
                told.add(outcome.text)
                yield Claim(outcome.text, tuple(dict.fromkeys(_citations(outcome, quoted, others))))
                if len(told) == MAX_CLAIMS:
                    return


def growing(answer: Answer, writer: Writes | None, limit: int) -> Iterator[Answer]:
    """The quoted answer at once; then, where a model words it, the same with what is written above it, after each
    sentence that holds; last of all what stands. Nothing that was shown is taken back, whatever becomes of the model.

    Nothing written is shown before all that was quoted is told.
    """
    if writer is None or not answer.claims:
        yield answer
        return
    shown = replace(answer, origin=reply("written", "origin_quoted"))
    if _may_be_written(answer):
        yield replace(shown, growing=True)
        claims: tuple[Claim, ...] = ()
        quoted = answer.citations
        try:
            for claim in checked_claims(writer, answer.question, _passages(answer, limit), quoted):
                claims = (*claims, claim)
                if shown.written or tells_all(answer.question, quoted, claims):
                    shown = _told(answer, claims)
                    yield replace(shown, growing=True)
        except WriteFailed as error:
            log.warning("the model broke off: %s", error.message)
        if claims and not shown.written:
            log.info("what was written left out a quotation; the quotations answer")
    yield shown


def _may_be_written(answer: Answer) -> bool:
    few = len(answer.citations) <= MAX_CLAIMS
    return answer.status is Status.ANSWERED and few and not any(c.masked for c in answer.claims[0].citations)


def _told(answer: Answer, claims: tuple[Claim, ...]) -> Answer:
    """The answer with what a model wrote above its quotations."""
    return replace(answer, written=claims, origin=reply("written", "origin_model"), label=reply("written", "label"))


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_ranges(text)]


def _checked(text: str, numbers: Sequence[int], passages: Sequence[Passage]) -> Held | Failed:
    """A number that no passage has is passed over: the sentence must hold by the others it names."""
    cited = [passages[n - 1] for n in dict.fromkeys(numbers) if 1 <= n <= len(passages)]
    outcome = held(text, cited, passages)
    if isinstance(outcome, Failed) and (plainer := simplified(text)) != text:
        return held(plainer, cited, passages)
    return outcome


def _citations(
    outcome: Held, quoted: Sequence[Citation], others: dict[tuple[str, int, int], Citation]
) -> Iterator[Citation]:
    """What it rests on: quotations by their own numbers, any other sentence under one of its own, for good."""
    for sentence in outcome.rests_on:
        if citation := resting_on(sentence, quoted):
            yield citation
            continue
        key = (sentence.passage.report.stem, sentence.start, sentence.end)
        if key not in others:
            number = len(others) + 1 + max((c.number for c in quoted), default=0)
            others[key] = Citation(number, sentence.passage, sentence.start, sentence.end)
        yield others[key]


def _passages(answer: Answer, limit: int) -> list[Passage]:
    """All that was quoted from, then up to the limit what else was found of the same reports and periods."""
    quoted = {c.passage.id: c.passage for c in answer.citations}
    kinds = {(p.report.stem, p.period) for p in quoted.values()}
    others = [p for p in answer.found if p.id not in quoted and (p.report.stem, p.period) in kinds]
    return [*quoted.values(), *others[: max(0, limit - len(quoted))]]
