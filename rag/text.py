"""Normalising text, for people's questions and for matching; offsets survive where they must."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from rag.signs import plain_signs

_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u00ad\u034f\u061c\u115f\u1160\u180e\u3164\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNREAD = frozenset({"Cc", "Zl", "Zp", "So", "Sk", "Cn", "Co", "Cs"})
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_MARKUP = re.compile(
    r"<(script|style|iframe|svg|object)\b.{0,2000}?</\1\s*>"  # with what stands inside
    r"|\{\{.{0,300}?\}\}|[$#]\{[^{}]{0,300}\}|<%.{0,300}?%>"  # templates
    r"|<!--.{0,2000}?-->|</?[A-Za-z][^<>]{0,300}>|<[A-Za-z]{1,10}\s[^<>]{0,300}=[^<>]{0,300}$"
    r"|!\[[^\]]{0,200}\]\([^)]{0,400}\)|\bon[a-z]{3,20}\s*=\S*|(?:javascript|vbscript|data):\S*",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(r"\[([^\]]{0,200})\]\([^)]{0,400}\)")
_ADDRESS = re.compile(r"(?:https?|ftp)://[!-~]+")
_ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|iframe|img|svg|object|embed|style|link|meta|base|form|input|video|audio|a)\b"
    r"|<[A-Za-z][^<>]{0,300}\bon[a-z]{3,20}\s*=|(?:javascript|vbscript):|\]\(\s*(?:https?|ftp|javascript|data):",
    re.IGNORECASE,
)
_TOKENS = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?%?|[\u3400-\u9fff\U00020000-\U0002ffff]+")
_AGAIN = re.compile(r"([\u3400-\u9fff])\1{2,}")
_SAID_AGAIN = re.compile(r"(?<![A-Za-z])(.{4,}?)(?:\s*\1)+(?![A-Za-z])", re.DOTALL)
"""Not within a word of Latin letters: ni shi shei."""
_FIGURES = re.compile(r"[\d\s.,]+")
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Text in simplified characters; length may change."""
    return str(_simplifier().convert(text))


def clean(text: str) -> str:
    """A person's text as it is understood: plain signs (⻓ is 长), NFKC, simplified Chinese, no invisible, control or combining characters, no
    emoji, no markup, one space for any white space. Length changes; use for questions, never for a report."""
    text = _plain(_ESCAPE.sub("", text))
    text = _ADDRESS.sub(" ", _LINK.sub(r"\1", _MARKUP.sub(" ", _INVISIBLE.sub("", text))))
    text = "".join(_readable(c) for c in text)
    return re.sub(r"\s+", " ", simplified(text)).strip()


def _plain(text: str) -> str:
    """NFKC without invisible characters; angle brackets written as entities or in percent code are brackets again."""
    text = re.sub("%3c", "<", re.sub("%3e", ">", _INVISIBLE.sub("", text), flags=re.I), flags=re.I)
    return unicodedata.normalize("NFKC", plain_signs(html.unescape(text)))


def _readable(char: str) -> str:
    category = unicodedata.category(char)
    if category in _UNREAD and char != "°":
        return " "
    return "" if category in ("Mn", "Me") else char


def active(text: str) -> bool:
    """Whether a text holds markup on which a browser would act: a script, an event handler, an embedded address."""
    return bool(_ACTIVE.search(_plain(text)))


def unrepeated(text: str) -> str:
    """A question without what is said again: 今今今年 is 今年, and a sentence stands once."""
    text = _AGAIN.sub(r"\1", text)
    seen: dict[str, str] = {}
    for match in _SENTENCE.finditer(text):
        seen.setdefault(match.group().strip(" 。！？!?；;"), match.group())
    return _SAID_AGAIN.sub(_once, "".join(seen.values())).strip() if seen else text


def _once(said: re.Match[str]) -> str:
    return said[0] if _FIGURES.fullmatch(said[1]) else said[1]  # 12121212 is one figure


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    folded = unicodedata.normalize("NFKC", plain_signs(char)).lower()
    return folded if len(folded) == 1 else char


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Full-width to half-width, look-alikes to plain signs (`rag.signs`) and lower case, character by character: `len(fold(t)) == len(t)`."""
    return "".join(map(_fold_char, text))


def grams(text: str) -> list[str]:
    """Tokens for keyword search: every Chinese character, every pair of neighbours, and whole Latin words or numbers.

    Characters and pairs found more than jieba words on this task: recall@5 0.86 against 0.78 (docs/search.md).
    """
    out: list[str] = []
    for run in _TOKENS.findall(fold(re.sub(r"\n", "", text))):
        if run[0].isascii():
            out.append(run)
        else:
            out.extend(run)
            out.extend(run[i : i + 2] for i in range(len(run) - 1))
    return out


def long_grams(text: str) -> set[str]:
    """Those of more than one character: what two texts have in common, single characters left out."""
    return {g for g in grams(text) if len(g) > 1}


def squeeze(text: str) -> str:
    """Text without any white space."""
    return re.sub(r"\s+", "", text)
