"""What python app.py says when it cannot serve: one sentence, the remedy, exit code 1."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

import app
from rag.generations import Manifest

HOME = Path(__file__).resolve().parent.parent.parent


def run(**environ):
    return subprocess.run(
        [sys.executable, "app.py"], cwd=HOME, env=os.environ | environ, capture_output=True, text=True, timeout=120
    )


def test_without_an_index_it_serves_and_says_how_to_make_one(tmp_path):
    environ = os.environ | {"WENBAO_DATA_DIR": str(tmp_path), "WENBAO_PORT": "0"}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=HOME, env=environ, stdout=subprocess.PIPE, text=True)
    try:
        started, missing, link = (server.stdout.readline() for _ in range(3))
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert "已启动" in started
    assert "/staff/shelf" in missing
    assert "python -m ingest" in missing
    assert "/staff/setup?token=" in link


def test_an_index_of_another_model_is_told_with_its_remedy(tmp_path):
    folder = tmp_path / "index" / "20250101-000000-000"
    folder.mkdir(parents=True)
    (folder.parent / "CURRENT").write_text(folder.name, "utf-8")
    manifest = Manifest(folder.name, "2025-01-01T00:00:00", "m", "other", 1, (), 0, 0)
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), "utf-8")
    ended = run(WENBAO_DATA_DIR=str(tmp_path), WENBAO_PORT="0")
    assert ended.returncode == 1
    assert "请运行：python -m ingest --rebuild" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "已启动" not in ended.stdout


def test_an_option_that_is_not_one_is_refused():
    ended = subprocess.run([sys.executable, "app.py", "--nonsense"], cwd=HOME, capture_output=True, text=True)
    assert ended.returncode == 2


def test_a_port_in_use_is_told_at_once():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = run(WENBAO_PORT=str(taken.getsockname()[1]))
    assert ended.returncode == 1
    assert "不能使用" in ended.stderr
    assert "WENBAO_PORT=" in ended.stderr


def test_a_setting_that_cannot_be_read_is_named():
    ended = run(WENBAO_PORT="many")
    assert ended.returncode == 1
    assert "WENBAO_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(("host", "said"), [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")])
def test_the_address_printed_is_one_that_a_browser_can_open(host, said):
    with socket.socket() as listener:
        listener.bind((host, 0))
        assert app._address(listener).startswith(said)
