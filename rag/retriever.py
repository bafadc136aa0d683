"""The retriever at the edge: any LangChain program can ask it for passages as `Document`s."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from rag.domain import Found
from rag.find.search import Searcher
from rag.lexicon import expanded


class PassageRetriever(BaseRetriever):
    """The best passages for a question, best first; metadata holds everything that a citation needs."""

    searcher: Any
    """A `rag.find.search.Searcher` (Any: pydantic need not look inside)."""
    k: int = 5
    """How many passages, 1 or more."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        searcher: Searcher = self.searcher
        return [as_document(found) for found in searcher.find(expanded(query), keep=self.k).kept]


def as_document(found: Found) -> Document:
    """A found passage as a Document: report, start, end, path, period and scores are its metadata."""
    passage = found.passage
    metadata = {
        "report": passage.report.stem,
        "start": passage.start,
        "end": passage.end,
        "path": list(passage.path),
        "period": passage.period,
        "score": found.score,
        "keyword": found.keyword,
        "dense": found.dense,
    }
    return Document(page_content=passage.text, metadata=metadata, id=passage.id)
