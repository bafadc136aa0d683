"""What this bot does not answer: distress, hostility, requests that have nothing to do with a report.

Each kind has one calm reply in prompts/replies.toml, section [declined]. Patterns are of the language; none names a
person, a place or an input seen in a test. tests/rag/understand/test_decline.py holds that citizens' questions pass.
"""

from __future__ import annotations

import re

import rjieba

from rag.understand import decline_words

PERSONAL, INJECTION, LANGUAGE, PERSON, MARKUP = "personal", "injection", "language", "person", "markup"

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("distress", decline_words.DISTRESS),
        ("invented", decline_words.INVENTED.pattern),
        ("role", decline_words.ROLE),
        ("masked", decline_words.MASKED),
        ("politics", decline_words.POLITICS),
        ("insult", decline_words.INSULT),
        ("own_case", decline_words.OWN_CASE),
        ("off_topic", decline_words.OFF_TOPIC),
        ("greeting", decline_words.GREETING),
        ("thanks", decline_words.THANKS),
        ("identity", decline_words.IDENTITY),
        ("usage", decline_words.USAGE),
        ("human", decline_words.HUMAN),
        ("complaint", decline_words.COMPLAINT),
        ("test", decline_words.TEST),
        ("which", decline_words.WHICH),
        ("idle", decline_words.IDLE),
    )
)
_NAME_AFTER = frozenset("会来要能说是去在给被和跟同有为不也还今明什何家是")
_TITLES = frozenset(
    [
        "局长",
        "书记",
        "市长",
        "省长",
        "县长",
        "区长",
        "镇长",
        "主任",
        "主席",
        "部长",
        "厅长",
        "院长",
        "校长",
        "同志",
        "先生",
        "女士",
        "老师",
        "教授",
        "院士",
        "老板",
    ]
)
_NO_NAME = re.compile(r".[子].*|.*[里同花桥区园路镇村山河湖街陵江海岛港城县州市口戏赛节松猫]$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖石金韦贾夏付方"
    "俞柳施洪翁包焦白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习"
)
_JUDGED = re.compile(decline_words.JUDGED)
_PARTED = re.compile(r"(?<=[\u3400-\u9fff])[\s·.*_\-|/~]+(?=[\u3400-\u9fff])")
"""What people put between the characters of a word that they want to pass unseen."""
_SENTENCES = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*[”\"’」]?")
_CLAUSES = re.compile(r"[^,，:：]+[,，:：]*")
_ASKS = re.compile(
    r"什么|啥|哪|谁|多少|几[个条家所座万亿月年号时]|怎么|如何|吗|[?？]|有没有|是否|了没|"
    r"\b(?:what|which|how|when|where|who|will|is|are|does)\b",
    re.IGNORECASE,
)


def without_injection(text: str) -> str:
    """The part of a question that does not try to give orders to the bot; empty where nothing of it asks anything."""
    if not decline_words.INJECTION.search(text):
        return text
    kept = []
    for match in _SENTENCES.finditer(text):
        sentence = match.group()
        if not decline_words.INJECTION.search(sentence):
            kept.append(sentence)
            continue
        clauses = [c.group() for c in _CLAUSES.finditer(sentence)]
        kept += [c for c in clauses if _ASKS.search(c) and not decline_words.INJECTION.search(c)]
    left = "".join(kept).strip(" ,，:：“”\"'")
    return left if _ASKS.search(left) else ""


def person(text: str) -> str | None:
    """The name of a person of whom a text says or asks something; None where there is none or it is not clear."""
    tags = [(word, kind) for word, kind in rjieba.tag(text) if word.strip()]
    for i, (word, kind) in enumerate(tags):
        following = tags[i + 1][0][0] if i + 1 < len(tags) else ""
        name = word[:-1] if len(word) in (3, 4) and word[-1] in _NAME_AFTER else word
        following = (name != word and word[-1]) or following
        spoken_of = following in _NAME_AFTER or (i + 1 < len(tags) and tags[i + 1][0] in _TITLES)
        if kind in ("nr", "nrfg", "nrt") and 2 <= len(name) <= 3 and name[0] in _SURNAMES and spoken_of:
            return None if _NO_NAME.match(name) else name
    return None


def reason(text: str) -> str | None:
    """Why a text is not answered, as a key of [declined]; None where it may be a question about the report."""
    parted = _PARTED.sub("", text)
    found = next((kind for kind, pattern in _KINDS if pattern.search(text) or pattern.search(parted)), None)
    return found or ("politics" if _judges_a_person(text) else None)


def _judges_a_person(text: str) -> bool:
    if not (asked := _JUDGED.search(text)):
        return False
    word, kind = next(reversed(rjieba.tag(text[: asked.start()])), ("", ""))
    return kind in ("nr", "nrfg") and len(word) == 3 and word[0] in _SURNAMES and not _NO_NAME.match(word)


def invented(text: str) -> bool:
    """Whether a text brings words of its own as words of the report."""
    return bool(decline_words.INVENTED.search(text))
