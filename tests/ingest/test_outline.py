"""Reports of every shape become an outline: no one here wrote or saw the real ones."""

from __future__ import annotations

from textwrap import dedent

import pytest

from ingest.outline import OPENING, outline
from ingest.split import split
from rag.domain import Report
from rag.errors import OutlineError
from tests.small_reports import QINGXI_2031, qingxi


def read(source: str, stem: str = "青溪_2031", **given: object) -> Report:
    return outline(dedent(source), stem=stem, **given)  # type: ignore[arg-type]


def paths(report: Report) -> list[str]:
    """Path and period of every passage below the opening, as one line."""
    marks = {"done": "+", "planned": ">", None: "·"}
    return [f"{marks[p.period]} {' / '.join(p.path)}" for p in split(report) if p.path != (OPENING,)]


def path_of(report: Report, words: str) -> tuple[str, ...]:
    return next(p.path for p in split(report) if words in p.text)


def test_a_county_report_whole():
    report = qingxi()
    assert (report.title, report.year, report.place) == ("2031年青溪县政府工作报告", 2031, "青溪县")
    assert report.warnings == ()
    assert paths(report) == [
        "+ 一、2030年工作回顾",
        "+ 一、2030年工作回顾 / （一）产业发展稳中有进 / 茶叶加工再上台阶",
        "+ 一、2030年工作回顾 / （一）产业发展稳中有进 / 乡村旅游日渐红火",
        "+ 一、2030年工作回顾 / （二）民生福祉持续增进",
        "+ 一、2030年工作回顾 / （二）民生福祉持续增进",
        "+ 一、2030年工作回顾",
        "> 二、2031年工作安排",
        "> 二、2031年工作安排 / （一）做强茶叶产业",
        "> 二、2031年工作安排 / （二）改善城乡交通",
        "> 二、2031年工作安排 / （三）办好民生实事",
        "> 三、加强政府自身建设 / 坚持依法行政",
        "> 三、加强政府自身建设",
        "· 名词解释 / 1．医共体",
    ]


def test_sections_nest_and_hold_their_blocks():
    report = qingxi()
    for section in report.sections:
        assert len(section.path) == section.level
        assert section.path[-1] == section.title
        above = [s for s in report.sections if s.path == section.path[:-1] and s.start <= section.start]
        assert section.level == 1 or above[-1].end >= section.end
    assert [b.start for b in report.blocks] == sorted(b.start for b in report.blocks)
    assert report.body == (report.blocks[0].start, report.blocks[-1].end)


def test_ascii_brackets_and_points_are_equal_to_full_width_ones():
    ascii_source = QINGXI_2031.translate(str.maketrans("（），：；！．", "(),:;!."))
    as_ascii = [p.split(" ", 1)[0] + str(p.count("/")) for p in paths(outline(ascii_source, stem="青溪_2031"))]
    assert as_ascii == [p.split(" ", 1)[0] + str(p.count("/")) for p in paths(qingxi())]


def test_the_source_is_kept_as_it_is():
    assert qingxi().source == QINGXI_2031


def test_parts_and_chapters_in_words():
    report = read("""\
        各位代表：
        第一部分　2030年工作回顾
        第一章 产业
        一年来，我们把茶叶产业做大做强，新建加工厂6座。
        第二部分　2031年工作安排
        第一章 民生
        我们要把民生实事办好办实，新建社区食堂15处。
        """)
    assert paths(report) == ["+ 第一部分 2030年工作回顾 / 第一章 产业", "> 第二部分 2031年工作安排 / 第一章 民生"]


def test_parts_without_any_number():
    report = read("""\
        各位代表：
        2030年工作回顾
        一年来，我们把茶叶产业做大做强，新建加工厂6座，茶农增收明显。
        产业发展
        新建冷链仓库3座，培育茶叶龙头企业2家，带动茶农2300户增收致富。
        2031年重点工作
        今年是大桥建设之年，我们要把大桥建好，把群众出行的难题解决好。
        城乡交通
        开工建设清江大桥，新增停车位1500个，农村公路硬化80公里以上。
        """)
    assert paths(report) == [
        "+ 2030年工作回顾",
        "+ 2030年工作回顾 / 产业发展",
        "> 2031年重点工作",
        "> 2031年重点工作 / 城乡交通",
    ]


def test_unnumbered_parts_with_numbered_headings_inside_each():
    report = read("""\
        各位代表：
        过去五年工作回顾
        一、茶叶产业
        茶叶加工厂从2座增加到8座，带动茶农2300户。
        二、城乡交通
        农村公路硬化430公里，新增停车位5200个。
        今后五年目标任务
        一、茶叶产业
        茶叶年产值突破20亿元，茶叶出口翻一番。
        """)
    assert paths(report) == [
        "+ 过去五年工作回顾 / 一、茶叶产业",
        "+ 过去五年工作回顾 / 二、城乡交通",
        "> 今后五年目标任务 / 一、茶叶产业",
    ]


def test_parts_numbered_with_arabic_figures():
    report = read("""\
        各位代表：
        1.2030年工作回顾
        新建茶叶加工厂6座，带动茶农2300户。
        2.2031年工作安排
        开工建设清江大桥，新增停车位1500个。
        """)
    assert paths(report) == ["+ 1.2030年工作回顾", "> 2.2031年工作安排"]
    assert report.year == 2031


def test_arabic_items_below_bracketed_headings():
    report = read("""\
        各位代表：
        二、2031年工作安排
        （一）改善交通
        1. 修桥。开工建设清江大桥，力争年内完成主体工程。
        2. 修路。农村公路硬化80公里，让山里人走上平坦路。
        """)
    assert [p.rsplit(" / ", 1)[1] for p in paths(report)] == ["1. 修桥", "2. 修路"]


def test_markdown_levels_with_and_without_numbers():
    source = dedent("""\
        # 青溪县政府工作报告

        各位代表：

        ## 一、2030年工作回顾
        ### （一）产业发展
        #### 茶叶
        新建茶叶加工厂6座。
        #### 旅游
        修复古道12公里。
        ## 二、2031年工作安排
        ### （一）交通
        开工建设清江大桥。
        """)
    marks = []
    for line in source.splitlines():
        if line.startswith("#"):
            signs, words = line.split(" ", 1)
            start = source.index(line) + len(signs) + 1
            marks.append((start, start + len(words), len(signs)))
    report = outline(source, stem="青溪_2031", marks=marks)
    assert paths(report) == [
        "+ 一、2030年工作回顾 / （一）产业发展 / 茶叶",
        "+ 一、2030年工作回顾 / （一）产业发展 / 旅游",
        "> 二、2031年工作安排 / （一）交通",
    ]


def test_marked_headings_without_numbers_and_without_address():
    source = "政府工作报告\n回望\n修成三座桥。\n展望未来\n再修两座桥。"
    marks = [(0, 6, 1), (7, 9, 2), (source.index("展望"), source.index("展望") + 4, 2)]
    assert paths(outline(source, stem="a", marks=marks)) == ["+ 回望", "> 展望未来"]


def test_every_paragraph_indented_and_wrapped_by_hand():
    review = "过去一年，全县上下齐心协力，新建茶叶加工厂6座。带动茶农2300户增收。" * 4
    plan = "今年我们要开工建设清江大桥，新增停车位1500个。农村公路硬化80公里。" * 4
    lines = []
    for text in ("各位代表：", "一、2030年工作回顾", review, "二、2031年工作安排", plan):
        text = "\u3000\u3000" + text
        lines += [text[i : i + 30] for i in range(0, len(text), 30)]
    report = outline("\n".join(lines), stem="青溪_2031")
    assert paths(report) == ["+ 一、2030年工作回顾", "> 二、2031年工作安排"]
    assert [p.text.replace("\n", "").split("回顾")[-1].split("安排")[-1].lstrip() for p in split(report)] == [
        review,
        plan,
    ]


def test_a_report_without_address():
    report = read("""\
        青溪县2031年政府工作报告
        一、2030年工作回顾
        新建茶叶加工厂6座，带动茶农2300户。
        二、2031年工作安排
        开工建设清江大桥。
        """)
    assert paths(report) == ["+ 一、2030年工作回顾", "> 二、2031年工作安排"]
    assert report.place == "青溪县"


@pytest.mark.parametrize("title", ["名词解释", "附件：民生实事清单"])
def test_a_glossary_or_appendix_before_the_closing_formula(title: str):
    report = read(f"""\
        各位代表：
        一、2030年工作回顾
        新建茶叶加工厂6座，带动茶农2300户。
        二、2031年工作安排
        开工建设清江大桥。
        {title}
        1．医共体：县乡医院抱团。
        各位代表！让我们携手同行，为建设美丽青溪而奋斗！
        """)
    assert "医共体" in "".join(p.text for p in split(report))
    assert report.source[: report.body[1]].endswith("而奋斗！")
    assert all(p.path for p in split(report))


def test_an_address_inside_a_part_speaks_for_the_whole_part():
    report = qingxi()
    assert path_of(report, "成绩来之不易") == ("一、2030年工作回顾",)


def test_enumerated_paragraphs_hold_the_run_in_headings_below_them():
    report = read("""\
        各位代表：
        一、2030年工作回顾
        一是产业提质。这一年茶叶加工、竹木加工、水电三大产业全面发展。
        茶叶加工壮大。新建茶叶加工厂6座，带动茶农2300户，春茶产量达到1800吨。
        竹木加工转型。关停小散竹木厂30家，新上竹材深加工生产线4条，产值翻番。
        二是民生改善。全年民生支出占比保持在八成以上，民生实事全部办结。
        此后各项工作稳步开展，没有小标题的这一段只属于上面的大标题。
        """)
    assert [p.split(" / ")[1:] for p in paths(report)] == [
        ["一是产业提质"],
        ["一是产业提质", "茶叶加工壮大"],
        ["一是产业提质", "竹木加工转型"],
        ["二是民生改善"],
        [],
    ]


def test_short_sentences_on_lines_of_their_own_are_headings_where_a_report_has_that_habit():
    body = "新建茶叶加工厂6座，带动茶农2300户，春茶产量达到1800吨，产值4.2亿元。"
    source = "各位代表：\n一、2030年工作回顾\n" + "".join(
        f"{words}\n{body}\n" for words in ("产业提质增效。", "民生持续改善。", "交通更加便利。")
    )
    assert [p.split(" / ")[1] for p in paths(read(source))] == ["产业提质增效", "民生持续改善", "交通更加便利"]


def test_a_single_short_sentence_on_a_line_of_its_own_is_none():
    body = "新建茶叶加工厂6座，带动茶农2300户，春茶产量达到1800吨，产值4.2亿元。"
    report = read(f"各位代表：\n一、2030年工作回顾\n产业提质增效。\n{body}\n")
    assert paths(report) == ["+ 一、2030年工作回顾"] * 2


def test_a_saying_among_numbered_headings_is_no_heading():
    report = read("""\
        各位代表：
        二、2031年工作安排
        （一）做强产业。建设冷链仓库3座，培育茶叶龙头企业2家，开拓海外市场。
        （二）改善交通。开工建设清江大桥，新增停车位1500个，硬化公路80公里。
        各位代表！今年的任务十分艰巨。
        大道至简，实干为要。我们要一件事情接着一件事情办，一年接着一年干，绝不停步。
        """)
    assert path_of(report, "大道至简") == ("二、2031年工作安排",)


def test_items_of_a_numbered_list_are_paragraphs_and_no_headings():
    report = read("""\
        各位代表：
        二、2031年工作安排
        今年办好三件实事：
        （一）新建社区食堂15处。
        （二）改造老旧小区20个。
        （三）新增停车位1500个。
        全县齐心，一定办好。
        """)
    assert paths(report) == ["> 二、2031年工作安排"] * 5


def test_a_numbered_paragraph_of_one_sentence_keeps_its_own_section():
    report = read("""\
        各位代表：
        二、2031年工作安排
        （一）做强产业。建设冷链仓库3座，培育龙头企业2家。
        （二）新建社区食堂15处。
        （三）改善交通。开工建设清江大桥，新增停车位1500个。
        """)
    assert [p.split(" / ")[1] for p in paths(report)] == ["（一）做强产业", "（二）新建社区食堂15处", "（三）改善交通"]


def test_paragraphs_of_a_part_that_looks_both_ways_say_which():
    report = read(
        """\
        各位代表：
        一、“十四五”发展成就和“十五五”主要目标
        “十四五”时期，我县修成三座桥。
        农村公路硬化430公里。
        “十五五”时期，我县要再修两座桥。
        农村公路再硬化300公里。
        """,
        stem="青溪_2026",
    )
    assert [p[0] for p in paths(report)] == ["+", "+", ">", ">"]


def test_subsections_of_a_part_that_looks_both_ways_say_it_by_their_titles():
    report = read(
        """\
        各位代表：
        一、2030年工作回顾和2031年工作安排
        （一）2030年工作回顾
        修成三座桥。
        （二）2031年重点工作
        再修两座桥。
        """
    )
    assert [p[0] for p in paths(report)] == ["+", ">"]


def test_a_look_back_inside_a_plan_is_done_and_the_problems_of_a_review_too():
    report = read("""\
        各位代表：
        一、2030年工作回顾
        新建茶叶加工厂6座。
        我们也清醒认识到，停车难的问题仍然突出。
        二、2031年工作安排
        各位代表！过去一年，群团组织和退役军人工作取得新成绩。
        今年要开工建设清江大桥。
        各位代表！回望来路，让我们接续奋斗！
        """)
    assert [p[0] for p in paths(report)] == ["+", "+", "+", ">", ">"]


def test_what_a_person_gives_wins_over_what_is_found():
    report = outline(QINGXI_2031, stem="a", title="某县报告", year=1999, place="某县")
    assert (report.title, report.year, report.place) == ("某县报告", 1999, "某县")


def test_masked_names_are_said_in_warnings():
    report = outline("各位代表：\n一、工作回顾\n×县修桥。", stem="a")
    assert len([w for w in report.warnings if "--" in w]) == 2
    assert "--year" in report.warnings[0]
    assert "--place" in report.warnings[1]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="an empty text"),
        pytest.param("今天天气很好，我去了公园。", id="a note"),
        pytest.param("各位代表：\n大家好。谢谢大家。", id="an address without any heading"),
        pytest.param("版权所有：某某网站", id="furniture alone"),
    ],
)
def test_no_report_is_found_in(source: str):
    with pytest.raises(OutlineError, match="没有找到报告的提纲"):
        outline(source, stem="a")
