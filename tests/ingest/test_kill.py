"""kill -9 at any moment of an ingest leaves the generation before answering."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from ingest.build import build
from rag import shelf
from rag.embed import Embedding, load_embedding
from rag.find.search import Searcher
from rag.generations import Generations
from rag.index import VectorIndex
from rag.settings import HOME, Settings
from tests.small_reports import QINGXI_2032, qingxi

KILLS = 20
SEED = 20310109
PATIENCE = 60.0
PAUSE = 0.03
"""Seconds before and after each step of a slowed ingest."""

SLOW = """
import runpy, sys, time
import ingest.__main__, ingest.build, rag.generations, rag.shelf
from rag.index import VectorIndex

pause = float(sys.argv.pop(1))

def slow_down(home, name):
    real = getattr(home, name)
    def slowed(*given, **named):
        print("before", name, flush=True)
        time.sleep(pause)
        result = real(*given, **named)
        print("after", name, flush=True)
        time.sleep(pause)
        return result
    setattr(home, name, slowed)

slow_down(rag.shelf, "save")
slow_down(VectorIndex, "__init__")
slow_down(VectorIndex, "add")
slow_down(ingest.build, "_verify")
for step in ("start", "finish", "make_current", "prune"):
    slow_down(rag.generations.Generations, step)
del sys.modules["ingest.__main__"]
print("ready", flush=True)
sys.stdin.readline()
sys.argv[0] = "ingest"
runpy.run_module("ingest", run_name="__main__")
"""
"""`python -m ingest` itself, told when to begin; before and after every step that touches the disk it says so
and pauses."""


@pytest.fixture
def settings(tmp_path: Path, other_model: Path) -> Settings:
    """A small model: it is loaded by every process anew."""
    return Settings(data_dir=tmp_path / "data", embedding_model=str(other_model), keep_generations=2)


@pytest.fixture
def embedding(settings: Settings) -> Embedding:
    return load_embedding(settings.embedding_model)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The next year's report, longer than it was."""
    path = tmp_path / "青溪_2032.txt"
    more = "".join(f"第{i}项工程如期完工，完成投资{i}万元。" for i in range(200))
    path.write_text(QINGXI_2032.replace("二、2032", f"（三）工程建设。{more}\n二、2032"), "utf-8")
    return path


def command(settings: Settings, report: Path, *before: str) -> subprocess.Popen[str]:
    """An ingest of the report in a process of its own."""
    environment = os.environ | {
        "WENBAO_DATA_DIR": str(settings.data_dir),
        "WENBAO_EMBEDDING_MODEL": settings.embedding_model,
        "WENBAO_KEEP_GENERATIONS": str(settings.keep_generations),
        "PYTHONPATH": str(HOME),
    }
    return subprocess.Popen(
        [sys.executable, *before, str(report)],
        cwd=HOME,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


class Ready:
    """Processes that have imported all they need and wait to be told to ingest; new ones start while one is at work."""

    def __init__(self, settings: Settings, report: Path, *, ahead: int, count: int) -> None:
        self._start = lambda: command(settings, report, "-c", SLOW, str(PAUSE))
        self._left = count - ahead
        self._waiting = [self._start() for _ in range(ahead)]

    def begin(self) -> subprocess.Popen[str]:
        """The next one, at work."""
        process = self._waiting.pop(0)
        if self._left > 0:
            self._left -= 1
            self._waiting.append(self._start())
        assert process.stdout and process.stdin
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        return process


def answer(settings: Settings, embedding: Embedding) -> str:
    """The best passage about the tea factories, through an index opened afresh."""
    generations = Generations(settings.data_dir)
    name = generations.current()
    assert name
    folder = generations.folder(name)
    manifest = generations.manifest(name)
    _, passages = shelf.load(folder / "reports.json")
    index = VectorIndex(folder / "chroma")
    try:
        searcher = Searcher(passages, index, embedding)
        assert (len(passages), len(searcher.sentences)) == (manifest.passages, manifest.sentences)
        assert index.count() == manifest.sentences
        return searcher.find("新建茶叶加工厂多少座，春茶产量多少吨").kept[0].passage.text
    finally:
        index.close()


def let_come_to(process: subprocess.Popen[str], line: int) -> None:
    """Wait until an ingest has said so many lines."""
    assert process.stdout
    for _ in range(line):
        assert process.stdout.readline(), "it ended before"


def reached(settings: Settings, old: str) -> str:
    """How far a killed ingest got, by what it left."""
    generations = Generations(settings.data_dir)
    if generations.current() != old:
        return "after CURRENT"
    new = [f for f in generations.root.iterdir() if f.is_dir() and f.name > old]
    if not new:
        return "before the folder"
    return "finished" if (new[-1] / "manifest.json").exists() else "half written"


def test_twenty_kills_at_any_moment_leave_the_old_index_answering(
    settings: Settings, embedding: Embedding, report: Path
):
    build([qingxi(2031)], settings, embedding)
    ready = Ready(settings, report, ahead=3, count=KILLS + 1)
    process = ready.begin()
    said = process.stdout.read().split("\n") if process.stdout else []
    assert process.wait(PATIENCE) == 0
    steps = [line for line in said if line.startswith(("before ", "after "))]
    assert len(steps) >= 16
    dice = random.Random(SEED)

    stages: Counter[str] = Counter()
    for i in range(KILLS):
        old = build([qingxi(2031)], settings, embedding).manifest.name
        process = ready.begin()
        let_come_to(process, i * len(steps) // KILLS)
        time.sleep(dice.uniform(0, 2 * PAUSE))
        process.kill()
        process.wait(PATIENCE)
        stage = reached(settings, old)
        stages[stage] += 1
        if stage == "after CURRENT":  # the new one was whole by then, and answers
            assert "加工厂6座" not in answer(settings, embedding)
        else:
            assert Generations(settings.data_dir).current() == old
            assert "新建茶叶加工厂6座" in answer(settings, embedding)
    assert len(stages) == 4, f"the kills missed some of the work: {stages}"
    assert stages["after CURRENT"] <= KILLS / 2

    # what follows works, and nothing of the killed ones is left
    process = command(settings, report, "-m", "ingest")
    assert process.wait(PATIENCE) == 0
    generations = Generations(settings.data_dir)
    finished = [m.name for m in generations.finished()]
    assert len(finished) == settings.keep_generations
    assert sorted(p.name for p in generations.root.iterdir()) == sorted([*finished, "CURRENT", "LOCK"])
    assert sorted(p.name for p in generations.folder(finished[-1]).iterdir()) == [
        "chroma",
        "manifest.json",
        "reports.json",
        "tokens.npz",
    ]
    assert generations.manifest(generations.current() or "").reports == ("青溪_2032",)
    assert "加工厂6座" not in answer(settings, embedding)


def test_an_index_that_is_open_answers_on_while_an_ingest_is_killed(
    settings: Settings, embedding: Embedding, report: Path
):
    built = build([qingxi(2031)], settings, embedding)
    index = VectorIndex(settings.data_dir / "index" / built.manifest.name / "chroma")
    searcher = Searcher(built.passages, index, embedding)
    process = Ready(settings, report, ahead=1, count=1).begin()
    let_come_to(process, 7)
    process.kill()
    process.wait(PATIENCE)
    assert "新建茶叶加工厂6座" in searcher.find("新建茶叶加工厂多少座").kept[0].passage.text
