"""Where a report begins and ends inside the text of a page: navigation, sharing bars and copyright lie outside."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import accumulate

from ingest.headings import APPENDIX_WORDS, GLOSSARY_WORDS, heading_line
from ingest.paragraphs import Span

_ADDRESS = re.compile(
    r"^[#*\s]*(?:主席团[、,，]?\s*)?(?:尊敬的)?(?:各位|同志们)(?:人大)?(?:代表|委员|领导|同志|来宾|主任|常委会组成人员)?们?"
    r"[、,，各位列席人员同志们委员代表领导来宾主任副秘书长 ]*[:：!！。]?"
)
_WHOLE_ADDRESS = re.compile(_ADDRESS.pattern + "$")
_OPENING = re.compile(r"我(?:谨|现)?代表.{0,24}(?:人民政府|政府|国务院|管委会|办事处)")
_SENTENCE = re.compile(r"[。！？!][”’」』）)]?$")
_CLOSING = re.compile(r"让我们|(?:更加)?紧密(?:地)?团结在|团结在.{0,30}周围")
_STRONG = re.compile(
    r"版权所有|备案号|ICP备|Powered by|Copyright|©|未经.{0,6}授权|责任编辑|^编辑[:：]|^责编|推荐访问|推荐阅读|"
    r"相关(?:文档|阅读|链接|文章|推荐|新闻)[:：]|热门推荐|网站地图|主办单位[:：].{0,20}办公室$|网站标识码|^当前位置|"
    r"^您(?:的|所在的?)位置|小编为大家|仅供参考",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"相关(?:文档|阅读|链接|文章|推荐|新闻)|^分享|分享到|^收藏|^打印|^【?打印|^关闭窗口|【?关闭】?$|^返回顶部|上一篇|下一篇|扫一扫|微信公众号|"
    r"^[（(]?\s*(?:信息)?来源\s*[:：]|联系我们|点击图片|点击下载|^首页|发布时间|发布日期|浏览次数|阅读量|字体[:：]|^[|×»《》\s]+$",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the report. A line that ends as a sentence does is the page's only
    if it says so plainly: a report may speak of a 微信公众号."""
    if len(text) >= 200:
        return False
    return bool(_STRONG.search(text)) or (not text.endswith(("。", "；", "！")) and bool(_WEAK.search(text)))


def is_address(text: str) -> bool:
    """Whether a paragraph speaks to the deputies in its first words (“各位代表，……”)."""
    return text.startswith(("各位代表", "各位委员"))


def only_address(text: str) -> bool:
    """Whether a paragraph is an address and nothing else (“各位代表：”)."""
    return len(text) <= 60 and bool(_WHOLE_ADDRESS.match(text))


def opens(text: str) -> bool:
    """Whether a paragraph is the formula that opens a report (“现在，我代表……向大会报告工作”)."""
    return len(text) < 200 and bool(_OPENING.search(text))


def body_range(source: str, spans: Sequence[Span], marks: Collection[Span] = ()) -> tuple[int, int]:
    """Indexes [first, last) into `spans`: opening address to closing formula, with a glossary or appendix after it.

    `marks` are spans that the format knows as headings. Where there is no opening address the body starts at the first
    heading, or at a paragraph of text above it; where no closing formula, it ends at the last paragraph that is not
    furniture. Empty range if `spans` is empty.
    """
    texts = [source[a:b] for a, b in spans]
    first = _first(texts, [s in marks for s in spans])
    return first, _last(texts, first)


def _first(texts: Sequence[str], marked: Sequence[bool]) -> int:
    sizes = list(accumulate(map(len, texts), initial=0))
    for i, text in enumerate(texts):
        if sizes[i] <= sizes[-1] / 3 and text.endswith((":", "：")) and only_address(text):
            return i  # a table of contents may stand above it
    for i, text in enumerate(texts):
        if is_furniture(text):
            continue
        if only_address(text) or is_address(text) or (_OPENING.search(text) and len(text) < 200):
            return i
        if heading_line(text) or (marked[i] and "工作报告" not in text):
            return i
        if len(text) >= 80 and text.count("。") >= 2:
            return i
    return len(texts)


def _last(texts: Sequence[str], first: int) -> int:
    closing = [i for i in range(first, len(texts)) if _CLOSING.search(texts[i]) and not is_furniture(texts[i])]
    end = len(texts)
    if not closing:
        while end > first and is_furniture(texts[end - 1]):
            end -= 1
        return end
    last = closing[-1] + 1
    tail = next((i for i in range(last, end) if opens_tail(texts[i]) or is_furniture(texts[i])), None)
    if tail is not None and opens_tail(texts[tail]):
        return next((i for i in range(tail, end) if is_furniture(texts[i])), end)
    while last < end and not is_furniture(texts[last]) and (_SENTENCE.search(texts[last]) or heading_line(texts[last])):
        last += 1
    return last


def opens_glossary(text: str) -> bool:
    """Whether a short line opens a glossary."""
    return len(text) <= 40 and bool(GLOSSARY_WORDS.search(text))


def opens_tail(text: str) -> bool:
    """Whether a short line opens a glossary or an appendix after the report."""
    return (
        len(text) <= 40 and bool(GLOSSARY_WORDS.search(text) or APPENDIX_WORDS.search(text)) and not is_furniture(text)
    )
