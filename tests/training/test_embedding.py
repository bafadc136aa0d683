"""training/: from a made-up shared folder to a model, and what is never read."""

import json
from pathlib import Path

import numpy as np
import pytest

from training import corpora, runs
from training.contrastive import Stage
from training.embedding import Recipe, build
from training.gains import Question, by_document, found_at_5, ndcg_10, recall_10
from training.measure import measure, table
from training.sets import citizen_set, cut, paragraphs, read_collections, report_set

PARAGRAPHS = [
    "老旧小区改造完成二十个，加装电梯三十部，居民上下楼方便了。物业管理同步跟上，停车位增加五百个。",
    "新建幼儿园四所，增加学位两千个，入园更容易了。中小学课后服务全部覆盖，午餐由学校统一提供。",
    "公交线路优化十二条，候车时间缩短，地铁二号线开工建设。新修自行车道，路口增设信号灯。",
    "养老服务中心建成六家，长者食堂开到社区，老人吃饭有了着落。家庭医生上门服务，慢病用药有保障。",
]


def write_jsonl(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Path:
    """A shared folder of a few invented sentences."""
    folder = tmp_path_factory.mktemp("shared")
    text = "一、工作回顾\n" + "\n".join(PARAGRAPHS)
    secret = "保密词汇出现在这里，绝不能被读到。\n" + text
    (folder / "reports").mkdir()
    for stem in ("甲市_2025", "乙市_2025"):
        (folder / "reports" / f"{stem}.txt").write_text(text, "utf-8")
    for stem in corpora.DEVELOPMENT | corpora.HELD_OUT:
        (folder / "reports" / f"{stem}.txt").write_text(secret, "utf-8")
    for name in ("laws", "hebei_policy", "state_council_reports"):
        row = {"title": "城市服务条例", "text": "\n".join(PARAGRAPHS)}
        write_jsonl(folder / "corpora" / f"{name}.jsonl", [row] * 3)
    given = [("stard", "MIT"), ("cmrc2018", "CC BY-SA 4.0"), ("tpe_faq", "none in repo")]
    rows = [{"q": f"{s}电梯问题", "p": PARAGRAPHS[0], "source": s, "licence": c} for s, c in given]
    write_jsonl(folder / "corpora" / "pairs.jsonl", rows)
    asked = []
    for stem, body in (("甲市_2025", text), ("北京_2026", secret)):
        for question, paragraph in zip(["爬楼累", "孩子上学", "等车久", "老人吃饭"], PARAGRAPHS, strict=True):
            at = body.index(paragraph)
            span = [at + 3, at + 12]
            asked.append({"question": question, "report": stem, "passage": [at, at + len(paragraph)], "span": span})
    write_jsonl(folder / "corpora" / "citizen_questions.jsonl", asked)
    return folder


def test_what_measures_is_never_trained_on(shared):
    documents = corpora.read_documents(shared)
    assert len(documents["reports"]) == 2
    assert "保密词汇" not in json.dumps([d.paragraphs for d in documents["reports"]], ensure_ascii=False)
    assert {q.report for q in corpora.read_citizen_questions(shared)} == {"甲市_2025"}
    assert {q.report for q in corpora.read_citizen_questions(shared, frozenset({"北京_2026"}))} == {"北京_2026"}


def test_only_sources_whose_licence_allows_it(shared):
    assert set(corpora.read_pairs(shared)) == {"stard"}


def test_a_citizen_question_comes_with_clause_sentence_and_paragraph(shared):
    first = corpora.read_citizen_questions(shared)[0]
    assert first.paragraph == PARAGRAPHS[0]
    assert first.sentence == PARAGRAPHS[0].split("。")[0] + "。"
    assert first.clause == PARAGRAPHS[0][3:12]


def test_a_build_is_seeded(shared):
    stage = Stage(steps=4, batch=16)
    recipe = Recipe(words=300, vectors=8, random=8, stage=stage, seeds=(1, 2), dimension=12)
    tokenizer, rows = build(shared, recipe)
    again, same = build(shared, recipe)
    assert rows.shape == (tokenizer.get_vocab_size(), 12)
    assert np.array_equal(rows, same)
    assert tokenizer.to_str() == again.to_str()


def test_lines_that_go_on_are_one_paragraph():
    text = "题目\n\n完成一件;\n完成两件,\n\n完成三件。\n另起一段。\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["题目", "完成一件;\n完成两件,\n\n完成三件。", "另起一段。"]


def test_long_texts_are_cut_at_sentence_ends():
    text = "这是一句话。" * 500
    parts = cut(text)
    assert "".join(parts) == text
    assert max(map(len, parts)) <= 1200


def test_gains():
    question = Question("?", "", (frozenset({7}), frozenset({1, 2})))
    assert found_at_5(question, [9, 8, 7, 6, 5, 1]) == 0.5
    assert found_at_5(question, [2, 7]) == 1
    assert ndcg_10([3, 1], {1}) == pytest.approx(0.6309, abs=1e-4)
    assert recall_10([3, 1], {1, 5}) == 0.5
    judge = by_document([0, 0, 1, 1], recall_10)
    assert judge(Question("?", "", (frozenset({1}),)), [0, 1, 3]) == 1


def test_measure_reports_both_halves_and_their_sum(shared):
    folder = shared / "questions"
    write_jsonl(
        folder / "questions.jsonl",
        [
            {"question": "老旧小区改造了几个", "type": "count", "evidence": ["老旧小区改造完成二十个"]},
            {"question": "问什么", "type": "unanswerable", "evidence": []},
        ],
    )
    made = report_set(shared, "questions", [shared / "reports" / "甲市_2025.txt"])
    assert len(made.questions) == 1
    found = measure([made], lambda t: np.ones((len(t), 2), np.float32), lambda t: np.ones((len(t), 2), np.float32))
    assert found["report"]["keywords"] == {"all": 1.0, "count": 1.0}
    assert set(found["report"]) == {"keywords", "dense", "fused"}
    assert "report count" in table(found)


def test_evidence_that_is_nowhere_is_an_error(shared):
    write_jsonl(shared / "questions" / "wrong.jsonl", [{"question": "?", "type": "x", "evidence": ["没有这句"]}])
    with pytest.raises(ValueError, match="evidence"):
        report_set(shared, "wrong", [shared / "reports" / "甲市_2025.txt"])


def test_citizen_sets_and_benchmarks_are_read(shared):
    assert len(citizen_set(shared, "北京_2026").questions) == 4
    folder = shared / "benchmarks" / "covid_policy"
    write_jsonl(folder / "docs.jsonl", [{"docid": "a", "text": "同文"}, {"docid": "b", "text": "同文"}])
    write_jsonl(folder / "questions.jsonl", [{"question": "同文", "docid": "b"}])
    (made,) = read_collections(shared, ["covid_policy"])
    assert len(made.passages) == 2
    assert made.measure(made.questions[0], [0]) == 1


def test_runs_are_added_to_the_table(tmp_path):
    figures = {"report": {"fused": {"all": 0.9, "count": 0.5, "paraphrase": 0.8}}}
    for name in ("one", "two"):
        runs.append(name, {"seeds": (1,)}, figures, tmp_path / "runs.jsonl")
    lines = [json.loads(x) for x in (tmp_path / "runs.jsonl").read_text("utf-8").splitlines()]
    assert [x["run"] for x in lines] == ["one", "two"]
    assert lines[0]["scores"] == {"report": {"fused all": 0.9, "fused paraphrase": 0.8}}
