"""Personal numbers in a person's text: mobile, identity card, bank card. They are never stored and never repeated."""

from __future__ import annotations

import re
import unicodedata

_DIGIT = "0-9零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_RUN = re.compile(rf"[{_DIGIT}](?:[\s\-–—_.·/|~*]{{0,3}}[{_DIGIT}]){{8,30}}[\s\-]{{0,2}}[Xx]?")
_CHINESE = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
_PHONE = re.compile(r"(?:0?0?86)?1[3-9]\d{9}")
_ID_CARD = re.compile(r"\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_OLD_ID_CARD = re.compile(r"\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_GROUPS = re.compile(
    r"(?<!\d)1[3-9]\d\W{1,3}\d{4}\W{1,3}\d{4}(?!\d)"
    r"|(?<!\d)\d{6}\W{1,3}(?:18|19|20)\d{2}\W{0,3}(?:0[1-9]|1[0-2])\W{0,3}[0-3]\d\W{1,3}\d{3}[\dXx](?!\d)"
)
"""A mobile or identity number in its usual groups, whatever parts them."""
_NAMED = re.compile(
    r"(?:身份证|证件号|电话|联系方式|微信|银行卡|卡号|账号|帐号|社保卡|医保卡|护照|驾照)"
    r"[^0-9。！？!?]{0,10}(?!(?:19|20)\d{2}\D)\d[\d\s\-]{5,}+(?![十百千万亿个张人户元件次部家年条名份%.])"
    r"|微信号?[是为:：\s]{0,3}[a-z][a-z\d_\-]{5,}|\bQQ号?[是为:：\s]{0,3}\d{5,}",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[A-Za-z\d._%+\-]+@[A-Za-z\d\-]+\.[A-Za-z]{2,}")


def personal(text: str) -> bool:
    """Whether a text holds a mobile number, an identity card number, a bank card number (16 to 19 digits that pass the
    Luhn check, ISO/IEC 7812-1), six and more digits that it calls one of these, or an address to write to.

    An identity number whose check digit is wrong (GB 11643) counts all the same: people mistype, and the rest of it is
    as personal. Digits may be full-width or Chinese, and parted by spaces, hyphens or dots.
    """
    text = unicodedata.normalize("NFKC", text)
    if _NAMED.search(text) or _MAIL.search(text) or _GROUPS.search(text.translate(_CHINESE)):
        return True
    return any(_is_personal(_bare(match.group())) for match in _RUN.finditer(text))


def _bare(run: str) -> str:
    return re.sub(r"[^0-9Xx]", "", run.translate(_CHINESE))


def _is_personal(digits: str) -> bool:
    plain = digits.rstrip("Xx")
    if _PHONE.fullmatch(plain) or _ID_CARD.fullmatch(digits) or _OLD_ID_CARD.fullmatch(plain):
        return True
    if len(digits) == 18:
        return True
    if 16 <= len(plain) <= 19:
        return plain[0] in "34569" and _luhn(plain)
    return len(plain) > 19 and bool(re.search(rf"{_PHONE.pattern}|{_ID_CARD.pattern}", digits))


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
