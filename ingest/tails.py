"""What may stand behind a report and belongs to it: glossaries and appendices, told by the line that opens them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

MOST_CHARS: Final = 40
"""A longer line opens nothing."""
_DRESS = re.compile(r"[\s※*＊★☆●◆■◇□#_=~|\[\]［］【】〔〕（）()《》〈〉“”\"'—–－:：.．·-]+")
"""Signs about a title, and blanks inside it."""
_CN = "一二三四五六七八九十"
_BEFORE = (
    rf"(?:[{_CN}]{{1,3}}、)?(?:附[件录表注则]?[{_CN}\d]{{0,3}}[、]?)?(?:.{{0,14}}报告)?(?:中的?|里的?|内)?"
    r"(?:有关|相关|部分|主要|所涉及?|涉及|若干|重点|常用|专业|专有|新|的){0,4}"
)
_NOUN = r"(?:名词|名辞|词语|词汇|词条|术语|用语|短语|概念|缩略[语词]|简称|热词|关键词|提法|语汇)"
_TOLD = r"(?:解释|注释|注解|说明|释义|解读|浅释|简释|诠释|解析|简介|汇编|注)"
_GLOSSARY = re.compile(
    rf"{_BEFORE}(?:内容的?)?{_NOUN}(?:[和及与、]?{_NOUN})*的?{_TOLD}(?:[和及与、]?{_TOLD})*(?:表|一览表?|汇总)?|"
    rf"{_BEFORE}(?:注释|注解|释义|尾注|脚注|附注|词释|术语表|词汇表|名词表)|{_BEFORE}内容的?(?:名词)?(?:解释|注释|注解|释义|说明)"
)
_APPENDIX = re.compile(r"^附件|^附录|^附表|^附[:：]|^附$|民生实事|惠民实事|实事项目")
_ENTRY = re.compile(
    r"(?:\d{1,3}\s*[.．、)）]|[①-⑳㉑-㉟㊱-㊿]|[\[［【〔（(]\s*\d{1,3}\s*[\]］】〕）)]|[*＊※]|注\s*\d{0,2}\s*[:：]|[“\"《])\s*\S{2}"
)


def opens_glossary(text: str) -> bool:
    """Whether a short line opens a glossary: 名 词 解 释, ※注释※, 附：短语说明, 《报告》有关用语说明."""
    return len(text) <= MOST_CHARS and bool(_GLOSSARY.fullmatch(_DRESS.sub("", text)))


def opens_appendix(text: str) -> bool:
    """Whether a short line opens an appendix."""
    return len(text) <= MOST_CHARS and bool(_APPENDIX.search(text))


def is_entry(text: str) -> bool:
    """Whether a line looks like an entry of a glossary: a number, a sign or a quotation mark, and then words."""
    return bool(_ENTRY.match(text))


def glossary_at(texts: Sequence[str], first: int) -> int | None:
    """Index, `first` or later, of the line that opens a glossary with entries below it; None where there is none."""
    for i in range(first, len(texts) - 1):
        if opens_glossary(texts[i]) and any(is_entry(t) or len(t) > MOST_CHARS for t in texts[i + 1 : i + 3]):
            return i
    return None
