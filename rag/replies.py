"""The words said to people, from prompts/replies.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from rag.settings import HOME


@lru_cache(maxsize=4)
def _table(path: Path) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(path.read_text("utf-8"))


def reply(section: str, name: str, **values: object) -> str:
    """The reply `name` of `section` with {words} filled in. Raises KeyError where the file lacks it."""
    return _table(HOME / "prompts" / "replies.toml")[section][name].format(**values)
