"""Details that follow-ups ask for, and how a text shows that it gives them: a price by 元, a rank by 第几, names by a
list. Every entry is true of the language, not of a report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.kinds import unit_held
from rag.text import fold


@dataclass(frozen=True, slots=True)
class Detail:
    """One kind of detail: how it is asked for, and how a text gives it."""

    asked: re.Pattern[str]
    given: re.Pattern[str]


def _detail(asked: str, given: str) -> Detail:
    return Detail(re.compile(asked), re.compile(given))


_MONEY = r"(?:[领补收发给交花掏罚奖涨].{0,3}(?:多少|几)(?:钱|块|元|\W|$)|多少钱|票价|门票|收费标准|(?:收费|要钱|收钱|花钱|免费)[不吗么没]|几[块元毛])"
_PAID_OUT = "[收交花掏罚票费要]"
DETAILS: tuple[Detail, ...] = (
    _detail(rf"^(?=.*{_PAID_OUT}).*{_MONEY}", "元|免费|收费"),
    _detail(rf"^(?!.*{_PAID_OUT}).*{_MONEY}", "元"),
    _detail(r"[交缴掏](?:多少|几)|(?:个人|自己|居民|家里)(?:要|得|还)?(?:出|花|付|负担)", "缴|交|自付|自费|个人|收费|免费"),
    _detail(r"几点(?!建议|意见|要求|体会|经验)", r"\d+[:：点时]"),
    _detail(
        r"谁|哪(?:些|[几两]?[位名个])(?:人(?!群|才)|运动员|选手|专家|老师|干部|同志|作者|明星)?(?:拿|得|获|负责|管|说|写|演|当)|哪些(?:人(?!群|才)|运动员|选手)",
        "同志|书记|[省市县区厅局院校]长|公司|集团|单位|部门|牵头|负责",
    ),
    _detail(r"第几(?![届个条次名位批])|排名|名次|排多少", r"第[一二三四五六七八九十\d×]|首位|前列|榜首|前[一二三四五六七八九十\d]|领先|前茅"),
    _detail(r"(?:在|到|去)哪(?:里|儿|边)?(?!些|几|个|步|一步|类|方面)", "位于|落户|选址|[省市县区镇乡村州路街港湖岛]"),
)  # fmt: skip
_LIST = re.compile(r"、|；|“.+”.*“|和|与|以及")
_WHICH = re.compile(r"哪(?:几|些|\d+|[二三四五六七八九十]+)(?!类|方面)|名单|分别是|列(?:一下|出|举)|名字|叫(?:什么|啥)")
_ALL_OF_THEM = re.compile(
    r"哪(?:几|\d+|[二三四五六七八九十]+)[个家条座所项件只支](?:[啊呀呢吗?？]|$)|叫(?:什么|啥)|名单"
)
"""Asks for the names of what was counted: they stand in the clause that counts."""
_NAMED = re.compile(
    r"哪(?:些|[几两三四五]?[个家所条座])[\u4e00-\u9fff]{0,2}?([村县市区镇乡国校院路桥园站港湖河馆厂队店企])"
)
"""Asks for names that carry the noun: 哪些村."""
_BESIDES = re.compile(r"除了?[^,，]{2,20}?(?:[,，]|之?外|以外|另外|其[他它余]|还)")
"""Asks how a list goes on after the thing that is set aside: 除了甲，另外三个是什么."""
_NUMBER = re.compile(
    r"[\d×]|[一二三四五六七八九十百千万两]+(?:个|项|大|家|座|所|条|届|名|倍|成|类|种|次|件|关|支)|(?:突破|超过?|近|逾|达)[百千万亿]|[ivx]+类|百分|第[一二三四五六七八九十]|翻番|一半"
)
_AMOUNT = re.compile(r"多少|(?<!第)几(?!个方面|乎)|第几届|目标值|任务数|计划数|总数|具体数|量化")
_COUNTS = re.compile(r"几(?:个|大|项|条|类|种|件|处|家|所|座|样|支|只|方面|对|部|名|位|批|关|步)")
_UNIT = re.compile(r"(?:多少|几)个?((?:微|毫|千|公)?(?:克|升|斤|瓦时?|米|顷)|度|摄氏度)")
_COUNTED = re.compile(r"(?:多少|几)个?([\u4e00-\u9fff]{2})")
"""The thing that is to be counted, whatever its measure word: 床位 of “多少床位”."""


def gives_detail(asked: str, text: str, topics: Sequence[str]) -> bool:
    """Whether a folded text has the kind of detail that a question asks for, near the topics."""
    near = _near(text, topics)
    if any(d.asked.search(asked) and not d.given.search(near) for d in DETAILS):
        return False
    return _gives_names(asked, near, topics) and _gives_amount(asked, text, near, topics)


def _gives_names(asked: str, near: str, topics: Sequence[str]) -> bool:
    if (named := _NAMED.search(asked)) and named[1] not in near:
        return False
    beside = _near(near, topics, 1) if _ALL_OF_THEM.search(asked) else near
    return not (_WHICH.search(asked) and not _LIST.search(beside)) and not (
        _BESIDES.search(asked) and not _LIST.search(near)
    )


def _gives_amount(asked: str, text: str, near: str, topics: Sequence[str]) -> bool:
    """Whether a number stands near the topics, where one is asked for, of the unit that is asked for."""
    if (unit := _UNIT.search(asked)) and unit[1] not in text:
        return False
    if _COUNTS.search(asked) and _LIST.search(near):
        return True
    for topic in topics:  # their own figures (PM2.5) are no answer
        near = near.replace(fold(topic), " ")
    if _AMOUNT.search(asked) and not _NUMBER.search(near):
        return False
    counted = _COUNTED.search(asked)
    return unit_held(asked, text) > 0 or (counted is not None and counted[1] in text)


def _near(text: str, topics: Sequence[str], kept: int = 2) -> str:
    """The clause that holds most of the topics, with the one after it: figures trail names."""
    clauses = [c for c in re.split(r"[,，。;；]", text) if c] or [text]
    hits = [sum(t in c for t in topics) for c in clauses]
    if not max(hits):
        return text
    best = [i for i, h in enumerate(hits) if h == max(hits)]
    return "，".join("，".join(clauses[i : i + kept]) for i in best)
