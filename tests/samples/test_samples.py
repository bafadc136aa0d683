"""The invented city's reports and their questions: marked as invented, the right size, and every gold span in place."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
REPORTS = {path.stem: path.read_text("utf-8") for path in sorted(SAMPLES.glob("*_20??.txt"))}
OLDER, NEWER = "云汀市_2024", "云汀市_2025"
TYPES = {
    "fact", "list", "figure", "figure_masked", "period", "paraphrase", "unanswerable", "multi_hop", "compare", "count",
    "who_where",
}  # fmt: skip
SPAN_FIELDS = ("evidence", "alt_evidence", "also_ok", "gold")
SPELLED_OUT = ("五大行动", "三区", "两带", "两张清单")
NAMED_ONLY = ("双十工程", "六争六比", "一湖四河")


def rows(name):
    return [json.loads(line) for line in (SAMPLES / f"{name}.jsonl").read_text("utf-8").splitlines()]


def turns():
    for dialogue in rows("dialogues"):
        for number, turn in enumerate(dialogue["turns"], 1):
            yield turn | {"id": f"{dialogue['id']}/{number}", "report": dialogue["report"]}


def with_spans():
    yield from rows("questions")
    yield from rows("questions_2years")
    yield from turns()
    yield from (row | {"report": NEWER} for row in rows("wording"))


def spans(row, *fields):
    """Every (report, span) that the row names in these fields."""
    for field in fields:
        for item in row.get(field, []):
            yield (item["report"], item["span"]) if isinstance(item, dict) else (row["report"], item)


def fold(text):
    """Compare words, not typography."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c in "×%" or unicodedata.category(c)[0] not in "PZC")


def body(text):
    """From the title to the last word of the report, without the page around it."""
    start = re.search(r"^政府工作报告$", text, re.MULTILINE).start()
    return text[start:].split("【打印本页】")[0]


def test_there_are_two_years_of_one_city():
    assert list(REPORTS) == [OLDER, NEWER]


@pytest.mark.parametrize("stem", [OLDER, NEWER])
class TestReport:
    def test_first_line_says_it_is_invented(self, stem):
        first = REPORTS[stem].splitlines()[0]
        assert "示例文本" in first
        assert "虚构" in first

    def test_notice_is_not_part_of_the_report(self, stem):
        assert "虚构" not in body(REPORTS[stem])

    def test_length(self, stem):
        assert 6000 <= len(re.sub(r"\s", "", body(REPORTS[stem]))) <= 9000

    def test_three_parts_in_order(self, stem):
        heads = re.findall(r"^[一二三四]、.*$", REPORTS[stem], re.MULTILINE)
        year = int(stem[-4:])
        assert heads == [f"一、{year - 1}年工作回顾", f"二、{year}年工作安排", "三、加强政府自身建设"]

    def test_eight_sections_of_plans(self, stem):
        plans = REPORTS[stem].split("年工作安排\n")[1]
        assert re.findall(r"^（(.)）", plans, re.MULTILINE) == list("一二三四五六七八")

    def test_says_who_gave_it_where(self, stem):
        assert re.search(
            rf"——{stem[-4:]}年1月\d+日在云汀市第七届人民代表大会第[三四]次会议上\n云汀市人民政府市长　", REPORTS[stem]
        )

    def test_some_figures_are_masked(self, stem):
        assert REPORTS[stem].count("×") >= 8


def test_readme_says_it_is_invented_in_both_languages():
    text = (SAMPLES / "README.md").read_text("utf-8")
    assert "The city is invented" in text
    assert "云汀市是虚构的城市" in text


def test_older_report_comes_as_a_web_page():
    text = REPORTS[OLDER]
    assert "当前位置：" in text.split("政府工作报告\n——")[0]
    assert "版权所有：" in text.split("【打印本页】")[1]
    assert all(line.endswith("；") for line in text.splitlines() if "；" in line)


def test_newer_report_is_clean_and_ends_in_a_glossary():
    text = REPORTS[NEWER]
    assert not re.search("当前位置|版权所有|推荐阅读|；\n", text)
    assert len(re.findall(r"^\d．[^：\n]{4,14}：", text.split("\n名词解释\n")[1], re.MULTILINE)) == 6


def test_older_review_counts_in_words():
    review = REPORTS[OLDER].split("二、2024年工作安排")[0]
    assert re.findall(r"^(.)是", review, re.MULTILINE) == list("一二三四五六七八")


@pytest.mark.parametrize("slogan", SPELLED_OUT)
def test_slogan_is_spelled_out(slogan):
    assert re.search(f"“{slogan}”，(即|一张是)", REPORTS[NEWER])


@pytest.mark.parametrize("slogan", NAMED_ONLY)
def test_slogan_is_named_and_nothing_more(slogan):
    assert REPORTS[NEWER].count(slogan) == 1


def test_ids_are_unique():
    ids = [row["id"] for name in ("questions", "questions_2years", "wording", "adversarial") for row in rows(name)]
    ids += [row["id"] for row in rows("dialogues")] + [turn["id"] for turn in turns()]
    assert [i for i, n in Counter(ids).items() if n > 1] == []


def test_questions_are_unique():
    asked = [row["question"] for name in ("questions", "questions_2years") for row in rows(name)]
    assert len(asked) == len(set(asked))


def test_every_gold_span_is_in_its_report():
    lost = [
        (row["id"], span)
        for row in with_spans()
        for stem, span in spans(row, *SPAN_FIELDS)
        if span not in REPORTS[stem]
    ]
    assert lost == []


def test_gold_spans_lie_in_the_body():
    astray = [(row["id"], span) for row in with_spans() for stem, span in spans(row, *SPAN_FIELDS)
              if span not in body(REPORTS[stem])]  # fmt: skip
    assert astray == []


def test_must_include_is_in_the_evidence():
    """An answer that quotes the evidence whole says everything it must."""
    absent = []
    for row in with_spans():
        quoted = fold("".join(span for _, span in spans(row, "evidence")))
        absent += [(row["id"], words) for words in row.get("must_include", []) if fold(words) not in quoted]
    assert absent == []


def test_types_and_how_many():
    counts = Counter(row["type"] for row in rows("questions"))
    assert set(counts) == TYPES
    assert min(counts.values()) >= 6
    assert counts.total() >= 110
    assert {row["report"] for row in rows("questions")} == {NEWER}


def test_half_of_the_unanswerable_are_near_misses():
    near = Counter(row["near_miss"] for row in rows("questions") if row["type"] == "unanswerable")
    assert abs(near[True] - near[False]) <= 2


def test_only_the_unanswerable_lack_evidence():
    for row in rows("questions"):
        assert bool(row["evidence"]) != (row["type"] == "unanswerable"), row["id"]
        assert bool(row["must_include"]) == bool(row["evidence"]), row["id"]


def test_masked_questions_ask_for_masked_figures():
    for row in rows("questions"):
        if row["type"] == "figure_masked":
            assert all("×" in span for span in row["evidence"]), row["id"]


def test_periods_follow_from_where_the_evidence_stands():
    """A span of the review is `done`, one of the plans is `planned`."""
    plans_begin = REPORTS[NEWER].index("二、2025年工作安排")
    for row in [*rows("questions"), *turns()]:
        if row["period"] in ("done", "planned"):
            stood = {REPORTS[NEWER].index(span) >= plans_begin for _, span in spans(row, "evidence")}
            assert stood <= {row["period"] == "planned"}, row["id"]


def test_two_year_questions_need_both_reports():
    both = rows("questions_2years")
    assert len(both) >= 15
    for row in both:
        assert row["type"] == "compare"
        assert row["report"] == [OLDER, NEWER]
        assert {stem for stem, _ in spans(row, "evidence")} == {OLDER, NEWER}, row["id"]


def test_dialogues_are_three_or_four_turns():
    dialogues = rows("dialogues")
    assert len(dialogues) == 12
    assert {len(dialogue["turns"]) for dialogue in dialogues} == {3, 4}
    assert all(turn["user"] and turn["standalone"] for turn in turns())


def test_wording_kinds():
    counts = Counter(row["kind"] for row in rows("wording"))
    assert set(counts) == {"exact", "partial", "slogan_number", "all_mentions"}
    assert counts.total() == 24
    assert min(counts.values()) >= 5
    unspelled = [row for row in rows("wording") if not row["gold"]]
    assert len(unspelled) >= 3
    assert {row["kind"] for row in unspelled} == {"slogan_number"}


def test_exact_wording_and_mentions_are_all_in_the_gold():
    """The gold of an exact look-up, or of all mentions, has every place where the words stand."""
    for row in rows("wording"):
        if row["kind"] in ("exact", "all_mentions"):
            words = row["query"].removesuffix(" 全部出处").strip("“”")
            assert REPORTS[NEWER].count(words) == len(row["gold"]), row["id"]
            assert all(words in span for span in row["gold"]), row["id"]


def test_adversarial_expectations():
    counts = Counter(row["expect"] for row in rows("adversarial"))
    assert counts.total() == 24
    assert set(counts) == {
        "refuse_politely", "answer_normally", "no_markup_executed", "empty_input_message", "too_long_message",
    }  # fmt: skip
