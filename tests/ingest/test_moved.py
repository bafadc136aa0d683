"""Notes that are put elsewhere take their page and their doubts along."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.moved import Line, lines_of, put
from ingest.notes import settled
from ingest.readers.source import Doubt, SourceText
from rag.domain import Page

FIRST = "全市推行“河巷长制”①，生产总值增长6.1%，电子"
NOTE = "①河巷长制：指河道街巷都有专人负责的做法。"
REST = "元器件出口增长31%，新增绿道42公里。"


def scan() -> SourceText:
    """Two pages, one sentence over both, a note at the foot of the first; four doubtful lines, one a page number."""
    text = "\n".join(["一、2030年工作回顾", FIRST, NOTE, "— 1 —", REST, "农村公路改造8条。"])
    doubts = tuple(
        Doubt(text.index(words), text.index(words) + len(words), page, 0.5, words.encode())
        for words, page in (("增长6.1%", 1), ("专人负责", 1), ("— 1 —", 1), ("绿道42公里", 2), ("8条", 2))
    )
    return SourceText(text, (), "pdf", pages=(Page(0, 1, True), Page(text.index(REST), 2, True)), doubts=doubts)


def test_doubts_and_pages_go_with_their_words():
    after = settled(scan())
    assert after.text.split("\n") == ["一、2030年工作回顾", FIRST + REST, NOTE, "农村公路改造8条。"]
    assert [after.text[d.start : d.end].encode() for d in after.doubts] == [d.picture for d in after.doubts]
    assert [d.picture.decode() for d in after.doubts] == ["增长6.1%", "绿道42公里", "专人负责", "8条"]
    assert [(after.text[p.start :][:3], p.number, p.recognised) for p in after.pages] == [
        ("一、2", 1, True),
        ("元器件", 2, True),
        ("①河巷", 1, True),
        ("农村公", 2, True),
    ]


def test_a_scan_without_such_notes_is_the_same():
    source = scan()
    plain = SourceText(source.text.replace("①", ""), (), "pdf", pages=source.pages)
    assert settled(plain) is plain


LINES = st.lists(st.text("甲乙 \u3000丙", max_size=6), min_size=1, max_size=6)


@given(LINES, st.data())
def test_each_sign_is_found_where_its_line_went(words: list[str], data: st.DataObject):
    text = "\n".join(words)
    lines = data.draw(st.permutations(lines_of(text)))
    lines = [one.stripped(left=data.draw(st.booleans()), right=data.draw(st.booleans())) for one in lines]
    if len(lines) > 1 and data.draw(st.booleans()):
        lines = [(lines[0] + lines[1]).stripped(), *lines[2:]]
    pages = tuple(Page(i, i + 1) for i in range(len(text)))
    after = put(SourceText(text, (), "pdf", pages=pages), lines)
    assert after.text == "\n".join(line.text for line in lines)
    assert all(after.text[p.start] == text[p.number - 1] for p in after.pages)
    assert len(after.pages) == sum(len(line.text) for line in lines)


def test_a_line_without_its_ends_knows_where_the_rest_stood():
    assert Line("  甲 ", ((3, 7),)).stripped() == Line("甲", ((5, 6),))
