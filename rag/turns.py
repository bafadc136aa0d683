"""The wording of one turn of a conversation: what it adds, and how it leans on the turns before it.

Patterns are of the language, never of a report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

Weight = Callable[[str], float]
"""How much a word of a question says about what is asked, 0 to about 1 (`rag.words.QuestionWords.weight`)."""

_FILLER = re.compile(
    r"^(?:那么|那(?![个些边里条项件家种位时次所座块样])|嗯+|额+|呃+|哦+|噢+|喔+|唉+|哎+|哈+|诶|对了|好吧|好的|好嘞|好|行吧|行|不对|不好意思|抱歉|请问|"
    r"等一?下|另外|顺便|所以|然后|继续)?(?:我没说清楚|我说错了)?[呢啊呀]?[,，、。.…~!！ ]+|^(?:那么|那(?![个些边里条项件家种位时次所座块样])|请问|顺便问一?下?)"
)
_SWITCH = re.compile(
    r"^(?:我?(?:换|问)个?(?:别的|个?话题|个?问题)|先?不(?:说|问|聊|谈)[^,，]{0,6}?了?|再问(?:你)?个(?:别的)?)[,，]"
)
_BACK = re.compile(
    r"^(?:再|又)?(?:回到|回过头|说回|返回|还是说|还是问|接着说)(?:来)?(?:刚才|刚刚|前面|之前|上面)?(?:说?的)?(?:那个)?"
)
_EARLIER = re.compile(r"刚才|刚刚|前面(?:说|提)|之前(?:说|提|问)")
_NOT_BUT = re.compile(
    r"^(?:我)?(?:问的?|说的?|指的?)?不是(?:问|说|指)?[^,，]{1,12}[,，]\s*(?:我?(?:而)?(?:是|想|要)?(?:问|说|指)?的?是?)?"
)
_MEANT = re.compile(
    r"我(?:本来|其实|就|只)?(?:是|想|要)*(?:问|说|指)(?:一下)?的?(?:是|,|，)?|(?<=[,，])(?:就|只)(?:是)?想(?:问|知道)(?:一下)?|我(?:要|想)(?:知道)?的是"
)
_POINTS = re.compile(
    r"它们?|他们|她们|这(?!么|样|[一两三四五]年|几年|块(?!地))|那(?:个|些|边|里|儿|条|项|件|家|种|位|座|所|块|时|次|两|几)|其中|其余|其他|当时|该(?:项目|工程|村|市|县|区)|"
    r"里面|里头|上面说|前者|后者|两者|一起推进|同上"
)
_PLURAL = re.compile(r"它们|他们|她们|(?:这|那)(?:些|几[个项条家座所]|[两二三四五六七八九十](?:个|项|条|家|座|所|块))")
_ADDS = re.compile(r"还|也|又|再|都是|分别|为什么|为啥|另外|别的|其他|接着|继续|其中|单看")
_CHAT = re.compile(
    r"谢|辛苦|厉害|不错|收到|明白了?$|知道了|算了|行吧|好嘞|真[快棒好]|挺[快好棒]|没事|没关系|再见|了解了?$"
)
_MORE = re.compile(
    r"还有(?:别的|其他|其它|什么|哪些|啥)?(?:的)?[吗么嘛没呢]|别的(?:还有|呢)|(?:再|更|说得?)(?:详细|具体)(?:一?点|一?些)?|详细(?:说|讲|点)|展开(?:说|讲)|具体(?:说|讲)说"
)
_ASKS = re.compile(
    r"多少|几|[吗嘛么没](?:[有得?？]|$)|什么|啥|哪|谁|怎|咋|为何|是不是|能不能|会不会|有没有|[\u4e00-\u9fff]不(?:[?？]|$)|[?？].+|如何|是否|(.)不\1|还是|多(?:大|长|高|远|久)"
)
_PERIOD = re.compile(
    r"(?<!\d)(?:20)?\d\d年(?![以来内])|[“\"]?十[三四五六七]五[”\"]?(?:时期|期间|末)?|这?(?:去|今|前|明|上|近)(?:[一两三四五]?)年|上年|过去[一五]年|(?:这|近|过去)?五年(?:来|前|里)?|目前|现在"
)
_RELATIONAL = re.compile(
    r"^(?:门票|票价|收费|费用|价格|总?投资|投资额|造价|面积|总?长度|长|人数|户数|数量|总数|规模|增幅|增速|速度|占比|比例|名单|时间|地址|地点|位置|电话|进度|进展|名额|条件|"
    r"材料|手续|流程|资金|补助|补贴|预算|工期|效果|原因|依据|目标|任务|任务数|指标|计划数|范围|产值|产量|销量|销售额|访问量|额度|标准|收费标准|死亡人数|负责人|施工单位|名字|"
    r"全称|名称|期限|年限|单位|部门|距离|高度|利润|收入|产能|装机|容量|总装机|排名|名次|完成情况|情况|出口|进口|建房款|订单|占地|占地面积|床位|学位|岗位|速率|水平|结果|好处|政策|措施|办法|行动|动作|项目|工程|企业|地方|量化|程度)$"
)
_GENERIC = frozenset(
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
    ]
)
_FUNCTION = ("r", "m", "t", "p", "c", "u", "y", "d", "x", "q", "f", "e", "o", "w")


@dataclass(frozen=True, slots=True)
class Said:
    """One turn, taken apart."""

    text: str
    """Without the fillers, and without what it says about the conversation itself."""
    fresh: bool = False
    """Says that it changes the subject."""
    back: bool = False
    """Says that it goes back to an earlier subject."""


def take_apart(text: str) -> Said:
    """A turn without “嗯，”, “换个话题，”, “我说的是……”."""
    fresh = back = False
    before = None
    while before != text:
        before = text
        text = _FILLER.sub("", text)
        if match := _SWITCH.match(text):
            fresh, text = True, text[match.end() :]
        if match := _BACK.match(text):
            back, text = True, text[match.end() :]
        if match := _NOT_BUT.match(text):
            text = text[match.end() :]
        text = _MEANT.sub("", text).lstrip(",，。 ")
    back = back or bool(_EARLIER.search(text))
    return Said(_EARLIER.sub("", text) or before, fresh, back)


@lru_cache(maxsize=1024)
def tokens(text: str) -> tuple[tuple[str, str, int], ...]:
    """Words of a text with their part of speech (ICTCLAS letters) and where each starts."""
    out, at = [], 0
    for word, tag in rjieba.tag(text):
        out.append((word, tag, at))
        at += len(word)
    return tuple(out)


def topics(text: str, weight: Weight) -> list[tuple[str, int]]:
    """Words that name what a question is about, each with its place: not its period, nor what it asks of it.

    Single characters that stand together are one word: a name that the dictionary does not know falls apart into them.
    """
    masked = _PERIOD.sub(lambda m: " " * len(m.group()), text)
    out: list[tuple[str, int]] = []
    for word, tag, at in tokens(masked):
        if len(word) == 1:
            if (
                _part_of_name(word, tag)
                and out
                and out[-1][1] + len(out[-1][0]) == at
                and out[-1][0] in _broken(masked, at)
            ):
                out[-1] = (out[-1][0] + word, out[-1][1])
            elif _part_of_name(word, tag):
                out.append((word, at))
            continue
        plain = tag[0] not in _FUNCTION or (weight(word) >= 0.9 and not re.search(r"[几多少哪第]", word))
        if plain and word not in _GENERIC and not _ASKS.search(word) and weight(word) >= 0.5:
            out.append((word, at))
    return [(w, at) for w, at in out if len(w) > 1]


def _part_of_name(word: str, tag: str) -> bool:
    return tag[0] in "gn" and "\u3400" <= word <= "\u9fff" and word not in "钱人户个市省县区年月"


def _broken(text: str, at: int) -> str:
    """The run of characters just before a place, as far as it can belong to a name."""
    return text[max(0, at - 4) : at]


def asks(text: str) -> bool:
    return bool(_ASKS.search(text))


def chats(text: str) -> bool:
    """Whether a turn talks to the bot, as people do, and asks for nothing: “好的，谢谢”."""
    return bool(_CHAT.search(text)) and not _ASKS.search(text)


def places_only(text: str, words: Sequence[str]) -> bool:
    """Whether the words are names of places, by the dictionary."""
    tags = {word: tag for word, tag, _ in tokens(text)}
    return bool(words) and all(tags.get(w, "").startswith("ns") for w in words)


def points_back(text: str) -> bool:
    return bool(_POINTS.search(text))


def means_several(text: str) -> bool:
    return bool(_PLURAL.search(text))


def adds(text: str) -> bool:
    return bool(_ADDS.search(text))


def wants_more(text: str) -> bool:
    return bool(_MORE.search(text))


def without_more(text: str) -> str:
    return _MORE.sub("", text).strip(",，。?？吗呢 ")


def relational(word: str) -> bool:
    """Whether a word asks for something that belongs to a thing: 票价, 面积."""
    return bool(_RELATIONAL.match(word))


def periods_in(text: str) -> list[str]:
    """The words that say when, in order."""
    return [m.group() for m in _PERIOD.finditer(text)]


_WHAT_IS_PLANNED = re.compile(r"(?:有(?:什么|哪些|啥)|是(?:怎么|如何))(?:安排|打算|计划|举措|措施|目标)的?")
_WHAT_WAS_DONE = re.compile(r"做了(?:哪些|什么|啥)(?:事|工作)?|完成(?:得|情况)(?:怎么样|如何|怎样)|完成情况")


def in_other_period(text: str, period: str) -> str:
    """A question asked again of another time, with the words that go with it: what was done, what is planned."""
    if period.startswith(("去", "上", "过去")):
        return _WHAT_IS_PLANNED.sub("做了哪些", text)
    return _WHAT_WAS_DONE.sub("有什么安排", text)


def without_periods(text: str) -> str:
    return _PERIOD.sub("", text)
