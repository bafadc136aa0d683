"""Passage -> sentences and clauses, as ranges of the report's source."""

from __future__ import annotations

import re

from rag.domain import Passage, Sentence, rows

_SENTENCE = re.compile(r"(?:[^。！？!?；;\n]|\n(?!\s*\n))+(?:[。！？!?；;]+[”’」』》）)\]】]*|(?=\n\s*\n)|$)")
_CLAUSE = re.compile(r"[^，,。！？!?；;：:]+")


def sentences(passage: Passage) -> tuple[Sentence, ...]:
    """Sentences of a passage in order, white space at both ends left out. Headings above the paragraph, and a
    run-in heading, are sentences of their own."""
    out = []
    for start, end in sentence_ranges(passage.text, whole_lines=_heading_lines(passage)):
        out.append(Sentence(passage, passage.start + start, passage.start + end))
    return tuple(out)


def _heading_lines(passage: Passage) -> tuple[tuple[int, int], ...]:
    """Ranges (within the passage) of the heading blocks that stand above its paragraph, and of a table's rows."""
    report, start, end = passage.report, passage.start, passage.end
    headings = [(b.start, b.end) for b in report.blocks if b.is_heading and start <= b.start < end]
    tables = [b for b in report.blocks if b.columns and b.start < end and start < b.end]
    whole = headings + [row for table in tables for row in rows(report.source, table)]
    return tuple((max(a, start) - start, min(b, end) - start) for a, b in whole if a < end and start < b)


def sentence_ranges(text: str, whole_lines: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, int]]:
    """Ranges of the sentences of `text`: they end in 。！？； (ASCII the same) with the quotes that close after them.

    `whole_lines` are kept whole (headings). Every character that is not white space lies in exactly one range.
    """
    out: list[tuple[int, int]] = []
    at = 0
    for start, end in (*whole_lines, (len(text), len(text))):
        out.extend(_split(text, at, start))
        if start < end:
            out.append((start, end))
        at = end
    return out


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text, start, end):
        a, b = match.span()
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            out.append((a, b))
    # marks that no sentence took (a text that opens with one) go to the sentence before, or stand alone
    return _with_strays(text, start, end, out)


def _with_strays(text: str, start: int, end: int, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    at = start
    for a, b in (*found, (end, end)):
        stray = text[at:a].strip()
        if stray:
            begin = at + text[at:a].index(stray)
            if out:
                out[-1] = (out[-1][0], begin + len(stray))
            else:
                out.append((begin, begin + len(stray)))
        if a < b:
            out.append((a, b))
        at = b
    return out


def clause_ranges(text: str) -> list[tuple[int, int]]:
    """Ranges of the clauses of a text, the marks that end them (，：。！？；) left out; 、 does not end a clause, and white
    space alone makes none."""
    return [m.span() for m in _CLAUSE.finditer(text) if m.group().strip()]
