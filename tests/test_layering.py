"""Arrows go domain <- rag <- {ingest, web, evals} <- app.py, and each library lives in its one home."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from rag.settings import HOME

OURS = {"rag", "ingest", "web", "evals", "training", "app"}
MAY_IMPORT = {
    "rag": {"rag"},
    "ingest": {"ingest", "rag"},
    "web": {"web", "rag"},
    "evals": {"evals", "rag"},
    "training": {"training", "rag", "ingest"},
    "app": OURS - {"training"},
}
ENTRY_POINTS = {
    "app.py",
    "evals/run.py",
    "evals/retrieve.py",
    "evals/all.py",
    "evals/years.py",
    "evals/ingest.py",
    "evals/ingest_extras.py",
    "evals/tense.py",
    "evals/written.py",
    "evals/scan.py",
}
"""They wire parts that do not know each other."""
HOMES = {
    "chromadb": {"rag/index.py"},
    "sentence_transformers": {"rag/embed.py", "training/"},
    "gradio": {"web/", "app.py"},
    "langchain_openai": {"rag/write.py"},
    "langchain": {"rag/write.py"},
    "openai": {"rag/write.py"},
    "bm25s": {"rag/find/keywords.py", "training/", "evals/"},
    "onnxruntime": {"rag/read/encoder.py", "training/"},
    "torch": {"rag/embed.py", "training/"},
    "transformers": {"training/"},
}
FILES = [
    pytest.param(path, id=path.relative_to(HOME).as_posix())
    for folder in ("rag", "ingest", "web", "evals", "training", ".")
    for path in sorted((HOME / folder).glob("*.py" if folder == "." else "**/*.py"))
]


def imported(path: Path) -> set[str]:
    """Full names of the modules a file imports, at the top or anywhere inside."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", FILES)
def test_arrows_point_inwards(path: Path):
    relative = path.relative_to(HOME).as_posix()
    if relative in ENTRY_POINTS:
        assert tops(path) & OURS <= MAY_IMPORT["app"]
        return
    layer = relative.split("/")[0].removesuffix(".py")
    assert tops(path) & OURS <= MAY_IMPORT[layer], f"{relative} reaches outwards"


@pytest.mark.parametrize("path", FILES)
def test_each_library_has_one_home(path: Path):
    relative = path.relative_to(HOME).as_posix()
    for library, homes in HOMES.items():
        if library in tops(path):
            assert any(relative == home or (home.endswith("/") and relative.startswith(home)) for home in homes), (
                f"{relative} imports {library}"
            )


STEPS = ("understand", "find", "read", "answer")
"""The packages a question goes through, each knowing those before it alone."""


@pytest.mark.parametrize("step", STEPS)
def test_a_step_knows_none_of_those_after_it(step: str):
    later = STEPS[STEPS.index(step) + 1 :]
    for path in sorted((HOME / "rag" / step).glob("*.py")):
        reached = {n.split(".")[1] for n in imported(path) if n.startswith("rag.") and n.count(".") > 1}
        assert not reached & set(later), f"{path.name} reaches ahead"


@pytest.mark.parametrize("name", ["domain", "settings", "errors"])
def test_the_innermost_modules_need_the_standard_library_alone(name: str):
    allowed = set(sys.stdlib_module_names) | {"rag"}
    assert tops(HOME / "rag" / f"{name}.py") <= allowed


@pytest.mark.parametrize("name", ["domain", "settings", "errors"])
def test_the_innermost_modules_import_nothing_of_ours_but_each_other(name: str):
    ours = {n for n in imported(HOME / "rag" / f"{name}.py") if n.startswith("rag.")}
    assert {n.split(".")[1] for n in ours} <= {"domain", "settings", "errors"}


@pytest.mark.parametrize("path", FILES)
def test_only_settings_and_entry_points_read_the_environment(path: Path):
    relative = path.relative_to(HOME).as_posix()
    if relative.startswith(("training/", "evals/")) or relative in ("rag/settings.py", "app.py", "web/__init__.py"):
        return  # web/__init__.py sets the switches that keep Gradio off the network, before it is imported
    reads = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    assert not reads & {"environ", "getenv"}
