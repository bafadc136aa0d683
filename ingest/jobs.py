"""One thing at a time is done to the index, in a thread of its own, and anybody may look how far it is."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from ingest.build import Progress
from rag.errors import IndexBusy, WenbaoError

log = logging.getLogger("wenbao")


@dataclass(frozen=True, slots=True)
class Job:
    """What is being done to the index, or was done last."""

    running: bool = False
    what: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    said: str = ""
    """How it ended, if well."""
    fault: str = ""
    """Why it did not."""


class Jobs:
    """Starts them. Safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.job = Job()
        """What is being done, or was done last."""
        self.changes = 0
        """Goes up whenever one starts or ends."""

    def start(self, what: str, work: Callable[[Progress], str]) -> threading.Thread:
        """Run `work`, which gives the sentence that ends it, in the thread returned. Raises IndexBusy where one runs."""
        with self._lock:
            if self.job.running:
                raise IndexBusy(f"正在{self.job.what}，请等它结束后再试。")
            self.job = Job(running=True, what=what, step="准备")
            self.changes += 1
        thread = threading.Thread(target=self._run, args=(what, work), daemon=True, name="shelf-job")
        thread.start()
        return thread

    def _ended(self, job: Job) -> None:
        with self._lock:
            self.job = job
            self.changes += 1

    def _run(self, what: str, work: Callable[[Progress], str]) -> None:
        def progress(step: str, done: int, total: int) -> None:
            self.job = Job(True, what, step, done, total)

        try:
            self._ended(Job(what=what, said=work(progress)))
        except WenbaoError as error:
            self._ended(Job(what=what, fault=error.message))
        except OSError:
            log.exception("the disk failed")
            self._ended(Job(what=what, fault="读写磁盘失败，请检查服务器的磁盘空间和权限后再试。"))
        except Exception:
            log.exception("a job of the shelf failed")
            self._ended(Job(what=what, fault="出了意外，原因已写入服务器日志。"))
