"""Where a report begins and ends inside the text of a page: navigation, sharing bars and copyright lie outside."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import Final

from ingest.headings import NUMBERED, heading_line, numbered
from ingest.notes import is_note
from ingest.paragraphs import Span
from ingest.tails import glossary_at, is_entry, opens_appendix
from ingest.tails import opens_glossary as opens_glossary

_ADDRESS = re.compile(
    r"^[#*\s]*(?:主席团[、,，]?\s*)?(?:尊敬的)?(?:各位|同志们)(?:人大)?(?:代表|委员|领导|同志|来宾|主任|常委会组成人员)?们?"
    r"[、,，各位列席人员同志们委员代表领导来宾主任副秘书长 ]*[:：!！。]?"
)
_WHOLE_ADDRESS = re.compile(_ADDRESS.pattern + "$")
_OPENING = re.compile(r"我(?:谨|现)?代表.{0,24}(?:人民政府|政府|国务院|管委会|办事处)")
_SENTENCE = re.compile(r"[。！？!][”’」』）)]?$")
_CLOSING = re.compile(r"让我们|(?:更加)?紧密(?:地)?团结在|团结在.{0,30}周围")
_STRONG = re.compile(
    r"版权所有|版权声明|免责声明|备案号|ICP备|公网安备|Powered by|Copyright|©|未经.{0,6}授权|责任编辑|^(?:编辑|责编|校对|审核|初审|复审|终审|作者|撰稿)[:：]|"
    r"推荐访问|推荐阅读|延伸阅读|猜你喜欢|相关(?:文档|阅读|链接|文章|推荐|新闻|稿件|信息|内容|解读|报道)[:：]|热门(?:推荐|文章|阅读|点击)|"
    r"网站地图|网站声明|网站找错|主办单位[:：].{0,20}办公室$|网站标识码|技术支持[:：]|^当前位置|^您(?:的|所在的?|现在的?)位置|小编为大家|仅供参考|"
    r"(?:本站|本网站?)(?:所[有载]|刊载|转载|注明)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"相关(?:文档|阅读|链接|文章|推荐|新闻|稿件)|^分享|分享到|^收藏|^打印|^【?打印|打印本[页文]|^关闭窗口|【?关闭】?$|^返回(?:顶部|首页|列表)|"
    r"[上下]一[篇页条][:：]?|^[上下]一[篇页条]|扫一扫|微信公众号|^[（(]?\s*(?:信息|文章|稿件)?来源\s*[:：]|联系我们|点击图片|点击下载|^首页|发布时间|发布日期|"
    r"浏览(?:次数|量)|阅读(?:次数|量|数)|点击(?:次数|量|数)[:：]|访问量|字[体号][:：]|^\[?【?字体|^[|×»《》\s]+$|\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)\W*$|"
    r"^附件下载|^无障碍|^手机版|^[大中小\s]{3,7}$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:[首上下末尾]一?页\s*)+|第?\s*\d+\s*[/／页].{0,12}|分享到?[:：]?.{0,40}|【?打印(?:本页)?】?.{0,20}|【?关闭(?:窗口)?】?|返回(?:顶部|首页|列表)|"
    r"扫一扫.{0,24}|[上下]一[篇条][:：].{0,60}|责任编辑[:：].{0,20}|浏览次数[:：].{0,20}|(?:字体|字号)[:：].{0,12}|当前位置[:：].{0,60}|首页\s*[>＞»].{0,60}"
)
"""What may stand in the middle of a report that was copied from several pages: a line that is this and nothing more."""
_WEAK_CHARS: Final = 80
"""A longer line is no button: a report's last words with a word of the page glued to them."""
_BODY_CHARS: Final = 40
"""A line at least this long with a full stop is text."""
_LITTLE: Final = 0.05
"""Below the furniture at the end stands at most this share of the text; teasers of other articles are text, too."""


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the report. A line that ends as a sentence does is the page's only
    if it says so plainly: a report may speak of a 微信公众号."""
    if len(text) >= 200:
        return False
    weak = len(text) < _WEAK_CHARS and not re.search("[。！；]", text) and not numbered(text)
    return bool(_STRONG.search(text)) or (weak and bool(_WEAK.search(text)))


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
    end = _page_end(texts, first)
    closing = [i for i in range(first, end) if _CLOSING.search(texts[i]) and not _STRONG.search(texts[i])]
    if not closing:
        while end > first and is_furniture(texts[end - 1]):
            end -= 1
        return end
    last = closing[-1] + 1
    tail = glossary_at(texts, last)
    ahead = next((i for i in range(last, len(texts)) if opens_tail(texts[i]) or is_furniture(texts[i])), len(texts))
    if tail is None or (ahead < tail and opens_tail(texts[ahead])):
        tail = ahead if ahead < len(texts) and opens_tail(texts[ahead]) else tail
    if tail is None and last < len(texts) and is_note(texts[last], "\n".join(texts[first:last])):
        tail = last
    if tail is not None:
        return next((i for i in range(tail, len(texts)) if _ends_tail(texts[i])), len(texts))
    while last < end and not is_furniture(texts[last]) and (_SENTENCE.search(texts[last]) or heading_line(texts[last])):
        last += 1
    return last


def _page_end(texts: Sequence[str], first: int) -> int:
    """Index of the first line of the furniture below a report: nothing of a report follows, and hardly any text."""
    most = _LITTLE * sum(map(len, texts[first:]))
    below, end = 0, len(texts)
    for i in range(len(texts) - 1, first, -1):
        text = texts[i]
        if is_furniture(text):
            end = i
        elif opens_glossary(text) or _CLOSING.search(text) or ((number := numbered(text)) and number[0] <= NUMBERED):
            break
        elif len(text) >= _BODY_CHARS and "。" in text:
            below += len(text)
            if below > most:
                break
    return end


def _ends_tail(text: str) -> bool:
    """Whether a line below a glossary or an appendix belongs to the page; an entry may speak of a 微信公众号."""
    return bool(_STRONG.search(text)) if is_entry(text) else is_furniture(text)


def opens_tail(text: str) -> bool:
    """Whether a short line opens a glossary or an appendix after the report."""
    return (opens_glossary(text) or opens_appendix(text)) and not is_furniture(text)


def stands_between(text: str) -> bool:
    """Whether a line is the page's wherever it stands: 上一页 下一页, 【打印】, 分享到."""
    return bool(_BETWEEN.fullmatch(text.strip()))
