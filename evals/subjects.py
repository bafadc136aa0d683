"""Broad questions about a subject, made from a report: "新的一年，教育要怎么干？".

A subject is asked about only where the report speaks of it: at least `LEAST` lines of the half that is asked about
hold one of its words. Words and ways of asking are the yardstick's own; what the judge was trained on has others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evals.questions import Question

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "教育": ("教育", "学校", "学位", "幼儿园", "中小学", "教师", "高校", "职业院校"),
    "就业": ("就业", "创业", "零工市场", "见习岗位", "职业技能", "稳岗"),
    "医疗": ("医疗", "医院", "医共体", "医保", "卫生院", "卫生室", "疾控", "医师"),
    "养老": ("养老", "老年", "老人", "敬老", "适老", "长者"),
    "交通": ("交通", "公路", "铁路", "高铁", "高速", "机场", "港口", "公交", "断头路", "大桥", "轨道"),
    "环保": ("生态", "污染", "PM2.5", "空气质量", "水质", "低碳", "环保", "垃圾分类", "绿色发展"),
    "农业": ("农业", "粮食", "农田", "农产品", "种业", "畜牧", "养殖", "地理标志"),
    "旅游": ("旅游", "文旅", "景区", "游客", "民宿"),
    "文化": ("文化", "文物", "非遗", "博物馆", "图书馆", "书房", "文艺", "送戏"),
    "住房": ("住房", "保障房", "保障性租赁", "公租房", "老旧小区", "房地产", "棚户区", "保交", "城中村"),
    "消费": ("消费", "商圈", "以旧换新", "首店", "夜经济"),
    "科技": ("科技", "研发", "高新技术", "关键技术", "实验室", "研究院", "技术合同"),
    "安全生产": ("安全生产", "生产安全", "事故", "隐患", "消防", "危化品", "治本攻坚"),
    "社保": ("社保", "社会保险", "社会保障", "养老金", "养老保险", "低保", "社会救助", "医保"),
    "民营企业": ("民营", "民间投资", "中小企业", "中小微企业", "个体工商户", "经营主体", "小升规"),
    "招商引资": ("招商", "引资", "外资", "外商投资", "签约", "市外资金"),
    "营商环境": ("营商", "政务服务", "高效办成一件事", "审批", "企业开办", "拿地即开工", "一网通办", "涉企"),
    "体育": ("体育", "健身", "运动员", "运动会", "联赛", "公开赛", "马拉松", "赛事"),
    "食品药品": ("食品安全", "食品药品", "药品", "明厨亮灶", "餐饮"),
    "水利": ("水利", "水库", "堤防", "防洪", "灌区", "河道", "供水", "农田水利"),
}
"""What people ask about, and words of which a sentence on it holds one."""

FRAMES: Mapping[str, tuple[str, ...]] = {
    "done": ("过去这一年，{}方面有哪些进展？", "{}这一块，去年交出了什么成绩单", "上年度的{}工作，报告总结了哪些"),
    "planned": ("新的一年，{}要怎么干？", "关于{}，今年定了哪些任务", "往后这一年{}这块有啥部署？"),
    "open": ("报告对{}是怎么说的？", "想了解一下{}方面的内容", "帮我看看{}这方面讲了什么"),
}
"""Ways of asking about what was done, what is planned, or either."""

LEAST = 2
"""Lines of the wanted half that must speak of a subject."""

AHEAD = re.compile(r"安排|任务|打算|要求|部署|重点工作|主要工作|目标|建议|思路")
"""Words of the heading under which a report turns from what was done to what is planned."""

HEADING_CHARACTERS = 45
"""A longer line is a paragraph."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A broad question, and the words of which a quotation on its subject holds one."""

    question: Question
    words: tuple[str, ...]


def topics_of(text: str) -> list[Topic]:
    """Every broad question that the text of a report calls for.

    :raises ValueError: where it speaks of none of the subjects.
    """
    done, planned = halves(text)
    parts = {"done": done, "planned": planned, "open": text}
    made = [topic for subject in SUBJECTS for half, part in parts.items() for topic in _about(subject, half, part)]
    if not made:
        raise ValueError("这份报告里没有找到可以提问的主题，无法出题")
    return made


def _about(subject: str, half: str, part: str) -> Iterator[Topic]:
    words = SUBJECTS[subject]
    if sum(speaks_of(line, words) for line in part.splitlines()) < LEAST:
        return
    for number, frame in enumerate(FRAMES[half], start=1):
        asked = Question(
            id=f"{subject}/{half}/{number}",
            words=frame.format(subject),
            type=half,
            period=None if half == "open" else half,
        )
        yield Topic(asked, words)


def halves(text: str) -> tuple[str, str]:
    """What a report says of the year behind it, and of the year ahead.

    They part at the first heading of its middle that looks ahead; where there is none, half-way.
    """
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        is_heading = 0 < len(words) <= HEADING_CHARACTERS and not re.search(r"[。；！？]", words)
        if is_heading and 0.2 < at / len(text) < 0.75 and AHEAD.search(words):
            return text[:at], text[at:]
        at += len(line)
    return text[: len(text) // 2], text[len(text) // 2 :]


def speaks_of(text: str, words: Iterable[str]) -> bool:
    """Whether a text holds one of the words."""
    return any(word in text for word in words)
