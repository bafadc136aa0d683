"""What a file is, by its content first and its ending second."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from rag.errors import ReadError

MAX_UNZIPPED_MB: Final = 500
"""A DOCX that unpacks to more is a zip bomb or no report."""

_AS_DOCX = "请用 Word 或 WPS 打开后另存为 .docx 再试"
_LIST = "TXT、Markdown、HTML、DOCX、PDF"
_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", f"这是 RTF 文件，{_AS_DOCX}"),
    (b"\x89PNG", "这是图片，请先做文字识别（OCR）再试"),
    (b"\xff\xd8\xff", "这是图片，请先做文字识别（OCR）再试"),
    (b"II*\0", "这是图片，请先做文字识别（OCR）再试"),
    (b"MM\0*", "这是图片，请先做文字识别（OCR）再试"),
    (b"GIF8", "这是图片，请先做文字识别（OCR）再试"),
    (b"Rar!", "这是压缩包，请先解压再试"),
    (b"7z\xbc\xaf", "这是压缩包，请先解压再试"),
    (b"\x1f\x8b", "这是压缩包，请先解压再试"),
    (b"MIME-Version:", f"这是网页归档（MHT）文件，{_AS_DOCX}"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_ENDINGS: Final = {"": "txt", "txt": "txt", "text": "txt", "md": "md", "markdown": "md"}
_HTML_ENDINGS: Final = frozenset({"htm", "html", "shtml", "xhtml"})
_OTHER_ENDINGS: Final = frozenset({"doc", "docx", "wps", "pdf"})
_HTML_START = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--((?!-->).)*-->\s*)*<(!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>", re.I)
_BLOCK_TAG = re.compile(r"</p>|</div>|</h[1-6]>|<br\s*/?>", re.I)


def binary_kind(data: bytes, ending: str) -> str | None:
    """`pdf`, `docx`, or None for what may be text.

    :param ending: of the file's name, lower case, without the dot.
    :raises ReadError: a kind that is known but not read here.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        raise ReadError(_ole_sentence(data, ending))
    for signature, sentence in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(sentence)
    if b"<?mso-application" in data[:512]:
        raise ReadError(f"这是 Word 2003 的 XML 文件，{_AS_DOCX}")
    if ending in {"docx", "pdf", "doc", "wps"} and b"\0" in data:
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
    raise ReadError(f"不认识 .{ending} 文件，可以读取的是 {_LIST}，请另存为其中一种再试")


def disguise(kind: str, ending: str) -> tuple[str, ...]:
    """A warning where the ending denies the kind that was found; empty where they agree."""
    expected = _TEXT_ENDINGS.get(ending) or ("html" if ending in _HTML_ENDINGS else ending)
    return () if expected == kind else (f"扩展名是 .{ending}，内容其实是 {kind.upper()}，已按内容读取",)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unzipped = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError("文件已损坏，无法解开，请重新取得文件再试") from error
    if "OFD.xml" in names:
        raise ReadError("这是 OFD 文件，请在阅读器中另存为 PDF 再试")
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise ReadError(f"这是压缩包或其他办公文件，可以读取的是 {_LIST}，请解压或另存后再试")
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise ReadError("这是表格或幻灯片，不是 Word 文档，请把报告全文另存为 .docx 再试")
    if unzipped > MAX_UNZIPPED_MB * 1024 * 1024:
        raise ReadError(f"文件解开后超过 {MAX_UNZIPPED_MB} MB，不像一份报告，请只保留文字后另存再试")
    return "docx"


def _ole_sentence(data: bytes, ending: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "这个 Word 文件加了打开密码，请在 Word 中取消密码后另存为 .docx 再试"
    if ending == "wps":
        return f"这是 WPS 旧格式文件，{_AS_DOCX}"
    return f"这是旧格式的 Office 文件（.doc），{_AS_DOCX}"
