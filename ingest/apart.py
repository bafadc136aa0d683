"""Reading a file in a process of its own: what hangs, or eats the memory, takes nothing else with it."""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from ingest.read import Progress, read
from ingest.readers.source import SourceText
from rag.errors import ReadError

MEMORY_MB: Final = 3000
"""Of addresses, not of memory in use: OCR takes 1900, of which it touches half."""
SECONDS: Final = 600.0
"""Longest wait for the next page, or for a file without pages; a PDF of 200 pages takes about a minute, a scanned page
5 s on an idle machine."""


def read_apart(
    path: Path, *, password: str | None, max_mb: int, progress: Progress, seconds: float = SECONDS
) -> SourceText:
    """As `ingest.read.read`. Raises ReadError besides where reading takes too long or its process dies."""
    context = multiprocessing.get_context("spawn")  # a fork of a server with threads may hang
    mine, its = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(its, path, password, max_mb), daemon=True)
    process.start()
    its.close()
    try:
        return _heard(mine, path, progress, seconds)
    finally:
        process.kill()
        process.join()
        mine.close()


def _heard(pipe: Connection, path: Path, progress: Progress, seconds: float) -> SourceText:
    """What the child says, up to the text."""
    while True:
        if not pipe.poll(seconds):
            raise ReadError(f"{path.name}：读了很久还没有读完，已经停下；请只保留报告正文后再试")
        try:
            said = pipe.recv()
        except EOFError as error:
            raise ReadError(f"{path.name}：读到一半中断了，可能内存不够；请只保留报告正文后再试") from error
        if isinstance(said, SourceText):
            return said
        if isinstance(said, ReadError):
            raise said
        progress(*said)


def _child(pipe: Connection, path: Path, password: str | None, max_mb: int) -> None:
    _limit_memory()
    try:
        pipe.send(read(path, password=password, max_mb=max_mb, progress=lambda done, total: pipe.send((done, total))))
    except ReadError as error:
        with suppress(BrokenPipeError):  # the server was stopped meanwhile
            pipe.send(ReadError(error.message, error.remedy))  # without its cause, which may not travel


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1024 * 1024,) * 2)
