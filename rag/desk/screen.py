"""What of a person's question may be kept: ordinary words and words of the reports; all else is “…”.

Names of people, addresses, numbers and whatever no list of words knows are left out before anything is stored: the words
that remain say what was asked about, not by whom (docs/adr/0007).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import rjieba

from rag.lexicon import synonyms
from rag.text import clean, fold
from rag.understand.personal import personal
from rag.understand.words import words_of

GONE = "…"
"""Stands for one or more words that were left out."""
MAX_WORDS = 30

_DIGIT = "0-9零〇一二三四五六七八九"
_LEFT_OUT = re.compile(
    rf"(?:[{_DIGIT}][\s\-—_.]?){{4,}}"
    r"|[0-9一二三四五六七八九十]+\s*(?:号(?!线)|室|单元|栋|幢|弄|户|组)楼?"
    r"|(?:我叫|名叫|叫做|姓名[是为]?|名字[是叫]?|(?<!百)姓(?!名))[\s:]*[\u3400-\u9fff·]{1,4}"
    r"|叫(?!什么|啥)[\u3400-\u9fff]{2,3}(?=$|[^\u3400-\u9fff])|[\u3400-\u9fff]{1,3}(?=先生|女士|小姐)"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "廖石金韦贾夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲"
    "房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁"
)
_TITLES = frozenset(
    [
        "书记",
        "主任",
        "市长",
        "局长",
        "处长",
        "科长",
        "镇长",
        "乡长",
        "县长",
        "区长",
        "村长",
        "老师",
        "医生",
        "大夫",
        "校长",
        "院长",
        "所长",
        "先生",
        "女士",
    ]
)
_PLACE = re.compile(r".+[省市县区镇乡街路桥河湖江山站港湾岛园场馆院校]")
"""What names of places end with; other words of the dictionary that name a place are given names as often: 建国."""
_FOREIGN = re.compile(r"[^\u3400-\u9fff]")


class Screen:
    """Screens questions with the words of one set of reports. Safe to call from several threads."""

    def __init__(self, question_counts: Mapping[str, int], texts: Iterable[str]) -> None:
        """`question_counts`: words that stand in several citizens' questions (`rag.understand.words`); `texts` of the reports."""
        self._counts = question_counts
        self._of_reports = {w for t in texts for w in words_of(t) if len(w) > 1}

    def kept(self, text: str) -> str:
        """The words that may be kept, by spaces; empty where nothing may: the text holds a personal number, or no word."""
        if personal(text):
            return ""
        kept: list[str] = []
        swallow = 0
        for word, tag in rjieba.tag(fold(_LEFT_OUT.sub(GONE, clean(text).replace(GONE, " ")))):
            if not word.strip() or not (word == GONE or word[0].isalnum()):
                swallow = 0
                continue
            given = swallow > 0 and word not in _TITLES
            swallow = max(0, swallow - len(word)) if given else 0
            if self._is_surname(word, tag):
                given, swallow = True, 2
            said = GONE if given or not self._ordinary(word, tag) else word
            if said != GONE or kept[-1:] != [GONE]:
                kept.append(said)
        return " ".join(kept[:MAX_WORDS])

    def _is_surname(self, word: str, tag: str) -> bool:
        """Whether what stands behind a single character may be a given name: 陈 of “陈大力”."""
        return word in _SURNAMES and (tag.startswith("nr") or word not in self._counts)

    def _ordinary(self, word: str, tag: str) -> bool:
        if word in self._counts:
            return True
        if _FOREIGN.search(word):
            return (word.isdigit() and len(word) < 4) or any(term == word for term, _ in synonyms(word))
        if word in self._of_reports or (tag[0] in "vu" and all(c in self._counts for c in word)):
            return True
        if len(word) < 2 or rjieba.cut(word, False) != [word] or tag.startswith("nr"):
            return False
        return not tag.startswith("ns") or bool(_PLACE.fullmatch(word))
