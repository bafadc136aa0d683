"""Text of a Word paragraph as it is shown once changes are accepted, and what of the document is not in its text."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

Element = Any  # an lxml element of python-docx's own classes

_NOTES: Final = {"w:footnoteReference": RELATIONSHIP_TYPE.FOOTNOTES, "w:endnoteReference": RELATIONSHIP_TYPE.ENDNOTES}
_BOX: Final = qn("w:txbxContent")
_UNREAD: Final = {qn(f"w:{name}") for name in ("del", "moveFrom", "txbxContent", "pPr")} | {
    # Word writes drawings twice; the fallback would repeat the first's text.
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SIGNS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_P, _R, _T = (qn(f"w:{name}") for name in ("p", "r", "t"))


@dataclass(slots=True)
class Texts:
    """Reads the paragraphs of one document; notes get numbers in the order they are met."""

    document: Any
    waiting: list[str] = field(default_factory=list)
    """Notes that were met and not taken yet, each with its mark (“[1]河巷长制：……”)."""
    _count: int = 0
    _notes: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, element: Element) -> str:
        """Text of a paragraph; soft line breaks as newlines, a note as its mark."""
        parts: list[str] = []
        for child in element:
            if child.tag in _UNREAD or (child.tag == _R and _hidden(child)):
                continue
            if child.tag == _T:
                parts.append(child.text or "")
            elif child.tag in _SIGNS:
                parts.append(_SIGNS[child.tag])
            elif kind := next((k for name, k in _NOTES.items() if child.tag == qn(name)), None):
                parts.append(self._mark(kind, child.get(qn("w:id")) or ""))
            else:
                parts.append(self.of(child))
        return "".join(parts)

    def take_notes(self) -> list[str]:
        """The notes met since they were last taken."""
        taken, self.waiting = self.waiting, []
        return taken

    def _mark(self, kind: str, id: str) -> str:
        if kind not in self._notes:
            self._notes[kind] = {
                note.get(qn("w:id")): " ".join(filter(None, (self.of(p).strip() for p in note.iter(_P))))
                for note in _part(self.document, kind)
            }
        words = self._notes[kind].get(id, "")
        if not words:
            return ""
        self._count += 1
        self.waiting.append(f"[{self._count}]{words}".replace("\n", " "))
        return f"[{self._count}]"


def boxes(paragraph: Element) -> Iterator[Element]:
    """Text boxes that hang on a paragraph, each once; one inside another is part of it."""
    for box in paragraph.iter(_BOX):
        above = {a.tag for a in box.iterancestors()}
        if not above & (_UNREAD - {qn("w:pPr")}):
            yield box


def told(document: Any) -> tuple[str, ...]:  # noqa: ANN401 -- python-docx's class, which the wall ends at
    """What staff should know: tracked changes were taken as accepted, comments are left out."""
    body = document.element.body
    found = Counter({name: sum(1 for _ in body.iter(qn(f"w:{name}"))) for name in ("ins", "del", "moveTo")})
    comments = sum(1 for c in _part(document, RELATIONSHIP_TYPE.COMMENTS) if c.tag == qn("w:comment"))
    out = []
    if found.total():
        out.append(
            f"Word 文档里有修订（新增 {found['ins']} 处，删除 {found['del']} 处，移动 {found['moveTo']} 处），已按接受全部修订读取。"
        )
    if comments:
        out.append(f"Word 文档里有 {comments} 条批注，没有收进来。")
    return tuple(out)


def _part(document: Any, kind: str) -> list[Element]:  # noqa: ANN401
    """Elements at the top of a part that the document points to; none where there is no such part."""
    try:
        part = document.part.part_related_by(kind)
    except KeyError:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return list(etree.parse(io.BytesIO(part.blob), parser).getroot())


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false", "off"}
