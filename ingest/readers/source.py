"""What every reader gives back, and the writer that builds it line by line. Standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from rag.domain import Page

MAX_HEADING_CHARS: Final = 120
"""A longer paragraph is no heading, whatever its style says: body text in a heading style is a common slip."""

CJK: Final = (
    "\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’—…×"
)
"""For a regex character class: signs that stand side by side without a space. U+3000, a space itself, is not one."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0]+")
_CJK_CHAR = re.compile(f"[{CJK}]")
_BAD_TITLE = re.compile(r"^(untitled|document|无标题|新建|文档|幻灯片|powerpoint|word ?文档)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadingMark:
    """A heading that the file format itself names. `[start, end)` of the source text covers its words; level ≥ 1."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line read off a picture, not surely. `[start, end)` of the source text covers its words."""

    start: int
    end: int
    page: int
    score: float
    """How sure its least sure sign is, 0 to 1."""
    picture: bytes
    """The line as PNG."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as text: the one coordinate system that everything later is a range of.

    The text has `\\n` newlines, no BOM and at least one character that is not white space.
    """

    text: str
    marks: tuple[HeadingMark, ...]
    """In order, not overlapping, never empty ranges."""
    kind: str
    """One of txt, md, html, docx, pdf, ofd, picture: what the content is, which the file's ending may deny."""
    title: str | None = None
    """What the format says the document is called; None where it says nothing sensible."""
    warnings: tuple[str, ...] = ()
    """What staff should know, in Chinese: one sentence each."""
    pages: tuple[Page, ...] = ()
    """Where each page begins, in order; none where the kind has no pages."""
    doubts: tuple[Doubt, ...] = ()
    """Lines that a person should compare with their picture, in order."""


@dataclass(slots=True)
class LineWriter:
    """Collects lines; blank ones are left out. Keeps the ranges of those that are headings."""

    lines: list[str] = field(default_factory=list)
    marks: list[HeadingMark] = field(default_factory=list)
    length: int = 0

    def add(self, line: str, level: int = 0) -> None:
        """Add one line; `level` ≥ 1 marks it as a heading. The line must hold no newline."""
        line = line.strip()
        if not line:
            return
        if level > 0 and len(line) <= MAX_HEADING_CHARS:
            self.marks.append(HeadingMark(self.length, self.length + len(line), level))
        self.lines.append(line)
        self.length += len(line) + 1

    def source(self, kind: str, title: str | None = None, warnings: tuple[str, ...] = ()) -> SourceText:
        return SourceText("\n".join(self.lines), tuple(self.marks), kind, title, warnings)


def is_cjk(char: str) -> bool:
    """Whether `char` (one character, or none) is written without spaces around it."""
    return _CJK_CHAR.match(char) is not None


def tidy(text: str) -> str:
    """Collapse white space to single spaces; a line break between two Chinese characters becomes nothing.

    U+3000 is kept (市长　张三), invisible characters go. The result holds no newline and no space at either end.
    """
    text = _UNSEEN.sub("", text)

    def joint(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        # A browser would show a space here, but authors break long Chinese lines without meaning one.
        return "" if "\n" in match[0] and is_cjk(before) and is_cjk(after) else " "

    return _SPACES.sub(joint, text).strip()


def sensible_title(raw: str | None) -> str | None:
    """A document property as a title, or None: programs fill it with file names and defaults."""
    title = re.sub(r"^Microsoft Word - |\.(docx?|wps|pdf)$", "", tidy(raw or ""))
    return title if _CJK_CHAR.search(title) and not _BAD_TITLE.match(title) else None
