"""Title, year and place of a report."""

from __future__ import annotations

import pytest

from ingest.metadata import place_of, title_of, year_of


@pytest.mark.parametrize(
    ("head", "parts", "stem", "year"),
    [
        pytest.param(["2031年青溪县政府工作报告"], [], "a", 2031, id="its title"),
        pytest.param([], ["一、2030年工作回顾"], "a", 2031, id="the year it looks back on, and one"),
        pytest.param([], ["一、2030年和“十四五”时期工作回顾"], "a", 2031, id="a review of a year and of five"),
        pytest.param([], ["一、2030年工作回顾和2031年工作安排"], "a", 2031, id="one part for both years"),
        pytest.param([], ["一、2030年工作回顾和“十五五”目标"], "a", 2031, id="a review with aims behind it"),
        pytest.param([], ["二、2031年重点工作"], "a", 2031, id="the year it plans"),
        pytest.param(["——2031年1月9日在青溪县第三届人民代表大会会议上"], [], "a", 2031, id="the day it was given"),
        pytest.param([], [], "青溪_2031", 2031, id="the file's name"),
        pytest.param(
            [],
            ["一、2030年工作回顾", "二、2031年工作安排"],
            "青溪_2029",
            2031,
            id="its parts against a wrong file name",
        ),
        pytest.param(["修桥铺路"], ["一、工作回顾"], "报告", None, id="nothing at all"),
    ],
)
def test_the_year_is_found_by(head: list[str], parts: list[str], stem: str, year: int | None):
    assert year_of(head, parts, stem).year == year


@pytest.mark.parametrize(
    ("head", "stem", "place"),
    [
        pytest.param(["我代表青溪县人民政府，向大会报告工作"], "a", "青溪县", id="whom the speaker stands for"),
        pytest.param(
            ["2031年1月9日在云汀市青溪区第八届人民代表大会第一次会议上"], "a", "云汀市青溪区", id="whose congress it is"
        ),
        pytest.param(["2031年青溪县政府工作报告"], "a", "青溪县", id="a title with the year first"),
        pytest.param(["青溪县2031年政府工作报告"], "a", "青溪县", id="a title with the year in the middle"),
        pytest.param(["青溪县人民政府工作报告"], "a", "青溪县", id="a title without year"),
        pytest.param(
            ["我代表省人民政府，向大会报告工作"], "青溪_2031", "青溪", id="the file's name, where the text says 省"
        ),
        pytest.param(["在×市第×届人民代表大会第二次会议上"], "report", None, id="nothing, where the name is masked"),
    ],
)
def test_the_place_is_found_by(head: list[str], stem: str, place: str | None):
    assert place_of(head, stem) == place


@pytest.mark.parametrize(
    ("head", "given", "title"),
    [
        pytest.param(["# 2031年青溪县政府工作报告"], None, "2031年青溪县政府工作报告", id="a line of the text"),
        pytest.param(
            ["首页 > 政府工作报告 > 2031年"], "青溪县政府工作报告", "青溪县政府工作报告", id="the file's own title"
        ),
        pytest.param(["修桥"], "文档1", "2031年青溪县政府工作报告", id="one made of year and place"),
    ],
)
def test_the_title_is(head: list[str], given: str | None, title: str):
    assert title_of(head, given, 2031, "青溪县") == title
