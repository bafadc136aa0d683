"""PDF with text -> `SourceText`. The only home of pdfplumber and pypdf."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pdfplumber
import pypdf

from ingest.readers import ocr
from ingest.readers.ocr_files import recognised
from ingest.readers.ocr_text import text_of
from ingest.readers.pdf_lines import PageLines, page_lines
from ingest.readers.source import SourceText, sensible_title
from rag.errors import ReadError

Progress = Callable[[int, int], None]
"""Called with pages read and pages in all."""

_FEW_CHARS: Final = 20
"""A page with fewer characters and a picture is a scan: what text it has is a stamp or a page number."""
_UNKNOWN_SHARE: Final = 0.2
"""With more characters than this that have no meaning, the font cannot be read."""

# Their warnings about slightly wrong files would bury the one sentence meant for the person.
for _name in ("pdfminer", "pypdf"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def read_pdf(data: bytes, path: Path, password: str | None, progress: Progress | None) -> SourceText:
    """Each paragraph becomes one line; page numbers and running heads go. No marks: a PDF names no headings.

    :param path: for the remedy only.
    :param password: opens an encrypted file; ignored where none is needed.
    Pages that are pictures are recognised where that option is installed.

    :raises ReadError: password missing or wrong, a scan without that option, text that cannot be read. Damage raises what the libraries raise.
    """
    opens_with, title = _unlocked(data, path, password)
    with pdfplumber.open(io.BytesIO(data), password=opens_with) as pdf:
        total = len(pdf.pages)
        pages: list[PageLines] = []
        for number, page in enumerate(pdf.pages, start=1):
            pages.append(page_lines(page))
            page.close()  # gives the page's objects back; a long file would fill the memory
            if progress:
                progress(number, total)
    if not pages:
        raise ReadError("文件已损坏：PDF 里一页也没有，请重新取得文件再试")
    scanned = _scanned(pages)
    seen = recognised(data, opens_with, scanned, total, progress) if scanned and ocr.available() else {}
    pages = [seen[n][0] if n in seen else page for n, page in enumerate(pages)]
    warnings = _torn_warning(data) if seen else _scan_warning(scanned) + _torn_warning(data)
    source = text_of(pages, {n: picture for n, (_, picture) in seen.items()}, "pdf", title, warnings)
    if not source.text:
        raise ReadError("PDF 里只有页码，没有正文文字，请换一份更清楚的扫描件再试")
    return source


def _unlocked(data: bytes, path: Path, password: str | None) -> tuple[str, str | None]:
    """The password that opens the file ("" where none is needed), and the title in its properties."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    opens_with = ""
    if reader.is_encrypted and not reader.decrypt(""):
        remedy = f'python -m ingest "{path}" --password 密码'
        if not password:
            raise ReadError("PDF 加了打开密码，请给出密码再试", remedy)
        if not reader.decrypt(password):
            raise ReadError("PDF 的打开密码不对，请核对密码再试", remedy)
        opens_with = password
    return opens_with, sensible_title(reader.metadata.title if reader.metadata else None)


def _scanned(pages: list[PageLines]) -> list[int]:
    """Numbers (from 1) of the pages that are pictures, or are to be read as such.

    :raises ReadError: all that is to be read is in pictures, or in a font that says nothing of its characters, and
        pictures cannot be read on this machine.
    """
    chars = sum(page.chars for page in pages)
    unknown = sum(page.unknown for page in pages)
    if unknown > chars * _UNKNOWN_SHARE:
        ocr.require("PDF 的字体没有文字编码，提取出来是乱码，请用原始 Word 文件，或做文字识别")
        return list(range(1, len(pages) + 1))
    scanned = [n for n, page in enumerate(pages, start=1) if page.chars < _FEW_CHARS and page.has_picture]
    written = [n for n, page in enumerate(pages, start=1) if page.chars and n not in scanned]
    if not chars or not written:
        ocr.require("PDF 是扫描件，没有可读取的文字")
        return list(range(1, len(pages) + 1))
    return scanned


def _scan_warning(scanned: list[int]) -> tuple[str, ...]:
    if not scanned:
        return ()
    first = "、".join(str(n) for n in scanned[:5]) + ("等" if len(scanned) > 5 else "")
    return (f"PDF 第 {first} 页是图片，没有读到文字（共 {len(scanned)} 页）；如有正文，{ocr.INSTALL}",)


def _torn_warning(data: bytes) -> tuple[str, ...]:
    return () if b"%%EOF" in data[-2048:] else ("PDF 文件末尾不完整，可能缺页，请核对原文",)
