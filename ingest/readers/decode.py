"""Bytes -> text, whatever the encoding. The only home of charset-normalizer."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from rag.errors import ReadError

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 before UTF-16: its little-endian mark begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b")
_CANDIDATES: Final = ["gb18030", "big5hkscs", "utf_16_le", "utf_16_be", "shift_jis", "euc_kr"]
_SAMPLE: Final = 64 * 1024
"""Bytes or characters that are looked at where all of a 50 MB file would take too long."""

_NOT_TEXT = "文件内容不是文字，或编码无法识别，请在记事本中打开确认后另存为 UTF-8 编码再试"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file: `\\n` newlines, no BOM, otherwise untouched."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode a text file of any length.

    :param declared: the Chinese encoding that the file itself names (HTML), believed only after UTF-8 has failed.
    :raises ReadError: binary data, or no encoding fits.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _mended(data[len(bom) :], encoding, good_per_bad=20) or _refuse()
    if b"\0" in data or (len(data) - len(data.translate(None, _CONTROLS))) * 200 > len(data):
        return _guessed(data) if _looks_wide(data) else _refuse()
    # Chinese in GB18030 is never valid UTF-8 beyond a few characters, so UTF-8 is asked first, even when slightly torn.
    return (
        _strict(data, "utf-8")
        or _mended(data, "utf-8", good_per_bad=50)
        or (_strict(data, declared) if declared else None)
        or _guessed(data)
    )


def _guessed(data: bytes) -> Decoded:
    """GB18030 if it reads as everyday Chinese; else what charset-normalizer says of a sample."""
    chinese = _strict(data, "gb18030")
    if chinese and _everyday(chinese.text):
        return chinese
    best = from_bytes(data[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    guess = _strict(data, best.encoding) if best else None
    return guess or chinese or _mended(data, "gb18030", good_per_bad=50) or _refuse()


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else Decoded(_newlines(text), encoding)


def _mended(data: bytes, encoding: str, *, good_per_bad: int) -> Decoded | None:
    """Decode with `�` for broken bytes, if at least `good_per_bad` non-ASCII characters stand for each of them."""
    sound = _strict(data, encoding)
    if sound:
        return sound
    text = _newlines(data.decode(encoding, errors="replace"))
    bad = text.count("\ufffd")
    good = len(text) - bad - len(text.encode("ascii", errors="ignore"))
    if "\0" in text or good < bad * good_per_bad:
        return None
    return Decoded(text, encoding, (f"文件中有 {bad} 处损坏的字符，已显示为“�”，请核对原文",))


def _everyday(text: str) -> bool:
    """Whether most of a sample is in GB2312, the characters of everyday use; short texts get the benefit of doubt.

    Big5 and torn UTF-8 often pass for GB18030, but then as rare characters.
    """
    strange = [c for c in text[:_SAMPLE] if c > "\x7f"]
    known = "".join(strange).encode("gb2312", errors="ignore")
    return len(strange) < 30 or len(known) >= 2 * 0.8 * len(strange)


def _looks_wide(data: bytes) -> bool:
    """Whether it may be UTF-16 without a BOM: line ends and digits have one zero byte, binary data has them in rows."""
    sample = data[:_SAMPLE]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    return len(data) % 2 == 0 and min(odd, even) == 0 and max(odd, even) > 0


def _newlines(text: str) -> str:
    """Universal newlines, as `Path.read_text` has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _refuse() -> Decoded:
    raise ReadError(_NOT_TEXT)
