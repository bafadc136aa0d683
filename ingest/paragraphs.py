"""Source text -> ranges of whole paragraphs: broken lines are joined by the range, the text stays as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.headings import BRACKETED, heading_line, numbered

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_GOES_ON = re.compile(r"[；;，,、（(《“‘]$|[^目]的$|[和与及]$")
_CLOSED = re.compile(r"[。！？!?：:…”’」』》）)\]】]$")
_ALONE = re.compile(r"^(?:各位(?:代表|委员|同志)|同志们)|^——")
"""Lines that never go on from the line before: an address, a date line."""
_GOES_ON_BEFORE = re.compile(r"^(?:[，,、；;。：:]|[）)》”’](?![）)》”’])|是[：:])")
WRAPPED_FROM = 24
"""A paragraph at least this long that ends without punctuation goes on in the next line, in characters."""


def lines(source: str) -> Iterator[Span]:
    """Ranges of the lines that are not blank, white space at both ends left out."""
    for match in _LINE.finditer(source):
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        end = match.end() - (len(text) - len(text.rstrip()))
        if start < end:
            yield start, end


def paragraphs(source: str, marked: Sequence[Span] = ()) -> list[Span]:
    """Ranges of whole paragraphs in order; `marked` ranges (words of headings known from the format, each within a
    line) stand alone, and what else their line holds (the `#` of Markdown) is left out.

    A line goes on in the next when it ends in ；，、 or an opening bracket (web pages break paragraphs there), when it is
    long and ends without any punctuation, or when it fills the width that the whole text is wrapped to and the next is
    not indented; never across a numbered heading.
    """
    out: list[Span] = []
    fixed = set(marked)
    all_lines = list(_marked_lines(source, marked))
    width = _width_of(source, all_lines)
    last: Span | None = None
    for span in all_lines:
        if out and last and _joins(_Pair(source, out[-1], last, span, width), fixed):
            out[-1] = (out[-1][0], span[1])
        else:
            out.append(span)
        last = span
    return out


def _marked_lines(source: str, marked: Sequence[Span]) -> Iterator[Span]:
    """The lines, a line with a marked range cut down to it."""
    waiting = iter(sorted(marked))
    mark = next(waiting, None)
    for start, end in lines(source):
        while mark and mark[1] <= start:
            mark = next(waiting, None)
        yield mark if mark and start <= mark[0] and mark[1] <= end else (start, end)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A paragraph so far, its last line, and the line that may go on with it."""

    source: str
    before: Span
    line: Span
    after: Span
    width: int | None

    @property
    def gap(self) -> str:
        return self.source[self.line[1] : self.after[0]]


def _joins(pair: _Pair, fixed: set[Span]) -> bool:
    if pair.before in fixed or pair.after in fixed:
        return False
    source = pair.source
    text, line, following = source[slice(*pair.before)], source[slice(*pair.line)], source[slice(*pair.after)]
    number = numbered(following)
    if _GOES_ON_BEFORE.match(following):
        return True
    if _ALONE.match(following) or (number and heading_line(following)):
        return False
    if _GOES_ON.search(text):
        return not (number and number[0] <= BRACKETED)
    if heading_line(text) or number or pair.gap.count("\n") != 1:
        return False
    if pair.width and _columns(line) > pair.width - 6:
        return not re.search(r"\n(?:\u3000+|[ \t]{2,})$", pair.gap)
    return len(text) >= WRAPPED_FROM and not _CLOSED.search(line)


def _width_of(source: str, spans: Sequence[Span]) -> int | None:
    """Columns that a text is wrapped to, None where its lines are whole paragraphs.

    Wrapped text has many full lines, whatever they end in, and shows its paragraphs by indents or blank lines.
    """
    columns = [_columns(source[a:b]) for a, b in spans]
    if len(columns) < 8:
        return None
    width = sorted(columns)[int(len(columns) * 0.95)]
    full = [c for c in columns if width - 6 < c <= width + 6]
    if not 40 <= width <= 160 or len(full) < 0.4 * len(columns):
        return None
    starts = [source[source.rfind("\n", 0, a) + 1 : a] for a, _ in spans]
    indented = sum(len(s) >= 2 or "\u3000" in s for s in starts) / len(spans)
    blank = sum(source.count("\n", a[1], b[0]) > 1 for a, b in pairwise(spans)) / len(spans)
    return width if 0.02 <= indented <= 0.7 or 0.02 <= blank <= 0.7 else None


def _columns(text: str) -> int:
    """Width on a page: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
