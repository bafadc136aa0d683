"""What a person says a report is, kept by the text of its file: the same file, read again, is put right again.

<data_dir>/corrections.json    digest of the text as it was read -> title, year, place, periods of parts, lines of a scan;
                               digest of the text with those lines put right -> the digest of the text as it was read
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock

from rag.domain import Period


@dataclass(frozen=True, slots=True)
class Corrections:
    """None and nothing where a person leaves it to what is found."""

    title: str | None = None
    year: int | None = None
    place: str | None = None
    periods: tuple[tuple[str, Period], ...] = ()
    """Heading path of a part (`一、 / （二）`), and which way the part looks."""
    lines: Mapping[str, str] = field(default_factory=dict)
    """Words of lines that were read off a picture, by where they begin in the text as it was read."""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Corrections:
        """What was stored as JSON. Raises KeyError and ValueError where it is no such thing."""
        periods: list[tuple[str, Period]] = [(path, period) for path, period in row.get("periods", ())]
        return cls(row["title"], row["year"], row["place"], tuple(periods), dict(row.get("lines", {})))

    def over(self, before: Corrections) -> Corrections:
        """These, and where they say nothing what was said before."""
        return Corrections(
            self.title or before.title,
            self.year or before.year,
            self.place or before.place,
            tuple({**dict(before.periods), **dict(self.periods)}.items()),
            {**before.lines, **self.lines},
        )


class Ledger:
    """The file. Methods raise OSError where the disk fails; a damaged file counts as empty."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "corrections.json"

    def of(self, text: str) -> Corrections:
        """What was said of the report with this source text, as it was read or with its lines put right."""
        rows = self._rows()
        try:
            return Corrections.of(rows[_read_as(rows, text)])
        except (KeyError, ValueError, TypeError):
            return Corrections()

    def keep(self, text: str, given: Corrections, mended: str = "") -> None:
        """Remember it in place of what was said before; nothing said is nothing kept.

        :param mended: the text with `given.lines` put right, by which the report is known in the index.
        """
        if not self._path.exists() and given == Corrections():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            rows = self._rows()
            key = _read_as(rows, text)
            rows.pop(key, None)
            if given != Corrections():
                rows[key] = asdict(given)
                if given.lines and mended and _digest(mended) not in rows:
                    rows[_digest(mended)] = key
            new = self._path.with_suffix(".new")
            new.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
            new.replace(self._path)

    def _rows(self) -> dict[str, Any]:
        try:
            rows = json.loads(self._path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return rows if isinstance(rows, dict) else {}


def _read_as(rows: Mapping[str, Any], text: str) -> str:
    """The key under which a text is kept."""
    known = rows.get(_digest(text))
    return known if isinstance(known, str) else _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
