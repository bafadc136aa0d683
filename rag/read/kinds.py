"""Kinds of thing that questions ask for, and how a sentence shows that it holds one.

Every entry is true of the language, not of a report: a price shows as a number of 元, a time of day as 点 or 时.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing: how a question asks for it, and how a sentence holds it."""

    name: str
    asked: re.Pattern[str]
    there: re.Pattern[str]


def _kind(name: str, asked: str, there: str) -> Kind:
    return Kind(name, re.compile(asked), re.compile(there))


_NUMBER = r"[0-9×][0-9.×]*"
KINDS: tuple[Kind, ...] = (
    _kind("figure", r"多少|多大|多长|多高|多远|增速|增幅|总量|总额|达到几|几(?:万|千|百|成|倍)", rf"{_NUMBER}|[一二三四五六七八九十百千两]+(?:成|倍|分之)|第[一二三]"),
    _kind("count", r"几(?:个|大|项|条|类|种|件|处|家|所|座|样|支|只|步|方面|届|期|道|环节)", rf"{_NUMBER}|[一二三四五六七八九十两]+(?:个|大|项|条|类|种|件|处|家|所|座|届|带|园|核)|、|─|—|；|;|“"),
    _kind("share", r"百分之|比例|占比|几成|几个(?:百分)?点|增速|增幅|提高(?:了)?(?:多少|几)个点", r"[%％]|百分|成(?:以上|左右)|倍|之[一二三四]|速度"),
    _kind("rank", r"第几|排名第|排第|名次", r"第[一二三四五六七八九十\d×]+|首位|前列|榜首|前[一二三四五六七八九十\d]+|居全|领先|前茅"),
    _kind("date", r"什么时候|啥时候|何时|哪(?:一)?(?:年|月|天|日)|几(?:月|号)(?!线)", r"\d+月|20\d\d年|年[底内末]|[上下]半年|季度|\d+日|[三五两]年(?:内|行动)|提前|春季|秋季|开学"),
    _kind("duration", r"多久|多长时间|几分钟|几(?:个)?小时|几天|几年", r"\d+(?:个)?(?:分钟|小时|天|年|月|工作日)|连续|[一二三五两]年|提前|即办"),
    _kind("clock", r"(?<![了这那有])几点(?:钟|开|关|上|下|到|才|能|结|发|出|[?？]|$)|[早晚上下午]几点|几时|星期几|周几|最后一[趟班]|营业时间|开放时间|上班时间|[首末]班.{0,6}(?:几点|什么时候)", r"\d+[:点时]\d*|24小时"),
    _kind("money", r"多少钱|几(?:块|毛)|多少(?:元|块|万元|亿元)|花了多少|投资(?:额|了)?(?:是|要)?(?:多少|几)(?!个)|补(?:贴|助)(?:标准)?(?:是)?(?:多少|几)|费.{0,6}(?:涨|降|调|多少)|每(?:人|户|月).{0,8}(?:多少|几)(?!个)", rf"{_NUMBER}(?:多|余)?(?:万|亿|千)?(?:余)?元|免费|减免|[资奖补][金助]"),
    _kind("procedure", r"怎么(?:办理|申请|报名|预约|查|领取|领|交|缴|投诉|参加|买|去|收费|划|走流程)|(?:去|找)哪(?:儿|里)?(?:办|报|领|交|申请|买|查|个部门)|找哪里|找谁|(?:什么|哪些|啥)(?:材料|证件|证|手续|流程|条件)|报名时间|(?:哪天|何时|什么时候)(?:开始)?报名|要不要.{0,6}预约|电话(?:是|号码|多少)|地址(?:是|在)", r"电话|地址|网址|报名|预约|材料|名单|证件"),
    _kind("person", r"负责人|[局书院校市省厅处县区所事团队]长(?:是谁|是什么人|叫|姓|由谁)|哪位(?:领导|专家)|谁去的|书记(?:是谁|叫|姓)|联系人|施工单位|承建|中标|谁(?:设计|负责|演|写|来讲|主持)", r"同志|书记|[市局厅院校]长|公司|集团|牵头|负责"),
    _kind("place", r"(?<!现)在哪|(?<![到了])哪儿(?!办)|(?<![到了])哪里(?!办)|什么地方|啥地方|设在|建在|选址|哪(?:条|几条)(?:路|街)", r"落户|位于|选址|设在|建在|在[\u4e00-\u9fff×]{2,10}(?:建|设|开|举|布局)|[\u4e00-\u9fff]{2,6}(?:路|街|村|镇|乡|县|区|市|片区|新区|站|园|港|湖)"),
    _kind("list", r"哪些|哪几|分别是|分别(?:有|叫)|都有(?:啥|什么|谁)|包括(?:啥|什么)|依次|列全|列一下", r"、|；|;|和|以及|与|─|“.+”.*“"),
    _kind("reason", r"为什么|为啥|原因|咋回事|怎么会", r"由于|因为|受.{0,12}影响|是因|为了|根本在于|得益|兼顾|考虑"),
    _kind("definition", r"什么意思|啥意思|含义|是指什么|指的?是什么|怎么(?:解释|理解)", r"[：:]|是指|指的?是|即|包括"),
    _kind("each", r"每(?:户|人|家|台|部|亩|套|平|吨|张)|一(?:户|台|部|张|吨|平).{0,4}(?:多少|几)|单价|最高|最低|上限|起步", r"每|人均|户均|最高|不低于|标准|起步"),
    _kind("part", r"其中|单独|分到|占多少|各(?:区|县|市)(?:各|分)?|单算", r"其中|分别|各|占"),
    _kind("vote", r"通过率|满意(?:率|度)|支持率|上座率|客流|发病率|升学率|录取率|达线率|中签率", r"率|度|客流"),
    _kind("change", r"会不会(?:涨|降|变|取消)|涨不涨|取消(?:了)?吗|还收不收", r"上调|下调|提高|降低|上涨|取消|调整|减免|不收"),
)  # fmt: skip

_UNIT = re.compile(
    r"(?:多少|几)个?(公里|千米|万?亩|平方米|平方公里|元|块|亿|万|户|人|家|所|座|套|吨|辆|张|条|处|名|项|件|次|天|个|米|度|届|班|部|台|场|"
    r"岁|盏|棵|斤|分|点|倍|年|层|间|床|股|支|只|头|口|门|期|批|站|层|节|款|项)"
)


def asked(question: str) -> tuple[bool, ...]:
    """For each of KINDS, whether the question asks for it."""
    return tuple(bool(k.asked.search(question)) for k in KINDS)


@lru_cache(maxsize=65536)
def held(text: str) -> tuple[bool, ...]:
    """For each of KINDS, whether the text holds it."""
    return tuple(bool(k.there.search(text)) for k in KINDS)


def unit_held(question: str, text: str) -> float:
    """1 where the text holds a number of the unit that is asked for (“多少公里”), 0 where not, 0.5 where none is asked."""
    pattern = _unit_pattern(question)
    return 0.5 if pattern is None else float(bool(pattern.search(text)))


@lru_cache(maxsize=256)
def _unit_pattern(question: str) -> re.Pattern[str] | None:
    unit = _UNIT.search(question)
    if unit is None:
        return None
    word = "元" if unit[1] == "块" else unit[1]
    return re.compile(rf"(?:{_NUMBER}|[一二三四五六七八九十百两]+)\s*(?:余|多)?(?:万|亿|千|百)?(?:余|多)?{word}")
