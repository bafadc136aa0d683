"""What python app.py says when it cannot serve: one sentence, the remedy, exit code 1."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import app

HOME = Path(__file__).resolve().parent.parent.parent


def run(**environ):
    return subprocess.run(
        [sys.executable, "app.py"], cwd=HOME, env=os.environ | environ, capture_output=True, text=True, timeout=120
    )


def test_without_an_index_it_names_the_command_that_makes_one(tmp_path):
    ended = run(WENBAO_DATA_DIR=str(tmp_path), WENBAO_PORT="0")
    assert ended.returncode == 1
    assert "请运行：" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "已启动" not in ended.stdout


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
