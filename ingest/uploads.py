"""Files that staff sent and that are not ingested yet, kept in a folder until they are, or are thrown away.

<data_dir>/uploads/<id>/<file name>
<data_dir>/uploads/<id>/about.json     what a person corrected; written last: a folder without it is half a file
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from ingest.corrections import Corrections
from ingest.readers.kinds import ENDINGS, LIST
from rag.errors import ReadError

MOST: Final = 20
"""Files that may wait at a time."""

_MAX_STEM_CHARS: Final = 60
_ABOUT: Final = "about.json"
_UNFIT = re.compile('[\x00-\x1f\x7f<>:"|?*#%\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """One file in the folder."""

    id: str
    path: Path
    corrections: Corrections
    origin: str = ""
    """A sentence about where it was fetched; empty where it was sent."""


class Uploads:
    """The folder. Methods raise OSError where the disk fails."""

    def __init__(self, folder: Path, *, max_mb: int) -> None:
        self._folder, self._max_mb = folder, max_mb

    def all(self) -> list[Kept]:
        """Whole files, oldest first; halves, left by a server that was killed, are removed."""
        found = []
        for folder in sorted(self._folder.glob("*"), key=lambda path: path.stat().st_mtime):
            try:
                row = json.loads((folder / _ABOUT).read_text("utf-8"))
                name, origin = row.pop("name"), row.pop("origin", "")
                found.append(Kept(folder.name, folder / name, Corrections.of(row), origin))
            except (OSError, ValueError, KeyError, TypeError):
                shutil.rmtree(folder, ignore_errors=True)
        return found

    def keep(self, raw_name: str, file: BinaryIO, origin: str = "") -> Kept:
        """Store a file. Raises ReadError for a kind that is not read, or one that is too large or empty."""
        name = plain_name(raw_name)
        if Path(name).suffix.lower().removeprefix(".") not in ENDINGS:
            raise ReadError(f"{name}：只能上传 {LIST} 文件，请另存为其中一种再试")
        folder = self._folder / secrets.token_hex(8)
        folder.mkdir(parents=True, mode=0o700)
        try:
            self._copy(name, file, folder / name)
            kept = Kept(folder.name, folder / name, Corrections(), origin)
            self.correct(kept, kept.corrections)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return kept

    def correct(self, kept: Kept, corrections: Corrections) -> Kept:
        """Remember what a person corrected."""
        row = {"name": kept.path.name, "origin": kept.origin, **asdict(corrections)}
        new = kept.path.with_name(_ABOUT + ".new")
        new.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
        new.replace(kept.path.with_name(_ABOUT))
        return replace(kept, corrections=corrections)

    def drop(self, kept: Kept) -> None:
        """Throw a file away."""
        shutil.rmtree(self._folder / kept.id, ignore_errors=True)

    def _copy(self, name: str, file: BinaryIO, path: Path) -> None:
        size = 0
        with path.open("xb") as target:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > self._max_mb * 1024 * 1024:
                    raise ReadError(f"{name}：文件超过上限 {self._max_mb} MB，请去掉图片或只保留报告正文后再试")
                target.write(chunk)
        if not size:
            raise ReadError(f"{name}：文件是空的（0 字节），请重新取得文件再试")


def plain_name(raw: str) -> str:
    """A file name without folders, signs that mean something to a shell, a page or an address, and double dots."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r"\.{2,}", ".", _UNFIT.sub("", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:_MAX_STEM_CHARS] or "未命名"
    return f"{stem.strip(' .')[:_MAX_STEM_CHARS] or '未命名'}.{ending[:8]}"
