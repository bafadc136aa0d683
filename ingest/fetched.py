"""Fetched files are kept, the last ones of each address, and compared with what was published before.

<data_dir>/fetched/<name>/<time>.<ending>    the file as it came
<data_dir>/fetched/<name>/about.json         address, redirects, time, and what became of it
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import time
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from ingest.fetch import Fetched, fetch
from ingest.readers.kinds import ENDINGS
from ingest.uploads import plain_name
from rag.settings import Settings

KEPT: Final = 5
"""Files kept of one address."""
_LONGEST: Final = 48
"""Characters of a name made of an address."""
_SHOWN: Final = 6
"""Changed paragraphs that are shown."""
_BY_TYPE: Final = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/rtf": "rtf",
    "application/ofd": "ofd",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/tiff": "tif",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file was fetched."""

    address: str
    hops: tuple[str, ...]
    """Addresses in order, the one asked for first."""
    when: str
    """Local time, to the second."""
    same: bool
    """Byte for byte what came the last time."""
    last: str = ""
    """When it was fetched before; empty the first time."""

    @property
    def said(self) -> str:
        """One sentence for staff."""
        way = "" if len(self.hops) == 1 else f"，经过 {len(self.hops) - 1} 次跳转：{' → '.join(self.hops)}"
        again = (
            f"；和上次（{self.last}）取得的文件完全相同"
            if self.same
            else f"；上次是 {self.last} 取的"
            if self.last
            else ""
        )
        return f"{self.when} 取自 {self.address}{way}{again}。"


def is_address(raw: str) -> bool:
    """Whether this is an address of the web and no file."""
    return re.match(r"https?://", raw.strip(), re.IGNORECASE) is not None


def take(address: str, settings: Settings) -> tuple[Path, Origin]:
    """Fetch a file and keep it; gives where, and the way it took. Its name is the same each time.

    :raises ReadError: it cannot be had. OSError: the disk.
    """
    got = fetch(address, max_mb=settings.max_file_mb, private=settings.fetch_private)
    name = name_of(got)
    folder = settings.data_dir / "fetched" / Path(name).stem
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    about = folder / "about.json"
    try:
        before = json.loads(about.read_text("utf-8"))
    except (OSError, ValueError):
        before = {}
    digest = hashlib.sha256(got.data).hexdigest()
    now = time.strftime("%Y-%m-%d %H:%M:%S")
    origin = Origin(got.hops[0], got.hops, now, digest == before.get("sha256"), str(before.get("when", "")))
    path = folder / name
    if path.is_file() and not origin.same:
        path.replace(folder / f"{re.sub(r'[^0-9]', '', origin.last) or '0'}{path.suffix}")
    path.write_bytes(got.data)
    about.write_text(json.dumps({**asdict(origin), "sha256": digest}, ensure_ascii=False), "utf-8")
    older = sorted(p for p in folder.iterdir() if p.name not in (name, about.name))
    for gone in older[: max(0, len(older) - KEPT + 1)]:
        gone.unlink(missing_ok=True)
    return path, origin


def name_of(got: Fetched) -> str:
    """A file name made of the address that was asked for: it stays the same, whatever the redirects."""
    parts = urlsplit(got.hops[0])
    path = PurePosixPath(unquote(parts.path))
    said = PurePosixPath(got.name or unquote(urlsplit(got.hops[-1]).path)).suffix.lower().removeprefix(".")
    ending = _BY_TYPE.get(got.type) or (said if said in ENDINGS else "html")
    words = [parts.netloc, *path.with_suffix("").parts[1:], unquote(parts.query)]
    stem = re.sub(r"[^\w一-龥.]+", "-", "-".join(w for w in words if w)).strip("-.").replace(".", "-")
    if len(stem) > _LONGEST:
        stem = f"{stem[: _LONGEST - 9]}-{hashlib.sha256(got.hops[0].encode()).hexdigest()[:8]}"
    return plain_name(f"{stem}.{ending}")


@dataclass(frozen=True, slots=True)
class Changes:
    """How a text differs from the one before, paragraph by paragraph."""

    added: int
    removed: int
    altered: int
    shown: tuple[tuple[str, str], ...]
    """The first changes: the paragraph before and after; one of them may be empty."""

    @property
    def said(self) -> str:
        """One sentence for staff."""
        if not (self.added or self.removed or self.altered):
            return "与正在使用的内容相比：没有变化。"
        return f"与正在使用的内容相比：新增 {self.added} 段，删去 {self.removed} 段，改动 {self.altered} 段。"


def changes(before: str, after: str) -> Changes:
    """Compare two texts by their lines, white space aside."""
    old, new = _paragraphs(before), _paragraphs(after)
    added = removed = altered = 0
    shown: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(b - a, d - c)
        altered, removed, added = altered + both, removed + b - a - both, added + d - c - both
        shown += zip_longest(old[a:b], new[c:d], fillvalue="")
    return Changes(added, removed, altered, tuple(shown[:_SHOWN]))


def _paragraphs(text: str) -> list[str]:
    return [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]
