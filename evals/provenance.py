"""What a run was made with: settings.json, to stand beside its scores. No secret, no local path."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rag.settings import HOME, Settings

PACKAGES = (
    "bm25s",
    "chromadb",
    "gradio",
    "langchain-core",
    "langchain-text-splitters",
    "numpy",
    "sentence-transformers",
    "tokenizers",
    "torch",
)
"""Those whose version may move a figure."""

SECRET = re.compile(r"key|secret|token|password", re.IGNORECASE)

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What JSON can hold."""


def provenance(
    settings: Settings, kind: str, reports: Iterable[Path], questions: Path, embedding: str
) -> dict[str, Plain]:
    """Everything that is needed to run the same evaluation again.

    :param embedding: identity of the embedding model, as the index knows it.
    """
    return {
        "kind": kind,
        "reports": [_file(path) for path in reports],
        "questions": _file(questions),
        "settings": plain_settings(settings),
        "embedding": embedding,
        "commit": commit(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "machine": {"system": platform.system(), "cpu": platform.machine(), "cores": os.cpu_count()},
    }


def plain_settings(settings: Settings) -> dict[str, Plain]:
    """The settings by name: secrets starred, paths relative to the project, the throw-away index left out."""
    fields = {f.name: getattr(settings, f.name) for f in dataclasses.fields(settings)}
    del fields["data_dir"]
    return {name: "***" if SECRET.search(name) and value else _plain(value) for name, value in fields.items()}


def commit(home: Path = HOME) -> str | None:
    """The git commit that ran, with `+` where the tree differed from it; None outside a repository."""
    try:
        head = _git(home, "rev-parse", "HEAD")
        changed = _git(home, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+" if changed else "")


def _git(home: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(home), *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _file(path: Path) -> Plain:
    return {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _plain(value: object) -> Plain:
    if isinstance(value, Mapping):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(held) for held in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _portable(str(value))


def _portable(text: str) -> str:
    """An absolute path as seen from the project; of one that lies elsewhere, its last part alone."""
    path = Path(text)
    if not path.is_absolute():
        return text
    return path.relative_to(HOME).as_posix() if path.is_relative_to(HOME) else path.name
