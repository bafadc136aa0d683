"""What staff added at the desk: synonyms and replies of their own, with who and when: `<data_dir>/desk.sqlite`.

Nothing is ever changed or removed in it: an undo is one more line. So all can be undone, and the undoing too.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from rag.desk.journal import connected

log = logging.getLogger("wenbao")
Kind = Literal["synonyms", "reply"]
_What = Literal["add", "undo", "redo"]

_TABLES = """
CREATE TABLE IF NOT EXISTS changes (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, words TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS acts (
    change INTEGER NOT NULL REFERENCES changes, what TEXT NOT NULL, who TEXT NOT NULL, made TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody did to a change."""

    what: _What
    who: str
    made: str
    """Local time, to the minute."""


@dataclass(frozen=True, slots=True)
class Change:
    """One addition by staff."""

    id: int
    kind: Kind
    words: tuple[str, ...]
    """The words that mean the same; for a reply the question it answers, alone."""
    text: str
    """The reply; empty for synonyms."""
    acts: tuple[Act, ...]
    """Oldest first; never empty."""

    @property
    def holds(self) -> bool:
        """Whether it was not undone."""
        return self.acts[-1].what != "undo"


class Book:
    """The changes, in memory. `refresh()` takes up what this or another process wrote; safe to call from several threads."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "desk.sqlite"
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self.changes: tuple[Change, ...] = ()
        """Newest first."""
        self._synonyms: tuple[tuple[str, ...], ...] = ()
        self.replies: tuple[Change, ...] = ()
        """Those that hold, newest first: of two for the same question the first one counts."""
        self.refresh()

    def synonyms(self) -> tuple[tuple[str, ...], ...]:
        """Groups of words that mean the same: the same object while nothing changes."""
        return self._synonyms

    def refresh(self) -> None:
        """Read the file where it has changed. Never raises: what was read last goes on to hold."""
        try:
            with self._lock:
                about = self._path.stat() if self._path.exists() else None
                seen = (about.st_ino, about.st_mtime_ns, about.st_size) if about else ()
                if seen != self._seen:
                    self._read()
                    self._seen = seen
        except (OSError, sqlite3.Error, ValueError):
            log.exception("the book of the staff desk cannot be read; what was read last goes on to hold")

    def add(self, kind: Kind, words: tuple[str, ...], text: str, who: str) -> None:
        """Add one. Raises OSError or sqlite3.Error where the disk fails."""
        with self._writing() as file:
            row = (kind, json.dumps(words, ensure_ascii=False), text)
            id = file.execute("INSERT INTO changes (kind, words, text) VALUES (?, ?, ?)", row).lastrowid
            file.execute("INSERT INTO acts VALUES (?, 'add', ?, ?)", (id, who, _now()))

    def undo(self, id: int, who: str) -> bool:
        """Let a change hold no longer; False where there is none that holds."""
        return self._act(id, "undo", who, holds=True)

    def redo(self, id: int, who: str) -> bool:
        """Let it hold again; False where there is none that was undone."""
        return self._act(id, "redo", who, holds=False)

    def _act(self, id: int, what: _What, who: str, *, holds: bool) -> bool:
        self.refresh()
        if not any(c.id == id and c.holds is holds for c in self.changes):
            return False
        with self._writing() as file:
            file.execute("INSERT INTO acts VALUES (?, ?, ?, ?)", (id, what, who, _now()))
        return True

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; then it is read again, whatever the clock of the disk says."""
        with closing(connected(self._path)) as file:
            file.executescript(_TABLES)
            with file:
                file.execute("BEGIN IMMEDIATE")
                yield file
        with self._lock:
            self._seen = ()
        self.refresh()

    def _read(self) -> None:
        changes: list[Change] = []
        if self._path.exists():
            with closing(connected(self._path)) as file:
                acts: dict[int, list[Act]] = {}
                for id, what, who, made in file.execute("SELECT * FROM acts ORDER BY rowid"):
                    acts.setdefault(id, []).append(Act(what, who, made))
                rows = file.execute("SELECT id, kind, words, text FROM changes ORDER BY id DESC")
                changes = [
                    Change(id, kind, tuple(json.loads(words)), text, tuple(acts[id])) for id, kind, words, text in rows
                ]
        holding = [c for c in changes if c.holds]
        self.changes = tuple(changes)
        self.replies = tuple(c for c in holding if c.kind == "reply")
        synonyms = tuple(c.words for c in holding if c.kind == "synonyms")
        if synonyms != self._synonyms:
            self._synonyms = synonyms


def _now() -> str:
    return datetime.now().strftime("%Y-%m-%d %H:%M")
