"""Teach the encoder which sentence answers which question.

    python -m training.sharpen --shared ../shared --start out/e5 --out out/sharpened [--steps 420]

Each step: questions of four reports, the sentence that answers each, and a hard one that does not (for a near miss the
sentence that comes nearest, for the others a sentence of the same report that shares words). Two losses: among all
sentences of the step the right one (InfoNCE), and whether a pair answers at all (cross-entropy). Seeded; a run that was
cut goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from ingest.outline import outline
from ingest.split import split
from rag.find.keywords import Keywords
from rag.read.texts import passage_text, question_text
from rag.sentences import sentences
from training.broad import broad_rows
from training.examples import covers
from training.late import PASSAGE_PREFIX, PASSAGE_TOKENS, QUESTION_PREFIX, QUESTION_TOKENS, Late, encode, scores, seeded
from training.rows import Row, read_rows, report_file, teaches_encoder

REPORTS_A_STEP, QUESTIONS_A_STEP = 4, 32
FROZEN_LAYERS = 4
RATE, HEAD_RATE, WARM = 5e-5, 1e-3, 20
SHARE = {"keyword": 0.5, "off_report": 0.3}
"""Share of the rows of a kind that is used."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with a sentence that answers it (or None) and one that does not; `also`: others that answer too."""

    question: str
    right: str | None
    wrong: str | None
    also: frozenset[str]


class Teacher:
    """Pairs of one report, drawn again for each round."""

    def __init__(self, shared: Path, stem: str, rows: list[Row], draw: random.Random) -> None:
        report = outline(report_file(shared, stem).read_text("utf-8"), stem=stem)
        self._sentences = [s for p in split(report) for s in sentences(p)]
        self._texts = [passage_text(s) for s in self._sentences]
        self._words = Keywords([s.text for s in self._sentences])
        self._draw = draw
        self._rows = [r for r in rows if draw.random() < SHARE.get(r.kind, 1.0)]
        self._rows += broad_rows(stem, self._sentences, 10)

    def pairs(self) -> list[Pair]:
        self._draw.shuffle(self._rows)
        return [self._pair(r) for r in self._rows]

    def _pair(self, row: Row) -> Pair:
        question = row.standalone or row.question
        right = [i for i, s in enumerate(self._sentences) if any(covers(s, span) for span in row.spans)]
        near = [i for i, s in enumerate(self._sentences) if row.near and covers(s, row.near)]
        best = self._words.scores(question).argsort()[::-1][:12].tolist()
        wrong = near or [i for i in best if i not in right]
        return Pair(
            question_text(question),
            self._texts[self._draw.choice(right)] if right else None,
            self._texts[self._draw.choice(wrong)] if wrong else None,
            frozenset(self._texts[i] for i in right),
        )


def steps_of(teachers: list[Teacher], draw: random.Random) -> Iterator[list[Pair]]:
    """Batches without end: a share of each of four reports' questions."""
    each = QUESTIONS_A_STEP // REPORTS_A_STEP
    queues: list[list[Pair]] = [[] for _ in teachers]
    while True:
        order = list(range(len(teachers)))
        weights = [len(t._rows) for t in teachers]
        batch: list[Pair] = []
        for at in draw.choices(order, weights, k=REPORTS_A_STEP):
            if len(queues[at]) < each:
                queues[at] += teachers[at].pairs()
            batch += [queues[at].pop() for _ in range(each)]
        yield batch


def loss_of(model: Late, tokenizer: Tokenizer, batch: list[Pair]) -> tuple[Tensor, dict[str, float]]:
    """Loss of one step, and what to print of it."""
    texts = list(dict.fromkeys([p.right for p in batch if p.right] + [p.wrong for p in batch if p.wrong]))
    texts.sort(key=len)
    column = {t: i for i, t in enumerate(texts)}
    half = len(texts) * 2 // 3
    parts = [encode(tokenizer, part, PASSAGE_TOKENS, PASSAGE_PREFIX) for part in (texts[:half], texts[half:])]
    ids, mask, counts = encode(tokenizer, [p.question for p in batch], QUESTION_TOKENS, QUESTION_PREFIX)
    asked, worth = model.tokens(ids, mask)
    found = [scores(asked, worth, counts, model.tokens(i, m)[0], c) for i, m, c in parts]
    score, least = torch.cat([f[0] for f in found], 1), torch.cat([f[1] for f in found], 1)
    with_answer = [i for i, p in enumerate(batch) if p.right]
    right = torch.tensor([column[batch[i].right] for i in with_answer])  # type: ignore[index]
    logits = score[with_answer] * model.scale.exp()
    for row, i in enumerate(with_answer):
        for other in batch[i].also - {batch[i].right}:
            if other in column:
                logits[row, column[other]] = -1e4
    among = nn.functional.cross_entropy(logits, right)
    odds = model.answer[0] * score + model.answer[1] * least + model.answer[2]
    at = [(i, column[t], y) for i, p in enumerate(batch) for t, y in ((p.right, 1.0), (p.wrong, 0.0)) if t]
    rows, columns, labels = (torch.tensor(x) for x in zip(*at, strict=True))
    pairwise = nn.functional.binary_cross_entropy_with_logits(odds[rows, columns], labels)
    hit = (logits.argmax(1) == right).float().mean()
    sure = ((odds[rows, columns] > 0).float() == labels).float().mean()
    return among + pairwise, {"among": among.item(), "answers": pairwise.item(), "hit": hit.item(), "sure": sure.item()}


def optimiser(model: Late) -> torch.optim.AdamW:
    """Word vectors and the lowest layers stay as they were pretrained."""
    for p in model.bert.embeddings.parameters():
        p.requires_grad_(False)
    for layer in model.bert.encoder.layer[:FROZEN_LAYERS]:
        for p in layer.parameters():
            p.requires_grad_(False)
    body = [p for p in model.bert.parameters() if p.requires_grad]
    heads = [*model.project.parameters(), *model.worth.parameters(), model.scale, model.answer]
    groups = [{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def train(shared: Path, start: Path, out: Path, steps: int, keep: int) -> None:
    """Run, or go on with, a training; writes out/checkpoint.pt every `keep` steps and out/log.jsonl."""
    seeded(1)
    draw = random.Random(1)
    by_report: dict[str, list[Row]] = {}
    for row in read_rows(shared):
        if teaches_encoder(row):
            by_report.setdefault(row.report, []).append(row)
    teachers = [Teacher(shared, stem, rows, draw) for stem, rows in sorted(by_report.items())]
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    model = Late(start)
    sample = [t for teacher in teachers for t in teacher._texts[:4]][:96]
    ids, mask, _ = encode(tokenizer, sample, PASSAGE_TOKENS, PASSAGE_PREFIX)
    model.start_projection(ids, mask)
    tuner = optimiser(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        tuner, lambda n: min((n + 1) / WARM, max(0.05, (steps - n) / max(1, steps - WARM)))
    )
    out.mkdir(parents=True, exist_ok=True)
    done, saved = 0, out / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved)
        model.load_state_dict(state["model"])
        tuner.load_state_dict(state["tuner"])
        schedule.load_state_dict(state["schedule"])
        done = state["step"]
    batches = steps_of(teachers, draw)
    for _ in range(done):
        next(batches)
    with (out / "log.jsonl").open("a") as log:
        for step in range(done, steps):
            started = time.perf_counter()
            loss, told = loss_of(model, tokenizer, next(batches))
            tuner.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
            tuner.step()
            schedule.step()
            told = {k: round(v, 4) for k, v in told.items()} | {"s": round(time.perf_counter() - started, 2)}
            log.write(json.dumps({"step": step, **told}) + "\n")
            log.flush()
            if (step + 1) % keep == 0 or step + 1 == steps:
                state = {"model": model.state_dict(), "tuner": tuner.state_dict(), "schedule": schedule.state_dict()}
                torch.save({**state, "step": step + 1}, saved)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=420)
    parser.add_argument("--keep", type=int, default=40)
    given = parser.parse_args()
    train(given.shared, given.start, given.out, given.steps, given.keep)


if __name__ == "__main__":
    main()
