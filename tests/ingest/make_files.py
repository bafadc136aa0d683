"""Real files of every kind, made on the fly for the tests of reading."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pypdf
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

TITLE = "云溪市政府工作报告"
PARAGRAPHS = (
    "各位代表：",
    "现在，我代表市人民政府，向大会报告工作，请予审议，并请市政协委员和列席人员提出意见。",
    "一、2024年工作回顾",
    "过去一年，面对复杂多变的外部环境，全市上下迎难而上，地区生产总值达到1286.4亿元，比上年增长5.8%；一般公共预算收入"
    "完成96.3亿元，增长4.1%；社会消费品零售总额突破500亿元，增长6.7%；居民人均可支配收入增长6.2%，经济运行总体平稳。",
    "（一）产业升级迈出坚实步伐",
    "新增规模以上工业企业73家，总数达到812家。新能源电池、智能装备两个百亿级产业集群初具规模，建成5G基站3200个，"
    "“云上车间”改造完成41家。科技型中小企业入库1180家，全社会研发投入占比提高到2.6%，技术合同成交额增长31.5%。"
    "粮食总产量稳定在18.6亿斤，新建高标准农田12.4万亩，农产品加工转化率达到72%。",
    "（二）民生福祉持续改善",
    "民生支出占一般公共预算支出的78.9%。新增城镇就业3.2万人，改造老旧小区126个，惠及居民2.8万户；新建中小学9所，"
    "增加学位1.1万个；市第三人民医院投入使用，每千人口拥有医疗床位7.4张。群众反映强烈的“停车难”得到缓解，"
    "新增公共停车泊位6500个。",
    "各位代表！成绩来之不易，这是全市人民团结拼搏的结果。同时也要看到，我市经济总量还不够大，产业链条还不够长，"
    "财政收支矛盾仍然突出，部分干部的能力作风与高质量发展要求还有差距。对此，我们将采取有力措施，认真加以解决。",
    "二、2025年工作安排",
    "做好今年的工作，总的要求是：稳中求进，以进促稳，守正创新，先立后破。主要预期目标是：地区生产总值增长5.5%左右，"
    "城镇新增就业3万人以上，居民收入增长与经济增长同步，粮食产量保持在18亿斤以上，单位生产总值能耗下降2.5%。",
    "谢谢大家！",
)
"""A short report of an invented city."""


def write_docx(path: Path, paragraphs: Sequence[tuple[str, str]], title: str | None = None) -> None:
    """A DOCX of (text, style name) pairs."""
    document = docx.Document()
    document.core_properties.title = title or ""
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    document.save(str(path))


def number_list(document: Any, levels: Sequence[tuple[str, str]]) -> str:
    """Add a multi-level list of (numFmt, lvlText) to a python-docx document; its numId."""
    numbering = document.part.numbering_part.element
    abstract = _element("w:abstractNum", {"w:abstractNumId": "77"})
    for n, (shape, template) in enumerate(levels):
        level = _element("w:lvl", {"w:ilvl": str(n)})
        for name, val in (("w:start", "1"), ("w:numFmt", shape), ("w:lvlText", template)):
            level.append(_element(name, {"w:val": val}))
        abstract.append(level)
    numbering.insert(0, abstract)
    return str(numbering.add_num(77).numId)


def put_number(paragraph: Any, num_id: str, level: int) -> None:
    """Make a python-docx paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = int(num_id)


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, val in attributes.items():
        element.set(qn(key), val)
    return element


def write_pdf(
    path: Path,
    paragraphs: Sequence[str],
    *,
    indent: bool = True,
    size: float = 16,
    head: str = "",
    foot: str = "— {} —",
    title: str = "",
) -> None:
    """A typeset PDF: 1.75 times leading, justified, indented by two characters or parted by space."""
    style = ParagraphStyle(
        "body",
        fontName=FONT,
        fontSize=size,
        leading=size * 1.75,
        wordWrap="CJK",
        firstLineIndent=2 * size if indent else 0,
        spaceAfter=0 if indent else size,
    )

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, head.format(document.page))
        canvas.drawCentredString(A4[0] / 2, 36, foot.format(document.page))

    document = SimpleDocTemplate(str(path), pagesize=A4, title=title or None)
    flow = [Paragraph(text, style) for text in paragraphs]
    document.build(flow, onFirstPage=furniture, onLaterPages=furniture)


def write_scan(path: Path, pages: int = 2, text_pages: int = 0) -> None:
    """Pages that are pictures, with a page number each; then `text_pages` with text."""
    from PIL import Image

    picture = ImageReader(Image.new("L", (60, 80), 200))
    canvas = Canvas(str(path), pagesize=A4)
    for number in range(pages):
        canvas.drawImage(picture, 0, 0, width=A4[0], height=A4[1])
        canvas.setFont(FONT, 10)
        canvas.drawString(A4[0] / 2, 30, str(number + 1))
        canvas.showPage()
    for _ in range(text_pages):
        canvas.setFont(FONT, 14)
        canvas.drawString(80, 600, "这一页有可以读取的文字，内容是附表的说明和数据来源。")
        canvas.showPage()
    canvas.save()


def encrypted(path: Path, user: str, owner: str = "owner", algorithm: str = "AES-256") -> None:
    """Encrypt the PDF at `path` in place; `user` "" opens without asking."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(path.read_bytes()))
    writer.encrypt(user, owner, algorithm=algorithm)
    writer.write(str(path))
