"""What a request holds beside the messages. Servers that call themselves compatible differ: one that refuses a thing is asked
without it, and is remembered to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

MAX_TOKENS = 1200
MAX_THINKING_TOKENS = 8000
"""Thoughts count among the tokens of a reply."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one server takes."""

    thinking: str = ""
    """on, off, or empty: not told."""
    json: bool = True
    old_limit: bool = False
    """Whether the limit of the reply is called max_tokens, as it was before max_completion_tokens."""

    def body(self) -> dict[str, Any]:
        """Fields of the request."""
        most = MAX_THINKING_TOKENS if self.thinking == "on" else MAX_TOKENS
        body: dict[str, Any] = {"max_tokens" if self.old_limit else "max_completion_tokens": most}
        if self.json:
            body["response_format"] = {"type": "json_object"}
        return body | self._thinking()

    def without(self, complaint: str) -> Dialect | None:
        """The same without what a server complains of; where it does not say, without one thing more. None where
        nothing is left to do without."""
        simpler = {
            "max_completion_tokens": None if self.old_limit else replace(self, old_limit=True),
            "response_format": replace(self, json=False) if self.json else None,
            "thinking": replace(self, thinking="") if self.thinking else None,
        }
        named = [one for name, one in simpler.items() if one and _is_named(name, complaint)]
        left = [one for name in ("response_format", "thinking", "max_completion_tokens") if (one := simpler[name])]
        return next(iter((*named, *left)), None)

    def _thinking(self) -> dict[str, Any]:
        """For Qwen3 and GLM behind vLLM, SGLang or llama-server; for Qwen3 at Alibaba; for GLM and DeepSeek at home."""
        if not self.thinking:
            return {}
        wanted = self.thinking == "on"
        return {
            "chat_template_kwargs": {"enable_thinking": wanted, "thinking": wanted},
            "enable_thinking": wanted,
            "thinking": {"type": "enabled" if wanted else "disabled"},
        }


def _is_named(name: str, complaint: str) -> bool:
    return name in complaint or (name == "thinking" and "chat_template" in complaint)
