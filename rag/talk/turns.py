"""The wording of one turn of a conversation: what it adds, and how it leans on the turns before it.

Patterns are of the language, never of a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.talk.topics import ASKS

_FILLER = re.compile(
    r"^(?:啊+|那么|那(?![个些边里条项件家种位时次所座块样])|嗯+|额+|呃+|哦+|噢+|喔+|唉+|哎+|哈+|诶|对了|好吧|好的|好嘞|好|行吧|行|不对|不好意思|抱歉|请问|"
    r"等一?下|另外|顺便|所以|然后|继续)?(?:我没说清楚|我?(?:说|问)错了)?[呢啊呀]?[,，、。.…~!！ ]+|^(?:那么|那(?![个些边里条项件家种位时次所座块样])|请问|顺便问一?下?)"
)
_SWITCH = re.compile(
    r"^(?:我?(?:换|问)个?(?:别的|个?话题|个?问题)|先?不(?:说|问|聊|谈)[^,，]{0,6}?了?|再问(?:你)?个(?:别的)?)[,，]"
)
_BACK = re.compile(
    r"^(?:再|又)?(?:回到|回过头|说回|返回|还是说|还是问|接着说)(?:来)?(?:刚才|刚刚|前面|之前|上面)?(?:说?的)?(?:那个)?"
)
_EARLIER = re.compile(r"刚才|刚刚|前面(?:说|提)|之前(?:说|提|问)")
_NOT_BUT = re.compile(
    r"^(?:我)?(?:问的?|说的?|指的?|要的?)?不是(?:问|说|指)?[^,，]{1,12}[,，]\s*(?:我?(?:而)?(?:是|想|要)?(?:问|说|指)?的?是?)?"
)
_MEANT = re.compile(
    r"我(?:本来|其实|就|只)?(?:是|想|要)*(?:问|说|指)(?:一下)?的?(?:是|,|，)?|(?<=[,，])(?:就|只)(?:是)?想(?:问|知道)(?:一下)?|我(?:要|想)(?:知道)?的是"
)
_POINTS = re.compile(
    r"它们?|他们|她们|这(?!么|样|[一两三四五]年|几年|块(?!地))|那(?:个|些|边|里|儿|条|项|件|家|种|位|座|所|块|时|次|两|几)|其中|其余|其他|当时|该(?:项目|工程|村|市|县|区)|"
    r"里面|里头|上面说|前者|后者|两者|一起推进|同上"
)
_PLURAL = re.compile(r"它们|他们|她们|(?:这|那)(?:些|几[个项条家座所]|[两二三四五六七八九十](?:个|项|条|家|座|所|块))")
_ADDS = re.compile(r"还(?!款|贷|钱)|也|又|再(?!生|就业)|都是|分别|为什么|为啥|另外|别的|其他|接着|继续|其中|单看")
_CHAT = re.compile(
    r"谢|辛苦|厉害|不错|收到|明白了?$|知道了|算了|行吧|好嘞|真[快棒好]|挺[快好棒]|没事|没关系|再见|了解了?$"
)
_OPINION = re.compile(r"你(?:个人)?(?:觉得|认为|怎么看|喜欢|支持)")
_MORE = re.compile(
    r"还有(?:别的|其他|其它|什么|哪些|啥)?(?:的)?[吗么嘛没呢]|别的(?:还有|呢)|(?:再|更|说得?)(?:详细|具体)(?:一?点|一?些)?|详细(?:说|讲|点)|展开(?:说|讲)|具体(?:说|讲)说"
)
_WHY = re.compile(r"为什么|为啥|为何|原因|咋(?:少|没|差|定)|怎么(?:少|没|都|差|减|降|这么|那么|定)")
_LED = re.compile(r"^(?:[啊嗯额呃哦噢好的对了]{1,3}[,，])?那")
_FIGURE = re.compile(r"目标|增速|指标")
_QUOTED = re.compile(r"[“\"‘『「]([^”\"’』」]{1,12})[”\"’』」]")


@dataclass(frozen=True, slots=True)
class Said:
    """One turn, taken apart."""

    text: str
    """Without the fillers, and without what it says about the conversation itself."""
    fresh: bool = False
    """Says that it changes the subject."""
    back: bool = False
    """Says that it goes back to an earlier subject."""
    led: bool = False
    """Says that it goes on from what was said: “那……”, “我问的不是……，是……”."""


def take_apart(text: str) -> Said:
    """A turn without “嗯，”, “换个话题，”, “我说的是……”."""
    fresh = back = False
    led, before = bool(_LED.match(text)), None
    while before != text:
        before = text
        text = _FILLER.sub("", text)
        if match := _SWITCH.match(text):
            fresh, text = True, text[match.end() :]
        if match := _BACK.match(text):
            back, text = True, text[match.end() :]
        if match := _NOT_BUT.match(text):
            led, text = True, text[match.end() :]
        text = _MEANT.sub("", text).lstrip(",，。 ")
    back = back or bool(_EARLIER.search(text))
    return Said(_EARLIER.sub("", text) or before, fresh, back, led)


def asks(text: str) -> bool:
    return bool(ASKS.search(text))


def asks_why(text: str) -> bool:
    return bool(_WHY.search(text))


def names_a_figure(text: str) -> bool:
    """Whether a turn names a figure that reports set: “十五五”的GDP目标."""
    return bool(_FIGURE.search(text)) and "呢" not in text


def quoted(text: str) -> list[str]:
    """What a turn puts in quotation marks: 三区 of “三区”是哪三区."""
    return _QUOTED.findall(text)


def chats(text: str) -> bool:
    """Whether a turn talks to the bot, as people do, and asks for nothing: “好的，谢谢”."""
    return bool(_OPINION.search(text)) or (bool(_CHAT.search(text)) and not asks(text))


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
