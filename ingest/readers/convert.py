"""Word files of other formats (.doc, .wps, .rtf, .odt) -> DOCX, by LibreOffice where it is installed.

It is run with a profile of its own that is thrown away, without macros, without anything fetched from a network, and for
a limited time. The file is hostile until proven otherwise.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from rag.errors import ReadError

NAMES: Final = {
    "doc": "旧格式的 Word 文件（.doc）",
    "wps": "WPS 旧格式文件（.wps）",
    "rtf": " RTF 文件",
    "odt": " ODT 文件",
    "wordml": " Word 2003 的 XML 文件",
}
"""Kinds that are converted, as people call them."""

AS_DOCX: Final = "请用 Word 或 WPS 打开后另存为 .docx 再试"
SECONDS: Final = 120.0
"""Longest time that a file may take; a report takes about 5 s."""
_ENDINGS: Final = {"wps": "doc", "wordml": "xml"}
"""Under the ending .wps LibreOffice expects a file of MS Works."""
_KNOWN: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_SETTING: Final = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_SETTINGS: Final = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""No macro, no linked picture or section; whatever still wants the network is sent to a port where nobody answers."""


def to_docx(data: bytes, kind: str, *, seconds: float = SECONDS) -> bytes:
    """The file as DOCX.

    :param kind: a key of NAMES.
    :raises ReadError: LibreOffice is not installed, takes too long, or makes nothing of the file.
    """
    office = installed()
    if office is None:
        raise ReadError(f"这是{NAMES[kind]}，{AS_DOCX}；或者在服务器上装好 LibreOffice，装好后可以直接读取")
    with tempfile.TemporaryDirectory(prefix="wenbao-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        given = home / f"file.{_ENDINGS.get(kind, kind)}"
        given.write_bytes(data)
        _write_profile(home / "profile")
        _run([*_offline(), office, *_arguments(home, given)], home, kind, seconds)
        made = home / "out" / "file.docx"
        if not made.is_file():
            raise ReadError(f"这是{NAMES[kind]}，没有转换成功，可能加了打开密码或已损坏，{AS_DOCX}")
        return made.read_bytes()


def installed() -> str | None:
    """Path of LibreOffice; None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in _KNOWN if Path(path).is_file()), None)


def _arguments(home: Path, given: Path) -> list[str]:
    quiet = ["--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck"]
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    return [profile, *quiet, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(home / "out"), str(given)]


def _run(command: list[str], home: Path, kind: str, seconds: float) -> None:
    """Run it and wait. It starts further processes: all of them are ended when the time is over."""
    environment = {"HOME": str(home), "TMPDIR": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command,
        cwd=home,
        env=None if sys.platform == "win32" else environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ReadError(f"这是{NAMES[kind]}，转换了 {seconds:.0f} 秒还没有完成，已经停下，{AS_DOCX}") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@lru_cache(maxsize=1)
def _offline() -> tuple[str, ...]:
    """What starts a program in a network of its own that leads nowhere; nothing where the system does not allow that."""
    command = ("unshare", "--user", "--map-root-user", "--net", "--")
    with suppress(OSError, subprocess.SubprocessError):
        if subprocess.run([*command, "true"], capture_output=True, timeout=10, check=False).returncode == 0:
            return command
    return ()


def _write_profile(folder: Path) -> None:
    (folder / "user").mkdir(parents=True)
    items = "".join(_SETTING.format(*row) for row in _SETTINGS)
    head = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    (folder / "user" / "registrymodifications.xcu").write_text(f"{head}{items}</oor:items>", "utf-8")
