"""Where a report begins and ends inside the text of a page: navigation, sharing bars and copyright lie outside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.headings import APPENDIX_WORDS, GLOSSARY_WORDS, heading_line
from ingest.paragraphs import Span

_ADDRESS = re.compile(r"^[#*\s]*各位(?:代表|委员|同志)[、，,各位列席人员同志委员代表]*[:：!！]?")
_OPENING = re.compile(r"代表.{0,20}(?:人民政府|政府|国务院).{0,12}(?:报告|工作)")
_CLOSING = re.compile(r"让我们|(?:更加)?紧密(?:地)?团结在|团结在.{0,30}周围")
_FURNITURE = re.compile(
    r"版权所有|备案号|ICP备|Powered by|Copyright|©|未经.{0,6}授权|责任编辑|^编辑[:：]|^责编|推荐访问|推荐阅读|"
    r"相关(?:文档|阅读|链接|文章|推荐|新闻)|热门推荐|^分享|分享到|^收藏$|^打印$|^关闭窗口$|【?关闭】?$|^返回顶部|上一篇|下一篇|"
    r"扫一扫|微信公众号|^[（(]?\s*(?:信息)?来源\s*[:：]|网站地图|主办单位[:：].{0,20}办公室$|联系我们|点击图片|点击下载|网站标识码|"
    r"^当前位置|^您(?:的|所在的?)位置|^首页|发布时间|发布日期|浏览次数|阅读量|字体[:：]|^[|×»《》\s]+$",
    re.IGNORECASE,
)


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the report."""
    return len(text) < 200 and bool(_FURNITURE.search(text))


def body_range(source: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Indexes [first, last) into `spans`: opening address to closing formula, with a glossary or appendix after it.

    Where there is no opening address the body starts at the first heading; where no closing formula, it ends at
    the last paragraph that is not furniture. Empty range if `spans` is empty.
    """
    texts = [source[a:b] for a, b in spans]
    first = _first(texts)
    last = _last(texts, first)
    return first, last


def _first(texts: Sequence[str]) -> int:
    for i, text in enumerate(texts):
        if _ADDRESS.match(text) or (_OPENING.search(text) and len(text) < 200):
            return i
    for i, text in enumerate(texts):
        if heading_line(text) and not is_furniture(text):
            return i
    return next((i for i, t in enumerate(texts) if len(t) > 60 and not is_furniture(t)), len(texts))


def _last(texts: Sequence[str], first: int) -> int:
    closing = [i for i in range(first, len(texts)) if _CLOSING.search(texts[i]) and not is_furniture(texts[i])]
    end = len(texts)
    if not closing:
        while end > first and is_furniture(texts[end - 1]):
            end -= 1
        return end
    after = closing[-1] + 1
    tail = next((i for i in range(after, end) if opens_tail(texts[i])), None)
    if tail is None:
        return after
    return next((i for i in range(tail, end) if is_furniture(texts[i])), end)


def opens_tail(text: str) -> bool:
    """Whether a short line opens a glossary or an appendix after the report."""
    return len(text) <= 40 and bool(GLOSSARY_WORDS.search(text) or APPENDIX_WORDS.search(text)) and not is_furniture(text)
