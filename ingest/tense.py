"""How much a sentence sounds as if it looked back (above 0) or ahead (below 0), by its own words.

Each sign that stands in a sentence adds its weight. The weights are those of a logistic regression over the paragraphs
of real reports (`python -m evals.tense`), none of them among those that are kept to check with.
"""

from __future__ import annotations

import re
from typing import Final

_FIGURE = r"[\d.,，]*\d\s*(?:[万亿]|[%％]|个?百分点|[家个项户人名所座条公亩吨件次张套例位倍元])"

SIGNS: Final[tuple[tuple[str, str, float], ...]] = (
    (
        "honour",
        r"荣获|获评|获批|入选|被评为|被授予|获得?.{0,12}(?:称号|表彰|奖)|通报表扬|典型案例|试点(?:市|县|区)",
        3.2,
    ),
    (
        "rank",
        r"位[居列]|排名|跃居|居.{0,6}(?:首位|前列|第)|全[国省市区州]第|首[次个家批]|历史(?:新高|最)|最[高快多]的",
        3.0,
    ),
    ("compared", r"同比|较上年|比上年|上年|去年|累计|连续[两三四五六七八九十\d]|年均", 2.7),
    ("over", r"圆满|成功|顺利|全面完成|超额|如期|正式|已经?(?!知|然)|[^为除极]了(?!解)|以来|年来|过去", 2.3),
    ("expected", r"预计", 3.3),
    (
        "figure",
        rf"(?:增长|下降|提高|增加|减少|达到?|完成|实现|新增|突破|净增|建成|改造|发放|培育|引进)了?\s*{_FIGURE}",
        1.1,
    ),
    (
        "result",
        r"得到|取得|成效|显著|明显|稳步|有效|加速(?:推进|成|形)|(?:全面|扎实|深入|有序|持续|不断)(?:推进|开展|实施|提升|改善|完善|加强|优化|巩固|增强|深化)[，。；、]|建成|落[地户]|投[产用运]|开[工通业]|竣工|通车|启[动用]|见效|改善",
        0.8,
    ),
    ("people", r"感谢|敬意|来之不易|我们深[刻切]|付出", 3.8),
    ("aim", r"力争|确保|争取|争创|力求|务求|努力(?!下)|目标", -1.6),
    ("will", r"(?<![只需主重首不紧必概])要(?![求素点件])|将(?![军士近])|必须|我们要|要求是|让.{2,12}(?:更|成为)", -1.2),
    ("about", rf"{_FIGURE}[^，。；]{{0,8}}(?:以上|左右|以内)|不低于|不少于|[^不]超过?\d", -0.9),
    ("now", r"今年|明年|年内|年底前|下一步|新的一年|今后|未来|到20[2-9]\d年", -1.8),
    (
        "order",
        r"(?:^|[，；、：。])(?:要)?(?:加快|着力|进一步|大力|全力|积极|持续|深入|坚持|坚决|坚定|统筹|严格|切实|扎实|全面|推动|推进|加强|强化|完善|健全|提升|优化|深化|支持|鼓励|引导|打造|培育|发展|壮大|做[大强优好实]|抓[好实]|用好|扩大|促进|落实|建设|实施|开展|构建|探索|发挥|严[守打厉]|办好|建[好立]|提高|稳[住定])",
        -1.5,
    ),
    ("start", r"谋划|启动(?:实施|建设)|开工|新建|改[扩造]|规划|推行|试行|争|筹", -0.2),
)
"""Name, pattern, weight."""

BIAS: Final = 0.7
"""Of a sentence without any sign: the constant of the same regression."""
MOST: Final = 3.0
"""No paragraph counts for more, however long."""

_FOUND = tuple((name, re.compile(pattern), weight) for name, pattern, weight in SIGNS)
_SENTENCE = re.compile("[^。！？；]+")


def counts(sentence: str) -> list[int]:
    """How often each sign stands in a sentence, at most twice, in the order of `SIGNS`."""
    return [min(2, len(pattern.findall(sentence))) for _, pattern, _ in _FOUND]


def of_sentence(sentence: str) -> float:
    """Log odds that a sentence looks back."""
    return BIAS + sum(w * n for (_, _, w), n in zip(_FOUND, counts(sentence), strict=True))


def of_paragraph(text: str) -> float:
    """Sum over the sentences, between -`MOST` and `MOST`."""
    total = sum(of_sentence(s) for s in _SENTENCE.findall(text) if len(s) > 5)
    return max(-MOST, min(MOST, total))
