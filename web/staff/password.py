"""The one password of the staff desk, and the link with which it is chosen. The only home of argon2."""

from __future__ import annotations

import hmac
import json
import os
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from rag.errors import WenbaoError

SHORTEST = 10
LONGEST = 200
LINK_SECONDS = 24 * 60 * 60
RESET = "python app.py --reset-staff-password"


class Password:
    """Kept as an argon2id hash in `<data_dir>/staff.json`, which only the server's own account may read.

    The file is read anew for each use, so that a reset from the command line holds at once in a running server.
    """

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "staff.json"
        self._hasher = PasswordHasher()
        self._one_at_a_time = threading.Lock()  # each check takes 64 MiB for a moment

    def key(self) -> str:
        """The stored hash; empty while no password is set. Raises WenbaoError where the file is damaged."""
        try:
            return str(json.loads(self._path.read_text("utf-8"))["password"])
        except FileNotFoundError:
            return ""
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WenbaoError(f"工作台的密码文件 {self._path} 无法读取。", RESET) from error

    def matches(self, password: str) -> bool:
        """Whether it is the password. Takes as long for a wrong one."""
        key = self.key()
        try:
            with self._one_at_a_time:
                return bool(key) and self._hasher.verify(key, password[: LONGEST + 1])
        except VerificationError:
            return False

    def set(self, password: str) -> None:
        """Store the hash of a password. Raises WenbaoError where it is too short or too long."""
        if fault := fault_of(password):
            raise WenbaoError(fault)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_name(self._path.name + ".new")
        new.unlink(missing_ok=True)
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            json.dump({"password": self._hasher.hash(password)}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def forget(self) -> None:
        """No password any more: nobody can sign in until one is chosen."""
        self._path.unlink(missing_ok=True)


class SetupLink:
    """A random token that lets whoever holds it choose the password, once, within 24 hours."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._token, self._made = secrets.token_urlsafe(32), clock()

    @property
    def token(self) -> str:
        return self._token

    def admits(self, token: str) -> bool:
        """Whether the token is the one that was printed, and still good."""
        with self._lock:
            return self._good(token)

    def use_up(self, token: str) -> bool:
        """The same, and from now on it is not."""
        with self._lock:
            good = self._good(token)
            if good:
                self._token = ""
        return good

    def _good(self, token: str) -> bool:
        fresh = bool(self._token) and self._clock() - self._made < LINK_SECONDS
        return fresh and hmac.compare_digest(token.encode("utf-8"), self._token.encode("utf-8"))


def fault_of(password: str) -> str:
    """What is wrong with a new password, in one sentence; empty where nothing is."""
    if len(password) < SHORTEST:
        return f"密码至少要 {SHORTEST} 个字，请换一个长一些的。"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 个字，请换一个短一些的。"
    return ""
