"""Lines of a scan that a person puts right: the text changes there alone, and everything behind moves along."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.doubts import doubtful, mended
from ingest.readers.source import Doubt, HeadingMark, SourceText
from rag.domain import Page

LINES = st.lists(st.text("云汀市0-9，。", min_size=1, max_size=8), min_size=2, max_size=8)


def scan(lines: list[str]) -> SourceText:
    """One paragraph a line, every second line doubtful, a page and a heading at each."""
    starts = [sum(len(x) + 1 for x in lines[:i]) for i in range(len(lines))]
    ranges = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    return SourceText(
        "\n".join(lines),
        tuple(HeadingMark(a, b, 1) for a, b in ranges),
        "picture",
        pages=tuple(Page(a, n + 1, True) for n, (a, _) in enumerate(ranges)),
        doubts=tuple(Doubt(a, b, n + 1, 0.5, b"png") for n, (a, b) in enumerate(ranges) if n % 2),
    )


@given(LINES, st.lists(st.text("南天县1-8、", min_size=1, max_size=12), min_size=8, max_size=8))
def test_the_lines_are_as_a_person_said_and_all_ranges_still_cover_theirs(lines, said):
    source = scan(lines)
    given_ = {str(d.start): said[i] for i, d in enumerate(source.doubts)}
    told = {d.page - 1: said[i] for i, d in enumerate(source.doubts)}
    right = [told.get(n, line) for n, line in enumerate(lines)]
    after = mended(source, given_)
    assert after.text == "\n".join(right)
    assert [after.text[m.start : m.end] for m in after.marks] == right
    for page in after.pages:
        assert after.text[page.start :].startswith(right[page.number - 1])
    assert [after.text[d.start : d.end] for d in after.doubts] == [right[d.page - 1] for d in source.doubts]


def test_what_nobody_corrected_stays_and_says_how_sure_it_is():
    source = scan(["第一页", "第二页", "第三页", "第四页"])
    first, second = doubtful(source, {"4": "第２页"})
    assert (first.text, first.corrected, first.page, first.sure) == ("第２页", True, 2, 50)
    assert (second.text, second.corrected) == ("第四页", False)
    assert mended(source, {}) is source
