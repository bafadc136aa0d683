"""The development sets: passages, questions and what is right, in one form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpora import HELD_OUT, CitizenQuestion, read_citizen_questions, read_jsonl, sentences
from training.gains import Question, by_document, found_at_5, ndcg_10, recall_10

MAX_PASSAGE = 1200
"""Characters; a longer paragraph is cut at sentence ends."""


@dataclass(frozen=True)
class Collection:
    """Passages with their sentences, questions on them, and the measure that judges a ranking of passages."""

    name: str
    passages: list[str]
    sentences: list[str]
    owner: list[int]
    """Passage of each sentence, ascending."""
    questions: list[Question]
    measure: Callable[[Question, Sequence[int]], float]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Ranges of a report's paragraphs: a line that ends in ；，、 or a comma goes on in the next."""
    found: list[tuple[int, int]] = []
    goes_on = False
    for m in re.finditer(r"[^\n]+", text):
        line = m.group().rstrip()
        if not line.strip():
            continue
        found.append((found.pop()[0], m.end()) if goes_on else (m.start(), m.end()))
        goes_on = line.endswith((";", "；", ",", "，", "、"))
    return found


def cut(text: str) -> list[str]:
    """A text cut at sentence ends into stretches of at most MAX_PASSAGE characters."""
    parts = [""]
    for sentence in sentences(text):
        if parts[-1] and len(parts[-1]) + len(sentence) > MAX_PASSAGE:
            parts.append("")
        parts[-1] += sentence
    return parts


def _units(passages: Sequence[str]) -> tuple[list[str], list[int]]:
    found, owner = [], []
    for number, passage in enumerate(passages):
        for sentence in sentences(passage) or [passage]:
            found.append(sentence)
            owner.append(number)
    return found, owner


def read_collections(shared: Path, only: Sequence[str] | None = None) -> list[Collection]:
    """All development sets, or those named: report, beijing_2026, jiangxi_2026, jiangxi_2025_2026, held_out,
    covid_policy, statutes.
    """
    real = shared / "reports"
    makers: dict[str, Callable[[], Collection]] = {
        "report": lambda: report_set(shared, "questions", [shared / "report" / "report.txt"]),
        "beijing_2026": lambda: report_set(shared, "beijing_2026", [real / "北京_2026.txt"]),
        "jiangxi_2026": lambda: report_set(shared, "jiangxi_2026", [real / "江西_2026.txt"]),
        "jiangxi_2025_2026": lambda: report_set(
            shared, "jiangxi_2025_2026", [real / "江西_2025.txt", real / "江西_2026.txt"]
        ),
        "covid_policy": lambda: document_set(shared, "covid_policy", "docs", ndcg_10),
        "statutes": lambda: document_set(shared, "statutes", "articles", recall_10),
    }
    makers |= {f"citizen_{stem}": _citizen_maker(shared, stem) for stem in sorted(HELD_OUT)}
    return [make() for name, make in makers.items() if not only or name in only]


def report_set(shared: Path, name: str, files: Sequence[Path]) -> Collection:
    """Questions with exact evidence on one report or two; a question without evidence is left out."""
    texts = {f.stem: f.read_text(encoding="utf-8") for f in files}
    spans = [(stem, a, b) for stem, text in texts.items() for a, b in paragraphs(text)]
    passages = [texts[stem][a:b] for stem, a, b in spans]
    questions = []
    for row in read_jsonl(shared / "questions" / f"{name}.jsonl"):
        gold = tuple(_holding(item, passages, spans) for item in row["evidence"])
        if gold:
            questions.append(Question(str(row["question"]), str(row["type"]), gold))
    units, owner = _units(passages)
    return Collection(name if name != "questions" else "report", passages, units, owner, questions, found_at_5)


def _holding(item: object, passages: Sequence[str], spans: Sequence[tuple[str, int, int]]) -> frozenset[int]:
    stem, span = (item["report"], item["span"]) if isinstance(item, dict) else (None, str(item))
    holds = [i for i, p in enumerate(passages) if span in p and stem in (None, spans[i][0])]
    if not holds:
        raise ValueError(f"no passage holds the evidence: {span[:30]}")
    return frozenset(holds)


def _citizen_maker(shared: Path, stem: str) -> Callable[[], Collection]:
    return lambda: citizen_set(shared, stem)


def citizen_set(shared: Path, stem: str) -> Collection:
    """The citizen questions of one report that is not trained on."""
    text = (shared / "reports" / f"{stem}.txt").read_text(encoding="utf-8")
    spans = paragraphs(text)
    asked: list[CitizenQuestion] = read_citizen_questions(shared, frozenset({stem}))
    questions = [
        Question(q.question, "", (frozenset(i for i, (a, b) in enumerate(spans) if a <= q.start < b),)) for q in asked
    ]
    passages = [text[a:b] for a, b in spans]
    units, owner = _units(passages)
    return Collection(f"citizen_{stem}", passages, units, owner, questions, found_at_5)


def document_set(shared: Path, name: str, file: str, gain: Callable[[Sequence[int], set[int]], float]) -> Collection:
    """A benchmark whose questions have right documents; documents of the same text count as one."""
    folder = shared / "benchmarks" / name
    groups: dict[str, int] = {}
    number: dict[str, int] = {}
    passages: list[str] = []
    documents: list[int] = []
    for row in read_jsonl(folder / f"{file}.jsonl"):
        text, docid = str(row["text"]), str(row["docid"])
        number[docid] = groups.setdefault(text, len(groups))
        for part in cut(text):
            passages.append(part)
            documents.append(number[docid])
    questions = []
    for row in read_jsonl(folder / "questions.jsonl"):
        right = row.get("gold") or [row["docid"]]
        gold = tuple(frozenset({number[str(d)]}) for d in right)
        questions.append(Question(str(row["question"]), "", gold))
    units, owner = _units(passages)
    return Collection(name, passages, units, owner, questions, by_document(documents, gain))
