"""The page 找原文: what is found, by report, and the file that takes it along."""

from __future__ import annotations

import html
import io
import logging
import re

import docx
import pytest
from starlette.testclient import TestClient

from ingest.outline import outline
from rag.settings import Settings
from tests.several_places import THREE
from tests.web.fake import HOSTILE, FakeAssistant
from tests.web.staff import PASSWORD, sign_in
from web.site import site


def opened(folder, *reports):
    client = TestClient(site(FakeAssistant(*reports), Settings(staff_password=PASSWORD, data_dir=folder)))
    return client, sign_in(client)


@pytest.fixture(scope="module")
def staff(tmp_path_factory):
    """A signed-in browser over three reports, and the token of its forms."""
    return opened(tmp_path_factory.mktemp("staff"), *THREE)


def found(staff, query, **conditions):
    client, csrf = staff
    answer = client.post("/staff/wording", data={"q": query, "csrf": csrf, **conditions})
    assert answer.status_code == 200
    return answer.text


def words_of(page):
    """The text of a page as it is read."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", page)))


def picks(page):
    return re.findall(r'name="pick" value="([^"]+)"', page)


def test_places_stand_by_report_with_their_count_and_those_without_are_named(staff):
    page = found(staff, "哪些市提到了低空经济")
    said = words_of(page)
    assert "“低空经济”在2份报告中共3处，1份报告没有提到。" in said
    assert "云岭市1处" in said and "沧河市2处" in said
    assert "没有提到的：青浦市。" in said
    assert page.count("<mark>低空经济</mark>") == 3
    assert picks(page)[0].startswith("云岭_2032:")


def test_each_place_has_its_period_path_context_source_and_link(staff):
    page = found(staff, "布局低空经济")
    said = words_of(page)
    assert "计划二、2032年重点工作›（一）守护绿水青山" in said
    assert '<mark class="wb-here">布局低空经济。</mark>' in page
    assert "出处：《2032年沧河市政府工作报告》第二部分（一）“守护绿水青山”" in said
    assert re.search(r'<a href="/r/[^"]+#\d+-\d+"', page)


@pytest.mark.parametrize(
    ("conditions", "count"),
    [
        ({"report": "沧河_2032"}, 2),
        ({"place": "云岭市"}, 1),
        ({"part": "1"}, 1),
        ({"period": "planned"}, 2),
        ({"figure": "1"}, 1),
        ({"masked": "1"}, 1),
        ({"year": "2032", "part": "2", "figure": "1"}, 1),
        ({"year": "甲", "part": "乙", "period": "丙"}, 3),
        ({"masked": "1", "all": "1"}, 3),
    ],
)
def test_conditions_narrow_what_is_shown(staff, conditions, count):
    assert len(picks(found(staff, "低空经济", **conditions))) == count


def test_conditions_stay_chosen(staff):
    page = found(staff, "低空经济", place="云岭市", figure="1")
    assert '<option value="云岭市" selected>' in page
    assert 'name="figure" value="1" checked' in page
    assert '<input type="hidden" name="place" value="云岭市">' in page


def test_what_differs_is_shown_sign_by_sign_and_told_to_who_cannot_see_it(staff):
    page = found(staff, "改造老旧小曲")
    assert "<del>" in page and "<ins>" in page
    assert "改造老旧小（您写的是：曲）（报告写的是：区）20个。" in words_of(page)


def test_what_nobody_says_is_said_and_nothing_is_to_be_taken(staff):
    page = found(staff, "飞行汽车")
    assert "没有找到“飞行汽车”" in words_of(page)
    assert not picks(page)
    assert "导出" not in words_of(page)


def test_a_personal_number_is_refused_and_never_repeated(tmp_path, caplog):
    class Refusing(FakeAssistant):
        """As the Assistant does it."""

        def look_up(self, query, within=None):
            from rag.domain import Answer, Status
            from rag.exact.wording_answer import Looked

            return Looked(Answer(Status.DECLINED, "", "带有号码，不查找。"))

    client = TestClient(site(Refusing(), Settings(staff_password=PASSWORD, data_dir=tmp_path)))
    csrf = sign_in(client)
    with caplog.at_level(logging.DEBUG):
        page = client.post("/staff/wording", data={"q": "张三13912345678", "csrf": csrf}).text
    assert "带有号码" in page
    assert "13912345678" not in page + caplog.text


def test_text_of_a_report_and_of_a_person_stays_text(tmp_path):
    client, csrf = opened(tmp_path, outline(HOSTILE, stem='"><script>alert(1)</script>'))
    for query in ("<script>alert(1)</script>", "script", '"><img src=x onerror=alert(1)>'):
        page = client.post("/staff/wording", data={"q": query, "csrf": csrf}).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_items_of_a_slogan_are_numbered_under_the_lead_each_with_its_place(tmp_path):
    text = "2031年青溪县政府工作报告\n\n一、2031年工作安排\n建设“一核两园”。一核，即老城。两园，即<b>茶园、竹园。\n"
    page = found(opened(tmp_path, outline(text, stem="青溪")), "“一核两园”指什么")
    assert "“一核”1项、“两园”2项" in page
    lists = re.findall(r"<p id=\"wb-list-\d\">(.*?)</p>\s*<ol[^>]*>(.*?)</ol>", page, re.DOTALL)
    assert [name for name, _ in lists] == ["“一核”，1项：", "“两园”，2项："]
    items = [re.findall(r"<a href=\"/r/[^#]+#(\d+)-(\d+)\"[^>]*>(.*?)</a>", row) for _, row in lists]
    assert [[shown for _, _, shown in row] for row in items] == [["老城"], ["&lt;b&gt;茶园", "竹园"]]
    assert all(text[int(a) : int(b)] == html.unescape(shown) for row in items for a, b, shown in row)


def test_without_certain_items_there_is_no_list(staff):
    assert "wb-spelled" not in found(staff, "低空经济")


def exported(staff, form, **more):
    client, csrf = staff
    return client.post("/staff/wording/export", data={"q": "低空经济", "csrf": csrf, "form": form, **more})


@pytest.mark.parametrize(
    ("form", "starts"), [("docx", b"PK"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("md", b"# ")]
)
def test_a_file_of_each_form(staff, form, starts):
    answer = exported(staff, form)
    assert answer.content.startswith(starts)
    assert f'filename="quotes.{form}"' in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"


def test_only_what_was_ticked_goes_along(staff):
    second = picks(found(staff, "低空经济"))[1]
    document = docx.Document(io.BytesIO(exported(staff, "docx", pick=second).content))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "共1条原文（从3条中选出）" in text
    assert "《2032年沧河市政府工作报告》第一部分" in text


def test_conditions_hold_for_the_file_as_well(staff):
    assert exported(staff, "csv", place="云岭市").content.decode("utf-8-sig").count("\r\n") == 2


def test_a_form_that_there_is_not_gives_the_page(staff):
    assert "查找结果" in exported(staff, "exe").text


@pytest.mark.parametrize("path", ["/staff/wording", "/staff/wording/export"])
def test_nothing_without_a_session_or_its_token(staff, path, tmp_path):
    stranger = TestClient(staff[0].app)
    assert stranger.post(path, data={"q": "低空经济"}, follow_redirects=False).status_code == 303
    assert staff[0].post(path, data={"q": "低空经济"}).status_code == 403
