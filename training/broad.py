"""Broad questions about a subject, made from any report, with the sentences on it: “今年教育有什么安排”.

A sentence is on a subject where it, or the heading it stands under, holds one of the subject's words. That is a weak
label, good enough to learn that such a question is answered by measures all over the report.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from rag.domain import Period, Sentence
from training.rows import Row

SUBJECTS: dict[str, tuple[str, ...]] = {
    "教育": ("教育", "学校", "学位", "幼儿园", "教师", "办学"),
    "学校": ("学校", "中小学", "校园", "学位", "小学", "中学", "高中"),
    "上学": ("学校", "学位", "入学", "学生", "教育"),
    "就业": ("就业", "岗位", "创业", "用工", "技能培训"),
    "找工作": ("就业", "岗位", "用工", "创业"),
    "医疗": ("医疗", "医院", "医保", "卫生", "诊疗"),
    "看病": ("医院", "医疗", "诊", "医保", "卫生院"),
    "养老": ("养老", "老年", "敬老", "老人"),
    "老人": ("养老", "老年", "老人", "适老", "敬老"),
    "孩子": ("儿童", "托育", "幼儿", "未成年人", "中小学", "青少年"),
    "交通": ("交通", "公路", "铁路", "高速", "道路", "机场", "公交"),
    "修路": ("公路", "道路", "高速", "路网", "桥"),
    "环保": ("生态", "污染", "环境", "空气", "绿色", "碳"),
    "环境": ("环境", "生态", "污染", "垃圾", "绿化"),
    "空气": ("空气", "PM2.5", "大气", "优良天数"),
    "农业": ("农业", "粮食", "农田", "种植", "养殖", "农产品"),
    "农村": ("农村", "乡村", "村庄", "农民"),
    "种地": ("粮食", "农田", "种植", "播种", "农机"),
    "旅游": ("旅游", "文旅", "景区", "游客"),
    "文化": ("文化", "文物", "非遗", "图书馆", "文艺"),
    "住房": ("住房", "保障房", "老旧小区", "房地产", "棚户区", "安置房", "公租房"),
    "老旧小区": ("老旧小区", "小区"),
    "消费": ("消费", "商圈", "商贸", "零售"),
    "科技": ("科技", "研发", "创新", "实验室", "高新技术"),
    "工业": ("工业", "制造", "产业链", "规上"),
    "安全": ("安全", "事故", "隐患", "应急"),
    "社保": ("社保", "社会保险", "养老保险", "低保", "社会保障", "救助"),
    "民营企业": ("民营", "个体", "中小企业", "市场主体", "经营主体"),
    "招商": ("招商", "签约", "引资", "外资"),
    "营商环境": ("营商环境", "审批", "一网通办", "政务服务", "放管服"),
    "体育": ("体育", "健身", "赛事", "运动"),
    "食品药品": ("食品", "药品"),
    "水利": ("水利", "水库", "防洪", "河道", "供水", "灌区"),
    "外贸": ("外贸", "进出口", "出口", "口岸"),
    "财政": ("财政", "一般公共预算", "税收"),
    "乡村振兴": ("乡村振兴", "脱贫", "和美乡村", "返贫"),
    "党风廉政": ("廉政", "从严治党", "腐败", "廉洁"),
    "数字经济": ("数字", "大数据", "人工智能", "算力"),
}
DONE = (
    "去年{}做了什么", "{}方面去年做了哪些工作", "去年{}搞得怎么样", "过去一年{}有什么成绩", "{}去年有啥进展",
    "上一年{}都干了些啥", "{}工作完成得咋样", "去年在{}上办了哪些事",
)  # fmt: skip
PLANNED = (
    "今年{}有什么安排", "{}今年怎么打算", "今年{}方面要做什么", "{}接下来有啥计划", "今年在{}上准备干些啥",
    "下一步{}怎么抓", "{}今年有哪些措施", "今年{}有什么新动作", "{}方面的工作安排",
)  # fmt: skip
OPEN = ("{}怎么样", "跟{}有关的说说", "{}", "有没有讲{}", "报告里关于{}的内容", "说说{}", "{}情况", "{}有什么政策")
MOST = 60


def is_on(sentence: Sentence, words: Sequence[str]) -> bool:
    """Whether a sentence, or the heading it stands under, holds one of the words."""
    heading = sentence.passage.path[-1] if len(sentence.passage.path) > 1 else ""
    return any(w in sentence.text or w in heading for w in words)


def broad_rows(report: str, sentences: Sequence[Sentence], number: int, seed: int = 0) -> list[Row]:
    """`number` questions at most; a tenth or so on subjects that the report does not speak of (near misses)."""
    draw = random.Random(f"{report}{seed}")
    body = [s for s in sentences if len(s.text) >= 14 and s.passage.period is not None]
    made: list[Row] = []
    for subject in draw.sample(list(SUBJECTS), len(SUBJECTS)):
        frames, period = draw.choice(((DONE, "done"), (PLANNED, "planned"), (OPEN, None)))
        wanted: Period | None = period  # type: ignore[assignment]
        question = draw.choice(frames).format(subject)
        gold = [s for s in body if is_on(s, SUBJECTS[subject]) and wanted in (None, s.passage.period)]
        spoken_of = any(is_on(s, (*SUBJECTS[subject], subject)) for s in sentences)
        if 2 <= len(gold) <= MOST:
            made.append(Row(report, "broad", question, tuple((s.start, s.end) for s in gold), period=period))
        elif not spoken_of:
            made.append(Row(report, "near_miss", question))
        if len(made) == number:
            break
    return made
