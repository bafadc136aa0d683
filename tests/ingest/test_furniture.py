"""Where the report begins and ends in the text of a page."""

from __future__ import annotations

import pytest

from ingest.furniture import body_range, is_furniture, only_address
from ingest.paragraphs import paragraphs
from tests.ingest.county import passages_of, text

REVIEW = "一、2030年工作回顾\n修成三座桥。"
PLAN = "二、2031年工作安排\n再修两座桥。"
CLOSING = "各位代表！让我们团结奋斗！"


def body(source: str) -> str:
    spans = paragraphs(source)
    first, last = body_range(source, spans)
    return source[spans[first][0] : spans[last - 1][1]] if first < last else ""


def page(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("首页 > 政务公开 > 政府工作报告\n政府工作报告\n来源：县政府办", id="navigation and a source"),
        pytest.param(
            "政府工作报告\n2031年1月9日在县人民代表大会会议上\n县长　×××", id="a date line and the mayor's name"
        ),
        pytest.param("目 录\n一、2030年工作回顾\n二、2031年工作安排", id="a table of contents"),
        pytest.param(
            "下面是小编为大家整理的政府工作报告。供大家参考。" + "欢迎阅读。" * 20, id="a long note of the page"
        ),
        pytest.param("——2031年1月9日县长在县第十二届人民代表大会第五次会议上的政府工作报告", id="a long date line"),
    ],
)
def test_the_body_begins_with_the_address_below(above: str):
    assert body(page(above, "各位代表：", REVIEW, PLAN, CLOSING)).startswith("各位代表：\n一、")


@pytest.mark.parametrize(
    ("opening", "begins"),
    [
        pytest.param("各位代表！", "各位代表！", id="an address with an exclamation mark"),
        pytest.param("各位委员、同志们：", "各位委员", id="members and comrades"),
        pytest.param("同志们：", "同志们", id="comrades"),
        pytest.param("主席团、各位代表：", "主席团", id="the presidium"),
        pytest.param("现在，我代表县人民政府，向大会报告工作。", "现在", id="the opening formula alone"),
        pytest.param("政府工作报告", "一、", id="a title and no address: at the first heading"),
        pytest.param("政府工作报告\n" + "去年，全县上下齐心协力。" * 10, "去年", id="text above the first heading"),
    ],
)
def test_where_a_body_begins(opening: str, begins: str):
    assert body(page(opening, REVIEW, PLAN, CLOSING)).startswith(begins)


def test_an_address_in_the_middle_is_not_the_beginning():
    source = page("政府工作报告", REVIEW, "各位代表！成绩来之不易。", PLAN, CLOSING)
    assert body(source).startswith("一、2030年工作回顾")


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("推荐访问：工作报告 县长", id="recommended pages"),
        pytest.param(
            "【打印本页】【关闭窗口】\n推荐阅读：\n·关于2031年民生实事征集结果的公告", id="buttons and other news"
        ),
        pytest.param("版权所有：县政府　ICP备12345号", id="a copyright line"),
        pytest.param("收藏\n分享到:\n×", id="a bar to share"),
        pytest.param("（来源：县日报）\n编辑：某某", id="source and editor"),
    ],
)
def test_the_page_below_the_closing_formula_is_left_out(below: str):
    assert body(page("各位代表：", REVIEW, PLAN, CLOSING, below)).endswith(CLOSING)


def test_the_report_goes_on_after_an_early_let_us():
    end = "各位代表！蓝图已经绘就，奋斗正当其时，全县人民的日子一定会越来越好！"
    source = page("各位代表：", REVIEW, "各位代表！让我们致以敬意！", PLAN, end, "版权所有：县政府")
    assert body(source).endswith(end)


def test_a_report_without_closing_formula_ends_before_the_furniture():
    assert body(page("各位代表：", REVIEW, PLAN, "责任编辑：某某", "版权所有")).endswith("再修两座桥。")


def test_a_glossary_after_the_closing_belongs_to_the_body_and_the_copyright_below_it_does_not():
    source = page(
        "各位代表：",
        REVIEW,
        CLOSING,
        "名词解释",
        "1．一网通办：群众在微信公众号上就能办事。",
        "2．医共体：医院。",
        "版权所有",
    )
    assert body(source).endswith("2．医共体：医院。")


@pytest.mark.parametrize(
    ("line", "furniture"),
    [
        pytest.param("分享到：微信", True, id="a bar to share"),
        pytest.param("开通微信公众号，群众办事更方便。", False, id="a sentence about a 微信公众号"),
        pytest.param("版权所有，未经授权不得转载。", True, id="a copyright sentence"),
        pytest.param("加强版权保护，专利授权量增长8%。", False, id="a sentence about copyright"),
        pytest.param("新建桥梁三座。", False, id="a sentence"),
    ],
)
def test_what_belongs_to_the_page(line: str, furniture: bool):
    assert is_furniture(line) == furniture


@pytest.mark.parametrize(
    ("text", "alone"),
    [("各位代表！", True), ("各位代表、同志们：", True), ("各位代表，修桥。", False), ("修桥。", False)],
)
def test_an_address_and_nothing_else(text: str, alone: bool):
    assert only_address(text) == alone


NAVIGATION = [
    pytest.param("上一篇：云汀市2030年政府工作报告\n下一篇：南汀市2031年政府工作报告", id="neighbouring articles"),
    pytest.param("分享到： 微信 微博 QQ空间", id="a bar to share"),
    pytest.param("免责声明：本站所载内容仅供参考，以正式文件为准。", id="a disclaimer"),
    pytest.param("相关文章\n云汀市2029年政府工作报告\n南汀市2030年政府工作报告", id="related articles"),
    pytest.param("【打印本页】 【关闭窗口】\n主办：云汀市人民政府办公室", id="buttons"),
    pytest.param("稿件来源：云汀日报\n审核：某某\n浏览量：1024", id="source, editor, count"),
    pytest.param("附件下载：\n2031年云汀市政府工作报告.docx", id="files"),
    pytest.param("猜你喜欢\n市长信箱\n办事指南", id="what else there is"),
    pytest.param("扫一扫在手机打开当前页\n返回顶部\n网站地图 | 联系我们", id="a code and the foot"),
    pytest.param("技术支持：某某公司\n公网安备 12345号", id="who runs the page"),
    pytest.param(
        "热门推荐：\n2030年某县工作报告\n各位代表：我代表某县人民政府向大会报告工作，请予审议，并请列席人员提出意见。",
        id="a teaser",
    ),
]


@pytest.mark.parametrize("closing", [CLOSING, ""], ids=["with a closing", "without a closing"])
@pytest.mark.parametrize("below", NAVIGATION)
def test_furniture_is_recognised_with_and_without_a_closing_formula(below: str, closing: str):
    source = "\n".join(x for x in ("各位代表：", REVIEW, PLAN, closing, below) if x)
    assert body(source).endswith(closing or "再修两座桥。")


def test_buttons_between_two_pages_of_a_report_are_left_out():
    source = text(plan="二、2031年工作安排\n今年新建便民驿站15个。\n上一页 下一页\n【打印】\n今年改造小区30个。")
    shown = "".join(p.text for p in passages_of(source))
    assert "上一页" not in shown
    assert "【打印】" not in shown
    assert "改造小区30个" in shown


@pytest.mark.parametrize(
    "line",
    [
        "（三）办好微信公众号，用好扫一扫办事",
        "推动信息来源：一网统管",
        "3.开发打印一体机、三维打印产业园",
        "推进首页集成改革",
    ],
)
def test_a_heading_with_a_word_of_the_page_stays_in_the_report(line: str):
    source = text(plan=f"二、2031年工作安排\n{line}\n今年全市新建便民驿站15个，改造老旧小区30个，惠及居民8000户。")
    assert line in "".join(p.text for p in passages_of(source))


def test_last_words_with_a_word_of_the_page_glued_to_them_are_kept():
    end = "各位代表，蓝图已经绘就，让我们锐意进取，埋头苦干，迈出新步伐，谱写新篇章，为建设富裕文明、美丽幸福的云汀作出新的更大贡献！微信公众号云汀发布9"
    assert body(text(closing=end)).endswith(end)
