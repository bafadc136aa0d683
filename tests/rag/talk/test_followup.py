"""Follow-ups: what a turn means after the turns before it."""

from __future__ import annotations

import pytest

from ingest.build import Built, build
from ingest.outline import outline
from rag.assistant import Assistant
from rag.domain import Answer, Status, Turn
from rag.embed import Embedding
from rag.settings import HOME, Settings
from rag.talk import cues, items, periods, turns


@pytest.fixture
def assistant(settings: Settings, embedding: Embedding, built: Built) -> Assistant:
    return Assistant(settings, embedding)


def said(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last of the questions, the others having been asked before it."""
    *before, last = questions
    return assistant.answer(last, [Turn(q) for q in before])


def test_a_first_question_stands_as_it_was_asked(assistant: Assistant) -> None:
    assert said(assistant, "去年新建社区食堂多少处?").question == "去年新建社区食堂多少处?"


def test_another_year_keeps_the_subject(assistant: Assistant) -> None:
    understood = said(assistant, "去年新建社区食堂多少处?", "那今年呢?").question
    assert "社区食堂" in understood
    assert "今年" in understood
    assert "去年" not in understood


def test_a_pronoun_stands_for_the_subject(assistant: Assistant) -> None:
    assert "清江大桥" in said(assistant, "清江大桥建成了吗?", "它花了多少钱?").question


def test_a_change_of_subject_carries_nothing(assistant: Assistant) -> None:
    understood = said(assistant, "清江大桥建成了吗?", "换个话题,植树造林多少亩?").question
    assert understood == "植树造林多少亩?"


def test_a_full_question_stands_alone(assistant: Assistant) -> None:
    assert said(assistant, "清江大桥建成了吗?", "小流域治理和植树造林有多少?").question == "小流域治理和植树造林有多少?"


def test_a_return_means_the_earlier_subject(assistant: Assistant) -> None:
    understood = said(assistant, "清江大桥建成了吗?", "换个话题,植树造林多少亩?", "回到刚才的大桥,总投资多少?").question
    assert "清江" in understood


def test_thanks_after_an_answer_is_not_answered_from_the_report(assistant: Assistant) -> None:
    assert said(assistant, "清江大桥建成了吗?", "好的,辛苦啦").status in (Status.NOT_FOUND, Status.DECLINED)


def test_a_detail_that_the_report_does_not_give_is_not_answered(assistant: Assistant) -> None:
    assert said(assistant, "清江大桥建成了吗?", "为什么建它?").status is not Status.ANSWERED


def test_the_same_conversation_is_understood_the_same_way_twice(assistant: Assistant) -> None:
    conversation = ("去年新建社区食堂多少处?", "那今年呢?", "还有吗?")
    assert said(assistant, *conversation).question == said(assistant, *conversation).question


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("第二个村呢", 1, id="the second"),
        pytest.param("第十二件说说", 11, id="the twelfth"),
        pytest.param("最后那个投资多少", -1, id="the last"),
        pytest.param("前者呢", 0, id="the former"),
        pytest.param("第三届是哪年", None, id="a number that is part of a name"),
        pytest.param("今年呢", None, id="none"),
        pytest.param("第三水厂", None, id="the name of a thing"),
    ],
)
def test_the_place_in_a_list_that_a_turn_names(text: str, place: int | None) -> None:
    assert items.which(text) == place


def test_items_of_a_list_in_a_quotation() -> None:
    assert items.items_of(["今年建设东溪水库、南岭隧道和西河码头。"], "有什么项目", 1) == [
        "东溪水库",
        "南岭隧道",
        "西河码头",
    ]


def test_numbered_items_of_a_passage() -> None:
    assert items.numbered("办好实事。①修路3公里。②建桥2座。③种树1万棵。")[1] == "建桥2座"


def test_villages_are_counted_by_their_names() -> None:
    assert items.named(["石桥村入选名录，云岭村的经验得到推广。"], "村") == ["石桥村", "云岭村"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("嗯,那今年修几条路", "今年修几条路", id="fillers go"),
        pytest.param("那个项目在哪", "那个项目在哪", id="a pronoun stays"),
        pytest.param("我问的不是时间,是花多少钱", "花多少钱", id="not this but that"),
    ],
)
def test_what_is_said_about_the_conversation_is_taken_off(text: str, expected: str) -> None:
    assert turns.take_apart(text).text == expected


@pytest.fixture(scope="module")
def sample(embedding: Embedding, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """On the sample report of 2025."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("sample"))
    file = HOME / "samples" / "云汀市_2025.txt"
    build([outline(file.read_text("utf-8"), stem=file.stem)], settings, embedding)
    return Assistant(settings, embedding)


class TestOnTheSample:
    """Conversations about the sample report."""

    def test_a_term_in_quotation_marks_stands_alone(self, sample: Assistant) -> None:
        answer = said(sample, "“五大行动”是啥", "那“三区”是哪三区?")
        assert answer.status is Status.ANSWERED
        assert "汀北智造集聚区" in answer.text

    def test_one_term_stands_for_another(self, sample: Assistant) -> None:
        answer = said(sample, "“五大行动”是啥", "那“三区”是哪三区?", "“两带”呢")
        assert "汀水文化休闲带" in answer.text

    def test_a_term_that_is_never_explained_is_not_answered(self, sample: Assistant) -> None:
        assert said(sample, "“五大行动”是啥", "“六争六比”争什么比什么?").status is not Status.ANSWERED

    def test_words_that_draw_the_answer_away_are_not_carried(self, sample: Assistant) -> None:
        assert "第三水厂" in said(sample, "滨河热源厂一期投用没", "二期啥时候建", "水厂呢").text

    def test_a_verb_alone_names_no_subject(self, sample: Assistant) -> None:
        assert "儿童医院" in said(sample, "儿童医院新院区盖好了吗", "什么时候能看病").question

    @pytest.mark.parametrize(
        "conversation",
        [
            pytest.param(("有没有提到医保", "第三水厂"), id="a name that begins with a number"),
            pytest.param(("今年加装电梯多少部", "那今年呢", "主要目标有哪些"), id="what the whole report sets"),
            pytest.param(("今年新增多少停车位", "市长叫什么名字"), id="who"),
            pytest.param(("今年新增多少停车位", "市长叫什么名字", "退休金什么时候发"), id="what no report speaks of"),
            pytest.param(("老旧小区改造多少个", "停车位"), id="one word"),
            pytest.param(("第三水厂什么时候通水", "供暖什么时候开始"), id="a verb that is asked about"),
            pytest.param(("医保", "今年修几条路"), id="a thing of one character"),
            pytest.param(("望汀大桥通车没", "低保"), id="one word after a question"),
        ],
    )
    def test_a_turn_with_a_subject_of_its_own_stands_alone(
        self, sample: Assistant, conversation: tuple[str, ...]
    ) -> None:
        assert said(sample, *conversation).question == conversation[-1]

    def test_words_of_a_search_box_never_pile_up(self, sample: Assistant) -> None:
        asked = ["养老床位", "公园", "第三水厂", "低保", "消费券", "粮食", "停车位", "幼儿园", "垃圾分类", "医保"]
        assert [said(sample, *asked[: i + 1]).question for i in range(len(asked))] == asked

    def test_an_english_question_stands_alone(self, sample: Assistant) -> None:
        assert "老旧小区" not in said(sample, "老旧小区改造多少个", "How many new schools this year?").question

    @pytest.mark.parametrize(
        ("conversation", "subject"),
        [
            pytest.param(("第三水厂", "什么时候通水"), "水厂", id="when it happens"),
            pytest.param(("消费券", "怎么领"), "消费券", id="how"),
            pytest.param(("人才公寓", "外地人可以申请吗"), "人才公寓", id="who may have it"),
            pytest.param(("断头路", "打通了哪几条"), "断头路", id="which of them"),
            pytest.param(("幼儿园", "公办的有多少"), "幼儿园", id="a noun left out"),
            pytest.param(("低保", "农村的"), "低保", id="a noun left out where nothing is asked"),
            pytest.param(("农村公路修了多少", "城市的呢"), "公路", id="the town for the country"),
            pytest.param(("电梯", "需要业主同意吗"), "电梯", id="what it needs"),
            pytest.param(("养老床位", "公园", "去年建了多少"), "公园", id="the last of two"),
        ],
    )
    def test_a_turn_that_lacks_its_subject_is_given_it(
        self, sample: Assistant, conversation: tuple[str, ...], subject: str
    ) -> None:
        assert subject in said(sample, *conversation).question

    def test_beside_last_year_shows_both_years(self, sample: Assistant) -> None:
        text = said(sample, "老旧小区改造多少个", "和去年比呢").text
        assert "108个" in text
        assert "75个" in text

    @pytest.mark.parametrize(
        "turns",
        [
            pytest.param(("望汀大桥通车没", "收费不"), id="a toll"),
            pytest.param(("公交去年有啥变化", "夜间公交几点收车"), id="an hour"),
            pytest.param(("望汀大桥通车没", "你觉得值不值得修"), id="an opinion"),
        ],
    )
    def test_near_misses_are_not_answered(self, sample: Assistant, turns: tuple[str, ...]) -> None:
        assert said(sample, *turns).status is not Status.ANSWERED


def test_a_mistake_that_is_owned_to_is_taken_off() -> None:
    assert turns.take_apart("啊说错了,电梯换了多少").text == "电梯换了多少"


def test_an_opinion_is_asked_of_the_bot_not_of_the_report() -> None:
    assert turns.chats("你觉得值不值得修")


def test_a_question_asked_again_of_another_time() -> None:
    assert periods.in_other_period("交通有什么安排", "去年") == "交通做了哪些"


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        pytest.param("那供电", True, id="it goes on"),
        pytest.param("水厂呢", True, id="a particle"),
        pytest.param("其中新建多少", True, id="a part of it"),
        pytest.param("我不是问车间,问标杆", True, id="a correction"),
        pytest.param("再就业", False, id="a word that begins alike"),
        pytest.param("还款期限", False, id="another that does"),
        pytest.param("停车位", False, id="a bare name"),
    ],
)
def test_what_says_that_a_turn_goes_on(text: str, leans: bool) -> None:
    assert cues.leans(turns.take_apart(text)) is leans


def test_a_row_of_words_is_no_sentence() -> None:
    assert cues.is_row("新建 学校 多少")
    assert not cues.is_row("学校 多少")
