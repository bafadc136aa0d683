"""Passages -> claims written by a language model. The only home of a chat model; nothing it says is believed here.

Off unless WENBAO_LLM_MODEL is set, and then any OpenAI-compatible address will do (LangChain's `init_chat_model`).
LangChain is imported when the first Writer is made, since that takes two seconds.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import lru_cache
from typing import Any

from rag.domain import Citation, Passage
from rag.errors import WriteFailed
from rag.settings import HOME, Settings
from rag.writing.dialect import Dialect
from rag.writing.said import Reply, Said
from rag.writing.sent import message

log = logging.getLogger("wenbao")
INSTRUCTION = HOME / "prompts" / "写作.md"
_BROKEN_ENDS = (None, "length", "content_filter")
_SLACK_SECONDS = 0.5


class Writer:
    """A chat model. Safe to call from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Make the model ready. Nothing is sent yet."""
        from langchain.chat_models import init_chat_model

        logging.getLogger("openai").setLevel(logging.WARNING)  # at DEBUG it would log every question
        self._settings = settings
        self._instruction = INSTRUCTION.read_text("utf-8")
        self._model = init_chat_model(
            settings.llm_model,
            model_provider="openai",
            base_url=settings.llm_base_url or None,
            api_key=settings.llm_api_key or "none",  # never a key that the environment holds for another address
            temperature=0,
            max_retries=0,
            timeout=settings.llm_total_seconds,
        )
        self._dialect = Dialect(settings.llm_thinking)

    @classmethod
    def open(cls, settings: Settings) -> Writer | None:
        """The model that the settings name; None where they name none, or it cannot be made ready (which is logged)."""
        if not settings.llm_model:
            return None
        try:
            return cls(settings)
        except Exception as error:
            log.error("the language model cannot be used, quotes answer: %s", type(error).__name__)
            return None

    def write(self, question: str, passages: Sequence[Passage], quoted: Sequence[Citation] = ()) -> Iterator[Said]:
        """Claims, each as soon as the model has sent it whole. Unchecked. `quoted` is marked for it in the passages.

        Raises WriteFailed when the model is late, refuses, breaks off or talks nonsense. The deadline holds whatever the
        network does. A caller that goes away stops the model.
        """
        said: queue.Queue[Said | WriteFailed | None] = queue.Queue()
        messages = [("system", self._instruction), ("human", message(question, passages, quoted))]
        deadline = time.monotonic() + self._settings.llm_total_seconds + _SLACK_SECONDS
        task = asyncio.run_coroutine_threadsafe(self._run(messages, said), _network())
        try:
            while (item := _next(said, deadline)) is not None:
                if isinstance(item, WriteFailed):
                    raise item
                yield item
        finally:
            task.cancel()

    async def _run(self, messages: Sequence[Any], said: queue.Queue[Said | WriteFailed | None]) -> None:
        try:
            async with asyncio.timeout(self._settings.llm_total_seconds):
                async for claim in self._claims(messages):
                    said.put(claim)
            said.put(None)
        except WriteFailed as error:
            said.put(error)
        except Exception as error:  # whatever a server or a library may come up with; its text may hold the question
            status = getattr(error, "status_code", "")
            said.put(WriteFailed(f"模型没有回答：{type(error).__name__} {status}".rstrip() + "。"))

    async def _claims(self, messages: Sequence[Any], dialect: Dialect | None = None) -> AsyncIterator[Said]:
        """Claims of one reply. A server that refuses something of the request says 400, and is asked without it; what
        it then answers to is remembered."""
        reply, dialect = Reply(), dialect or self._dialect
        try:
            async for piece in self._pieces(messages, dialect):
                self._dialect = dialect
                for claim in reply.feed(piece):
                    yield claim
        except Exception as error:
            refused = getattr(error, "status_code", None) in (400, 422)
            simpler = dialect.without(str(error)) if refused else None
            if simpler is None:
                raise
            async for claim in self._claims(messages, simpler):
                yield claim
            return
        for claim in reply.close():
            yield claim

    async def _pieces(self, messages: Sequence[Any], dialect: Dialect) -> AsyncIterator[str]:
        """What the model sends, as it comes; no wait is longer than the settings allow."""
        from langsmith import tracing_context

        ended: object = None
        wait = self._settings.llm_first_seconds
        with tracing_context(enabled=False):  # a question goes to the model named in the settings and nowhere else
            stream = self._model.bind(extra_body=dialect.body()).astream(list(messages))
            while True:
                async with asyncio.timeout(wait):
                    chunk = await anext(stream, None)
                if chunk is None:
                    break
                ended = chunk.response_metadata.get("finish_reason") or ended
                if text := str(chunk.text):
                    wait = self._settings.llm_silence_seconds
                    yield text
        if ended in _BROKEN_ENDS:
            raise WriteFailed("模型的回答没有结束。")


@lru_cache(maxsize=1)
def _network() -> asyncio.AbstractEventLoop:
    """The loop that all requests run in, in a thread of its own: connections are kept, and belong to one loop."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="wenbao-llm", daemon=True).start()
    return loop


def _next(said: queue.Queue[Said | WriteFailed | None], deadline: float) -> Said | WriteFailed | None:
    try:
        return said.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        return WriteFailed("模型没有按时回答。")
