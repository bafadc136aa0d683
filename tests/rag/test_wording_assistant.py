"""The Assistant looks up wording in the generation that it serves."""

from __future__ import annotations

from rag.assistant import Assistant
from rag.domain import Status
from rag.wording import Wording


def test_wording_is_looked_up_in_the_current_reports(settings, embedding, built) -> None:
    answer = Assistant(settings, embedding).wording("社区食堂")
    assert answer.status is Status.ANSWERED
    assert [c.report.stem for c in answer.citations] == ["青溪_2031", "青溪_2031", "青溪_2032"]
    assert "共3处" in answer.lead
    assert answer.seconds["total"] >= 0


def test_what_breaks_is_told_and_the_query_is_not_logged(settings, embedding, built, monkeypatch, caplog) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Wording, "find", broken)
    answer = Assistant(settings, embedding).wording("某某的电话")
    assert answer.status is Status.ERROR
    assert "某某的电话" not in caplog.text
