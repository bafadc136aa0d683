"""Recognise headings of Chinese official prose. Works on one line or paragraph; knows nothing of files.

A heading's `rank` says how high it stands among the numbering styles of official documents (GB/T 9704-2012, 7.3.3:
一、 then （一） then 1. then （1）); the depth in a given report follows from the ranks that occur in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PART, CHAPTER, NUMBERED, BRACKETED, ARABIC, RUN_IN = 10, 15, 20, 30, 40, 60

_CN = "[一二三四五六七八九十百]+"
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (CHAPTER, re.compile(rf"第{_CN}(?:部分|章|节|篇|编)[\s、:：]*")),
    (NUMBERED, re.compile(rf"{_CN}[、．.]\s*")),
    (BRACKETED, re.compile(rf"[（(]{_CN}[）)]\s*、?")),
    (ARABIC, re.compile(r"(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[［\[]\d{1,2}[］\]])\s*")),
)
_ENUMERATED = re.compile(rf"(?:{_CN}[是要]|第{_CN}[,，、]|——)")
_PART_WORDS = re.compile(
    r"工作回顾|工作总结|发展回顾|发展成就|工作安排|重点工作|重点任务|主要任务|目标任务|主要目标|总体要求|自身建设|"
    r"(?:今年|明年|年|下一步)工作(?:打算|思路|任务)|(?:今年|明年|下年|20\d\d年)(?:的)?工作$|"
    r"名词解释|名词注释|名词说明|^注释$|^注解$|^附件\d*[:：]?$|^附录$|^附[:：]?$"
)
GLOSSARY_WORDS = re.compile(r"名词解释|名词注释|名词说明|术语解释|^注释$|^注解$|有关(?:内容|用语|名词).{0,6}(?:解释|注释|说明)")
APPENDIX_WORDS = re.compile(r"^附件|^附录|^附[:：]?$|民生实事|惠民实事|实事项目")
_END_OF_SENTENCE = re.compile(r"[。！？!?；;，,、]$")
_NOT_RUN_IN = re.compile(
    r"^(?:各位|现在|同时|此外|过去|今年|明年|去年|当前|一年来|五年来|这一年|这五年|回[顾首望]|我们|大家|让我们|在此|"
    r"成绩|实现上述|以上|为此|但|20\d\d年?[，,是])|[“”].{12,}|是.{0,10}的[。！]"
)
MAX_HEADING_CHARS = 48
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


def heading_line(text: str) -> Heading | None:
    """The heading that a line is as a whole: short, numbered or one of the names parts go by, not a sentence.

    A numbered line may end in 。 (“（一）稳住经济大盘。”), an unnumbered one may not.
    """
    if not text or len(text) > MAX_HEADING_CHARS:
        return None
    number = numbered(text)
    if number:
        words = text[number[1] :].rstrip("。:：")
        one_piece = bool(words) and not re.search(r"[。！？!?；;]", words)
        rank = number[0]
        if one_piece and (rank < ARABIC or not _END_OF_SENTENCE.search(text)) and not text.endswith(("；", ";")):
            return Heading(rank, 0, len(text))
        return None
    if len(text) <= 30 and not _END_OF_SENTENCE.search(text) and not text.endswith((":", "：")):
        return Heading(PART, 0, len(text)) if _PART_WORDS.search(text) else None
    return None


def run_in(text: str) -> Heading | None:
    """The short heading that opens a paragraph (“大力提振消费。研究制定……”, “（一）稳增长。……”, “一是……。……”).

    None where the first sentence is long, or reads like a sentence and not like a heading.
    """
    first = re.match(r"[^。！？!?；;：:]{2,}?[。：:]", text)
    if not first or len(text) - first.end() < max(20, first.end()):
        return None
    words, number = first.group(), numbered(text)
    if number and number[0] <= ARABIC:
        return Heading(number[0], 0, first.end()) if first.end() <= MAX_HEADING_CHARS else None
    if _ENUMERATED.match(words):
        return Heading(RUN_IN, 0, first.end()) if first.end() <= MAX_HEADING_CHARS else None
    plain = words.endswith("。") and len(re.findall("[，,]", words)) <= 1
    if plain and first.end() <= MAX_RUN_IN_CHARS and not _NOT_RUN_IN.search(words):
        return Heading(RUN_IN, 0, first.end())
    return None


def title_of(words: str) -> str:
    """How a heading reads in a heading path: white space folded, closing punctuation off."""
    return re.sub(r"\s+", " ", words).strip().rstrip("。:：；;，,")
