"""Footnotes at the foot of a PDF page."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.outline import outline
from ingest.read import read
from ingest.split import split
from rag.sentences import sentences
from tests.ingest import make_files as make

SIZE, STEP, LEFT = 16, 28, 90
FIRST = ["　　全市推行“河巷长制”{}，生产总值增长6.1%，新增", "绿道42公里，改造管网96公里，电子"]
SECOND = [
    "元器件出口增长31%，群众办事少跑了路。",
    "　　二、2031年工作安排",
    "　　今年生产总值预期增长6%左右，新建驿站15个。",
]
HEAD = ["各位代表：", "　　我代表云汀市人民政府，向大会报告工作，请予审议。", "　　一、2030年工作回顾"]
LAST = ["　　各位代表！让我们携手同心，为建设幸福云汀而努力奋斗！"]


def draw(canvas: Canvas, y: float, line: str, mark: str) -> None:
    before, found, after = line.partition("{}")
    canvas.setFont(make.FONT, SIZE)
    canvas.drawString(LEFT, y, before)
    x = LEFT + canvas.stringWidth(before, make.FONT, SIZE)
    if found:
        small = mark.isdecimal()
        canvas.setFont(make.FONT, SIZE * 0.6 if small else SIZE)
        canvas.drawString(x, y + (SIZE * 0.35 if small else 0), mark)
        x += canvas.stringWidth(mark, make.FONT, SIZE * 0.6 if small else SIZE)
    canvas.setFont(make.FONT, SIZE)
    canvas.drawString(x, y, after)


def pages(path: Path, mark: str, notes: list[str]) -> None:
    """Two pages; a sentence goes over the end of the first, where the notes stand."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, (lines, foot) in enumerate(((HEAD + FIRST, notes), (SECOND + LAST, [])), start=1):
        for i, line in enumerate(lines):
            draw(canvas, A4[1] - 100 - STEP * i, line, mark)
        for i, note in enumerate(foot):
            canvas.setFont(make.FONT, 10)
            canvas.drawString(LEFT, 110 - 16 * i, note)
        canvas.setFont(make.FONT, 10)
        canvas.drawCentredString(A4[0] / 2, 36, f"— {number} —")
        canvas.showPage()
    canvas.save()


@pytest.mark.parametrize(
    ("mark", "notes"),
    [
        pytest.param("①", ["①河巷长制：指河道街巷都有专人负责的做法。"], id="a circled number"),
        pytest.param("[1]", ["[1]河巷长制：指河道街巷都有专人负责的做法。"], id="brackets"),
        pytest.param("1", ["1 河巷长制：指河道街巷都有专人负责的做法。"], id="a raised figure"),
        pytest.param("12", ["12.“河巷长制”是指专人负责的做法。"], id="a raised figure of two signs"),
        pytest.param("*", ["*河巷长制：专人负责的做法。"], id="a star"),
        pytest.param(
            "①",
            [
                "①河巷长制：指全市每一条河道、每一条街巷、每一座桥梁都有专人负责，有公开的名单、有",
                "电话、有考核的做法。",
            ],
            id="two lines",
        ),
    ],
)
def test_a_page_footnote_goes_to_its_word(mark: str, notes: list[str], tmp_path: Path):
    path = tmp_path / "云汀_2031.pdf"
    pages(path, mark, notes)
    found = split(outline(read(path).text, stem="云汀_2031"))
    at = next(i for i, p in enumerate(found) if "元器件" in p.text)
    said = [s.text for s in sentences(found[at])]
    shown = f"[{mark}]" if mark.isdecimal() else mark
    whole = FIRST[0].format(shown).strip("　") + FIRST[1] + SECOND[0]
    assert any(s.endswith(whole) for s in said)
    assert "专人负责" in found[at + 1].text
    assert (found[at + 1].glossary, found[at + 1].period) == (True, None)


def test_a_raised_figure_of_a_unit_is_no_mark(tmp_path: Path):
    path = tmp_path / "云汀_2031.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    draw(canvas, 700, "　　新增绿地42km{}，惠及居民三万二千户，公园十五处。", "2")
    canvas.save()
    assert "42km2，" in read(path).text
