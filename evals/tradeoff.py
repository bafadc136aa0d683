"""What each least chance of an answer (`Settings.answered_from`) gives: refused of what the report does not say, against
refused of what it does.

    python -m evals.tradeoff --report FILE --questions FILE [--report FILE --questions FILE ...] [--out evals/results]

Writes tradeoff.csv and tradeoff.svg. Each report is ingested once, and each of its questions asked at every step.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.questions import Kind, Question, load_questions
from evals.run import real_parts
from evals.sitting import Parts
from rag.domain import Status
from rag.settings import HOME, Settings

STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.33, 0.36, 0.4, 0.45, 0.5, 0.6, 0.7)
_WIDTH, _HEIGHT, _LEFT, _TOP = 560, 340, 70, 40
_COLOURS = {"unanswerable": "#1f6feb", "near_miss": "#8250df"}
_NAMES = {"unanswerable": "报告没有答案的问题", "near_miss": "其中：沾边而没有答案的"}


@dataclass(frozen=True, slots=True)
class Point:
    """The shares refused at one least chance, 0 to 1."""

    least: float
    unanswerable: float
    near_miss: float
    answerable: float


def refusals(report: Path, questions: Sequence[Question], parts: Parts, folder: Path) -> dict[float, list[bool]]:
    """For each step, whether each question was refused. `folder` must be empty."""
    settings = Settings(data_dir=folder)
    parts.ingest([report], settings)
    out: dict[float, list[bool]] = {}
    for least in STEPS:
        assistant = parts.open(replace(settings, answered_from=least))
        out[least] = [assistant.answer(q.words, ()).status is not Status.ANSWERED for q in questions]
    return out


def points(asked: Sequence[tuple[Question, dict[float, bool]]]) -> list[Point]:
    """One point a step over all questions. Raises ValueError where one of the three kinds is missing."""
    without = [refused for question, refused in asked if question.type == "unanswerable"]
    near = [refused for question, refused in asked if question.near_miss]
    having = [refused for question, refused in asked if question.type != "unanswerable"]
    if not (without and near and having):
        raise ValueError("题目里要同时有报告能答的、不能答的和沾边的问题。")

    def share(kind: list[dict[float, bool]], least: float) -> float:
        return round(sum(refused[least] for refused in kind) / len(kind), 4)

    return [Point(least, *(share(kind, least) for kind in (without, near, having))) for least in STEPS]


def picture(found: Sequence[Point], chosen: float) -> str:
    """The curve as SVG: wrongly refused from left to right, rightly refused upwards; the step in use is ringed."""
    widest = max(0.2, *(p.answerable for p in found))

    def at(p: Point, kind: str) -> tuple[float, float]:
        share: float = getattr(p, kind)
        return round(_LEFT + p.answerable / widest * _WIDTH, 1), round(_TOP + (1 - share) * _HEIGHT, 1)

    body = []
    for i in range(6):
        x, y = _LEFT + i / 5 * _WIDTH, _TOP + i / 5 * _HEIGHT
        body += [
            f'<path d="M{x} {_TOP}V{_TOP + _HEIGHT}M{_LEFT} {y}H{_LEFT + _WIDTH}" stroke="#d0d7de"/>',
            f'<text x="{x}" y="{_TOP + _HEIGHT + 20}" text-anchor="middle">{widest * i / 5:.0%}</text>',
            f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{1 - i / 5:.0%}</text>',
        ]
    for row, (kind, colour) in enumerate(_COLOURS.items()):
        line = " ".join(f"{x},{y}" for x, y in (at(p, kind) for p in found))
        body.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for p in found:
            x, y = at(p, kind)
            body.append(f'<circle cx="{x}" cy="{y}" r="{7 if p.least == chosen else 3}" fill="{colour}"/>')
        body.append(
            f'<text x="{_LEFT + _WIDTH - 10}" y="{_TOP + _HEIGHT - 40 + 20 * row}" fill="{colour}" text-anchor="end">{_NAMES[kind]}</text>'
        )
    title = f"拒答的比例（竖：该拒答的；横：报告能答却拒答的）。大圆点：采用的 {chosen}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 30} {_TOP + _HEIGHT + 50}" '
        f'font-family="sans-serif" font-size="13"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_LEFT}" y="24">{title}</text>{"".join(body)}</svg>\n'
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.tradeoff", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--report", type=Path, action="append", required=True, help="报告文件，可多次给出")
    parser.add_argument("--questions", type=Path, action="append", required=True, help="各报告的题目文件，次序相同")
    parser.add_argument("--out", type=Path, default=HOME / "evals" / "results", help="结果目录")
    given = parser.parse_args(argv)
    if len(given.report) != len(given.questions):
        parser.error("--report 和 --questions 的个数要相同")
    asked: list[tuple[Question, dict[float, bool]]] = []
    for report, file in zip(given.report, given.questions, strict=True):
        questions = load_questions(file, Kind.QUESTIONS)
        with TemporaryDirectory() as folder:
            by_step = refusals(report, questions, real_parts(), Path(folder))
        asked += [(q, {least: row[i] for least, row in by_step.items()}) for i, q in enumerate(questions)]
    found = points(asked)
    given.out.mkdir(parents=True, exist_ok=True)
    with (given.out / "tradeoff.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([f.name for f in fields(Point)])
        rows.writerows(astuple(p) for p in found)
    (given.out / "tradeoff.svg").write_text(picture(found, Settings().answered_from), "utf-8")
    for p in found:
        print(
            f"{p.least:.2f}  该拒答而拒答 {p.unanswerable:.3f}（沾边 {p.near_miss:.3f}）  能答而拒答 {p.answerable:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
