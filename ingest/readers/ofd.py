"""OFD (GB/T 33190) -> `SourceText`: a ZIP of XML with the place of every run of text on its page, in millimetres."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from PIL import Image

from ingest.readers import ocr, ocr_text
from ingest.readers.ocr_page import rows
from ingest.readers.ofd_runs import POINT, run_of
from ingest.readers.pdf_lines import Line, PageLines
from ingest.readers.source import SourceText, sensible_title
from rag.errors import ReadError

Progress = Callable[[int, int], None]
"""Called with pages read and pages in all."""

_FEW_CHARS: Final = 20
"""A page with fewer characters and a picture is a scan."""
_A4: Final = (0.0, 0.0, 210.0, 297.0)


def read_ofd(data: bytes, progress: Progress | None) -> SourceText:
    """Each paragraph becomes one line; page numbers and running heads go. Pages that are pictures are recognised where
    that option is installed; templates (the background of a form) are left out.

    :raises ReadError: no page, no text. Damage raises what the libraries raise.
    """
    pages: list[PageLines] = []
    seen: dict[int, ocr.Pixels] = {}
    scans = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = _Package(archive)
        bodies = [_under(package.root("OFD.xml"), "DocRoot")]
        where = package.resolved("OFD.xml", bodies[0])
        document = package.root(where)
        places = [package.resolved(where, p.get("BaseLoc", "")) for p in _all(document, "Page") if p.get("BaseLoc")]
        images = _images(package, where, document)
        area = _box(_under(document, "PhysicalBox")) or _A4
        for number, place in enumerate(places):
            content = package.root(place)
            page = _page(content, _box(_under(content, "PhysicalBox")) or area)
            pictures = [
                images[i.get("ResourceID", "")] for i in _all(content, "ImageObject") if i.get("ResourceID") in images
            ]
            if page.chars < _FEW_CHARS and pictures:
                scans += 1
                if ocr.available():
                    largest = max(pictures, key=lambda name: archive.getinfo(name).file_size)
                    page, seen[number] = ocr_text.page_seen(Image.open(io.BytesIO(archive.read(largest))))
            pages.append(page)
            if progress:
                progress(number + 1, len(places))
        title = sensible_title(_under(package.root("OFD.xml"), "Title"))
    if not places:
        raise ReadError("文件已损坏：OFD 里一页也没有，请重新取得文件再试")
    missing = scans - len(seen)
    if missing == len(pages):
        ocr.require("OFD 是扫描件，没有可读取的文字")
    warnings = (f"OFD 里有 {missing} 页是图片，没有读到文字；如有正文，{ocr.INSTALL}",) if missing else ()
    return ocr_text.text_of(pages, seen, "ofd", title, warnings)


@dataclass(frozen=True, slots=True)
class _Package:
    archive: zipfile.ZipFile

    def root(self, name: str) -> Any:  # noqa: ANN401 -- an element of lxml
        """Root of one XML file. Raises KeyError, XMLSyntaxError."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(self.archive.read(name), parser)

    def resolved(self, holder: str, location: str) -> str:
        """Name in the archive of a location that stands in the file `holder`."""
        location = location.strip()
        path = location if location.startswith("/") else posixpath.join(posixpath.dirname(holder), location)
        return posixpath.normpath(path).lstrip("/")


def _images(package: _Package, where: str, document: Any) -> dict[str, str]:  # noqa: ANN401
    """Names of image files in the archive by the id of their resource."""
    names = set(package.archive.namelist())
    found: dict[str, str] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for told in _all(document, kind):
            place = package.resolved(where, told.text or "")
            if place not in names:
                continue
            root = package.root(place)
            base = package.resolved(place, root.get("BaseLoc", ""))
            for media in _all(root, "MultiMedia"):
                file = posixpath.normpath(posixpath.join(base, _under(media, "MediaFile")))
                if file in names:
                    found[media.get("ID", "")] = file
    return found


def _page(content: Any, area: tuple[float, ...]) -> PageLines:  # noqa: ANN401
    lines = list(dict.fromkeys(line for one in _all(content, "TextObject") for line in _lines(one)))
    chars = sum(len(line.text) for line in lines)
    whole = tuple(rows(lines))
    return PageLines(whole, area[2] * POINT, area[3] * POINT, chars, 0, False)


def _lines(text_object: Any) -> Iterator[Line]:  # noqa: ANN401
    box = _box(text_object.get("Boundary", ""))
    if box is None:
        return
    size = float(text_object.get("Size") or 0)
    matrix = [float(x) for x in text_object.get("CTM", "1 0 0 1 0 0").split()]
    for code in _all(text_object, "TextCode"):
        if line := run_of(code, box, size, matrix):
            yield line


def _box(raw: str) -> tuple[float, ...] | None:
    numbers = tuple(float(x) for x in raw.split())
    return numbers if len(numbers) == 4 else None


def _all(root: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    yield from root.iter("{*}" + name)


def _under(root: Any, name: str) -> str:  # noqa: ANN401
    """Text of the first element of this name; empty where there is none."""
    return next((str(element.text or "").strip() for element in _all(root, name)), "")
