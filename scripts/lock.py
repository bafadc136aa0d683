"""pyproject.toml -> requirements.txt, requirements-ocr.txt and requirements-dev.txt: the full closure for every platform, with uv.

The CUDA libraries that torch pulls in on Linux are left out: torch pins them itself, and a server that installs a CPU
build of torch first does not want them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
_CUDA = re.compile(r"^(?:nvidia-|cuda-|triton==)")


def lock(target: str, *extra: str) -> None:
    """Write one requirements file. Raises CalledProcessError where uv cannot resolve."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11"]
    command += ["--no-annotate", "--no-header", "pyproject.toml", *extra]
    out = subprocess.run(command, cwd=HOME, check=True, capture_output=True, text=True).stdout
    lines = [line for line in out.splitlines() if not _CUDA.match(line)]
    (HOME / target).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{target}: {len(lines)} pinned")


if __name__ == "__main__":
    lock("requirements.txt")
    lock("requirements-ocr.txt", "--extra", "ocr", "-c", "requirements.txt")
    lock("requirements-dev.txt", "--extra", "dev", "-c", "requirements.txt")
