"""The texts that the embedding is trained on, read from the shared folder.

Only sources whose licence lets weights be shipped are read: public documents (laws, policies, work reports), the
lines of `pairs.jsonl` under MIT or Apache-2.0, and questions written for this project. CC BY-SA lines and lines
without a licence are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEVELOPMENT = frozenset({"北京_2026", "江西_2025", "江西_2026"})
"""Reports with development questions: neither their text nor their citizen questions are trained on."""

HELD_OUT = frozenset({"安徽_2026", "湖南_2025", "辽宁_2026", "上海_2026"})
"""Reports whose citizen questions measure the model; neither text nor questions are trained on."""

LICENCES = frozenset({"MIT", "Apache-2.0"})
SENTENCE = re.compile(r"[^。！？；;!?\n]+[。！？；;!?]?")
_HEADING = re.compile(r"^(#+\s|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")


@dataclass(frozen=True, slots=True)
class Document:
    """A title (may be empty) and the paragraphs below it, in order."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CitizenQuestion:
    """A question in everyday words on a report, with what answers it, from narrow to wide."""

    question: str
    report: str
    clause: str
    sentence: str
    paragraph: str
    start: int
    """Where the clause starts in the report's text, in characters."""


def sentences(text: str) -> list[str]:
    """Stretches of `text` that end in 。！？； or a line break, white space trimmed, empty ones left out."""
    return [s for s in (m.group().strip() for m in SENTENCE.finditer(text)) if s]


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph looks like a heading of a law or report (short, numbered or marked with #)."""
    return len(paragraph) <= 40 and bool(_HEADING.match(paragraph)) and not paragraph.endswith(("。", "；"))


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file. Raises FileNotFoundError where there is none."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in text.split("\n") if len(p.strip()) > 1 and not p.startswith(("---", "book")))


def read_documents(shared: Path, left_out: frozenset[str] = DEVELOPMENT | HELD_OUT) -> dict[str, list[Document]]:
    """Documents by source: laws, policies, State Council and provincial reports (but the stems `left_out`)."""
    found: dict[str, list[Document]] = {}
    for name, file in (("laws", "laws"), ("policies", "hebei_policy"), ("council", "state_council_reports")):
        rows = read_jsonl(shared / "corpora" / f"{file}.jsonl")
        found[name] = [Document(str(r["title"]), _paragraphs(str(r["text"]))) for r in rows]
    files = sorted((shared / "reports").glob("*.txt"))
    found["reports"] = [
        Document("", _paragraphs(f.read_text(encoding="utf-8"))) for f in files if f.stem not in left_out
    ]
    return found


def read_pairs(shared: Path) -> dict[str, list[tuple[str, str]]]:
    """Question and answer (or article) by source, of the lines whose licence is in `LICENCES`."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in read_jsonl(shared / "corpora" / "pairs.jsonl"):
        if row["licence"] in LICENCES:
            found.setdefault(str(row["source"]), []).append((str(row["q"]), str(row["p"])))
    return found


def read_citizen_questions(shared: Path, keep: frozenset[str] | None = None) -> list[CitizenQuestion]:
    """Citizen questions of the reports `keep`, or (None) of all but the development and held-out reports."""
    texts: dict[str, str] = {}
    found = []
    for row in read_jsonl(shared / "corpora" / "citizen_questions.jsonl"):
        stem = str(row["report"])
        if stem not in keep if keep is not None else stem in DEVELOPMENT | HELD_OUT:
            continue
        if stem not in texts:
            texts[stem] = (shared / "reports" / f"{stem}.txt").read_text(encoding="utf-8")
        found.append(_citizen_question(row, texts[stem]))
    return found


def _citizen_question(row: dict[str, Any], text: str) -> CitizenQuestion:
    (first, last), (start, end) = row["passage"], row["span"]
    paragraph = text[first:last]
    at, sentence = start - first, paragraph
    for m in SENTENCE.finditer(paragraph):
        if m.start() <= at < m.end():
            sentence = paragraph[m.start() : max(m.end(), end - first)]
    return CitizenQuestion(str(row["question"]), str(row["report"]), text[start:end], sentence, paragraph, start)
