"""One generation of the index, read and ready to answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag import quote, shelf
from rag.domain import Report
from rag.embed import Embedding
from rag.errors import IndexBroken, IndexMismatch, IndexMissing
from rag.evidence import Examiner
from rag.generations import Generations, Manifest
from rag.index import VectorIndex
from rag.lexicon import expanded
from rag.many.across import Across
from rag.many.narrow import Narrowed
from rag.many.whose import places_of
from rag.question import understand
from rag.ranker import Ranker
from rag.reading.mend import Mender
from rag.search import Searcher
from rag.starters import starters
from rag.structure import outline_quotes
from rag.talk.followup import Follower
from rag.wording import Wording
from rag.words import ReportWords


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
    follower: Follower
    wording: Wording
    mend: Mender
    across: Across
    narrowed: Narrowed

    def only(self, reports: Sequence[Report]) -> Loaded:
        """The same, of some of the reports."""
        own = tuple(reports)
        return replace(self, reports=own, searcher=self.narrowed.to(own), across=Across(own, self.wording))


def missing() -> IndexMissing:
    """Nothing was ingested yet."""
    return IndexMissing("还没有导入任何报告。", "python -m ingest 报告文件")


def load(name: str | None, generations: Generations, embedding: Embedding, ranker: Ranker) -> Loaded:
    """Read a generation. Raises IndexMissing, IndexMismatch or IndexBroken, each with its remedy."""
    if name is None:
        raise missing()
    manifest = generations.manifest(name)
    if manifest.identity != embedding.identity:
        raise IndexMismatch(
            f"现在的索引是用另一个向量模型（{manifest.embedding}）建的，不能混用。", "python -m ingest --rebuild"
        )
    return _read(name, manifest, generations.folder(name), embedding, ranker)


def _read(name: str, manifest: Manifest, folder: Path, embedding: Embedding, ranker: Ranker) -> Loaded:
    try:
        reports, passages = shelf.load(folder / "reports.json")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBroken(f"索引 {name} 的报告文件损坏。", "python -m ingest --rollback") from error
    vectors = VectorIndex(folder / "chroma")
    searcher = Searcher(passages, vectors, embedding)
    if len(searcher.sentences) != manifest.sentences:
        raise IndexBroken(f"索引 {name} 与程序版本不一致，需要重建。", "python -m ingest --rebuild")
    words = ReportWords([s.text for s in searcher.sentences], embedding)
    row_of = {(s.passage.report.stem, s.start): i for i, s in enumerate(searcher.sentences)}
    examiner, places = Examiner(words, row_of, ranker.question_words), places_of(reports)
    mend = Mender([p.text for p in passages], ranker.question_words.counts)
    quoted = _quoting(reports, searcher, examiner, places, ranker)
    follower = Follower(searcher.sentences, ranker.question_words.weight, embedding, quoted)
    # Tables that are built when first needed: no person should wait for them.
    quoted(mend("jinnian you shenme anpai"))
    wording = Wording(reports, passages)
    return Loaded(
        name=name,
        reports=reports,
        searcher=searcher,
        examiner=examiner,
        places=places,
        starters=starters(reports, passages),
        follower=follower,
        wording=wording,
        mend=mend,
        across=Across(reports, wording),
        narrowed=Narrowed(searcher, vectors, embedding),
    )


def _quoting(
    reports: Sequence[Report], searcher: Searcher, examiner: Examiner, places: frozenset[str], ranker: Ranker
) -> Callable[[str], list[quote.Quote]]:
    """What a question is answered with, for the follow-ups of it."""
    years = [r.year for r in reports if r.year]

    def quoted(text: str) -> list[quote.Quote]:
        asked = understand(text, years=years)
        if outline := outline_quotes(asked, reports, searcher.passages):
            return outline
        findings = searcher.find(expanded(asked.text))
        return quote.choose(asked, ranker.judge(examiner.examine(asked, findings, places)))

    return quoted
