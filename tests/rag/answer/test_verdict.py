"""A word before the quotations, only where they say it in so many words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rag.answer.verdict import opened, verdict_of
from rag.domain import Answer, Citation, Claim, Passage, RankedSentence, Report, Sentence, Status
from rag.read.features import Evidence, nothing
from rag.read.judge import Judge, Judged
from rag.understand.question import understand

FRAMES = Judge().frames


def asked(question: str, quote: str, *, period: str = "planned", answerable: float = 0.95, likely: float = 0.9, **of):
    """The verdict on a question whose first quotation is `quote`, of a report of 2032."""
    report = Report("r", quote, "报告", 2032, "云汀市", (0, len(quote)), (), ())
    passage = Passage(report, 0, len(quote), ("一、",), period)  # type: ignore[arg-type]
    cited = Citation(1, passage, 0, len(quote))
    answer = Answer(of.pop("status", Status.ANSWERED), question, "报告中写道：", (Claim(quote, (cited,)),))
    sentence = RankedSentence(Sentence(passage, 0, len(quote)), 1.0, 1.0, 1.0)
    evidence = replace(nothing(), sentences=(sentence,))
    assert isinstance(evidence, Evidence)
    judged = Judged(evidence, np.array([likely], np.float32), answerable, np.ones(1, np.float32))
    return answer, replace(understand(question, years=[2032]), **of), judged, FRAMES


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("今年有没有人才公寓？", "今年建成人才公寓600套，改造老旧小区20个。"),
        ("有没有职业伤害保障", "把骑手纳入职业伤害保障。"),
        ("今年社区食堂有安排吗", "新建社区食堂20个。"),
    ],
)
def test_what_the_clause_says_in_so_many_words_is_there(question: str, quote: str):
    assert verdict_of(*asked(question, quote)) == "yes"
    assert opened(*asked(question, quote)).lead == "有。报告中写道："


@pytest.mark.parametrize(
    ("question", "quote", "word"),
    [
        ("去年刑事案件少了没有？", "刑事案件下降12%，群众更有安全感。", "less"),
        ("去年集装箱吞吐量涨了没", "集装箱吞吐量增长8.5%。", "more"),
    ],
)
def test_more_or_less_is_said_where_the_clause_tells_by_how_much(question: str, quote: str, word: str):
    assert verdict_of(*asked(question, quote, period="done")) == word


@pytest.mark.parametrize(
    "quote",
    [
        "人才公寓尚未建成。",
        "人才公寓没有完工。",
        "不再新建人才公寓。",
        "人才公寓还不多。",
        "停建人才公寓。",
        "未建人才公寓。",
    ],
)
def test_a_negated_quotation_never_gets_a_yes(quote: str):
    assert verdict_of(*asked("有没有人才公寓？", quote)) == ""


@pytest.mark.parametrize(
    ("question", "quote", "with_what"),
    [
        ("有没有人才公寓？", "争取建设人才公寓。", {}),  # not yet
        ("有没有人才公寓？", "今年建成人才公寓600套。", {"answerable": 0.7}),
        ("有没有人才公寓？", "今年建成人才公寓600套。", {"likely": 0.3}),
        ("有没有人才公寓？", "今年建成人才公寓600套。", {"carried": True}),
        ("有没有人才公寓？", "今年建成人才公寓600套。", {"status": Status.PARTIAL}),
        ("去年有没有建人才公寓？", "今年建成人才公寓600套。", {}),  # another period
        ("人才公寓有没有停车位？", "今年建成人才公寓600套，绿化都做好了。", {"likely": 0.49}),
        ("女书有没有申报世界遗产？", "加快女书保护区建设。", {}),  # another thing of the same subject
        ("除了人才公寓还有别的吗？", "今年建成人才公寓600套。", {}),
        ("人才公寓建多少套？", "今年建成人才公寓600套。", {}),  # no yes/no question
        ("去年刑事案件少了没有？", "刑事案件侦破率增长、发案下降，群众更有安全感。", {"period": "done"}),  # no figure
        ("今年刑事案件少了没有？", "刑事案件下降12%。", {"period": "planned"}),  # a goal
        ("去年房价涨了没", "商品房销售增长8%。", {"period": "done"}),
    ],
)
def test_whatever_is_less_sure_gets_none(question: str, quote: str, with_what: dict):
    assert verdict_of(*asked(question, quote, **with_what)) == ""
    assert opened(*asked(question, quote, **with_what)).lead == "报告中写道："
