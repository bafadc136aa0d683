"""Which tokens only frame a question, counted: how often each stands in questions against how often in reports.

weight(token) = (K * in_reports + RARE) / (in_questions + K * in_reports + RARE), where both are shares (of questions, of
sentences) that hold the token. K and RARE were chosen by recall of the right passage, cross-validated by place
(`python -m training.frames --shared ../shared`).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ingest.outline import outline
from ingest.split import split
from rag.find.keywords import Keywords
from rag.sentences import sentences
from rag.text import grams
from rag.understand.frames import Frames
from rag.understand.words import words_of
from training.broad import broad_rows
from training.rows import Row, fold_of, read_rows, report_file, teaches_encoder

K, RARE = 2.0, 0.004
LEAST = 20
"""Questions in which a token must stand to be counted at all."""


def shares(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """In how many texts each token stands, and how many texts there are."""
    found: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        found.update(set(grams(text)))
    return found, total


def weights(
    questions: Sequence[str], report_sentences: Sequence[str], k: float = K, rare: float = RARE
) -> dict[str, float]:
    """Weight of each token that stands in `LEAST` questions or more, rounded, those near 1 left out."""
    asked, all_asked = shares(questions)
    said, all_said = shares(report_sentences)
    out = {}
    for token, count in sorted(asked.items()):
        if count >= LEAST:
            in_reports = k * said[token] / all_said
            weight = (in_reports + rare) / (count / all_asked + in_reports + rare)
            if weight < 0.97:
                out[token] = round(weight, 3)
    return out


def recall(shelf: tuple[Sequence[tuple[int, int]], Keywords], rows: Sequence[Row]) -> list[float]:
    """For each question with spans, the share of them in the first five passages by keywords alone."""
    ranges, words = shelf
    out = []
    for row in rows:
        best = words.scores(row.standalone or row.question).argsort()[::-1][:5]
        top = [ranges[i] for i in best]
        right = [any(a < e and s < b for s, e in row.spans) for a, b in top]
        covered = [any(a < e and s < b for a, b in top) for s, e in row.spans]
        if row.spans:  # a broad question asks for none in particular: the share of the five that are on its subject
            out.append(sum(right) / len(top) if row.kind == "broad" else sum(covered) / len(covered))
    return out


def counted(shared: Path, rows: Sequence[Row]) -> tuple[dict[str, float], dict[str, int], int]:
    """Weights of tokens that frame questions; in how many questions each word stands (5 or more); how many there are."""
    said = []
    for stem in sorted({r.report for r in rows}):
        parts = split(outline(report_file(shared, stem).read_text("utf-8"), stem=stem))
        said += [s.text for p in parts for s in sentences(p)]
    words: Counter[str] = Counter()
    for row in rows:
        words.update(set(words_of(row.question)))
    return (
        weights([r.question for r in rows], said),
        {w: n for w, n in sorted(words.items()) if n >= 5},
        len(rows),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    given = parser.parse_args()
    rows = read_rows(given.shared)
    stems = sorted({r.report for r in rows if not teaches_encoder(r)})
    draw = random.Random(0)
    said: dict[str, list[str]] = {}
    passages: dict[str, list[tuple[tuple[int, int], str]]] = {}
    asked: dict[str, list[Row]] = {}
    for stem in stems:
        report = outline(report_file(given.shared, stem).read_text("utf-8"), stem=stem)
        parts = split(report)
        own = [s for p in parts for s in sentences(p)]
        said[stem] = [s.text for s in own]
        passages[stem] = [((p.start, p.end), "\n".join([*p.path[1:], p.text])) for p in parts]
        mine = [r for r in rows if r.report == stem and r.kind == "answerable"]
        asked[stem] = [*draw.sample(mine, min(80, len(mine))), *broad_rows(stem, own, 20, seed=7)]
    for k, rare in ((0, 1e9), (1, 0.002), (1, 0.01), (2, 0.004), (2, 0.02), (4, 0.004), (4, 0.02), (8, 0.02)):
        found: dict[str, list[float]] = {"broad": [], "others": []}
        for fold in range(5):
            inside = [s for s in stems if fold_of(s) == fold]
            taught = [r.question for r in rows if fold_of(r.report) != fold]
            frames = Frames(weights(taught, [t for s in stems if s not in inside for t in said[s]], k, rare))
            for stem in inside:
                words = Keywords([text for _, text in passages[stem]], frames=frames)
                shelf = ([span for span, _ in passages[stem]], words)
                for name in ("broad", "others"):
                    found[name] += recall(shelf, [r for r in asked[stem] if (r.kind == "broad") == (name == "broad")])
        print(k, rare, {name: round(sum(v) / len(v), 4) for name, v in found.items()}, flush=True)


if __name__ == "__main__":
    main()
