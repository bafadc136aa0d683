"""What a Word style says of a paragraph: heading level, title, contents list, numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d+")
_TITLES: Final = frozenset({"title", "标题"})
_BODY_TEXT: Final = 9
"""Word's outline level for "no heading"; 0 to 8 are levels 1 to 9."""

Element = Any  # an lxml element of python-docx's own classes


class Styles:
    """Paragraph styles by id; each looked up along the chain of styles it is based on."""

    def __init__(self, styles: Element) -> None:
        self._by_id: dict[str, Element] = {s.get(qn("w:styleId")): s for s in styles.findall(qn("w:style"))}
        self._default = next(
            (
                s.get(qn("w:styleId"))
                for s in styles.findall(qn("w:style"))
                if s.get(qn("w:type")) == "paragraph" and s.get(qn("w:default")) in {"1", "true"}
            ),
            "",
        )

    def of(self, paragraph: Element) -> str:
        """Id of the paragraph's style; the default one's, or "", where it names none."""
        return value(paragraph, "w:pPr", "w:pStyle") or self._default

    def level(self, paragraph: Element) -> int:
        """1 to 9 for a heading (Title is 1), 0 for text."""
        own = value(paragraph, "w:pPr", "w:outlineLvl")
        if own is not None:
            return _outline_level(own)
        for style in self._chain(self.of(paragraph)):
            outline = value(style, "w:pPr", "w:outlineLvl")
            if outline is not None:
                return _outline_level(outline)
            heading = _HEADING.fullmatch(_name(style))
            if heading:
                return int(heading[1])
            if _name(style) in _TITLES:
                return 1
        return 0

    def is_title(self, style_id: str) -> bool:
        return any(_name(style) in _TITLES for style in self._chain(style_id))

    def is_contents(self, style_id: str) -> bool:
        """Whether it is a line of a generated contents list, which repeats the headings."""
        return any(_CONTENTS.fullmatch(_name(style)) for style in self._chain(style_id))

    def numbered(self, style_id: str) -> tuple[Element, str] | None:
        """The `w:numPr` that the style brings, and the id of the style in the chain that holds it."""
        for style in self._chain(style_id):
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                return found, style.get(qn("w:styleId"))
        return None

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        """The style and those it is based on; a loop in a broken file ends it."""
        seen: set[str] = set()
        while style_id and style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            style = self._by_id[style_id]
            yield style
            style_id = value(style, "w:basedOn")


def value(element: Element, *path: str) -> str | None:
    """`w:val` at the end of a path of child names, or None."""
    found = element.find("/".join(qn(name) for name in path))
    return None if found is None else found.get(qn("w:val"))


def _name(style: Element) -> str:
    return (value(style, "w:name") or "").strip().lower()


def _outline_level(raw: str) -> int:
    return int(raw) + 1 if raw.isdigit() and int(raw) < _BODY_TEXT else 0
