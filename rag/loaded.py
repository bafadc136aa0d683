"""One generation of the index, read and ready to answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from rag import shelf
from rag.answer.across import Across
from rag.answer.starters import starters
from rag.domain import Report
from rag.embed import Embedding
from rag.errors import IndexBroken, IndexMismatch, IndexMissing
from rag.find.narrow import Narrowed
from rag.find.search import Searcher
from rag.generations import LAYOUT, Generations, Manifest
from rag.index import VectorIndex
from rag.read.encoder import TOKENS, Encoder, TokenTable
from rag.read.features import Examiner
from rag.read.judge import Judge
from rag.understand.mend import Mender
from rag.understand.places import places_of
from rag.understand.question import Question, understand
from rag.wording import Wording

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Models:
    """What reads, whatever the reports."""

    embedding: Embedding
    encoder: Encoder
    judge: Judge


@dataclass(frozen=True, slots=True)
class Loaded:
    """One generation, ready to answer."""

    name: str
    reports: tuple[Report, ...]
    searcher: Searcher
    examiner: Examiner
    places: frozenset[str]
    """Words that name the reports' own places; they say nothing about what is asked."""
    starters: tuple[str, ...]
    wording: Wording
    mend: Mender
    across: Across
    narrowed: Narrowed
    read_once: Callable[[str, int], Question]

    @property
    def years(self) -> list[int]:
        return [r.year for r in self.reports if r.year]

    @property
    def titles(self) -> str:
        """The reports at hand as people call them, the newest first; of many the first few."""
        newest = sorted(self.reports, key=lambda r: -(r.year or 0))
        named = [f"{r.place}{r.year}年政府工作报告" if r.place and r.year else r.title for r in newest]
        return "、".join(named[:3]) + (f"等{len(named)}份" if len(named) > 3 else "")

    def understand(self, raw: str, max_chars: int) -> Question:
        """A question as it was typed, read once whatever the turn it is asked in."""
        return self.read_once(raw, max_chars)

    def only(self, reports: Sequence[Report]) -> Loaded:
        """The same, of some of the reports."""
        own = tuple(reports)
        years = [r.year for r in own if r.year]
        return replace(
            self,
            reports=own,
            searcher=self.narrowed.to(own),
            across=Across(own, self.wording),
            read_once=_reading(years, self.mend),
        )


def missing() -> IndexMissing:
    """Nothing was ingested yet."""
    return IndexMissing("还没有导入任何报告。", "python -m ingest 报告文件")


def load(name: str | None, generations: Generations, models: Models) -> Loaded:
    """Read a generation. Raises IndexMissing, IndexMismatch or IndexBroken, each with its remedy."""
    if name is None:
        raise missing()
    manifest = generations.manifest(name)
    if manifest.identity != models.embedding.identity:
        raise IndexMismatch(
            f"现在的索引是用另一个向量模型（{manifest.embedding}）建的，不能混用。", "python -m ingest --rebuild"
        )
    if manifest.encoder != models.encoder.identity:
        raise IndexMismatch("现在的索引是用另一个版本的阅读模型建的，不能混用。", "python -m ingest --rebuild")
    if manifest.layout != LAYOUT:
        raise IndexMismatch("现在的索引是用另一个版本的程序建的，不能混用。", "python -m ingest --rebuild")
    return _read(name, manifest, generations.folder(name), models)


def _read(name: str, manifest: Manifest, folder: Path, models: Models) -> Loaded:
    reports, passages = _held(name, lambda: shelf.load(folder / "reports.json"))
    tokens = _held(name, lambda: TokenTable.load(folder / TOKENS))
    vectors = VectorIndex(folder / "chroma")
    judge = models.judge
    searcher = Searcher(passages, vectors, models.embedding, frames=judge.frames)
    if not len(searcher.sentences) == manifest.sentences == len(tokens):
        raise IndexBroken(f"索引 {name} 与程序版本不一致，需要重建。", "python -m ingest --rebuild")
    row_of = {(s.passage.report.stem, s.start): i for i, s in enumerate(searcher.sentences)}
    mend = Mender([p.text for p in passages], judge.question_words.counts)
    mend("jinnian you shenme anpai")  # tables that are built when first needed: no person should wait for them
    wording = Wording(reports, passages)
    years = [r.year for r in reports if r.year]
    return Loaded(
        name=name,
        reports=reports,
        searcher=searcher,
        examiner=Examiner(models.encoder, tokens, row_of, judge.frames),
        places=places_of(reports),
        starters=starters(reports, passages),
        wording=wording,
        mend=mend,
        across=Across(reports, wording),
        narrowed=Narrowed(searcher, vectors, models.embedding),
        read_once=_reading(years, mend),
    )


def _reading(years: Sequence[int], mend: Mender) -> Callable[[str, int], Question]:
    return lru_cache(maxsize=256)(lambda raw, limit: understand(raw, years=years, max_chars=limit, mend=mend))


def _held(name: str, read: Callable[[], Held]) -> Held:
    """What a file of the generation holds. Raises IndexBroken where it is missing or damaged."""
    try:
        return read()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBroken(f"索引 {name} 的文件损坏。", "python -m ingest --rollback") from error
