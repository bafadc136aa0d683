"""Figures of one answer -> figures of a run; and the referee's agreement."""

import importlib.util
import json
import random
import sys
from pathlib import Path

import pytest

from evals.case import pair
from evals.metrics import figure_rows, quantile, summarise
from evals.questions import Gold, Kind, Question, load_questions
from tests.evals.small import BRIDGES, PLACES, SOURCE, case, cite

SHARED = Path(__file__).resolve().parents[3] / "shared"
REFEREE = SHARED / "eval" / "score.py"


def test_a_summary_is_the_mean_of_what_applies():
    bridges = Question(id="1", words="?", type="fact", evidence=(Gold(BRIDGES),))
    places = Question(id="2", words="?", type="fact", evidence=(Gold(PLACES),))
    nothing = Question(id="3", words="?", type="unanswerable")
    got = summarise(
        [
            case(bridges, citations=[cite(BRIDGES), cite(PLACES)], text="12345678", seconds=0.2),
            case(places, status="error", seconds=None),
            case(nothing, status="not_found", text="1234", seconds=0.1),
        ],
        Kind.QUESTIONS,
    )
    assert got == {
        "n": 3,
        "evidence_recall": (1 + 0) / 2,
        "complete": (1 + 0) / 2,
        "found_at_5": 0 / 2,
        "quote_precision": (1 / 2 + 0) / 2,
        "must_include": None,
        "false_refusal": (0 + 1) / 2,
        "refusal_recall": 1 / 1,
        "refusal_near_miss": None,
        "masked_honest": None,
        "period_right": None,
        "citation_valid": (2 / 2) / 1,
        "citations_per_answer": (2 + 0) / 2,
        "chars_per_answer": (8 + 0 + 4) / 3,
        "p50_s": 0.2,
        "p95_s": 0.2,
        "errors": 1,
        "by_type": {
            "fact": {"recall": 0.5, "complete": 0.5, "precision": 0.25, "found5": 0.0, "n": 2},
            "unanswerable": {"refused": 1.0, "n": 1},
        },
    }


def test_hostile_input_is_summed_up_by_what_failed():
    kind = Kind.ADVERSARIAL
    questions = [Question(id=i, words="?", expect="answer_normally") for i in ("X1", "X2", "X3")]
    answers = [{"id": "X1", "status": "answered"}, {"id": "X2", "status": "declined"}]
    cases = pair(questions, answers, {})
    assert summarise(cases, kind) == {"n": 3, "passed": round(1 / 3, 4), "failed": ["X2", "X3"]}
    assert [row["passed"] for row in figure_rows(cases, kind)] == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("values", "share", "value"),
    [
        pytest.param([3.0, 1.0, 2.0, 4.0], 0.5, 3.0, id="half of four: index 2"),
        pytest.param(list(range(100)), 0.95, 95, id="95 of a hundred: index 95"),
        pytest.param([7.0], 0.95, 7.0, id="of one"),
        pytest.param([], 0.95, None, id="of none"),
    ],
)
def test_a_quantile_is_a_value_that_occurred(values, share, value):
    assert quantile(values, share) == value


def test_gold_of_another_report_names_the_question():
    astray = Question(id="A7", words="?", evidence=(Gold("别处的话"),))
    with pytest.raises(ValueError, match=r"A7.*别处的话"):
        summarise([case(astray)], Kind.QUESTIONS)


@pytest.fixture(scope="module")
def referee():
    if not REFEREE.exists():
        pytest.skip("shared/eval/score.py is not here: not compared with the referee")
    spec = importlib.util.spec_from_file_location("score", REFEREE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FILES = [
    (Kind.QUESTIONS, "questions", ["report/report.txt"]),
    (Kind.QUESTIONS, "jiangxi_2025_2026", ["reports/江西_2025.txt", "reports/江西_2026.txt"]),
    (Kind.DIALOGUES, "dialogues_hunan_2025", ["reports/湖南_2025.txt"]),
    (Kind.WORDING, "wording", ["report/report.txt"]),
    (Kind.ADVERSARIAL, "adversarial", ["report/report.txt"]),
]


@pytest.mark.parametrize(("kind", "name", "reports"), FILES, ids=[name for _, name, _ in FILES])
@pytest.mark.parametrize("seed", range(3))
def test_random_answers_score_as_the_referee_scores_them(referee, tmp_path, monkeypatch, kind, name, reports, seed):
    files = [SHARED / file for file in reports]
    asked = SHARED / "questions" / f"{name}.jsonl"
    texts = {file.stem: file.read_text("utf-8") for file in files}
    questions = load_questions(asked, kind)
    rows = list(random_answers(random.Random(seed), questions, texts))
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")

    named = [arg for file in files for arg in ("--report", f"{file.stem}={file}")]
    said = tmp_path / "score.json"
    monkeypatch.setattr(sys, "argv", ["score.py", kind, str(answers), str(asked), *named, "--json", str(said)])
    referee.main()
    theirs = json.loads(said.read_text("utf-8"))

    assert summarise(pair(questions, rows, texts), kind) == theirs


def random_answers(chance, questions, texts):
    """Answers right and wrong in every way that a figure looks at; some missing."""
    spans = [(s, g.text) for q in questions for g in (*q.evidence, *q.alternatives, *q.also_ok) for s in texts]
    for question in questions:
        if chance.random() < 0.05:
            continue
        cites = [random_citation(chance, question, texts, spans) for _ in range(chance.randrange(4))]
        said = [c["quote"] for c in cites] + chance.sample(["已隐去", "以“×”代替", "约12.5万", "[1]", "2021年"], 2)
        markup = ["<p>好</p>", "<img src=x>", "javascript:", question.words[:40]]
        yield {
            "id": question.id,
            "status": chance.choice(["answered"] * 5 + ["partial", "not_found", "declined", "invalid", "error"]),
            "text": "".join(said + list(question.must_include[: chance.randrange(3)])),
            "citations": chance.choice([cites, cites, None]),
            "found": [random_citation(chance, question, texts, spans) for _ in range(chance.randrange(10))],
            "seconds": chance.choice([None, chance.random()]),
            "html": chance.choice(markup),
        }


def random_citation(chance, question, texts, spans):
    stem = chance.choice(list(texts))
    own = [g.text for g in (*question.evidence, *question.alternatives, *question.also_ok)]
    words = chance.choice(own) if own and chance.random() < 0.6 else chance.choice(spans)[1] if spans else ""
    held = [s for s, text in texts.items() if words and words in text]
    stem = held[0] if held else stem
    start = texts[stem].find(words) if held else chance.randrange(len(texts[stem]) - 50)
    start, end = max(0, start + chance.randrange(-3, 4)), start + len(words) + chance.randrange(1, 6)
    quote = texts[stem][start:end]
    return {
        "report": stem if chance.random() < 0.95 else "别的报告",
        "start": start,
        "end": end,
        "quote": quote if chance.random() < 0.9 else f"{quote[:2]} {quote[2:]}改",
        "period": chance.choice(["done", "planned", None]),
    }


def test_the_town_is_the_one_that_is_measured():
    assert case(Question(id="1", words="?")).texts == {"小镇": SOURCE}
