"""Kinds of thing that questions ask for, and how a sentence shows that it holds one.

Every entry is true of the language, not of a report: a price shows as a number of 元, a time of day as 点 or 时.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


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
    _kind(
        "figure",
        r"多少|多大|多长|多高|多远|增速|增幅|总量|总额|几(?!点|号|月)[个成万亿元块公亩户人倍百家所座套吨张米辆条处名项件次天年]|达到(?:多少|几)",
        rf"{_NUMBER}|[一二三四五六七八九十百千两]+(?:个|项|大|条|件|类|种|家|所|座|批|处|名|位|倍|成)",
    ),
    _kind("share", r"百分之|比例|占比|[^效]率(?:是|有|达|多|要)|几成|几个(?:百分)?点|增速|增幅|涨(?:了)?(?:多少|几)", r"[%％]|百分|成(?:以上|左右)|倍|之[一二三四]"),
    _kind("rank", r"第几|排名|排第|名次|几(?:届|期|批)", r"第[一二三四五六七八九十\d×]+|首位|前列|榜首|前[一二三四五六七八九十\d]+|居全|领先"),
    _kind("date", r"什么时候|啥时候|何时|哪(?:一)?(?:年|月|天|日)|几(?:月|号)|多久|哪年", r"\d+月|20\d\d年|年[底内末]|[上下]半年|季度|\d+日|[三五两]年(?:内|行动)|今年|提前"),
    _kind("clock", r"几点|几时|营业时间|开门|关门|下班|上班时间|[首末]班|排队|等多久|几分钟|多长时间", r"\d+[:点时分]|小时|分钟|工作日"),
    _kind("money", r"多少钱|几(?:块|毛)|多少(?:元|块|万元|亿)|票价|门票|收费|学费|工资|月薪|价格|房价|租金|奖金|花了|投资.{0,4}(?:多少|几)|补(?:贴|助)?.{0,6}(?:多少|几)|[发领拿给].{0,4}(?:多少|几)", rf"{_NUMBER}(?:多|余)?(?:万|亿|千)?(?:余)?元|免费|资金"),
    _kind("procedure", r"怎么(?:办|申请|报名|预约|查|领|交|缴|投诉|参加|买|走|去|收)|去哪(?:儿|里)?(?:办|报|领|交|申请|买|查)|带什么|材料|流程|手续|电话|地址|网址|报名|预约|什么条件|资格|名单|开放时间", r"电话|地址|网址|报名|预约|条件|材料|名单|窗口|一窗|网上"),
    _kind("person", r"谁|叫什么名字|负责人|[局书院校市省厅处县区]长是|书记|领导是|联系人|施工单位|承建|中标|哪(?:个|家)(?:公司|单位|企业|剧团|部门|集团)", r"同志|书记|[市局厅院校]长|公司|集团|单位|部门|企业|厂|院|局|牵头"),
    _kind("place", r"在哪|哪儿|哪里|什么地方|啥地方|哪(?:个|条|几个|些)(?:地方|位置|路|街|村|镇|乡|县|区|市|站|小区)|设在|建在|选址", r"[路街道村镇乡县区市站园港湾岛山河湖江州]"),
    _kind("list", r"哪些|哪几|分别是|分别(?:有|叫)|都有(?:啥|什么|谁)|包括(?:啥|什么)|具体(?:是|有)|依次|各(?:是|有)", r"、|；|;|和|以及"),
    _kind("reason", r"为什么|为啥|原因|咋回事|怎么会", r"由于|因为|受.{0,12}影响|是因|为了|根本在于|得益"),
    _kind("definition", r"什么意思|啥意思|指(?:的)?(?:是)?(?:什么|啥|哪)|是指|怎么(?:解释|理解)|含义", r"[：:]|是指|指的?是|即|包括|“"),
    _kind("mine", r"我(?:家|妈|爸|的|这|能|可以|儿|女|孩|娃|老)|俺|自家|咱家", r"(?!)"),
    _kind("each", r"每(?:户|人|家|个|台|部|亩|月|年|名|套|平)|一(?:个月|户|台|部|张|年|次).{0,4}(?:多少|几)|人均|单价|最高|最低|上限", r"每|人均|户均|最高|不低于|标准"),
    _kind("part", r"其中|单独|分到|占多少|各(?:区|县|市)|[市县区]分|哪个(?:区|县|市)", r"其中|分别|各"),
)  # fmt: skip

_UNIT = re.compile(
    r"(?:多少|几)个?(公里|千米|万?亩|平方米|平方公里|元|块|亿|万|户|人|家|所|座|套|吨|辆|张|条|处|名|项|件|次|天|个|米|度|届|班|部|台|场|"
    r"岁|盏|棵|斤|分|点|倍|年|层|间|床|股|支|只|头|口|门|期|批|站|层|节|款|项)"
)


def asked(question: str) -> tuple[bool, ...]:
    """For each of KINDS, whether the question asks for it."""
    return tuple(bool(k.asked.search(question)) for k in KINDS)


def held(text: str) -> tuple[bool, ...]:
    """For each of KINDS, whether the text holds it."""
    return tuple(bool(k.there.search(text)) for k in KINDS)


def unit_held(question: str, text: str) -> float:
    """1 where the text holds a number of the unit that is asked for (“多少公里”), 0 where not, 0.5 where none is asked."""
    unit = _UNIT.search(question)
    if unit is None:
        return 0.5
    word = "元" if unit[1] == "块" else unit[1]
    pattern = rf"(?:{_NUMBER}|[一二三四五六七八九十百两]+)\s*(?:余|多)?(?:万|亿|千|百)?(?:余|多)?{word}"
    return float(bool(re.search(pattern, text)))
