"""Questions -> lines of answers.jsonl. Only a question's words, and the turns before it, are passed on."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from evals.questions import Question, Row
from rag.domain import Answer, Citation, Passage, Report, Turn

Ask = Callable[[str, Sequence[Turn]], Answer]
"""The words of a question and the turns before it -> its answer."""

Render = Callable[[Answer, str], str]
"""An answer, and the question as it was typed -> the HTML that the page shows."""

FOUND_KEPT = 10
"""Passages of each answer that are written down."""


def ask_all(
    questions: Sequence[Question],
    ask: Ask,
    render: Render,
    texts: Mapping[str, str],
    *,
    before: Mapping[str, Sequence[Turn]] | None = None,
    quiet: bool = False,
) -> list[Row]:
    """Ask every question in order, each dialogue as one conversation of questions alone, as the faces pass it on.

    :param texts: text of each report's file by its stem; the answers' offsets are into these.
    :param before: turns, by the id of a question that is no dialogue's, which are taken to have gone before it.
    :param quiet: no progress bar.
    :returns: one row a question, in the form of answers.jsonl; `seconds` is the wall time of the call alone.
    """
    conversations: dict[str, list[Turn]] = defaultdict(list)
    rows: list[Row] = []
    for question in tqdm(questions, desc="提问", unit="题", disable=quiet):
        earlier = (before or {}).get(question.id, ())
        history = tuple(conversations[question.conversation] if question.conversation else earlier)
        started = perf_counter()
        answer = ask(question.words, history)
        seconds = perf_counter() - started
        if question.conversation:
            conversations[question.conversation].append(Turn(question.words))
        rows.append(answer_row(question.id, answer, seconds, render(answer, question.words), texts))
    return rows


def answer_row(id: str, answer: Answer, seconds: float, html: str, texts: Mapping[str, str]) -> Row:
    """One answer as a line of answers.jsonl.

    :param seconds: wall time of the answer.
    :param html: what the page would show.
    """
    return {
        "id": id,
        "status": str(answer.status),
        "text": answer.text,
        "citations": [_citation(c, texts) for c in answer.citations],
        "found": [_range(p.report, p, texts) for p in answer.found[:FOUND_KEPT]],
        "seconds": round(seconds, 6),
        "html": html,
    }


def read_texts(files: Iterable[Path]) -> dict[str, str]:
    """The text of each report's file (UTF-8, universal newlines) by its stem.

    :raises ValueError: where a file is not UTF-8 text, or two share a stem.
    """
    texts: dict[str, str] = {}
    for file in files:
        if file.stem in texts:
            raise ValueError(f"有两份报告同名：{file.stem}，请先改名")
        try:
            texts[file.stem] = file.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"{file.name} 不是 UTF-8 文本，标准答案无法对位，请先转换") from error
    return texts


def write_jsonl(path: Path, rows: Iterable[Row]) -> None:
    """Write the objects as JSON Lines (UTF-8, Chinese left readable)."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), "utf-8", newline="\n")


def _citation(citation: Citation, texts: Mapping[str, str]) -> Row:
    return {
        **_range(citation.report, citation, texts),
        "quote": citation.quote,
        "heading": " > ".join(citation.path),
        "period": citation.period,
    }


def _range(report: Report, held: Citation | Passage, texts: Mapping[str, str]) -> Row:
    """A range of the report as a range of its file, where a mark (BOM) may stand before the source."""
    shift = texts[report.stem].find(report.source)
    if shift < 0:
        raise ValueError(f"{report.stem} 读入的原文与文件文本不一致，引文无法对位；评测请用纯文本文件")
    return {"report": report.stem, "start": held.start + shift, "end": held.end + shift}
