"""Questions to the reports of several places: which say something, what each says, what one says."""

from __future__ import annotations

import pytest

from ingest.build import build
from rag.assistant import Assistant
from rag.domain import Answer, Status
from rag.settings import Settings
from tests.several_places import THREE


@pytest.fixture(scope="module")
def assistant(tmp_path_factory, embedding, model) -> Assistant:
    settings = Settings(data_dir=tmp_path_factory.mktemp("places"), embedding_model=str(model))
    build(list(THREE), settings, embedding)
    return Assistant(settings, embedding)


def stems(answer: Answer) -> list[str]:
    return list(dict.fromkeys(c.report.stem for c in answer.citations))


@pytest.mark.parametrize(
    "question", ["哪些市提到了低空经济", "低空经济有哪些市在发展？", "有几个市把低空经济写进了报告"]
)
@pytest.mark.parametrize("face", ["answer", "wording"])
def test_who_says_it_is_listed_with_counts_and_with_those_who_do_not(
    assistant: Assistant, question: str, face: str
) -> None:
    answer = getattr(assistant, face)(question)
    assert answer.status is Status.ANSWERED
    assert stems(answer) == ["云岭_2032", "沧河_2032"]
    assert "共3处" in answer.lead
    assert "沧河市2032年报告2处" in answer.lead
    assert "没有提到的有1份：青浦市2032年报告" in answer.lead


@pytest.mark.parametrize("face", ["answer", "wording"])
def test_what_nobody_says_is_not_answered(assistant: Assistant, face: str) -> None:
    answer = getattr(assistant, face)("哪些市提到了飞行汽车")
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
    assert "3份报告都没有提到“飞行汽车”" in answer.lead


@pytest.mark.parametrize("face", ["answer", "wording"])
def test_whether_one_place_says_it(assistant: Assistant, face: str) -> None:
    said = getattr(assistant, face)("沧河提到低空经济了吗")
    assert (said.status, stems(said)) == (Status.ANSWERED, ["沧河_2032"])
    not_said = getattr(assistant, face)("青浦有没有提出发展低空经济")
    assert not_said.status is not Status.ANSWERED
    assert "青浦市2032年报告没有提到“低空经济”" in not_said.lead


@pytest.mark.parametrize(("place", "target"), [("云岭", "6%左右"), ("沧河", "5.5%左右"), ("青浦", "7%左右")])
def test_a_place_in_the_question_means_its_report(assistant: Assistant, place: str, target: str) -> None:
    answer = assistant.answer(f"{place}今年的地区生产总值增长目标是多少")
    assert (answer.status, stems(answer)) == (Status.ANSWERED, [f"{place}_2032"])
    assert any(target in c.quote for c in answer.citations)


def test_two_places_are_set_side_by_side(assistant: Assistant) -> None:
    answer = assistant.answer("对比青浦和云岭的地区生产总值增长目标")
    assert (answer.status, stems(answer)) == (Status.ANSWERED, ["青浦_2032", "云岭_2032"])
    assert [c.number for c in answer.citations] == [1, 2]
    assert "7%左右" in answer.citations[0].quote


def test_every_place_is_asked(assistant: Assistant) -> None:
    answer = assistant.answer("汇总各市2032年地区生产总值增长目标")
    assert stems(answer) == [r.stem for r in THREE]


def test_a_place_without_a_report_is_said_to_have_none(assistant: Assistant) -> None:
    answer = assistant.answer("山西今年的地区生产总值增长目标是多少")
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
    assert "没有导入“山西”的报告" in answer.lead
