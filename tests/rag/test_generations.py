"""Generations on disk: one of them current, changed in one step."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.errors import IndexBroken, IndexBusy, IndexMissing
from rag.generations import Generations, Manifest


def manifest(name: str) -> Manifest:
    return Manifest(name, "2031-01-09T09:00:00", "models/small", "abc", 64, ("青溪_2031",), 13, 40)


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


@pytest.fixture
def make(generations: Generations) -> Callable[[str], None]:
    def make(name: str) -> None:
        generations.folder(name).mkdir(parents=True)
        generations.finish(manifest(name))

    return make


def names(generations: Generations) -> list[str]:
    return [m.name for m in generations.finished()]


def test_there_is_nothing_at_first(generations: Generations):
    assert generations.current() is None
    assert generations.finished() == []


def test_names_sort_by_age_even_within_a_second(generations: Generations):
    made = [generations.start() for _ in range(5)]
    assert made == sorted(set(made))


def test_a_name_that_was_pruned_is_not_given_again(generations: Generations):
    made = [generations.start() for _ in range(3)]
    for name in made[:2]:
        generations.discard(name)
    assert generations.start() > made[2]


def test_names_sort_by_age_even_when_the_clock_goes_back(generations: Generations, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("time.strftime", lambda _: "20310109-090000")
    first = generations.start()
    monkeypatch.setattr("time.strftime", lambda _: "20310109-080000")
    assert first < generations.start() < generations.start()


def test_a_generation_is_finished_with_its_manifest_and_not_before(generations: Generations):
    name = generations.start()
    assert names(generations) == []
    generations.finish(manifest(name))
    assert generations.finished() == [manifest(name)]
    assert generations.current() is None


def test_making_current_leaves_the_others_as_they_are(generations: Generations, make: Callable[[str], None]):
    make("1"), make("2")
    generations.make_current("1")
    generations.make_current("2")
    assert (generations.current(), names(generations)) == ("2", ["1", "2"])


@pytest.mark.parametrize("name", ["unknown", "half"])
def test_what_is_not_finished_cannot_become_current(generations: Generations, make: Callable[[str], None], name: str):
    make("1")
    generations.make_current("1")
    generations.folder("half").mkdir()
    with pytest.raises(IndexMissing, match=name):
        generations.make_current(name)
    assert generations.current() == "1"


def test_rolling_back_goes_one_back_each_time(generations: Generations, make: Callable[[str], None]):
    for name in "123":
        make(name)
    generations.make_current("3")
    assert [generations.roll_back(), generations.roll_back()] == ["2", "1"]
    with pytest.raises(IndexMissing, match="没有更早的索引"):
        generations.roll_back()
    assert generations.current() == "1"


def test_readers_see_the_old_name_or_the_new_one_and_nothing_else(
    generations: Generations, make: Callable[[str], None]
):
    make("1"), make("2")
    generations.make_current("1")
    seen: set[str | None] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.add(generations.current())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for i in range(100):
        generations.make_current("12"[i % 2])
    done.set()
    watcher.join()
    assert seen <= {"1", "2"}


@pytest.mark.parametrize(
    ("current", "keep", "left"),
    [
        pytest.param("5", 3, ["3", "4", "5"], id="the last three"),
        pytest.param("5", 1, ["5"], id="the current one alone"),
        pytest.param("5", 0, ["5"], id="the current one even where none is to be kept"),
        pytest.param("1", 2, ["1", "4", "5"], id="an old one that is current"),
        pytest.param("5", 9, ["1", "2", "3", "4", "5"], id="all, where more may stay"),
    ],
)
def test_pruning_keeps(generations: Generations, make: Callable[[str], None], current: str, keep: int, left: list[str]):
    for name in "12345":
        make(name)
    generations.make_current(current)
    unfinished = generations.start()
    generations.prune(keep)
    assert names(generations) == left
    assert not generations.folder(unfinished).exists()
    assert generations.current() == current


def test_a_generation_half_removed_is_not_taken_for_whole(
    generations: Generations, make: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
):
    make("1"), make("2")
    generations.make_current("2")
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)  # killed right here
    generations.prune(1)
    assert generations.folder("1").exists()
    assert names(generations) == ["2"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"name": "1"}'], ids=["empty", "cut off", "a list", "few fields"])
def test_a_damaged_manifest_is_broken_and_left_out_of_the_list(
    generations: Generations, make: Callable[[str], None], content: str
):
    make("1"), make("2")
    (generations.folder("2") / "manifest.json").write_text(content, "utf-8")
    with pytest.raises(IndexBroken) as caught:
        generations.manifest("2")
    assert caught.value.remedy == "python -m ingest --rollback"
    assert names(generations) == ["1"]


def test_without_an_older_one_the_remedy_of_damage_is_to_ingest_again(
    generations: Generations, make: Callable[[str], None]
):
    make("1")
    assert generations.remedy("1") == "python -m ingest 报告文件"


def test_the_second_writer_is_told_that_another_is_at_work(generations: Generations):
    with (
        generations.writing(),
        pytest.raises(IndexBusy, match="另一个进程正在导入"),
        Generations(generations.root.parent).writing(),
    ):
        pass
    with generations.writing():
        pass  # free again


def test_the_lock_is_free_when_its_holder_fails(generations: Generations):
    with pytest.raises(RuntimeError), generations.writing():
        raise RuntimeError
    with generations.writing():
        pass


def _hold(data_dir: Path, held: multiprocessing.synchronize.Event) -> None:
    with Generations(data_dir).writing():
        held.set()
        signal.pause()


def test_the_lock_is_free_when_its_holder_is_killed(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    holder = context.Process(target=_hold, args=(tmp_path, held))
    holder.start()
    assert held.wait(60)
    with pytest.raises(IndexBusy), Generations(tmp_path).writing():
        pass
    assert holder.pid
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    with Generations(tmp_path).writing():
        pass
