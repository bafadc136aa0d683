"""LangChain programs get passages with all that a citation needs."""

from __future__ import annotations

from rag.assistant import Assistant
from rag.retriever import PassageRetriever


def test_documents_come_best_first_with_their_place_in_the_report(settings, embedding, built):
    searcher = Assistant(settings, embedding)._loaded.searcher
    documents = PassageRetriever(searcher=searcher, k=3).invoke("茶叶加工厂建了几座")
    assert len(documents) == 3
    first = documents[0]
    assert "茶叶加工厂6座" in first.page_content
    report = next(r for r in built.reports if r.stem == first.metadata["report"])
    assert report.source[first.metadata["start"] : first.metadata["end"]] == first.page_content
    assert first.metadata["period"] == "done"
    assert first.metadata["path"][0] == "一、2030年工作回顾"
    scores = [d.metadata["score"] for d in documents]
    assert scores == sorted(scores, reverse=True)
