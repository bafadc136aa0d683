"""Generations of an index on disk, one of them current.

    <data_dir>/index/CURRENT          name of the current generation; replaced in one atomic step
    <data_dir>/index/<generation>/    manifest.json, reports.json, tokens.npz, chroma/
    <data_dir>/index/LOCK             held while somebody ingests

A generation without manifest.json was never finished: the manifest is written last, after verification.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import IndexBroken, IndexBusy, IndexMissing, WenbaoError

LAYOUT = 2
"""What the files of a generation hold; goes up when answers need more of them. 2: periods of blocks, years."""
_MANIFEST, _CURRENT = "manifest.json", "CURRENT"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a finished generation says of itself."""

    name: str
    made: str
    """Local time, ISO 8601."""
    embedding: str
    """Name or folder of the model, as in the settings."""
    identity: str
    """Identity of the model's weights; an index answers only with the model it was built with."""
    dimension: int
    reports: tuple[str, ...]
    """Stems."""
    passages: int
    sentences: int
    encoder: str = ""
    """Identity of the encoder that read the sentences (`rag.read.encoder`); empty in an index of an older version."""
    layout: int = 1
    """`LAYOUT` when it was made."""


class Generations:
    """The folder that holds them. Methods raise OSError where the disk fails."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir / "index"

    def folder(self, name: str) -> Path:
        return self.root / name

    def current(self) -> str | None:
        """Name of the current generation, or None. Cheap: one small file is read."""
        try:
            name = (self.root / _CURRENT).read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        return name or None

    def manifest(self, name: str) -> Manifest:
        """Raises IndexMissing where there is no finished generation of that name, IndexBroken where it is damaged."""
        try:
            row = json.loads((self.folder(name) / _MANIFEST).read_text("utf-8"))
            return Manifest(**{**row, "reports": tuple(row["reports"])})
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(f"没有名为 {name} 的索引。", "python -m ingest --list") from None
        except (ValueError, KeyError, TypeError) as error:
            raise IndexBroken(f"索引 {name} 的说明文件损坏。", self.remedy(name)) from error

    def finished(self) -> list[Manifest]:
        """All finished generations, oldest first; damaged ones left out."""
        out = []
        for path in sorted(self.root.glob(f"*/{_MANIFEST}")):
            with suppress(WenbaoError):
                out.append(self.manifest(path.parent.name))
        return out

    def remedy(self, broken: str) -> str:
        """The command that mends a damaged generation: go back to the one before, or ingest again if there is none."""
        older = any(p.parent.name < broken for p in self.root.glob(f"*/{_MANIFEST}"))
        return "python -m ingest --rollback" if older else "python -m ingest 报告文件"

    def start(self) -> str:
        """Make the folder of a new generation and give its name; names sort by age, whatever the clock says."""
        name = time.strftime("%Y%m%d-%H%M%S") + "-000"
        latest = max((p.name for p in self.root.glob("*-*-*")), default="")
        if name <= latest:
            stamp, _, count = latest.rpartition("-")
            name = f"{stamp}-{int(count) + 1:03d}"
        self.folder(name).mkdir(parents=True)
        return name

    def finish(self, manifest: Manifest) -> None:
        """Mark a generation as whole and verified; it is not current yet."""
        _write_whole(self.folder(manifest.name) / _MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))

    def make_current(self, name: str) -> None:
        """The one atomic step: readers see the old name or the new one, never anything else."""
        self.manifest(name)
        _write_whole(self.root / _CURRENT, name + "\n")

    def roll_back(self) -> str:
        """Make the generation before the current one current; gives its name. Raises IndexMissing if there is none."""
        current = self.current()
        older = [m.name for m in self.finished() if current and m.name < current]
        if not older:
            raise IndexMissing("没有更早的索引可以退回。", "python -m ingest --list")
        self.make_current(older[-1])
        return older[-1]

    def prune(self, keep: int) -> None:
        """Remove unfinished generations and the oldest finished ones; `keep` stay, the current one always."""
        current = self.current()
        finished = [m.name for m in self.finished()]
        kept = {current, *finished[-max(keep, 1) :]}
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name not in kept:
                self.discard(folder.name)

    def discard(self, name: str) -> None:
        """Remove a generation's folder: its manifest first, so that one half removed is never taken for whole."""
        (self.folder(name) / _MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(self.folder(name), ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock. Raises IndexBusy if another process holds it; the system frees it if one dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / "LOCK")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexBusy("另一个进程正在导入报告，请等它结束后再试。", "python -m ingest --list") from None
        try:
            yield
        finally:
            lock.release()


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, also after a crash."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
