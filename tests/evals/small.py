"""A report of an invented town, and an assistant small enough to trust."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from evals.case import Case
from evals.questions import Question
from rag.domain import Answer, Citation, Claim, Passage, Report, Section, Status, Turn

SOURCE = "一、去年工作\n修成了三座桥。新增学位900个。\n二、今年安排\n再修×座桥。"
BRIDGES = "修成了三座桥"  # [7, 13)
PLACES = "新增学位900个"  # [14, 22)
MORE = "再修×座桥"  # [31, 36)


def report(stem: str = "小镇", source: str = SOURCE) -> Report:
    end = len(source)
    section = Section(0, end, "去年工作", 1, ("去年工作",), "done")
    return Report(stem, source, "政府工作报告", 2030, "小镇", (0, end), (), (section,))


def passage(of: Report, words: str, period: str | None = "done") -> Passage:
    start = of.source.index(words)
    return Passage(of, start, start + len(words), ("去年工作",), period)  # type: ignore[arg-type]


def answer(words: str, question: str = "?", of: Report | None = None) -> Answer:
    """An answer that quotes `words`."""
    found = passage(of or report(), words)
    claim = Claim(words, (Citation(1, found, found.start, found.end),))
    return Answer(Status.ANSWERED, question, "报告提到：", (claim,), found=(found,))


class SmallAssistant:
    """Knows two sentences; remembers everything it was told."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, tuple[str, ...]]] = []

    def answer(self, question: str, history: Sequence[Turn]) -> Answer:
        self.heard.append((question, tuple(turn.question for turn in history)))
        if "桥" in question:
            return answer(BRIDGES, question)
        if "学位" in question or (history and "学位" in history[-1].question):
            return answer(PLACES, question)
        return Answer(Status.NOT_FOUND, question, "报告没有提到。")


class SmallAssistantWithWording(SmallAssistant):
    def wording(self, query: str) -> Answer:
        return answer(MORE, query)


def case(question: Question, /, **row: object) -> Case:
    """A question beside an answer row, over the town's report."""
    given = {
        "id": question.id,
        "status": "answered",
        "text": "",
        "citations": [],
        "found": [],
        "seconds": 0.01,
    }
    return Case(question, {**given, **row}, {"小镇": SOURCE})


def cite(words: str, **other: object) -> dict[str, object]:
    """A citation of `words` as answers.jsonl writes it."""
    start = SOURCE.index(words)
    given = {"report": "小镇", "start": start, "end": start + len(words), "quote": words, "period": "done"}
    return {**given, **other}


def write_lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path
