"""One answer in three forms."""

import html
import re
from dataclasses import replace

from ingest.outline import outline
from ingest.split import split
from rag.domain import Answer, Citation, Claim, Page, Passage, Status
from rag.replies import reply
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
    claims = (Claim("写成的一句", (cited,)), Claim("写成的另一句", (cited,)))
    page = to_html(Answer(Status.ANSWERED, QUESTION, "", claims))
    assert page.count("wb-quote") == 1
    assert page.count('class="wb-mark"') == 3  # after each sentence, and at the quotation


def test_a_plan_and_a_result_are_told_apart_and_a_mask_is_named():
    page = to_html(FakeAssistant().answer("一般公共预算收入完成多少亿元，新建社区食堂多少个"))
    assert '<span class="wb-badge wb-done">已完成</span>' in page
    assert '<span class="wb-badge wb-planned">计划</span>' in page
    assert "数字已隐去" in page


def test_what_was_read_off_a_picture_says_so_with_its_page():
    report = replace(FakeAssistant().reports()[0], pages=(Page(0, 1, False), Page(60, 2, True)))
    passage = Passage(report, 50, 90, ("一",), "done")
    cited = [Citation(n, passage, a, b) for n, (a, b) in enumerate([(50, 55), (55, 70), (70, 80)], 1)]
    assert [(c.page.number, c.recognised) for c in cited] == [(1, False), (1, True), (2, True)]
    answer = Answer(Status.ANSWERED, "问", "说：", tuple(Claim(c.quote, (c,)) for c in cited))
    assert to_html(answer).count("由扫描件识别") == to_markdown(answer).count("由扫描件识别") == 2
    assert [(c["page"], c["recognised"]) for c in to_json(answer)["citations"]] == [(1, False), (1, True), (2, True)]


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
    quoted = answered()
    claim = Claim("新建社区食堂12个。", (quoted.citations[0],))
    return replace(quoted, written=(claim,), origin=reply("written", "origin_model"), label=reply("written", "label"))


def test_text_of_a_model_says_so_in_every_form():
    answer = written()
    page, markdown, data = to_html(answer), to_markdown(answer), to_json(answer)
    assert f'<p class="wb-label">{answer.label}</p></div>' in page
    assert f'<p class="wb-origin">{answer.origin}</p>' in page
    assert answer.origin in markdown
    assert answer.label in markdown
    assert not markdown.splitlines()[0].startswith("> ")  # a written sentence is no quotation
    assert (data["origin"], data["label"]) == (answer.origin, answer.label)
    assert answer.label in data["text"]
    assert data["written"] == [{"text": "新建社区食堂12个。", "citations": [1]}]
    assert data["claims"] == to_json(answered())["claims"]


def test_a_written_sentence_stands_above_the_quotation_that_it_rests_on():
    page = to_html(written())
    assert page.index("wb-said") < page.index("wb-label") < page.index("wb-quote")
    assert page.count("wb-quote") == to_html(answered()).count("wb-quote")
    assert page.count('class="wb-mark"') == to_html(answered()).count('class="wb-mark"') + 1


def test_a_source_of_a_written_sentence_that_is_not_quoted_is_shown_with_it():
    answer = written()
    other = replace(answer.citations[1], number=9)
    claim = replace(answer.written[0], citations=(answer.citations[0], other))
    page = to_html(replace(answer, written=(claim,)))
    assert page.count("wb-quote") == to_html(answer).count("wb-quote") + 1
    assert page.index("引文9") < page.index("wb-claims")


def test_quotations_carry_no_label_and_without_a_model_nothing_is_said_of_either():
    page = to_html(answered())
    assert "wb-label" not in page
    assert "wb-origin" not in page
    assert to_json(answered())["label"] == to_json(answered())["origin"] == ""


def refused_near(path):
    report = FakeAssistant().reports()[0]
    block = report.blocks[-2]
    passage = Passage(report, block.start, block.end, path, "planned")
    return passage, Answer(Status.NOT_FOUND, "电梯归谁管？", "报告里没有找到相关内容。", nearest=passage)


def test_a_refusal_links_to_the_nearest_place_and_shows_nothing_of_it():
    passage, answer = refused_near(("二、2025年工作安排", "（一）增进民生福祉"))
    link = f'"/r/%E4%BA%91%E5%B2%AD%E5%B8%82_2025#{passage.start}-{passage.end}"'
    page, markdown, told = to_html(answer), to_markdown(answer), to_json(answer)
    assert f'报告里与此最近的一段：<a class="wb-near" href={link}>' in page
    assert link.strip('"') in markdown and told["nearest"]["link"] == link.strip('"')
    assert told["citations"] == told["claims"] == []
    assert not any(passage.text in shown or "“" in shown for shown in (page, markdown, str(told)))


def test_the_place_is_named_down_to_the_first_heading_with_a_figure():
    _, answer = refused_near(("二、2025年工作安排", "3.增进民生福祉", "新建社区食堂20个", "食堂"))
    assert to_json(answer)["nearest"]["where"] == ["云岭市2025年报告", "二、2025年工作安排", "3.增进民生福祉"]
    assert "20个" not in to_html(answer)


def test_without_a_nearest_place_nothing_is_said_of_one():
    answer = Answer(Status.NOT_FOUND, "问", "没有找到。")
    assert to_json(answer)["nearest"] is None
    assert "最近" not in to_html(answer) + to_markdown(answer)


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
