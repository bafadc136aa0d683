"""Counts of what could not be answered and of thumbs down: `<data_dir>/journal.sqlite`.

No question is in it: only the day, the status, and such words of it as `rag.desk.screen` lets pass (docs/adr/0007). What is
older than the settings allow is overwritten and gone.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

MAX_A_DAY = 5000
"""Different questions of one day; those beyond are not kept."""

_TABLES = """
CREATE TABLE IF NOT EXISTS counted (
    day TEXT NOT NULL, words TEXT NOT NULL, status TEXT NOT NULL, down INTEGER NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (day, words, status, down)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS said (day TEXT NOT NULL, words TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS said_by_day ON said (day);
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often some words were asked on one day."""

    day: str
    words: str
    """Screened, by spaces."""
    status: str
    down: bool
    """Whether these are thumbs down; else questions that were not answered."""
    times: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody added to a thumb down, as they wrote it."""

    day: str
    words: str
    text: str


class Journal:
    """One file for all processes of this data_dir. Methods raise sqlite3.Error or OSError where the disk fails."""

    def __init__(self, data_dir: Path, keep_days: int, today: Callable[[], date] = date.today) -> None:
        """`keep_days` 0: nothing is counted, and what was counted before is deleted."""
        self._path, self.keep_days, self._today = data_dir / "journal.sqlite", keep_days, today
        self._lock = threading.Lock()
        self._cleared = ""

    def count(self, words: str, status: str, *, down: bool = False, remark: str = "") -> None:
        """Count one question that was not answered, or one thumb down with what was added to it."""
        if self.keep_days <= 0:
            return
        day = self._today().isoformat()
        with self._open() as file:
            (kinds,) = file.execute("SELECT COUNT(*) FROM counted WHERE day = ?", (day,)).fetchone()
            key = (day, words, status, int(down))
            changed = file.execute(
                "UPDATE counted SET times = times + 1 WHERE day = ? AND words = ? AND status = ? AND down = ?", key
            ).rowcount
            if not changed and kinds < MAX_A_DAY:
                file.execute("INSERT INTO counted VALUES (?, ?, ?, ?, 1)", key)
            if remark and (changed or kinds < MAX_A_DAY):
                file.execute("INSERT INTO said VALUES (?, ?, ?)", (day, words, remark))

    def counted(self, days: int) -> list[Counted]:
        """The counts of the last `days` days, today included."""
        with self._open() as file:
            rows = file.execute("SELECT * FROM counted WHERE day > ? ORDER BY day, words", (self._before(days),))
            return [Counted(day, words, status, bool(down), times) for day, words, status, down, times in rows]

    def remarks(self, days: int) -> list[Remark]:
        """What was added to thumbs down in the last `days` days, newest first."""
        with self._open() as file:
            rows = file.execute("SELECT * FROM said WHERE day > ? ORDER BY rowid DESC", (self._before(days),))
            return [Remark(*row) for row in rows]

    def clear_old(self) -> None:
        """Delete what is too old; done by itself once a day."""
        if self._path.exists():
            with self._open():
                pass

    def _before(self, days: int) -> str:
        return (self._today() - timedelta(days=days)).isoformat()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        with self._lock, closing(connected(self._path)) as file:
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            file.executescript(_TABLES)
            with file:
                file.execute("BEGIN IMMEDIATE")
                if self._cleared != (day := self._today().isoformat()):
                    for table in ("counted", "said"):
                        file.execute(f"DELETE FROM {table} WHERE day <= ?", (self._before(self.keep_days),))
                    self._cleared = day
                yield file


def connected(path: Path) -> sqlite3.Connection:
    """A connection to a file that only the server's own account may read; made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    return sqlite3.connect(path, timeout=5, isolation_level=None)
