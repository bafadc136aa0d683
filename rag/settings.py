"""Every setting, in one frozen object, read once from the environment. Standard library only."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Grouped by stage, unit beside the value. `Settings.from_env()` reads `WENBAO_<NAME>` for each field."""

    # index
    data_dir: Path = HOME / "data"
    """Holds the index and its generations, uploads, the desk's password, and what the desk keeps; nothing else is written."""
    keep_generations: int = 3
    """Generations kept for --rollback, the current one included."""

    # embedding
    embedding_model: str = str(HOME / "models" / "wenbao-static")
    """A folder, or a name that sentence-transformers knows."""

    reranker_model: str = ""
    """A CrossEncoder that reads the likeliest sentences once more: a folder or a name; empty: off."""

    # reading
    max_file_mb: int = 50
    fetch_private: bool = False
    """Reports may be fetched from addresses inside the own network, and of this machine."""
    max_passage_chars: int = 1200
    """A longer paragraph is cut at sentence ends."""

    # question
    max_question_chars: int = 500
    hotline: str = "12345"
    answered_from: float = 0.2
    """Least chance, 0 to 1, that the report answers a question for it to be answered; more refuses more, also of what the
    report does answer (evals/results/tradeoff.svg)."""

    # writing by a language model; off where llm_model is empty
    llm_model: str = ""
    """Name of a chat model at an OpenAI-compatible address. The passages and the question are sent there."""
    llm_base_url: str = ""
    """Such as http://127.0.0.1:8000/v1; empty: OpenAI's own."""
    llm_api_key: str = field(default="", repr=False)
    llm_thinking: str = ""
    """on, off, or empty: whatever the server does by itself. How a model is told differs, so all ways known are sent; a
    server that refuses them is asked without. A model that thinks is slower, and needs `llm_first_seconds` for it."""
    llm_first_seconds: float = 30.0
    """Longest wait for the first word of the model; the quotations are read meanwhile, and stand alone then."""
    llm_silence_seconds: float = 10.0
    """Longest wait between two words; what was written before stays."""
    llm_total_seconds: float = 60.0
    """Longest wait for the whole reply; what was written before stays."""
    llm_passages: int = 3
    """Passages that the model is given; those that are quoted always are."""

    # page
    city: str = ""
    """Name of the city on the page; empty: taken from the report."""
    ask_per_minute: int = 30
    """Questions that one client address may ask a minute; 0: no limit."""
    closed: str = ""
    """A sentence such as 正在维护，预计18:00恢复: nothing is answered while it is set, the reports stay readable."""
    staff_password: str = field(default="", repr=False)
    """First password of the staff desk, used while none is stored; empty: a one-time link is printed at start."""
    journal_days: int = 90
    """Days that counts of unanswered questions and of thumbs down are kept; 0: none are, and those there are deleted."""
    host: str = "127.0.0.1"
    port: int = 7860
    allowed_origins: tuple[str, ...] = ()
    """Origins that may call the API from a browser and frame the page; empty: only ourselves."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read settings; a value that cannot be read raises ValueError naming the variable."""
        given: dict[str, object] = {}
        for f in fields(cls):
            raw = environ.get(f"WENBAO_{f.name.upper()}")
            if raw is None:
                continue
            try:
                given[f.name] = _parse(raw, str(f.type))
            except ValueError as error:
                raise ValueError(f"环境变量 WENBAO_{f.name.upper()} 的值“{raw}”无法识别：{error}") from error
        return cls(**given)  # type: ignore[arg-type]


_YES, _NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def _parse(raw: str, kind: str) -> object:
    if kind == "bool":
        if raw.strip().lower() not in _YES + _NO:
            raise ValueError("要写 1 或 0")
        return raw.strip().lower() in _YES
    if kind == "int":
        return int(raw)
    if kind == "float":
        return float(raw)
    if kind == "Path":
        return Path(raw).expanduser()
    if kind.startswith("tuple"):
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    return raw
