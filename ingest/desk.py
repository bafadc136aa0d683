"""The shelf of reports as the staff desk works it: what waits is ingested, reports are put right or removed, generations
change.

Whatever fails leaves the current generation and the uploads as they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ingest.build import Built, Progress, build, current_reports
from ingest.corrections import Corrections, Ledger
from ingest.fetched import is_address, take
from ingest.jobs import Job, Jobs
from ingest.preview import Preview, corrected, preview, renewed
from ingest.waiting import Upload, Waiting
from rag.domain import Period, Report
from rag.embed import Embedding
from rag.errors import IndexMismatch, IndexMissing, OutlineError, ReadError, WenbaoError
from rag.generations import Generations
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Generation:
    """One line of the list of generations."""

    name: str
    made: str
    reports: tuple[str, ...]
    passages: int
    sentences: int
    current: bool
    usable: bool
    """False: another embedding model made it."""


class Shelf:
    """All that the page needs. Methods raise WenbaoError with a sentence for staff; safe to call from several threads."""

    def __init__(self, settings: Settings, embedding: Embedding) -> None:
        self._settings, self._embedding = settings, embedding
        self._generations = Generations(settings.data_dir)
        self._ledger = Ledger(settings.data_dir)
        self._waiting, self._jobs = Waiting(settings), Jobs()
        self._lock = threading.Lock()
        self._seen: tuple[str | None, tuple[Preview, ...]] = (None, ())
        self._present_now: tuple[str | None, dict[str, Report]] = (None, {})

    # ---- what there is

    def reports(self) -> tuple[Preview, ...]:
        """Reports of the current generation."""
        name = self._generations.current()
        with self._lock:
            if self._seen[0] != name:
                max_chars = self._settings.max_passage_chars
                self._seen = name, tuple(preview(r, max_chars=max_chars) for r in current_reports(self._settings))
            return self._seen[1]

    def uploads(self) -> tuple[Upload, ...]:
        """Files that wait, oldest first."""
        with self._lock:
            name = self._generations.current()
            if self._present_now[0] != name:
                try:
                    present = {report.stem: report for report in current_reports(self._settings)}
                except WenbaoError:
                    present = {}  # a damaged index says so in reports()
                self._present_now = name, present
        return self._waiting.all(self._present_now[1])

    def generations(self) -> tuple[Generation, ...]:
        """Finished generations, newest first."""
        current, identity = self._generations.current(), self._embedding.identity
        return tuple(
            Generation(m.name, m.made, m.reports, m.passages, m.sentences, m.name == current, m.identity == identity)
            for m in reversed(self._generations.finished())
        )

    def job(self) -> Job:
        """What is being done, or was done last."""
        return self._jobs.job

    def changes(self) -> int:
        """Goes up whenever a file was read or the index changed: a page that has seen another number is old."""
        return self._waiting.changes + self._jobs.changes

    # ---- files that wait

    def take(self, name: str, file: BinaryIO) -> str:
        """Keep a file and have it read; gives its id. A waiting file of the same name is replaced."""
        return self._waiting.take(name, file)

    def fetch(self, address: str) -> str:
        """Get a file from an address of the web and have it read; gives a sentence about the way it took."""
        if not is_address(address):
            raise ReadError("网址要以 http:// 或 https:// 开头。")
        path, origin = take(address, self._settings)
        with path.open("rb") as file:
            self._waiting.take(path.name, file, origin.said)
        return origin.said

    def correct(
        self,
        id: str,
        *,
        title: str | None,
        year: int | None,
        place: str | None,
        periods: Sequence[tuple[str, Period]] = (),
    ) -> None:
        """Say what a waiting report is; what is None is found again. Its outline and periods follow, but where
        `periods` says of a part (its heading path) which way it looks. The same file sent again is put right again."""
        self._waiting.correct(id, title=title, year=year, place=place, periods=periods)

    def correct_lines(self, id: str, lines: Mapping[str, str]) -> None:
        """Say what stands in lines of a waiting file that were read off a picture, by where they begin."""
        self._waiting.correct_lines(id, lines)

    def picture(self, id: str, start: int) -> bytes:
        """The picture of such a line, as PNG."""
        return self._waiting.picture(id, start)

    def unlock(self, id: str, password: str) -> None:
        """Read a waiting file once more, with its password, which is kept in memory only."""
        self._waiting.unlock(id, password)

    def drop(self, id: str) -> None:
        """Throw a waiting file away."""
        self._waiting.drop(id)

    # ---- the index

    def ingest(self) -> None:
        """Start to build a generation of the present reports and all that wait."""
        ready = self._waiting.ready()
        new = {report.stem for report in ready.values()}

        def together(present: tuple[Report, ...]) -> list[Report]:
            return [*(r for r in present if r.stem not in new), *ready.values()]

        def forget() -> None:
            for id in ready:
                self._waiting.drop(id)

        self._start(f"导入 {len(ready)} 份报告", together, then=forget)

    def remove(self, stem: str) -> None:
        """Start to build a generation without this report."""
        title = self._present(stem).title
        if len(self.reports()) == 1:
            raise OutlineError("这样一来一份报告也不剩了，没有执行。请先导入别的报告，再移除这一份。")
        self._start(f"移除《{title}》", lambda present: [r for r in present if r.stem != stem])

    def amend(self, stem: str, *, title: str | None, year: int | None, place: str | None) -> None:
        """Start to build a generation in which this report has another title, year or place."""
        was = self._present(stem).title

        def amended(report: Report) -> Report:
            given = Corrections(title, year, place).over(self._ledger.of(report.source))
            new = corrected(report, given)
            self._ledger.keep(report.source, given)
            return new

        self._start(f"更正《{was}》", lambda present: [amended(r) if r.stem == stem else r for r in present])

    def make_current(self, name: str) -> None:
        """Let another generation serve."""
        chosen = next((g for g in self.generations() if g.name == name), None)
        if chosen is None:
            raise IndexMissing("没有这次更新，可能刚被清理了，请刷新页面。")
        if not chosen.usable:
            raise IndexMismatch("这次更新是用另一个向量模型建的，不能换用。")

        which = f" {chosen.made.replace('T', ' ')} 的那次更新"

        def work(progress: Progress) -> str:
            with self._generations.writing():
                self._generations.make_current(name)
            return f"已换用{which}，市民现在查到的就是它。"

        self._jobs.start(f"换用{which}", work).join()

    def roll_back(self) -> None:
        """Let the generation before the current one serve."""
        names = [g.name for g in self.generations()]
        current = self._generations.current()
        if current not in names or names[-1] == current:
            raise IndexMissing("没有更早的索引可以退回。")
        self.make_current(names[names.index(current) + 1])

    def _start(
        self,
        what: str,
        change: Callable[[tuple[Report, ...]], list[Report]],
        *,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        def work(progress: Progress) -> str:
            based_on = self._generations.current()
            reports = [renewed(r) for r in change(current_reports(self._settings))]
            built = build(reports, self._settings, self._embedding, progress=progress, based_on=based_on)
            then()
            return _summary(what, built)

        self._jobs.start(what, work)

    def _present(self, stem: str) -> Preview:
        present = next((p for p in self.reports() if p.stem == stem), None)
        if present is None:
            raise IndexMissing("报告库里没有这份报告，请刷新页面。")
        return present


def _summary(what: str, built: Built) -> str:
    m = built.manifest
    return f"{what}：已完成，用时 {built.seconds:.1f} 秒。现在共 {len(m.reports)} 份报告、{m.passages} 段、{m.sentences} 句。"
