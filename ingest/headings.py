"""Recognise headings of Chinese official prose. Works on one line or paragraph; knows nothing of files.

A heading's `rank` says how high it stands among the numbering styles of official documents (GB/T 9704-2012, 7.3.3:
一、 then （一） then 1. then （1）); the depth in a given report follows from the ranks that occur in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.tails import opens_glossary

PART, VOLUME, CHAPTER, ARTICLE, NUMBERED, BRACKETED, ARABIC, SUB, ENUMERATED, RUN_IN = (
    10,
    13,
    15,
    17,
    20,
    30,
    40,
    50,
    55,
    60,
)

_CN = "[一二三四五六七八九十百]+"
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (VOLUME, re.compile(rf"第{_CN}(?:部分|篇|编)[\s、:：]*")),
    (CHAPTER, re.compile(rf"第{_CN}章[\s、:：]*")),
    (ARTICLE, re.compile(rf"第{_CN}节[\s、:：]*")),
    (NUMBERED, re.compile(rf"{_CN}[、．.](?!{_CN}[、产类批期线])\s*")),  # 一、二、三产业 opens a sentence
    (BRACKETED, re.compile(rf"[（(]\s*{_CN}\s*[）)]\s*、?")),
    (
        ARABIC,
        re.compile(r"(?:\d{1,2}(?:\.(?!\d)|\.(?=20\d\d\s*年)|[．、])|[（(]\d{1,2}[）)]|[①-⑳]|[［\[]\d{1,2}[］\]])\s*"),
    ),
)
_ENUMERATED = re.compile(rf"(?:{_CN}[是要]|第{_CN}[,，、]|——)")
_PART_WORDS = re.compile(
    r"工作回顾|工作总结|发展回顾|发展成就|工作安排|重点工作|重点任务|主要任务|目标任务|主要目标|总体要求|自身建设(?=$|\W)|"
    r"(?:今年|明年|年|下一步)工作(?:打算|思路|任务)|(?:今年|明年|下年|20\d\d年)(?:的)?工作$|"
    r"^附件\d*[:：]?$|^附录$|^附[:：]?$"
)
_END_OF_SENTENCE = re.compile(r"[。！？!?；;，,、]$")
_NOT_RUN_IN = re.compile(
    r"^(?:各位|现在|同时|此外|过去|今年|明年|去年|当前|一年来|五年来|这一年|这五年|回[顾首望]|我们|我[省市县区州旗盟]|大家|"
    r"让|在此|成绩|以上|为此|为了|为实现|实现.{0,12}目标|完成.{0,12}(?:目标|任务)|但|刚刚|与此同时|预计|唯有|只有|"
    r"做好今年|主要做了|一年来|20\d\d年?[，,是]|20\d\d年.{0,20}平凡)|"
    r"[“”].{12,}|(?<![求于])是(?!非)|(?:以下|下列|如下|以下几|个|大)方面|以下工作|"
    r"\d[\d.,，]*\s*(?:[万亿]|%|％|个?百分点|元|年|人|户|公里|倍|吨|亩)"
)
"""What a heading does not say: it opens no train of thought, states no figure, and has no copula."""
MAX_HEADING_CHARS = 48
MAX_NUMBERED_CHARS = 90
"""A heading numbered 一、 or （一） may be a long one."""
MAX_RUN_IN_CHARS = 30


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found in a piece of text: its rank, and [start, end) of its words within that piece."""

    rank: int
    start: int
    end: int


def numbered(text: str) -> tuple[int, int] | None:
    """Rank and length of the numbering that opens `text`, or None."""
    for rank, pattern in _STYLES:
        if match := pattern.match(text):
            return rank, match.end()
    return None


def ordinal(text: str) -> int | None:
    """The number that opens a heading numbered 一、 or （一）, up to 十九; None where there is none."""
    match = re.match(rf"[（(]?\s*({_CN})\s*[）)、．.]", text)
    if not match or not 1 <= len(match[1]) <= 2 or re.search("[百千]", match[1]):
        return None
    tens, _, ones = match[1].rpartition("十") if "十" in match[1] else ("", "", match[1])
    digit = "一二三四五六七八九".find(ones) + 1 if ones else 0
    return (10 if "十" in match[1] and not tens else 10 * ("一二三四五六七八九".find(tens) + 1) if tens else 0) + digit


def heading_line(text: str) -> Heading | None:
    """The heading that a line is as a whole: short, numbered or one of the names parts go by, not a sentence.

    A numbered line may end in 。 (“（一）稳住经济大盘。”), an unnumbered one may not.
    """
    if not text or len(text) > MAX_NUMBERED_CHARS:
        return None
    if opens_glossary(text):
        return Heading(NUMBERED if re.match(rf"{_CN}、", text) else PART, 0, len(text))
    if number := numbered(text):
        rank, length = number
        words = text[length:].rstrip("。:：")
        ended = bool(_END_OF_SENTENCE.search(text))
        if not words or re.search(r"[。！？!?；;]", words) or text.endswith(("；", ";")):
            return None
        if ended and rank >= ARABIC:
            return None
        return Heading(rank, 0, len(text)) if rank < ARABIC or len(text) <= MAX_HEADING_CHARS else None
    if len(text) <= 30 and not _END_OF_SENTENCE.search(text) and not text.endswith((":", "：")):
        return Heading(PART, 0, len(text)) if _PART_WORDS.search(text) else None
    return None


def run_in(text: str) -> Heading | None:
    """The short heading that opens a paragraph (“大力提振消费。研究制定……”, “（一）稳增长。……”, “一是……。……”).

    None where the first sentence is long, or reads like a sentence and not like a heading.
    """
    first = re.match(r"[^。！？!?；;：:]{2,}?[。：:]", text)
    if not first:
        return None
    words, number, rest = first.group(), numbered(text), len(text) - first.end()
    if number:
        longest = MAX_HEADING_CHARS if number[0] == ARABIC else MAX_NUMBERED_CHARS
        return Heading(number[0], 0, first.end()) if rest >= 2 and first.end() <= longest else None
    if rest < max(20, first.end()):
        return None
    if _ENUMERATED.match(words):
        return Heading(ENUMERATED, 0, first.end()) if first.end() <= MAX_NUMBERED_CHARS else None
    return Heading(RUN_IN, 0, first.end()) if words.endswith("。") and _reads_like_heading(words) else None


def sub_heading_line(text: str) -> Heading | None:
    """The unnumbered sub-heading that a line could be, if what follows it is a paragraph: a short line without any
    punctuation at its end (`SUB`, holds until the next heading), a short sentence like a run-in heading's (`RUN_IN`)
    or an item of 一是 (`ENUMERATED`) on a line of its own (these hold the next paragraph)."""
    if len(text) > MAX_HEADING_CHARS or len(text) < 4 or numbered(text):
        return None
    if re.fullmatch(r"[^。！？!?；;：:]{3,47}[^。！？!?；;：:，,、…”’」』》）)\]】]", text):
        if _ENUMERATED.match(text):
            return Heading(ENUMERATED, 0, len(text))
        short = len(text) <= MAX_RUN_IN_CHARS and len(re.findall("[，,]", text)) <= 1
        if not short or _NOT_RUN_IN.search(text) or not re.search("[\u3400-\u9fff]{2}", text):
            return None
        return Heading(SUB, 0, len(text))
    if not re.fullmatch(r"[^。！？!?；;：:]+。", text):
        return None
    if _ENUMERATED.match(text):
        return Heading(ENUMERATED, 0, len(text))
    return Heading(RUN_IN, 0, len(text)) if _reads_like_heading(text) else None


def _reads_like_heading(words: str) -> bool:
    return len(words) <= MAX_RUN_IN_CHARS and len(re.findall("[，,]", words)) <= 1 and not _NOT_RUN_IN.search(words)


def title_of(words: str) -> str:
    """How a heading reads in a heading path: white space folded, a dash before it and closing punctuation off."""
    return re.sub(r"\s+", " ", words).strip().lstrip("—").rstrip("。:：；;，,") or words.strip()
