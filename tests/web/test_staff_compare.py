"""年度对照: the page, over two reports of an invented county."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from ingest.outline import outline
from rag.settings import Settings
from tests.small_reports import qingxi
from tests.web.fake import FakeAssistant, hostile
from tests.web.staff import PASSWORD, csrf_of, sign_in
from web.site import site
from web.staff.compare_view import latest_two


def browser(assistant, folder):
    client = TestClient(site(assistant, Settings(data_dir=folder, staff_password=PASSWORD)))
    sign_in(client)
    return client


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return browser(FakeAssistant(qingxi(2031), qingxi(2032)), tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def page(client):
    answer = client.get("/staff/compare")
    assert answer.status_code == 200
    return answer.text


def test_the_two_latest_reports_of_a_place_are_set_side_by_side(page):
    assert re.findall(r'<option value="([^"]+)" selected>', page) == ["青溪_2031", "青溪_2032"]


def test_last_years_target_stands_beside_its_result_with_both_places(page):
    row = re.search(r"<tr data-sift><th scope=\"row\">新增停车位</th>.*?</tr>", page, re.DOTALL)[0]
    assert "1500个" in row
    assert "1620个" in row
    links = [unquote(link) for link in re.findall(r'href="(/r/[^"]+)"', row)]
    assert [re.sub(r"#.*", "", link) for link in links] == ["/r/青溪_2031", "/r/青溪_2032"]
    for link, year in zip(links, (2031, 2032), strict=True):
        start, end = map(int, link.split("#")[1].split("-"))
        assert qingxi(year).source[start:end].startswith("新增停车位")
    assert ">计划<" in row
    assert ">已完成<" in row
    assert ">高<" in row


def test_what_is_new_and_what_is_gone_is_listed(page):
    new, gone = page.split('id="wb-fresh"')[1].split('id="wb-gone"')
    assert "开通无人机配送航线" in new
    assert "建设冷链仓库" in gone


def test_all_that_is_shown_can_be_sifted_without_asking_the_server(page):
    assert page.count("data-sift") > 10
    assert 'class="wb-sift" hidden' in page  # only with scripts


def exported(client, form, **more):
    csrf = csrf_of(client.get("/staff/compare").text)
    pair = {"old": "青溪_2031", "new": "青溪_2032"}
    return client.post("/staff/compare/export", data={**pair, "form": form, "csrf": csrf, **more})


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_the_tables_can_be_taken_along(client, page, form):
    assert f'name="form" value="{form}"' in page
    answer = exported(client, form)
    assert answer.content.startswith(b"PK")
    said = answer.headers["content-disposition"]
    assert f'filename="compare.{form}"' in said
    assert unquote(said).endswith(f"青溪县2031年报告与青溪县2032年报告年度对照.{form}")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("form", "more", "said"),
    [
        pytest.param("csv", {}, "目标对目标", id="no such form"),
        pytest.param("docx", {"new": "没有的"}, "没有找到选中的报告", id="no such report"),
        pytest.param("docx", {"new": "青溪_2031"}, "两边选了同一份报告", id="the same twice"),
    ],
)
def test_what_cannot_be_made_gives_the_page(client, form, more, said):
    answer = exported(client, form, **more)
    assert answer.status_code == 200
    assert said in answer.text


def test_no_file_without_a_session_or_its_token(client):
    path, data = "/staff/compare/export", {"old": "青溪_2031", "new": "青溪_2032", "form": "xlsx"}
    assert TestClient(client.app).post(path, data=data, follow_redirects=False).status_code == 303
    assert client.post(path, data=data).status_code == 403


def test_the_same_report_twice_is_said_calmly(client):
    text = client.get("/staff/compare", params={"old": "青溪_2031", "new": "青溪_2031"}).text
    assert "两边选了同一份报告" in text


def test_a_report_that_is_gone_is_said_calmly(client):
    answer = client.get("/staff/compare", params={"old": "青溪_2031", "new": "没有的"})
    assert answer.status_code == 200
    assert "没有找到选中的报告" in answer.text


def test_one_report_is_too_few(tmp_path):
    assert "至少要有两份报告" in browser(FakeAssistant(), tmp_path).get("/staff/compare").text


def test_a_hostile_report_stays_text(tmp_path):
    wicked = hostile().reports()[0]
    text = browser(FakeAssistant(wicked, qingxi(2032)), tmp_path).get("/staff/compare").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_a_place_with_and_without_its_ending_is_one_place():
    def report(place, year):
        text = f"{place}政府工作报告\n\n一、{year - 1}年工作回顾\n平稳。\n二、{year}年工作安排\n修路。\n"
        return outline(text, stem=f"{place}_{year}", year=year, place=place)

    shelf = [report("别处市", 2033), report("青溪", 2032), report("青溪县", 2031)]
    assert latest_two(shelf) == ("青溪县_2031", "青溪_2032")
    assert latest_two(shelf[:1]) == ("", "")
