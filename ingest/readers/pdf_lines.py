"""A PDF page -> its printed lines, from the places of its characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from ingest.readers.source import is_cjk
from rag.signs import plain_signs

_SAME_LINE: Final = 0.45
"""Characters whose base lines differ by less than this many em stand on one line (superscripts too)."""
_WORD_GAP: Final = 0.2
"""A wider gap (em) between Latin words or figures is a space that the PDF does not spell out."""
_SMALL: Final = 0.75
_RAISE: Final = 0.15
"""A mark of a note is at most so large (em), and stands at least so much above the line (em)."""
_CELL_GAP: Final = 1.5
"""A wider gap (em) is a space even between Chinese characters: table cells, a signature."""
_CID = re.compile(r"\(cid:\d+\)")
_DASHES: Final = {"\u2e3a": "——", "\u2e3b": "———"}
_JOINED = re.compile("[\u2e3a\u2e3b\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Places are points from the page's left and upper edge; size is the em, > 0."""

    text: str
    x0: float
    x1: float
    top: float
    base: float
    """Of the characters' base line, from the upper edge."""
    size: float
    font: str
    """Of most of its characters."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """What one page holds, lines from top to bottom."""

    lines: tuple[Line, ...]
    width: float
    height: float
    chars: int
    """Characters that are not white space."""
    unknown: int
    """Those of them that the font gives no meaning."""
    has_picture: bool


def page_lines(page: Any) -> PageLines:  # noqa: ANN401 -- pdfplumber's page, which the wall ends at
    """Lines of a pdfplumber page. Slanted text (a watermark) is left out, characters printed twice (false bold) once."""
    chars = [c for c in page.dedupe_chars(tolerance=1).chars if _level(c)]
    for char in chars:
        char["text"] = _CID.sub("\ufffd", char["text"])
    seen = [c for c in chars if c["text"].strip()]
    unknown = sum(1 for c in seen if "\ufffd" in c["text"] or _private(c["text"]))
    lines = (_line(group, float(page.height)) for group in _grouped(chars))
    return PageLines(
        lines=tuple(line for line in lines if line),
        width=float(page.width),
        height=float(page.height),
        chars=len(seen),
        unknown=unknown,
        has_picture=bool(page.images),
    )


def _level(char: dict[str, Any]) -> bool:
    across, slope = char["matrix"][0], char["matrix"][1]
    return bool(abs(slope) < 0.1 * abs(across) and char["size"] > 0)


def _private(text: str) -> bool:
    return unicodedata.category(text[0]) in {"Co", "Cc", "Cn"}


def _grouped(chars: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Characters of each line in order, lines from top to bottom.

    Base lines are compared, not boxes: the boxes of a Latin and a Chinese font on one line differ.
    """
    group: list[dict[str, Any]] = []
    for char in sorted(chars, key=lambda c: -c["matrix"][5]):
        if group and group[0]["matrix"][5] - char["matrix"][5] > _SAME_LINE * max(char["size"], group[0]["size"]):
            yield sorted(group, key=lambda c: c["x0"])
            group = []
        group.append(char)
    if group:
        yield sorted(group, key=lambda c: c["x0"])


def _line(chars: list[dict[str, Any]], height: float) -> Line | None:
    seen = [c for c in chars if c["text"].strip()]
    if not seen:
        return None
    size = Counter(round(c["size"], 1) for c in seen).most_common(1)[0][0]
    return Line(
        text=_spelled(chars, size),
        x0=seen[0]["x0"],
        x1=max(c["x1"] for c in seen),
        top=min(c["top"] for c in seen),
        base=height - seen[0]["matrix"][5],
        size=size,
        font=Counter(c["fontname"] for c in seen).most_common(1)[0][0],
    )


def _spelled(chars: list[dict[str, Any]], size: float) -> str:
    """The line as text: spaces where they part words, none between Chinese characters that stand close."""
    seen = [(i, c) for i, c in enumerate(chars) if c["text"].strip()]
    pairs = list(pairwise(seen))
    gaps = [b["x0"] - a["x1"] for (_, a), (_, b) in pairs]
    # A title spread over the line is no row of cells.
    spread = len(gaps) >= 3 and min(gaps) > 0.4 * size and max(gaps) < 2 * min(gaps)
    raised = _raised(seen, size)
    text = raised.get(seen[0][0], seen[0][1]["text"])
    for ((i, before), (j, after)), gap in zip(pairs, gaps, strict=True):
        own = "".join(c["text"] for c in chars[i + 1 : j])
        if not spread and _apart(before["text"][-1], after["text"][0], gap / size, own):
            text += " "
        text += raised.get(j, after["text"])
    return unicodedata.normalize("NFC", plain(text))


def _raised(seen: list[tuple[int, dict[str, Any]]], size: float) -> dict[int, str]:
    """Small raised figures, the marks of notes, by their place among the line's characters: as [1], so that they do not
    run into a figure beside them. Behind a Latin letter they are part of a unit (m²)."""
    usual = [c["matrix"][5] for _, c in seen if c["size"] > _SMALL * size]
    base = max(set(usual), key=usual.count) if usual else 0.0
    out: dict[int, str] = {}
    run: list[int] = []
    for k, (i, char) in enumerate(seen):
        is_mark = (
            char["text"].isdecimal() and char["size"] <= _SMALL * size and char["matrix"][5] > base + _RAISE * size
        )
        if is_mark and (
            run or not (k and seen[k - 1][1]["text"][-1].isascii() and seen[k - 1][1]["text"][-1].isalpha())
        ):
            run.append(i)
        if run and (not is_mark or k == len(seen) - 1):
            words = {i: c["text"] for i, c in seen}
            out |= {i: words[i] for i in run}
            out[run[0]] = "[" + out[run[0]]
            out[run[-1]] += "]"
            run = []
    return out


def _apart(before: str, after: str, gap: float, own: str) -> bool:
    """Whether a space parts two characters: `gap` in em, `own` the white space that the PDF has between them."""
    if is_cjk(before) and is_cjk(after):
        return gap > _CELL_GAP or "\u3000" in own  # plain spaces here only stretch the line
    return own != "" or gap > (_CELL_GAP if is_cjk(before) or is_cjk(after) else _WORD_GAP)


def plain(text: str) -> str:
    """Look-alikes (`rag.signs`), dashes joined into one sign, and Latin ligatures as the characters that were meant."""

    def meant(match: re.Match[str]) -> str:
        return _DASHES.get(match[0]) or unicodedata.normalize("NFKC", match[0])

    return _JOINED.sub(meant, plain_signs(text))
