"""Footnotes of a page: told by a mark that stands at a word above, and put behind the paragraph that they cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.headings import BRACKETED, heading_line, numbered
from ingest.moved import Line, lines_of, put
from ingest.readers.pdf_furniture import is_page_number
from ingest.readers.source import SourceText
from ingest.tails import is_entry

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_RAISED: Final = "¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(
    rf"(?P<round>[{_CIRCLED}])|(?P<square>[\[［〔【]\s*(?:注\s*)?\d{{1,3}}\s*[\]］〕】])|(?P<raised>[{_RAISED}])|"
    r"(?P<star>[*＊※](?!\s*[*＊※]))|(?P<plain>\d{1,2}(?![\d,%％年月日]|\.\d))[.．、]?"
)
_A_LINE = re.compile(rf"^[ \t\u3000]*(?:{_MARK.pattern})", re.MULTILINE)
_TERM = re.compile(r"[\s“\"《]*(?P<term>.{2,40}?)[”\"》]?\s*(?:[:：—]|，?是?指|，即|，是)")
_SAYS: Final = ("指", "是指", "即", "系指", "为", "本", "参见", "见", "根据", "数据来源", "资料来源")
_ENDED = re.compile(r"[。！？!?；;：:][”’」』）)]*$")
_RULE = re.compile(r"[-—_─=·.\s]{3,}")
_NEAR: Final = 40
"""Characters before its mark among which a note's word stands."""
_BACK: Final = 6000
"""Characters above a note among which its mark stands; a page has some 700."""
_PAGES: Final = 300
"""Lines above a note among which its mark stands."""
_LONGEST: Final = 30
"""Lines that a paragraph goes on below the note at most."""


def is_note(text: str, above: str) -> bool:
    """Whether a line explains a word above that carries its mark (“三长制①” and “①三长制：指……”).

    Items of a list look the same (“①修桥；②铺路”): a note's word stands before the mark, or it says 指 at once. Square
    brackets are marks of notes alone.
    """
    mark = _MARK.match(text)
    if not mark:
        return False
    words = text[mark.end() :].strip()
    places = [m.start() for m in _at_a_word(mark).finditer(above)]
    if not places or len(words) < 4:
        return False
    if mark["square"] or (not mark["plain"] and words.startswith(_SAYS)):
        return True
    term = _TERM.match(words)
    if not term:
        return False
    pairs = {term["term"][i : i + 2] for i in range(len(term["term"]) - 1)}
    return any(pair in above[max(0, at - _NEAR) : at] for at in places for pair in pairs)


def _at_a_word(mark: re.Match[str]) -> re.Pattern[str]:
    """The same mark directly behind a word; a plain number at the foot stands for one in brackets or raised."""
    number = _number(mark)
    forms = [rf"[\[［〔【]\s*(?:注\s*)?{number}\s*[\]］〕】]"] if number else []
    if number and number <= len(_CIRCLED):
        forms.append(_CIRCLED[number - 1])
    if number and number <= len(_RAISED):
        forms.append(_RAISED[number - 1])
    return re.compile(rf"(?<=[\w”’》）)])(?:{'|'.join(forms) or '[*＊※]'})")


def _number(mark: re.Match[str]) -> int:
    """The mark's number, 0 for a star."""
    if mark["round"]:
        return _CIRCLED.index(mark["round"]) + 1
    if mark["raised"]:
        return _RAISED.index(mark["raised"]) + 1
    digits = re.search(r"\d+", mark[0])
    return int(digits[0]) if digits else 0


def settled(source: SourceText) -> SourceText:
    """The same text, notes that cut a paragraph in two (and page numbers and rules beside them) put behind it. Pages and
    doubtful lines go with their words.

    A text whose format names its headings has no pages and stays as it is.
    """
    if source.marks or not _A_LINE.search(source.text):
        return source
    before = lines = lines_of(source.text)
    at = 1
    while at < len(lines):
        lines = _cut_at(lines, at) or lines
        at += 1
    return source if lines is before else put(source, lines)


def _cut_at(lines: Sequence[Line], at: int) -> list[Line] | None:
    """The lines with the notes that begin at `at` moved; None where none cut a paragraph there."""
    if not _MARK.match(lines[at].text.strip()):
        return None
    before = at - 1
    while before >= 0 and _between(lines[before].text):
        before -= 1
    cut = lines[before].text.strip() if before >= 0 else ""
    if not cut or _ENDED.search(cut) or heading_line(cut) or is_entry(cut):
        return None
    above = "\n".join(line.text for line in lines[max(0, before - _PAGES) : before + 1])[-_BACK:]
    notes, after = _notes(lines, at, len(cut), above)
    if not notes or after >= len(lines) or _begins_anew(lines[after].text.strip()):
        return None
    end = after
    while end < min(len(lines) - 1, after + _LONGEST) and not _ENDED.search(lines[end].text.strip()):
        end += 1
    whole = lines[before].stripped(left=False) + lines[after].stripped(right=False)
    return [*lines[:before], whole, *lines[after + 1 : end + 1], *notes, *lines[end + 1 :]]


def _notes(lines: Sequence[Line], at: int, width: int, above: str) -> tuple[list[Line], int]:
    """The notes that begin at `at`, each as one line, and the index of the line that goes on with the text."""
    found: list[Line] = []
    open_note = False
    while at < len(lines):
        line = lines[at].stripped()
        if is_note(line.text, above):
            found.append(line)
        elif open_note and not _between(line.text):
            found[-1] += line
        elif not (found and _between(line.text)):
            break
        if not _between(line.text):
            open_note = not _ENDED.search(line.text) and len(line.text) >= 0.9 * width
        at += 1
    return found, at


def _between(line: str) -> bool:
    line = line.strip()
    return not line or bool(_RULE.fullmatch(line)) or is_page_number(line)


def _begins_anew(line: str) -> bool:
    number = numbered(line)
    return bool(heading_line(line)) or bool(number and number[0] <= BRACKETED) or line.startswith(("各位代表", "——"))
