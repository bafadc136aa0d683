"""What a file is, by its content first and its ending second."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from ingest.readers.convert import AS_DOCX
from ingest.readers.ocr_files import PICTURE_ENDINGS, picture_names
from rag.errors import ReadError

MAX_UNZIPPED_MB: Final = 500
"""A DOCX that unpacks to more is a zip bomb or no report."""

LIST: Final = "TXT、Markdown、HTML、DOCX、DOC、WPS、RTF、ODT、PDF、OFD，以及扫描的 PDF、PNG、JPEG、TIFF"
_KINDS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
)
_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"GIF8", "这是 GIF 图片，请另存为 PNG 或 JPEG 再试"),
    (b"Rar!", "这是压缩包，请先解压再试"),
    (b"7z\xbc\xaf", "这是压缩包，请先解压再试"),
    (b"\x1f\x8b", "这是压缩包，请先解压再试"),
    (b"MIME-Version:", f"这是网页归档（MHT）文件，{AS_DOCX}"),
)
_ODT: Final = b"application/vnd.oasis.opendocument.text"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_ENDINGS: Final = {"": "txt", "txt": "txt", "text": "txt", "md": "md", "markdown": "md"}
_HTML_ENDINGS: Final = frozenset({"htm", "html", "shtml", "xhtml"})
_OTHER_ENDINGS: Final = frozenset({"doc", "docx", "wps", "rtf", "pdf"})
ENDINGS: Final = frozenset(
    {"txt", "md", "html", "htm", "docx", "doc", "wps", "rtf", "odt", "pdf", "ofd", "zip", *PICTURE_ENDINGS}
)
"""Of files that can be read."""
_SAME_AS: Final = {"docm": "docx", "dotx": "docx", "dot": "doc", "wpt": "wps", "zip": "picture"} | dict.fromkeys(
    PICTURE_ENDINGS, "picture"
)
_CALLED: Final = {"picture": "图片", "wordml": " Word 2003 的 XML"}
_WORD: Final = "WordDocument".encode("utf-16-le")
_NOT_WORD: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book\0", "PowerPoint Document"))
_HTML_START = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--((?!-->).)*-->\s*)*<(!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>", re.I)
_BLOCK_TAG = re.compile(r"</p>|</div>|</h[1-6]>|<br\s*/?>", re.I)


def binary_kind(data: bytes, ending: str) -> str | None:
    """`pdf`, `docx`, `ofd`, `picture`, a kind that is converted (`doc`, `wps`, `rtf`, `odt`, `wordml`), or None for what
    may be text.

    :param ending: of the file's name, lower case, without the dot.
    :raises ReadError: a kind that is known but not read here.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data, ending)
    for signature, kind in _KINDS:
        if data.startswith(signature):
            return kind
    if (data[:2] == b"BM" and b"\0\0" in data[:16]) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(sentence)
    if b"<?mso-application" in data[:512]:
        return "wordml"
    if ending in {"docx", "pdf", "doc", "wps", "rtf", "ofd", "zip", *PICTURE_ENDINGS} and b"\0" in data:
        raise ReadError(f"文件已损坏：扩展名是 .{ending}，内容却不是，请重新取得文件再试")
    return None


def text_kind(text: str, ending: str) -> str:
    """`html`, `md` or `txt` for decoded text.

    :raises ReadError: the ending is of a kind that holds no report.
    """
    if _HTML_START.match(text[:4096]):
        return "html"
    if text[:4096].lstrip().startswith("<") and len(_BLOCK_TAG.findall(text[:65536])) >= 3:
        return "html"
    if ending in _HTML_ENDINGS:
        # Without a single tag it is plain text, whose lines HTML would run together.
        return "html" if _TAG.search(text) else "txt"
    if ending in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[ending]
    if ending in _OTHER_ENDINGS:
        return "txt"
    raise ReadError(f"不认识 .{ending} 文件，可以读取的是 {LIST}，请另存为其中一种再试")


def disguise(kind: str, ending: str) -> tuple[str, ...]:
    """A warning where the ending denies the kind that was found; empty where they agree."""
    expected = _TEXT_ENDINGS.get(ending) or ("html" if ending in _HTML_ENDINGS else _SAME_AS.get(ending, ending))
    if expected == kind or (kind == "wordml" and ending in ("xml", "doc")):
        return ()
    return (f"扩展名是 .{ending}，内容其实是{_CALLED.get(kind, f' {kind.upper()}')}，已按内容读取",)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unzipped = sum(info.file_size for info in archive.infolist())
            pictures = picture_names(archive)
            is_odt = "mimetype" in names and archive.open("mimetype").read(100).startswith(_ODT)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError("文件已损坏，无法解开，请重新取得文件再试") from error
    if unzipped > MAX_UNZIPPED_MB * 1024 * 1024:
        raise ReadError(f"文件解开后超过 {MAX_UNZIPPED_MB} MB，不像一份报告，请只保留文字后另存再试")
    if pictures:
        return "picture"
    if "OFD.xml" in names:
        return "ofd"
    if is_odt:
        return "odt"
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise ReadError(f"这是压缩包或其他办公文件，可以读取的是 {LIST}，请解压或另存后再试")
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise ReadError("这是表格或幻灯片，不是 Word 文档，请把报告全文另存为 .docx 再试")
    return "docx"


def _ole_kind(data: bytes, ending: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError("这个 Word 文件加了打开密码，请在 Word 中取消密码后另存为 .docx 再试")
    if _WORD not in data and any(name in data for name in _NOT_WORD):
        raise ReadError("这是表格或幻灯片，不是 Word 文档，请把报告全文另存为 .docx 再试")
    return "wps" if ending in ("wps", "wpt") else "doc"
