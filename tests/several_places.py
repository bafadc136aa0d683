"""Short reports of several invented places, for what is asked of more than one."""

from __future__ import annotations

from ingest.outline import outline
from rag.domain import Report

_TEXT = """\
{year}年{place}政府工作报告

各位代表：
我代表{place}人民政府，向大会报告工作，请予审议。
一、{last}年工作回顾
过去一年，全市干部群众团结奋斗，地区生产总值增长{done}%。
（一）产业提质增效。建成冷链仓库3座，茶叶出口首次突破900吨。{done_more}
二、{year}年重点工作
今年经济社会发展的主要预期目标是：地区生产总值增长{target}左右。
（一）守护绿水青山。治理小流域4条，植树造林1.2万亩。{more}
（二）办好民生实事。新建社区食堂15处，改造老旧小区20个。
各位代表！让我们接续奋斗，再创佳绩！
"""


def report(
    place: str, *, year: int = 2032, target: str = "6%", done: str = "5.2", more: str = "", done_more: str = ""
) -> Report:
    """One place's report of a year."""
    text = _TEXT.format(place=place, year=year, last=year - 1, target=target, done=done, more=more, done_more=done_more)
    return outline(text, stem=f"{place[:-1]}_{year}")


THREE = (
    report("云岭市", target="6%", more="发展低空经济，开通无人机航线5条。"),
    report("沧河市", target="5.5%", more="布局低空经济。", done_more="低空经济起步良好，开通航线×条。"),
    report("青浦市", target="7%", more="支持老年用品产业。"),
)
"""Two of them speak of 低空经济, one in both its parts."""
