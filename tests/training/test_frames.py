"""Which tokens only frame a question is counted."""

from __future__ import annotations

from training.frames import LEAST, RARE, K, weights


def test_a_token_of_questions_alone_weighs_little_one_of_both_more_and_a_rare_one_is_not_counted():
    questions = ["学位有多少"] * LEAST + ["水库几座"] * (LEAST - 1)
    found = weights(questions, ["新增学位。", "新增学位。"])
    share = LEAST / len(questions)
    assert found["多少"] == round(RARE / (share + RARE), 3)
    assert found["学位"] == round((K * 1.0 + RARE) / (share + K * 1.0 + RARE), 3)
    assert "水库" not in found
    assert found["多少"] < found["学位"]
