"""One answer in three forms."""

import html
import re

from ingest.outline import outline
from ingest.split import split
from rag.domain import Answer, Citation, Claim, Passage, Status
from tests.web.fake import FakeAssistant, hostile
from web.plain import collapse
from web.present import circled, to_html, to_json, to_markdown

QUESTION = "新建社区食堂多少个？"


def answered(assistant=None):
    answer = (assistant or FakeAssistant()).answer(QUESTION)
    assert answer.claims
    return answer


def test_the_numbers_are_those_of_the_citations_in_every_form():
    answer = answered()
    numbers = [c.number for c in answer.citations]
    marks = [int(n) for n in re.findall(r'<a class="wb-mark"[^>]*>(\d+)</a>', to_html(answer))]
    assert marks == numbers == [c["number"] for c in to_json(answer)["citations"]]
    assert all(f"[{circled(n)}](/r/" in to_markdown(answer) for n in numbers)


def test_a_number_is_shown_as_given_even_where_it_is_not_the_next_one():
    report = FakeAssistant().reports()[0]
    passage = Passage(report, report.blocks[3].start, report.blocks[3].end, ("一",), "done")
    cited = Citation(7, passage, passage.start, passage.start + 6)
    answer = Answer(Status.ANSWERED, "问", "说：", (Claim(cited.quote, (cited,)),))
    assert 'aria-label="引文7，打开原文">7</a>' in to_html(answer)
    assert "[⑦](" in to_markdown(answer)
    assert to_json(answer)["claims"][0]["citations"] == [7]


def test_a_source_told_twice_is_shown_once_and_marked_twice():
    cited = answered().citations[0]
    claims = (Claim("写成的一句", (cited,), quoted=False), Claim("写成的另一句", (cited,), quoted=False))
    page = to_html(Answer(Status.ANSWERED, QUESTION, "", claims))
    assert page.count("wb-quote") == 1
    assert page.count('class="wb-mark"') == 3  # after each sentence, and at the quotation


def test_a_plan_and_a_result_are_told_apart_and_a_mask_is_named():
    page = to_html(FakeAssistant().answer("一般公共预算收入完成多少亿元，新建社区食堂多少个"))
    assert '<span class="wb-badge wb-done">已完成</span>' in page
    assert '<span class="wb-badge wb-planned">计划</span>' in page
    assert "数字已隐去" in page


def test_the_quotation_in_json_is_the_source_at_its_range():
    assistant = FakeAssistant()
    source = assistant.reports()[0].source
    for cited in to_json(answered(assistant))["citations"]:
        assert cited["quote"] == source[cited["start"] : cited["end"]]
        assert cited["link"].endswith(f"#{cited['start']}-{cited['end']}")
        assert cited["heading"] == " > ".join(cited["path"])


def test_the_words_asked_for_are_set_off_inside_the_quotation():
    cited = answered().citations[0]
    marked = Citation(1, cited.passage, cited.start, cited.end, marks=((cited.start, cited.start + 2),))
    page = to_html(Answer(Status.ANSWERED, QUESTION, "", (Claim(marked.quote, (marked,)),)))
    assert f"<b>{marked.quote[:2]}</b>" in page
    assert collapse(cited.quote) in html.unescape(re.sub(r"<[^>]+>", "", page))


def test_the_mark_never_begins_a_line():
    assert re.search(r'<span class="wb-end">.<a class="wb-mark"', to_html(answered()))


def test_a_question_understood_otherwise_is_shown_and_one_understood_as_asked_is_not():
    answer = Answer(Status.ANSWERED, "今年新建社区食堂多少个？", "")
    assert "按这个问题查找：今年新建社区食堂多少个？" in to_html(answer, "那今年呢？")
    assert "按这个问题查找" not in to_html(answer, "今年新建社区食堂多少个")


def test_what_was_taken_over_is_shown_in_place_of_the_question_with_a_way_out_of_it():
    answer = Answer(Status.NOT_FOUND, "社区食堂 今年呢", "没有找到。", taken="社区食堂<b>")
    page = to_html(answer, "那今年呢？")
    assert "<span>接着上一问：“社区食堂&lt;b&gt;”</span>" in page
    assert '<button type="button" class="wb-ask-alone">单独问这一句</button>' in page
    assert "按这个问题查找" not in page
    assert to_json(answer)["taken"] == "社区食堂<b>"


def test_where_nothing_was_taken_over_nothing_is_said_of_it():
    assert "接着上一问" not in to_html(answered(), QUESTION)
    assert "wb-ask-alone" not in to_html(answered(), "那今年呢？")
    assert to_json(answered())["taken"] == ""


def test_hostile_text_comes_out_as_text_in_every_form():
    answer = hostile().answer("社区食堂已经建成")
    page, markdown = to_html(answer, "<script>"), to_markdown(answer)
    for form in (page, markdown):
        assert "<script" not in form
        assert "<img" not in form
    assert "](javascript" not in markdown
    assert "![" not in markdown
    assert re.findall(r'href="(.)', page) == ["/"] * page.count("href=")
    assert "\n\n" not in page  # a blank line would end the HTML block, and Markdown would read what follows


def test_a_hostile_report_name_cannot_leave_its_link():
    link = to_json(hostile().answer("社区食堂已经建成"))["citations"][0]["link"]
    assert re.fullmatch(r"/r/[\w%.~-]+#\d+-\d+", link)


def test_a_reply_without_claims_is_its_sentence():
    answer = Answer(Status.NOT_FOUND, QUESTION, "报告里没有找到。", advice="可拨打12345。")
    assert re.sub(r"<[^>]+>", "", to_html(answer)) == "报告里没有找到。可拨打12345。"
    assert to_json(answer)["citations"] == []


def written():
    cited = answered().citations[0]
    claim = Claim("新建社区食堂12个。", (cited,), quoted=False)
    label = "本回答由人工智能生成，已逐句与报告原文核对，请以原文为准。"
    return Answer(Status.ANSWERED, QUESTION, "根据报告：", (claim,), origin="由模型归纳并经核对", label=label)


def test_text_of_a_model_says_so_in_every_form():
    answer = written()
    page, markdown, data = to_html(answer), to_markdown(answer), to_json(answer)
    assert f'<p class="wb-origin">{answer.origin}</p><p class="wb-label">{answer.label}</p>' in page
    assert answer.origin in markdown
    assert answer.label in markdown
    assert "> " not in markdown.splitlines()[2]  # a written sentence is no quotation
    assert (data["origin"], data["label"]) == (answer.origin, answer.label)
    assert answer.label in data["text"]
    assert data["claims"][0]["quoted"] is False


def test_a_written_sentence_stands_above_the_quotation_that_it_rests_on():
    page = to_html(written())
    assert page.index("wb-said") < page.index("wb-quote")
    assert page.count('class="wb-mark"') == 2


def test_quotations_carry_no_label_and_without_a_model_nothing_is_said_of_either():
    page = to_html(answered())
    assert "wb-label" not in page
    assert "wb-origin" not in page
    assert to_json(answered())["label"] == to_json(answered())["origin"] == ""


def test_a_row_of_a_table_is_shown_with_the_names_of_its_columns():
    table = "序号\n工程\n投资\n1\n环湖路\n2.3亿元\n2\n第三水厂\n1.1亿元"
    report = outline(
        f"各位代表：\n一、2031年工作安排\n今年实施下列工程。\n{table}\n二、自身建设\n依法行政。", stem="云汀_2031"
    )
    passage = next(p for p in split(report) if "第三水厂" in p.text)
    start = report.source.index("2\n第三水厂")
    citation = Citation(1, passage, start, start + len("2\n第三水厂\n1.1亿元"))
    answer = Answer(Status.ANSWERED, "第三水厂投资", "", (Claim(citation.quote, (citation,)),))
    shown = to_html(answer)
    assert '<p class="wb-columns">序号｜工程｜投资</p>' in shown
    assert "2｜第三水厂｜1.1亿元" in re.sub("<[^>]+>", "", shown)
    assert "表头：序号｜工程｜投资" in to_markdown(answer)
    assert to_json(answer)["citations"][0]["quote"] == "2\n第三水厂\n1.1亿元"
