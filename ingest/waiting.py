"""Uploaded files that wait to be ingested: read one after the other, looked at, put right by hand."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from ingest.apart import read_apart
from ingest.corrections import Corrections, Ledger
from ingest.doubts import MOST_DOUBTS, Doubtful, doubtful, mended
from ingest.fetched import Changes, changes
from ingest.outline import path_of
from ingest.preview import Preview, found, preview
from ingest.readers.source import SourceText
from ingest.uploads import MOST, Kept, Uploads
from rag.domain import Period, Report
from rag.errors import IndexBusy, OutlineError, ReadError
from rag.settings import Settings

log = logging.getLogger("wenbao")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that waits, and how far it was understood."""

    id: str
    name: str
    state: str
    """`reading`, `ready` or `failed`."""
    pages: tuple[int, int] = (0, 0)
    """Read, and in all."""
    fault: str = ""
    locked: bool = False
    """It needs a password to be read."""
    preview: Preview | None = None
    replaces: str = ""
    """Title of the report in the index that it would replace."""
    origin: str = ""
    """A sentence about where it was fetched; empty where it was sent."""
    changes: Changes | None = None
    """How it differs from the report that it would replace."""
    doubts: tuple[Doubtful, ...] = ()
    """Lines read off a picture that should be looked at, the least sure ones where there are many."""
    more_doubts: int = 0
    """Such lines that are not shown."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A waiting file with what was read out of it."""

    kept: Kept
    pages: tuple[int, int] = (0, 0)
    source: SourceText | None = None
    report: Report | None = None
    preview: Preview | None = None
    fault: str = ""
    password: str | None = None


class Waiting:
    """The files. Methods raise ReadError with a sentence for staff; safe to call from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Take up what was left by the server before, and read on."""
        self._settings = settings
        self._uploads = Uploads(settings.data_dir / "uploads", max_mb=settings.max_file_mb)
        self._ledger = Ledger(settings.data_dir)
        self._lock = threading.RLock()
        self._held = {kept.id: _Held(kept) for kept in self._uploads.all()}
        self.changes = 0
        """Goes up with every change."""
        self._to_read: queue.SimpleQueue[str] = queue.SimpleQueue()
        for id in self._held:
            self._to_read.put(id)
        threading.Thread(target=self._read_all, daemon=True, name="shelf-reader").start()

    def all(self, present: Mapping[str, Report]) -> tuple[Upload, ...]:
        """Oldest first; `present` are the reports in the index, by stem."""
        with self._lock:
            return tuple(_upload(held, present) for held in self._held.values())

    def ready(self) -> dict[str, Report]:
        """Reports by the id of their file. Raises IndexBusy while one is read, OutlineError where there is none."""
        with self._lock:
            if any(not (h.report or h.fault) for h in self._held.values()):
                raise IndexBusy("还有文件没有读完，请等读完后再导入。")
            ready = {id: h.report for id, h in self._held.items() if h.report}
        if not ready:
            raise OutlineError("没有可以导入的报告，请先上传文件。")
        return ready

    def take(self, name: str, file: BinaryIO, origin: str = "") -> str:
        """Keep a file and have it read; gives its id. A waiting file of the same name is replaced.

        :param origin: a sentence about where it was fetched.
        """
        with self._lock:
            if len(self._held) >= MOST:
                raise ReadError(f"最多同时放 {MOST} 份文件，请先导入或丢弃一些。")
        kept = self._uploads.keep(name, file, origin)
        with self._lock:
            for old in [h for h in self._held.values() if h.kept.path.stem == kept.path.stem]:
                self._forget(old.kept.id)
            self._put(_Held(kept))
        self._to_read.put(kept.id)
        return kept.id

    def correct(
        self,
        id: str,
        *,
        title: str | None,
        year: int | None,
        place: str | None,
        periods: Sequence[tuple[str, Period]] = (),
    ) -> None:
        """Say what a waiting report is; its outline and periods follow. What is shown already is no correction, and
        what is None is found again."""
        held = self._of(id)
        shown, before = held.preview, held.kept.corrections
        if held.source is None or shown is None:
            return
        given = replace(
            before,
            title=before.title if title == shown.title else title,
            year=before.year if year == shown.year else year,
            place=before.place if place == shown.place else place,
            periods=tuple(periods),
        )
        self._corrected(held, given)

    def correct_lines(self, id: str, lines: Mapping[str, str]) -> None:
        """Say what stands in lines that were read off a picture, by where they begin."""
        held = self._of(id)
        if held.source is None:
            return
        read = {str(d.start): held.source.text[d.start : d.end] for d in held.source.doubts}
        before = dict(held.kept.corrections.lines)
        given = before | {key: words for key, words in lines.items() if key in read and words.strip()}
        given = {key: words for key, words in given.items() if words != read.get(key)}
        self._corrected(held, replace(held.kept.corrections, lines=given))

    def picture(self, id: str, start: int) -> bytes:
        """The picture of a doubtful line, as PNG."""
        source = self._of(id).source
        for doubt in source.doubts if source else ():
            if doubt.start == start:
                return doubt.picture
        raise ReadError("没有这一行的图片，请刷新页面。")

    def _corrected(self, held: _Held, given: Corrections) -> None:
        id = held.kept.id
        if given == held.kept.corrections or held.source is None:
            return
        understood = self._understood(replace(held, kept=replace(held.kept, corrections=given)), held.source)
        moved = _renamed(given, held.report, understood.report)
        if moved != given:
            given = moved
            understood = self._understood(replace(held, kept=replace(held.kept, corrections=given)), held.source)
        self._ledger.keep(held.source.text, given, understood.report.source if understood.report else "")
        self._uploads.correct(held.kept, given)
        with self._lock:
            if id in self._held:
                self._put(understood)

    def unlock(self, id: str, password: str) -> None:
        """Read a waiting file once more, with its password, which is kept in memory only."""
        held = self._of(id)
        with self._lock:
            self._put(_Held(held.kept, password=password))
        self._to_read.put(id)

    def drop(self, id: str) -> None:
        """Throw a waiting file away, or forget it once it is ingested."""
        with self._lock:
            self._forget(id)

    def _read_all(self) -> None:
        while True:
            id = self._to_read.get()
            with self._lock:
                held = self._held.get(id)
            if held is None:
                continue
            try:
                after = self._read(held)
            except Exception:
                log.exception("an upload could not be read")
                after = replace(held, fault="读取时出了意外，原因已写入服务器日志。")
            with self._lock:
                if id in self._held:
                    self._put(after)

    def _read(self, held: _Held) -> _Held:
        def progress(done: int, total: int) -> None:
            with self._lock:
                if held.kept.id in self._held:
                    self._held[held.kept.id] = replace(held, pages=(done, total))

        max_mb = self._settings.max_file_mb
        try:
            source = read_apart(held.kept.path, password=held.password, max_mb=max_mb, progress=progress)
        except ReadError as error:
            return replace(held, fault=error.message.removeprefix(f"{held.kept.path.name}："))
        if held.kept.corrections == Corrections() and (known := self._ledger.of(source.text)) != Corrections():
            held = replace(held, kept=self._uploads.correct(held.kept, known))
        return self._understood(held, source)

    def _understood(self, held: _Held, source: SourceText) -> _Held:
        held, given = replace(held, source=source, report=None, preview=None, fault=""), held.kept.corrections
        try:
            report = found(mended(source, given.lines), held.kept.path.stem, given)
        except OutlineError as error:
            return replace(held, fault=error.message)
        shown = preview(report, max_chars=self._settings.max_passage_chars, given=given)
        return replace(held, report=report, preview=shown)

    def _of(self, id: str) -> _Held:
        with self._lock:
            if id not in self._held:
                raise ReadError("这份文件已经不在了，请刷新页面。")
            return self._held[id]

    def _put(self, held: _Held) -> None:
        self._held[held.kept.id] = held
        self.changes += 1

    def _forget(self, id: str) -> None:
        if held := self._held.pop(id, None):
            self._uploads.drop(held.kept)
            self.changes += 1


def _renamed(given: Corrections, before: Report | None, after: Report | None) -> Corrections:
    """The same, where a heading was among the lines put right: what was said of its part is said under the new heading."""
    if before is None or after is None or len(before.sections) != len(after.sections):
        return given
    names = {path_of(old): path_of(new) for old, new in zip(before.sections, after.sections, strict=True)}
    return replace(given, periods=tuple((names.get(path, path), period) for path, period in given.periods))


def _upload(held: _Held, present: Mapping[str, Report]) -> Upload:
    state = "ready" if held.report else "failed" if held.fault else "reading"
    before = present.get(held.kept.path.stem)
    doubts = doubtful(held.source, held.kept.corrections.lines) if held.source and held.report else ()
    shown = sorted(sorted(doubts, key=lambda doubt: doubt.sure)[:MOST_DOUBTS], key=lambda doubt: doubt.start)
    return Upload(
        id=held.kept.id,
        name=held.kept.path.name,
        state=state,
        pages=held.pages,
        fault=held.fault,
        locked="打开密码" in held.fault and held.kept.path.suffix.lower() == ".pdf",
        preview=held.preview,
        replaces=before.title if before else "",
        origin=held.kept.origin,
        changes=changes(before.source, held.report.source) if before and held.report else None,
        doubts=tuple(shown),
        more_doubts=len(doubts) - len(shown),
    )
