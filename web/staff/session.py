"""Who is signed in. Kept in memory: a restart signs everybody out, and nothing of it is on disk."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

IDLE_SECONDS = 8 * 60 * 60


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that gave the password."""

    csrf: str
    """What every form of this session carries."""
    key: str
    """The password hash it was opened with; another password ends the session."""
    seen: float


class Sessions:
    """Open sessions by the hash of their token: what is in memory lets nobody in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}

    def start(self, key: str) -> str:
        """Open a session and give its token, which the browser keeps."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_idle()
            self._open[_digest(token)] = Session(secrets.token_urlsafe(32), key, self._clock())
        return token

    def find(self, token: str, key: str) -> Session | None:
        """The session of a token, and that it was seen just now; None where there is none, or it idled too long."""
        with self._lock:
            self._forget_idle()
            session = self._open.get(_digest(token))
            if session is None or session.key != key:
                return None
            self._open[_digest(token)] = replace(session, seen=self._clock())
        return session

    def end(self, token: str) -> None:
        """Sign out."""
        with self._lock:
            self._open.pop(_digest(token), None)

    def end_all(self) -> None:
        """Sign everybody out."""
        with self._lock:
            self._open.clear()

    def _forget_idle(self) -> None:
        now = self._clock()
        self._open = {name: s for name, s in self._open.items() if now - s.seen < IDLE_SECONDS}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
