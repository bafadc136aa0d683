"""What each rule of the answer does: every training question and the samples' answered with and without it.

    python -m training.ablation [--kept out/judge]

Chances are out of fold, so the models are as unsure as of a place they never saw. An answer is worth the share of the
asked-for ranges it quotes times the share of its quotations that hold one; a refusal 1 where nothing answers. A rule is
better on a question where the answer with it is worth more than the one without.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.build import build
from ingest.outline import outline as outline_of
from rag import assistant
from rag.answer import check, lists, outline, quote
from rag.domain import Answer, Status
from rag.embed import load_embedding
from rag.settings import HOME, Settings
from training import replay
from training.corpora import read_jsonl
from training.replay import Case, cases
from training.rows import Row


def no_quotes(*args: object, **named: object) -> list[quote.Quote]:
    """In place of a rule that brings quotations."""
    return []


def no_words(*args: object) -> str:
    """In place of a rule that refuses."""
    return ""


SAMPLES_TOO: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "lexicon.expanded": (assistant, "expanded", lambda text: text),
    "with_items (samples)": (assistant, "with_items", lambda quotes, passages: list(quotes)),
    "verdict": (assistant, "opened", lambda answer, *rest: answer),
}
"""Rules that act before the judge, or that the replay calls by another name: the samples' questions alone."""
RULES: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "outline: headings": (outline, "_headings", no_quotes),
    "outline: problems owned": (outline, "_problems", no_quotes),
    "with_items": (lists, "with_items", lambda quotes, passages: list(quotes)),
    "each_side": (quote, "_each_side", lambda question, sides, picked, *rest: picked),
    "grouped": (quote, "grouped", list),
    "_extent": (quote, "_extent", lambda chance, s, *rest: quote.Quote(s.passage, s.start, s.end, chance)),
    "_extent: titles": (quote, "_is_title", lambda sentence: False),
    "_another_year": (check, "another_year", no_words),
    "_another_place": (check, "another_place", no_words),
    "decline words": (replay, "is_declined", lambda question: False),
    "marks": (check, "marks_of", lambda *args: ()),
}
"""Where each rule stands, its name, and what takes its place."""


@contextmanager
def without(rule: str) -> Iterator[None]:
    """The rule left out."""
    module, name, instead = (RULES | SAMPLES_TOO)[rule]
    kept = getattr(module, name)
    setattr(module, name, instead)
    try:
        yield
    finally:
        setattr(module, name, kept)


def worth(answer: Answer, row: Row) -> float:
    """0 to 1."""
    if not row.answerable:
        return float(answer.status not in (Status.ANSWERED,))
    if answer.status is not Status.ANSWERED:
        return 0.0
    shown = [(c.start, c.end) for c in answer.citations]
    held = [any(a < e and s < b for s, e in shown) for a, b in row.spans]
    good = [any(a < e and s < b for a, b in row.spans) for s, e in shown]
    return sum(held) / len(held) * sum(good) / len(good) if shown and held else 0.0


def shape(answer: Answer) -> tuple[Any, ...]:
    """What a person would see differ."""
    return answer.status, answer.lead, tuple((c.start, c.end, c.marks) for c in answer.citations)


def compare(rows: Sequence[Case], rule: str, before: Sequence[tuple[Any, float]]) -> Counter[str]:
    """Questions changed by the rule, better with it, worse with it."""
    told: Counter[str] = Counter()
    with without(rule):
        for case, (seen, value) in zip(rows, before, strict=True):
            answer = case.answer()
            if shape(answer) != seen:
                other = worth(answer, case.example.row)
                told.update(["changed", *(["better"] if value > other else ["worse"] if value < other else [])])
    return told


SETS = (
    ("questions", ("2025",)),
    ("several", ("2025",)),
    ("dialogues", ("2025",)),
    ("questions_2years", ("2024", "2025")),
)
"""Sets of the samples' questions, and the years of the reports they are put to."""


def samples() -> None:
    """The same for the samples, by the whole path."""
    told: dict[str, Counter[str]] = {rule: Counter() for rule in RULES | SAMPLES_TOO}
    for name, years in SETS:
        rows = [row.get("turns", [row])[0] for row in read_jsonl(HOME / "samples" / f"{name}.jsonl")]
        questions = [(str(row.get("question") or row.get("user")), golds(row)) for row in rows]
        with TemporaryDirectory() as folder:
            settings = Settings(data_dir=Path(folder))
            files = [HOME / "samples" / f"云汀市_{year}.txt" for year in years]
            reports = [outline_of(file.read_text("utf-8"), stem=file.stem) for file in files]
            build(reports, settings, load_embedding(settings.embedding_model))
            asked = assistant.Assistant.open(settings)
            before = [asked.answer(words) for words, _ in questions]
            for rule, counted in told.items():
                with without(rule):
                    after = [asked.answer(words) for words, _ in questions]
                for (_, gold), one, other in zip(questions, before, after, strict=True):
                    if shape(one) != shape(other):
                        by = of_sample(one, gold) - of_sample(other, gold)
                        counted.update(["changed", *(["better"] if by > 0 else ["worse"] if by < 0 else [])])
        print(name, len(questions), flush=True)
    for rule, of in told.items():
        print(
            f"samples: {rule:24} changed {of['changed']:4} better {of['better']:4} worse {of['worse']:4}",
            flush=True,
        )


def golds(row: dict[str, Any]) -> list[str]:
    """The exact words that answer; none where nothing does."""
    return [gold if isinstance(gold, str) else str(gold["span"]) for gold in row.get("evidence") or ()]


def of_sample(answer: Answer, gold: Sequence[str]) -> float:
    """0 to 1."""
    if not gold:
        return float(answer.status is not Status.ANSWERED)
    if answer.status is not Status.ANSWERED:
        return 0.0
    shown = [c.quote for c in answer.citations]
    held = [any(words in s or s in words for s in shown) for words in gold]
    good = [any(words in s or s in words for words in gold) for s in shown]
    return sum(held) / len(held) * sum(good) / len(good) if shown else 0.0


def declined(rows: Sequence[Case]) -> Counter[str]:
    """Questions that are not read on, because of their words, by kind of question."""
    return Counter(f"{c.example.row.kind}: {c.question.problem}" for c in rows if c.question.problem)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kept", type=Path, default=Path("out/judge"))
    samples()
    rows = list(cases(parser.parse_args().kept))
    before = [(shape(a), worth(a, c.example.row)) for c in rows if (a := c.answer())]
    print(f"{len(rows)} questions")
    for rule in RULES:
        told = compare(rows, rule, before)
        print(f"{rule:24} changed {told['changed']:5} better {told['better']:5} worse {told['worse']:5}", flush=True)
    print(declined(rows))


if __name__ == "__main__":
    main()
