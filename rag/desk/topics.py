"""The words that name what a question is about: not its period, nor what frames it. For the desk, which groups what was
asked and knows for which question a reply was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

import rjieba

Weight = Callable[[str], float]
"""How much a word of a question says about what is asked, 0 to about 1 (`rag.understand.words.QuestionWords.weight`)."""


PERIOD = re.compile(
    r"(?<!\d)(?:20)?\d\d年(?![以来内])|[“\"]?十[三四五六七]五[”\"]?(?:时期|期间|末)?|这?(?:去|今|前|明|上|近)(?:[一两三四五]?)年|上年|过去[一五]年|(?:这|近|过去)?五年(?:来|前|里)?|目前|现在"
)
ASKS = re.compile(
    r"多少|几|[吗嘛么没](?:[有得?？]|$)|什么|啥|哪|谁|怎|咋|为何|是不是|能不能|会不会|有没有|[\u4e00-\u9fff]不(?:[?？]|$)|[?？].+|如何|是否|(.)不\1|还是|多(?:大|长|高|远|久)|[跟和与].{1,6}比"
)
GENERIC = frozenset(
    [
        "没有",
        "听说",
        "咱们",
        "我们",
        "你们",
        "怎么样",
        "情况",
        "方面",
        "安排",
        "计划",
        "目标",
        "具体",
        "完成",
        "打算",
        "准备",
        "全国",
        "实际",
        "动静",
        "动作",
        "有啥",
        "进展",
        "继续",
        "接着",
        "接着弄",
        "总共",
        "一共",
        "加起来",
        "到底",
        "主要",
        "重点",
        "哪类",
        "达到",
        "要求",
        "举措",
        "措施",
        "办法",
        "政策",
        "地方",
        "问题",
        "详细",
        "能够",
        "可以",
        "需要",
        "应该",
        "已经",
        "正在",
        "怎样",
        "多少钱",
        "成为",
        "属于",
        "实现",
        "什么样",
        "好了没",
        "弄好",
        "弄完",
        "干到",
        "搞几",
        "几大",
        "大行动",
        "报告",
        "确定",
        "知道",
        "告诉",
        "一下",
        "分别",
        "任务",
        "有数",
        "控制",
        "增长",
        "下降",
        "提高",
        "增加",
        "新增",
        "比去年",
        "以前",
        "那边",
        "哪一步",
        "单看",
        "意思",
        "支持",
        "解决",
        "推进",
        "到位",
        "推动",
        "参与",
        "对此",
        "大家",
        "老百姓",
        "居民",
        "群众",
        "政府",
        "市里",
        "省里",
        "全省",
        "全市",
        "咱市",
        "咱省",
        "本市",
        "本省",
        "实事",
        "变化",
        "区别",
        "相比",
        "预期",
        "计划数",
        "任务数",
        "量化",
        "指标",
        "总数",
        "数量",
        "人数",
        "算不算",
        "在里面",
        "也行",
        "喜欢",
        "累计",
        "总有",
        "干点",
        "干啥",
        "谢谢",
        "辛苦",
        "厉害",
        "收到",
        "不错",
        "挺快",
        "机器人",
        "哈哈",
        "请问",
        "建成",
        "一步",
        "发展",
        "产业",
        "多少亿",
        "还有",
        "其中",
        "当时",
        "里面",
        "里头",
        "部分",
        "另外",
        "比如",
        "说法",
        "起来",
        "时候",
        "不是",
        "程度",
        "范围",
        "实打实",
        "这块",
    ]
)
"""Words that name nothing that a question is about."""
_FUNCTION = ("r", "m", "t", "p", "c", "u", "y", "d", "x", "q", "f", "e", "o", "w")
"""First letters of the parts of speech that seldom name anything (ICTCLAS)."""
_NEVER = frozenset(["r", "uj", "ul", "uz", "ug", "ud", "uv", "q", "y", "c", "p", "e", "o"])
"""Those that never do, however rare the word: pronouns, particles, measures."""
_MASKED = re.compile(rf"{PERIOD.pattern}|多少|什么|哪些")
"""What belongs to no topic, and would be read into its neighbours: 增多 of “增多少”."""
_COUNTER = re.compile(r"(?:几|[一二三四五六七八九十两\d]+)[条个项件家座所]")
"""What follows it is a thing, whatever the dictionary says: 高速 of “几条高速”."""


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[tuple[str, str, int], ...]:
    """Words of a text with their part of speech (ICTCLAS letters) and where each starts."""
    out, at = [], 0
    for word, tag in rjieba.tag(text):
        out.append((word, tag, at))
        at += len(word)
    return tuple(out)


def topics(text: str, weight: Weight) -> list[tuple[str, int]]:
    """Words that name what a question is about, each with its place.

    Single characters that stand together are one word: a name that the dictionary does not know falls apart into them.
    """
    masked = _masked(text)
    out: list[tuple[str, int]] = []
    counted = False
    for word, tag, at in tokens(masked):
        if len(word) > 1:
            if _names_a_thing(word, "n" if counted and tag in "ad" else tag, weight):
                out.append((word, at))
        elif _part_of_name(word, tag):
            if out and out[-1][1] + len(out[-1][0]) == at and out[-1][0] in masked[max(0, at - 4) : at]:
                out[-1] = (out[-1][0] + word, out[-1][1])
            else:
                out.append((word, at))
        counted = bool(_COUNTER.fullmatch(word))
    return [(w, at) for w, at in out if len(w) > 1]


def periods_in(text: str) -> list[str]:
    """The words that say when, in order."""
    return [m.group() for m in PERIOD.finditer(text)]


def _masked(text: str) -> str:
    return _MASKED.sub(lambda m: " " * len(m.group()), text)


def _names_a_thing(word: str, tag: str, weight: Weight) -> bool:
    rare = tag not in _NEVER and weight(word) >= 0.9 and not re.search(r"[几多少哪第]", word)
    if (tag[0] in _FUNCTION and not rare) or (len(word) == 2 and word[1] in "了过着得"):
        return False
    return word not in GENERIC and not ASKS.search(word) and weight(word) >= 0.4


def _part_of_name(word: str, tag: str) -> bool:
    return tag[0] in "gn" and "\u3400" <= word <= "\u9fff" and word not in "钱人户个市省县区年月"
