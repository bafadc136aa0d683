"""A written answer tells what the quotations were chosen for."""

from __future__ import annotations

from ingest.outline import outline
from ingest.split import split
from rag.domain import Citation, Claim, Passage
from rag.writing.told import tells_all

REPORT = outline(
    "2031年南汀市政府工作报告\n\n各位代表：\n一、2030年工作回顾\n（一）民生持续改善。"
    "成套改造旧住房31万平方米，加装电梯3295台，惠及居民4万户。建成口袋公园42个。\n二、2031年工作安排\n新建学校9所。\n",
    stem="南汀市_2031",
)
PASSAGE = next(p for p in split(REPORT) if "加装电梯" in p.text)


def cited(words: str, marked: str = "", number: int = 1, passage: Passage = PASSAGE) -> Citation:
    at = REPORT.source.index(words)
    mark = REPORT.source.index(marked) if marked else 0
    return Citation(number, passage, at, at + len(words), ((mark, mark + len(marked)),) if marked else ())


QUOTED = "成套改造旧住房31万平方米，加装电梯3295台，惠及居民4万户。"


def tells(question: str, said: str, *quoted: Citation) -> bool:
    return tells_all(question, quoted, [Claim(said, (quoted[0],))])


def test_a_sentence_that_holds_but_is_beside_the_point_does_not_tell_the_quotation():
    for quotation in (cited(QUOTED), cited(QUOTED, "加装电梯3295台")):
        assert tells("去年加装了多少台电梯？", "去年加装电梯3295台。", quotation)
        assert not tells("去年加装了多少台电梯？", "去年成套改造旧住房31万平方米。", quotation)
        assert not tells("去年加装了多少台电梯？", "去年加装电梯。", quotation)


def test_each_of_several_quotations_must_be_told():
    parks = cited("建成口袋公园42个。", number=2)
    first = Claim("去年加装电梯3295台。", (cited(QUOTED),))
    assert not tells_all("去年加装了多少电梯，建了多少口袋公园？", (cited(QUOTED), parks), [first])
    both = [first, Claim("去年建成口袋公园42个。", (parks,))]
    assert tells_all("去年加装了多少电梯，建了多少口袋公园？", (cited(QUOTED), parks), both)


def test_a_question_in_other_words_asks_for_most_of_the_quotation():
    quotation = cited("建成口袋公园42个。")
    assert tells("街边的小绿地呢？", "去年建成口袋公园42个。", quotation)
    assert not tells("街边的小绿地呢？", "去年建成。", quotation)


def test_a_quotation_tells_itself():
    for question in ("去年加装了多少台电梯？", "旧住房改造了多少？", "居民得到了什么？", "哪些人受益？"):
        assert tells(question, QUOTED, cited(QUOTED))
