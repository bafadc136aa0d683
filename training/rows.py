"""Every training question in one form, and which of them teach what.

Places are kept apart: the encoder learns on some of them (`TEACH_ENCODER`), the judge, which reads the encoder's
numbers, on the others, so that it meets them as it will in life. Development places teach nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rag.settings import HOME
from training.corpora import read_jsonl

OURS = HOME / "training" / "near_misses.jsonl"
CITIES = HOME / "training" / "city_questions.jsonl"
STANDALONE = HOME / "training" / "standalone.jsonl"
"""What later turns of the shared conversations mean, each as a question that stands alone (null: it does so itself)."""
DEVELOPMENT = frozenset({"北京", "江西", "徐州", "扬州", "蠡县", "安徽", "湖南", "辽宁", "上海"})
JUDGE_PROVINCES = frozenset({"广东", "四川", "天津", "重庆", "河南", "福建", "云南", "陕西"})
"""Provinces whose near misses teach the judge; the other provinces teach the encoder."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One question on one report."""

    report: str
    kind: str
    """citizen, keyword, broad, answerable, near_miss, false_premise or off_report."""
    question: str
    """As it was typed."""
    spans: tuple[Span, ...] = ()
    """Every range that answers, characters of the report's text; empty where none does."""
    near: Span | None = None
    """The range that comes nearest to an answer."""
    period: str | None = None
    twin: str = ""
    conversation: str = ""
    history: tuple[str, ...] = ()
    standalone: str | None = None
    """The question as it would be asked alone, where it leans on the turns before it."""

    @property
    def place(self) -> str:
        return place_of(self.report)

    @property
    def answerable(self) -> bool:
        return self.kind in ("citizen", "keyword", "answerable", "broad")


def place_of(report: str) -> str:
    """The place of a report's stem; parts and former names of one county count as one place."""
    place = report.split("_")[0]
    return next((one for one in ("徐水", "满城") if one in place), place)


def teaches_encoder(row: Row) -> bool:
    """Whether a row's place teaches the encoder; otherwise it teaches the judge."""
    place = row.place
    if _is_province(row.report):
        return place not in JUDGE_PROVINCES
    return place in _shared_places() and hashlib.md5(place.encode()).digest()[0] % 2 == 0


def fold_of(report: str, folds: int = 5) -> int:
    """Fold of a report by its place."""
    return hashlib.md5(("fold" + place_of(report)).encode()).digest()[0] % folds


def _is_province(report: str) -> bool:
    return report.endswith(("_2025", "_2026")) and len(place_of(report)) <= 3 and report not in _cities_of_2025()


@lru_cache(maxsize=1)
def _cities_of_2025() -> frozenset[str]:
    return frozenset({"易县_2025", "涞源县_2025"})


@lru_cache(maxsize=1)
def _shared_places() -> frozenset[str]:
    return frozenset(place_of(row["id"].split("-")[0]) for row in read_jsonl(STANDALONE))


def read_rows(shared: Path) -> list[Row]:
    """All training questions, in the order of their files."""
    corpora = shared / "corpora"
    meant = {row["id"]: row["standalone"] for row in read_jsonl(STANDALONE)}
    rows = [
        *(_citizen(r) for r in read_jsonl(corpora / "citizen_questions.jsonl")),
        *(_near_miss(r) for r in read_jsonl(corpora / "near_misses.jsonl")),
        *(_near_miss(r) for r in read_jsonl(OURS)),
        *(_city(r, meant.get(r["id"])) for r in read_jsonl(corpora / "city_questions.jsonl")),
        *_ours(),
    ]
    return [r for r in rows if r.place not in DEVELOPMENT]


def report_file(shared: Path, stem: str) -> Path:
    """Where a report's text is."""
    file = shared / "reports" / f"{stem}.txt"
    return file if file.exists() else shared / "city_reports" / f"{stem}.txt"


def _span(pair: list[int] | None) -> Span | None:
    return (int(pair[0]), int(pair[1])) if pair else None


def _citizen(row: dict[str, Any]) -> Row:
    return Row(str(row["report"]), str(row["kind"]), str(row["question"]), ((row["span"][0], row["span"][1]),))


def _near_miss(row: dict[str, Any]) -> Row:
    near, kind = _span(row.get("near")), str(row["kind"])
    twin = f"{row['report']}-{row['pair']}" if row.get("pair") else ""
    spans = (near,) if near and kind == "answerable" else ()
    return Row(str(row["report"]), kind, str(row["question"]), spans, None if spans else near, twin=twin)


def _city(row: dict[str, Any], meant: str | None) -> Row:
    return Row(
        str(row["report"]), str(row["kind"]), str(row["question"]), tuple((a, b) for a, b in row["spans"]),
        _span(row.get("near")), row.get("period"), str(row.get("twin") or ""), str(row.get("conversation") or ""),
        tuple(row.get("history") or ()), meant,
    )  # fmt: skip


def _ours() -> Iterator[Row]:
    before: dict[str, list[str]] = {}
    for row in read_jsonl(CITIES):
        group = f"{row['report']}-{row['group']}" if row["group"] else ""
        talk = group if str(row["group"]).startswith("c") else ""
        yield Row(
            str(row["report"]), str(row["kind"]), str(row["question"]), tuple((a, b) for a, b in row["spans"]),
            _span(row["near"]), row["period"], "" if talk else group, talk, tuple(before.get(talk, ())),
            row.get("standalone") or None,
        )  # fmt: skip
        if talk:
            before.setdefault(talk, []).append(str(row["question"]))
