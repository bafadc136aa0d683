"""Pictures and pages of a PDF that are pictures -> recognised pages. The only home of pypdfium2."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.readers import ocr, ocr_text
from ingest.readers.pdf_lines import PageLines
from ingest.readers.source import SourceText
from rag.errors import ReadError

Progress = Callable[[int, int], None]
"""Called with pages read and pages in all."""

PICTURE_ENDINGS: Final = ("png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp")
MOST_PAGES: Final = 200
_MOST_PIXELS: Final = 120_000_000
"""A larger picture is no page: an A3 sheet at 600 dpi has 70 million."""
Image.MAX_IMAGE_PIXELS = _MOST_PIXELS


def read_pictures(data: bytes, progress: Progress | None) -> SourceText:
    """One picture, a TIFF of several pages, or a ZIP of pictures in the order of their names.

    :raises ReadError: the option is not installed, damage, too many pages, or nothing to be read on any of them.
    """
    ocr.require("这是图片，里面的文字要先识别")
    pages: list[PageLines] = []
    seen: dict[int, ocr.Pixels] = {}
    pictures = list(_pictures(data))
    for number, picture in enumerate(pictures):
        page, pixels = ocr_text.page_seen(picture())
        pages.append(page)
        seen[number] = pixels
        if progress:
            progress(number + 1, len(pictures))
    return _with_text(ocr_text.text_of(pages, seen, "picture"))


def recognised(
    data: bytes, password: str, numbers: Sequence[int], total: int, progress: Progress | None
) -> dict[int, tuple[PageLines, ocr.Pixels]]:
    """The pages of a PDF with these numbers (from 1), by index (from 0).

    :raises ReadError: too many of them.
    """
    import pypdfium2

    _not_too_many(len(numbers))
    out: dict[int, tuple[PageLines, ocr.Pixels]] = {}
    with pypdfium2.PdfDocument(data, password=password or None) as pdf:
        for number in numbers:
            page = pdf[number - 1]
            scale = min(ocr.LONGEST_SIDE / max(page.get_size()), 6.0)
            out[number - 1] = ocr_text.page_seen(page.render(scale=scale).to_pil())
            page.close()
            if progress:
                progress(number, total)
    return out


def _pictures(data: bytes) -> Iterator[Callable[[], Image.Image]]:
    """One opener a page, so that one picture at a time is in memory."""
    if not data.startswith(b"PK"):
        yield from _frames(data)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = picture_names(archive)
        _not_too_many(len(names))
        for name in sorted(names, key=_in_order):
            yield from _frames(archive.read(name))


def _frames(data: bytes) -> list[Callable[[], Image.Image]]:
    try:
        count = getattr(Image.open(io.BytesIO(data)), "n_frames", 1)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise ReadError("图片已损坏或太大，无法打开，请重新扫描或另存为 PNG、JPEG 再试") from error
    _not_too_many(count)
    return [lambda n=number: _frame(data, n) for number in range(count)]  # type: ignore[misc]


def _frame(data: bytes, number: int) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(data))
        frame = ImageSequence.Iterator(picture)[number]
        return ImageOps.exif_transpose(frame).convert("RGB")
    except (Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise ReadError("图片已损坏或太大，无法打开，请重新扫描或另存为 PNG、JPEG 再试") from error


def picture_names(archive: zipfile.ZipFile) -> list[str]:
    """Names of the pictures in an archive; empty where it holds anything else."""
    names = [n for n in archive.namelist() if not n.endswith("/") and not n.startswith("__MACOSX/")]
    names = [n for n in names if n.rsplit("/", 1)[-1] not in ("Thumbs.db", ".DS_Store")]
    return names if all(n.rsplit(".", 1)[-1].lower() in PICTURE_ENDINGS for n in names) else []


def _in_order(name: str) -> list[tuple[int, str]]:
    """第2页 comes before 第10页."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name)]


def _not_too_many(pages: int) -> None:
    if pages > MOST_PAGES:
        raise ReadError(f"要识别的图片有 {pages} 页，超过上限 {MOST_PAGES} 页，请只保留报告正文后再试")


def _with_text(source: SourceText) -> SourceText:
    if not source.text.strip():
        raise ReadError("图片里没有识别出文字，请换一份更清楚的扫描件（200 dpi 以上）再试")
    return source
