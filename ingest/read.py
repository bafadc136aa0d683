"""A report file -> source text, whatever its format: text, web page, Word, PDF, OFD, or pictures of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.notes import settled
from ingest.readers.convert import to_docx
from ingest.readers.decode import decode
from ingest.readers.docx import read_docx
from ingest.readers.html import declared_charset, read_html
from ingest.readers.kinds import binary_kind, disguise, text_kind
from ingest.readers.markdown import read_markdown
from ingest.readers.ocr_files import read_pictures
from ingest.readers.ofd import read_ofd
from ingest.readers.pdf import read_pdf
from ingest.readers.source import HeadingMark, SourceText
from rag.errors import ReadError
from rag.signs import plain_signs

__all__ = ["HeadingMark", "SourceText", "read"]

Progress = Callable[[int, int], None]
_BY_PAGE = ("pdf", "ofd", "picture")
"""Kinds whose reader tells every page."""


def read(path: Path, *, password: str | None = None, max_mb: int = 50, progress: Progress | None = None) -> SourceText:
    """Read one file whole.

    TXT and Markdown keep their text (decoded, `\\n` newlines, no BOM); the other kinds give one line a paragraph. Signs
    that only look like another (⻓ for 长, see `rag.signs`) are that other sign in all of them, and a
    footnote that cuts a paragraph in two stands behind it (`ingest.notes`).

    :param password: opens an encrypted PDF; ignored elsewhere.
    :param max_mb: a larger file is refused before it is opened; ≥ 1.
    :param progress: called with pages read and pages in all; kinds without pages count as one.
    :raises ReadError: whatever is wrong with the file, in one sentence that starts with its name.
    """
    data = _bytes_of(path, max_mb)
    with _one_sentence(path):
        source = _source(data, path, password, progress)
        if not source.text.strip():
            raise ReadError("文件里没有文字，请确认文件内容后再试")
    if progress and source.kind not in _BY_PAGE:
        progress(1, 1)
    return source


def _source(data: bytes, path: Path, password: str | None, progress: Progress | None) -> SourceText:
    ending = path.suffix.lower().removeprefix(".")
    kind = binary_kind(data, ending)
    if kind == "pdf":
        source = read_pdf(data, path, password, progress)
    elif kind == "docx":
        source = read_docx(data)
    elif kind == "ofd":
        source = read_ofd(data, progress)
    elif kind == "picture":
        source = read_pictures(data, progress)
    elif kind is not None:
        source = replace(read_docx(to_docx(data, kind)), kind=kind)
    else:
        source = _text_source(data, ending)
    warnings = source.warnings + disguise(source.kind, ending)
    return settled(replace(source, text=plain_signs(source.text), warnings=warnings))


def _text_source(data: bytes, ending: str) -> SourceText:
    decoded = decode(data, declared_charset(data))
    kind = text_kind(decoded.text, ending)
    if kind == "html":
        return read_html(decoded)
    if kind == "md":
        return read_markdown(decoded)
    return SourceText(decoded.text, (), "txt", None, decoded.warnings)


def _bytes_of(path: Path, max_mb: int) -> bytes:
    """The file's bytes, at least one.

    :raises ReadError: no such file, a folder or device, no permission, empty, or over `max_mb`.
    """
    try:
        if not path.exists():
            raise ReadError(f"{path}：找不到这个文件，请检查路径和文件名")
        if path.is_dir():
            raise ReadError(f"{path}：这是文件夹，请给出其中的报告文件")
        if not path.is_file():
            raise ReadError(f"{path}：这不是普通文件，请给出报告文件")  # a pipe would wait for ever
        size = path.stat().st_size
        if size > max_mb * 1024 * 1024:
            raise ReadError(
                f"{path.name}：文件有 {size / 1024 / 1024:.1f} MB，超过上限 {max_mb} MB，"
                "请去掉图片或只保留报告正文后再试"
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}：无法打开文件，请检查路径和读取权限") from error
    if not data:
        raise ReadError(f"{path.name}：文件是空的（0 字节），请重新取得文件再试")
    return data


@contextmanager
def _one_sentence(path: Path) -> Iterator[None]:
    """Put the file's name before what a reader says, and turn a library's exception into damage."""
    try:
        yield
    except ReadError as error:
        raise ReadError(f"{path.name}：{error.message}", error.remedy) from error
    except MemoryError as error:
        raise ReadError(f"{path.name}：文件太大，内存不够，请只保留报告正文后再试") from error
    except Exception as error:
        # The libraries have no common base for a damaged file: KeyError, struct.error, PSEOF and a dozen more.
        raise ReadError(f"{path.name}：文件已损坏，无法读取，请用原来的软件打开另存后再试") from error
