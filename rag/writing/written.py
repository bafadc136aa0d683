"""Claims of a language model, checked sentence by sentence -> Answer. What fails is dropped; the quotes stand by."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from rag.answer.said_years import said_years
from rag.domain import Answer, Citation, Claim, Passage, Status
from rag.errors import WriteFailed
from rag.replies import reply
from rag.sentences import sentence_ranges
from rag.writing.said import Said
from rag.writing.verify import Failed, Held, held

log = logging.getLogger("wenbao")
MAX_CLAIMS = 6


class Writes(Protocol):
    """What is needed of `rag.write.Writer`."""

    def write(self, question: str, passages: Sequence[Passage]) -> Iterator[Said]:
        """Claims as they come; raises WriteFailed."""
        ...


def checked_claims(writer: Writes, question: str, passages: Sequence[Passage]) -> Iterator[Claim]:
    """Claims that hold, each as soon as it is known to: a sentence leaves checked, never token by token.

    Raises WriteFailed where the model breaks off; then show the quotes instead of, or after, what came before.
    """
    numbers: dict[tuple[str, int, int], Citation] = {}
    told: set[str] = set()
    for said in writer.write(question, passages):
        for text in _sentences(said.text):
            outcome = _checked(text, said.numbers, passages)
            if isinstance(outcome, Failed):
                log.info("a written sentence was dropped: %s", outcome.reason)
            elif outcome.text not in told:
                told.add(outcome.text)
                yield Claim(outcome.text, tuple(_citations(outcome, numbers)), quoted=False)
                if len(told) == MAX_CLAIMS:
                    return


def growing(answer: Answer, writer: Writes | None, limit: int) -> Iterator[Answer]:
    """The quoted answer in a model's words, where there is a model: after each sentence that holds, the answer so far, and
    last of all what stands. Only the quoted answer where there is no model, or nothing for it to word.

    Where the model breaks off, or nothing holds, the last is the quoted answer, whatever was shown before.
    """
    if writer is None or not answer.claims:
        yield answer
        return
    quoted = replace(answer, origin=reply("written", "origin_quoted"))
    if answer.status is Status.ANSWERED and not any(c.masked for c in answer.claims[0].citations):
        claims: tuple[Claim, ...] = ()
        try:
            for claim in checked_claims(writer, answer.question, _passages(answer, limit)):
                claims = (*claims, claim)
                yield _told(answer, claims)
        except WriteFailed as error:
            log.warning("the quotes answer: %s", error.message)
            claims = ()
        if claims:
            return
    yield quoted


def _told(answer: Answer, claims: tuple[Claim, ...]) -> Answer:
    """The answer with what a model wrote in place of the quotations."""
    cited = [c for claim in claims for c in claim.citations]
    notes = [reply("notes", "masked")] * any(c.masked for c in cited)
    notes += [reply("notes", "recognised")] * any(c.recognised for c in cited)
    return replace(
        answer,
        lead=_lead(claims),
        claims=claims,
        advice="".join(notes),
        origin=reply("written", "origin_model"),
        label=reply("written", "label"),
    )


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_ranges(text)]


def _checked(text: str, numbers: Sequence[int], passages: Sequence[Passage]) -> Held | Failed:
    if not numbers or any(not 1 <= n <= len(passages) for n in numbers):
        return Failed("uncited")
    return held(text, [passages[n - 1] for n in dict.fromkeys(numbers)], passages)


def _citations(outcome: Held, numbers: dict[tuple[str, int, int], Citation]) -> Iterator[Citation]:
    """The sentences it rests on, each under one number for good."""
    for sentence in outcome.rests_on:
        key = (sentence.passage.report.stem, sentence.start, sentence.end)
        if key not in numbers:
            numbers[key] = Citation(len(numbers) + 1, sentence.passage, sentence.start, sentence.end)
        yield numbers[key]


def _passages(answer: Answer, limit: int) -> list[Passage]:
    """What was quoted, then what else was found of the same reports and periods: what was not asked for is not told."""
    quoted = {c.passage.id: c.passage for c in answer.citations}
    kinds = {(p.report.stem, p.period) for p in quoted.values()}
    for passage in answer.found:
        if (passage.report.stem, passage.period) in kinds:
            quoted.setdefault(passage.id, passage)
    return list(quoted.values())[:limit]


def _lead(claims: Sequence[Claim]) -> str:
    cited = [c for claim in claims for c in claim.citations]
    periods = {c.period for c in cited}
    words = {
        "last_year": said_years([c for c in cited if c.period == "done"]) or "上一年",
        "this_year": said_years([c for c in cited if c.period == "planned"]) or "当年",
    }
    name: str = "both" if periods >= {"done", "planned"} else (periods.pop() if len(periods) == 1 else None) or "plain"
    if name == "planned" and words["this_year"].startswith("到"):
        name = "aims"
    return reply("written", name, **words)
