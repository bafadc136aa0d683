"""A report's text -> broad questions about the subjects it speaks of."""

import pytest

from evals.subjects import FRAMES, SUBJECTS, halves, topics_of
from rag.settings import HOME
from training import broad

REVIEW = "一、去年工作\n学校建了三所。\n教师多了两百名。\n水库修好一座。\n"
PLANS = "二、今年工作安排\n水库再修一座。\n河道整治两条。\n学校再建一所。\n"


def asked(text):
    return {(t.question.id.split("/")[0], t.question.type) for t in topics_of(text)}


def test_a_subject_is_asked_about_only_where_two_lines_of_that_half_speak_of_it():
    assert asked(REVIEW + PLANS) == {("教育", "done"), ("教育", "open"), ("水利", "planned"), ("水利", "open")}


def test_two_words_in_one_line_are_one_line():
    with pytest.raises(ValueError, match="主题"):
        topics_of("一、去年工作\n学校和教师都多了。\n二、今年工作安排\n再努力。\n")


def test_a_question_carries_what_it_is_judged_by():
    first = topics_of(REVIEW + PLANS)[0]
    assert (first.question.id, first.question.period, first.words) == ("教育/done/1", "done", SUBJECTS["教育"])
    assert first.question.words == FRAMES["done"][0].format("教育")
    assert first.question.evidence == ()
    assert {t.question.period for t in topics_of(REVIEW + PLANS) if t.question.type == "open"} == {None}


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        pytest.param(REVIEW + PLANS, PLANS, id="at the heading"),
        pytest.param("今年工作安排\n" + REVIEW + PLANS, PLANS, id="not at the table of contents"),
        pytest.param(REVIEW + "完成了全部任务。\n" + PLANS, PLANS, id="not at a sentence"),
        pytest.param(REVIEW + "任务" * 23 + "\n" + PLANS, PLANS, id="not at a paragraph"),
        pytest.param("甲" * 10 + "\n" + "乙" * 10, "\n" + "乙" * 10, id="half-way without a heading"),
    ],
)
def test_the_halves_part_where_the_report_looks_ahead(text, planned):
    done, ahead = halves(text)
    assert done + ahead == text
    assert ahead[-len(planned) :] == planned
    assert len(ahead) - len(planned) <= 1


@pytest.mark.parametrize(
    ("stem", "heading"), [("云汀市_2024", "二、2024年工作安排"), ("云汀市_2025", "二、2025年工作安排")]
)
def test_the_samples_call_for_many_questions_each_once(stem, heading):
    text = (HOME / "samples" / f"{stem}.txt").read_text("utf-8")
    assert halves(text)[1].startswith(heading)
    questions = [t.question for t in topics_of(text)]
    assert len(questions) >= 100
    assert len({q.id for q in questions}) == len({q.words for q in questions}) == len(questions)
    assert {q.type for q in questions} == set(FRAMES)


def test_no_way_of_asking_is_one_that_the_judge_was_trained_on():
    def bare(frame):
        return "".join(c for c in frame if c not in "，。？")

    learned = {bare(frame) for frame in (*broad.DONE, *broad.PLANNED, *broad.OPEN)}
    assert not learned & {bare(frame) for frames in FRAMES.values() for frame in frames}
