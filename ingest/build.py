"""Reports -> a new generation of the index, verified whole, then made current by one atomic step."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.split import split
from rag import shelf
from rag.domain import Passage, Report, Sentence
from rag.embed import Embedding
from rag.errors import IndexBroken, IndexBusy, WenbaoError
from rag.generations import LAYOUT, Generations, Manifest
from rag.index import VectorIndex, Vectors, key
from rag.read.encoder import TOKENS, Bytes, Encoder, TokenTable, load_encoder
from rag.read.texts import passage_text
from rag.sentences import sentences
from rag.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with the step's name, how much is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    manifest: Manifest
    reports: tuple[Report, ...]
    passages: tuple[Passage, ...]
    embedded: int
    """Sentences that had to be embedded; the others were taken from the generation before."""
    seconds: float


def build(
    reports: Sequence[Report],
    settings: Settings,
    embedding: Embedding,
    *,
    progress: Progress = lambda step, done, total: None,
    based_on: str | None = None,
) -> Built:
    """Build, verify and make current a generation of exactly these reports.

    Whatever goes wrong, at any moment, the current generation stays as it is. `based_on`: the generation that some of
    the reports were taken from; it must still be current. Raises IndexBusy, IndexBroken, OSError.
    """
    started = time.perf_counter()
    generations = Generations(settings.data_dir)
    with generations.writing():
        if based_on and generations.current() != based_on:
            raise IndexBusy("另一个进程刚刚换了索引，这次没有执行，请再运行一次。", "python -m ingest --list")
        passages = tuple(p for r in reports for p in split(r, max_chars=settings.max_passage_chars))
        units = [s for p in passages for s in sentences(p)]
        known = _known(generations, embedding)
        vectors, embedded = _embed(units, embedding, known, progress)
        encoder = load_encoder()
        tokens = _read(units, encoder, _known_tokens(generations, encoder), progress)
        name = generations.start()
        try:
            _write(generations.folder(name), reports, passages, units, vectors, progress)
            tokens.save(generations.folder(name) / TOKENS)
            manifest = Manifest(
                name=name,
                made=time.strftime("%Y-%m-%dT%H:%M:%S"),
                embedding=settings.embedding_model,
                identity=embedding.identity,
                dimension=embedding.dimension,
                reports=tuple(r.stem for r in reports),
                passages=len(passages),
                sentences=len(units),
                encoder=encoder.identity,
                layout=LAYOUT,
            )
            generations.finish(manifest)
        except BaseException:
            generations.discard(name)
            raise
        generations.make_current(name)
        generations.prune(settings.keep_generations)
    return Built(manifest, tuple(reports), passages, embedded, time.perf_counter() - started)


def _write(
    folder: Path,
    reports: Sequence[Report],
    passages: Sequence[Passage],
    units: Sequence[Sentence],
    vectors: Vectors,
    progress: Progress,
) -> None:
    """Write the files of a generation, and verify what was written."""
    shelf.save(folder / "reports.json", reports, passages)
    index = VectorIndex(folder / "chroma", create=True)
    done = 0

    def stored(count: int) -> None:
        nonlocal done
        done += count
        progress("写入索引", done, len(units))

    try:
        index.add(units, vectors, progress=stored)
        _verify(index, reports, units, vectors)
    finally:
        index.close()


def current_reports(settings: Settings) -> tuple[Report, ...]:
    """Reports of the current generation, none if there is none. Raises IndexBroken where they cannot be read."""
    generations = Generations(settings.data_dir)
    name = generations.current()
    if name is None:
        return ()
    try:
        return shelf.load(generations.folder(name) / "reports.json")[0]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexBroken(f"索引 {name} 的报告文件损坏。", generations.remedy(name)) from error


def _known(generations: Generations, embedding: Embedding) -> dict[str, Vectors]:
    """Vectors of the current generation by text, if the same model made them."""
    name = generations.current()
    if name is None:
        return {}
    try:
        if generations.manifest(name).identity != embedding.identity:
            return {}
        index = VectorIndex(generations.folder(name) / "chroma")
        known = index.known()
        index.close()
    except WenbaoError:
        return {}  # a broken current generation must not stop its own repair
    return known


def _known_tokens(generations: Generations, encoder: Encoder) -> dict[str, Bytes]:
    """What the encoder read for the current generation, by text."""
    name = generations.current()
    if name is None:
        return {}
    try:
        if generations.manifest(name).encoder != encoder.identity:
            return {}
        passages = shelf.load(generations.folder(name) / "reports.json")[1]
        texts = [passage_text(s) for p in passages for s in sentences(p)]
        table = TokenTable.load(generations.folder(name) / TOKENS)
    except (WenbaoError, OSError, ValueError, KeyError, TypeError):
        return {}  # as in `_known`
    return {text: table.row(i) for i, text in enumerate(texts)} if len(texts) == len(table) else {}


def _read(units: Sequence[Sentence], encoder: Encoder, known: dict[str, Bytes], progress: Progress) -> TokenTable:
    """What the encoder reads of each sentence; those it read before are taken over."""
    texts = [passage_text(u) for u in units]
    new = [i for i, text in enumerate(texts) if text not in known]
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress("阅读句子", done, len(new))

    read = dict(zip(new, encoder.read([units[i] for i in new], told), strict=True))
    return TokenTable.of([read[i] if i in read else known[text] for i, text in enumerate(texts)])


def _embed(
    units: Sequence[Sentence], embedding: Embedding, known: dict[str, Vectors], progress: Progress
) -> tuple[Vectors, int]:
    vectors = np.zeros((len(units), embedding.dimension), np.float32)
    new = []
    for i, unit in enumerate(units):
        vector = known.get(key(unit.text))
        if vector is None:
            new.append(i)
        else:
            vectors[i] = vector
    for at in range(0, len(new), 1000):
        part = new[at : at + 1000]
        vectors[part] = embedding.encode_passages([units[i].text for i in part])
        progress("计算向量", at + len(part), len(new))
    return vectors, len(new)


def _verify(index: VectorIndex, reports: Sequence[Report], units: Sequence[Sentence], vectors: Vectors) -> None:
    """Count, dimension, and one sentence of each report that must find itself."""
    if index.count() != len(units):
        raise IndexBroken(f"新索引应有 {len(units)} 句，实际 {index.count()} 句，没有启用，请再导入一次。")
    for report in reports:
        rows = [i for i, u in enumerate(units) if u.passage.report is report and np.any(vectors[i])]
        if not rows:
            raise IndexBroken(f"报告“{report.stem}”没有一句可以检索，新索引没有启用，请检查向量模型。")
        probe = rows[len(rows) // 2]
        found, cosines = index.nearest(vectors[probe], 10)
        texts = {units[int(i)].text for i in found}
        if units[probe].text not in texts or not np.isclose(cosines[0], 1, atol=1e-3):
            raise IndexBroken(f"报告“{report.stem}”自查没有通过，新索引没有启用，请再导入一次。")
        if index.vectors([probe]).shape[1] != vectors.shape[1]:
            raise IndexBroken("新索引的向量维度不对，没有启用，请再导入一次。")
