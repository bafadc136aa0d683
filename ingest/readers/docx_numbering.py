"""Automatic numbers of Word paragraphs (一、 （一） 1.), which are not in the text but are read by people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from ingest.readers.docx_styles import Styles, value
from ingest.readers.numerals import NUMERALS

Element = Any  # an lxml element of python-docx's own classes


@dataclass(slots=True)
class _List:
    """One abstract list: its levels, and how far each has counted."""

    levels: dict[int, Element] = field(default_factory=dict)
    counted: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of one document; ask for each once, in order."""

    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, Element] = {}
        self._seen: set[tuple[str, int]] = set()
        for abstract in [] if numbering is None else numbering.findall(qn("w:abstractNum")):
            levels = {int(lv.get(qn("w:ilvl"))): lv for lv in abstract.findall(qn("w:lvl"))}
            self._lists[abstract.get(qn("w:abstractNumId"))] = _List(levels)
        for num in [] if numbering is None else numbering.findall(qn("w:num")):
            self._nums[num.get(qn("w:numId"))] = num

    def next(self, paragraph: Element) -> str:
        """The number before this paragraph; "" for a bullet, a format not known here, or none."""
        num_id, level, style = self._place(paragraph)
        num = self._nums.get(num_id)
        if num is None:
            return ""
        listed = self._lists.get(value(num, "w:abstractNumId") or "")
        if listed is None:
            return ""
        if level is None:
            # Numbering that a style brings names its level from the list's side.
            level = next((n for n, lv in listed.levels.items() if value(lv, "w:pStyle") == style), 0)
        if level not in listed.levels:
            return ""
        self._count(listed, num_id, num, level)
        return _rendered(listed, level)

    def _place(self, paragraph: Element) -> tuple[str, int | None, str]:
        """Number id, level (None: the style's own), and the style that brings it."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        brought = self._styles.numbered(self._styles.of(paragraph))
        style_pr, style = brought if brought else (None, "")
        num_id = level = None
        for num_pr in (own, style_pr):
            if num_pr is not None:
                num_id = num_id if num_id is not None else value(num_pr, "w:numId")
                level = level if level is not None else value(num_pr, "w:ilvl")
        return num_id or "", int(level) if level else (None if style else 0), style

    def _count(self, listed: _List, num_id: str, num: Element, level: int) -> None:
        restart = None
        if (num_id, level) not in self._seen:
            self._seen.add((num_id, level))
            overrides = num.findall(qn("w:lvlOverride"))
            mine = [o for o in overrides if o.get(qn("w:ilvl")) == str(level)]
            restart = value(mine[0], "w:startOverride") if mine else None
        if restart is not None:
            listed.counted[level] = int(restart)
        elif level in listed.counted:
            listed.counted[level] += 1
        else:
            listed.counted[level] = _start(listed, level)
        for deeper in [n for n in listed.counted if n > level]:
            del listed.counted[deeper]


def _start(listed: _List, level: int) -> int:
    return int(value(listed.levels[level], "w:start") or 1)


def _rendered(listed: _List, level: int) -> str:
    """`lvlText` with each %n replaced; a plain space after "1." or "1", so that it does not run into a figure."""
    template = value(listed.levels[level], "w:lvlText") or ""
    legal = listed.levels[level].find(qn("w:isLgl")) is not None  # 第一章 above, but 1.1 here
    out = ""
    for part in re.split(r"(%[1-9])", template):
        if not part.startswith("%"):
            out += part
            continue
        n = int(part[1]) - 1
        if n not in listed.levels:
            return ""
        write = NUMERALS.get("decimal" if legal else value(listed.levels[n], "w:numFmt") or "decimal")
        if write is None:
            return ""
        out += write(listed.counted.get(n, _start(listed, n)))
    is_bullet = "%" not in template
    return "" if is_bullet else out + (" " if out[-1:].isascii() and out[-1:] not in {")", ""} else "")
