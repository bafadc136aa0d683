"""Wires everything and serves: settings -> Assistant -> site -> uvicorn. The only file that knows all the parts."""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Sequence

from rag.errors import WenbaoError
from rag.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped. What a person can mend is told in one sentence with its remedy; exit code 1."""
    parser = argparse.ArgumentParser(prog="python app.py", description="启动问报。设置见 README 的环境变量一节。")
    parser.add_argument("--reset-staff-password", action="store_true", help="忘了工作台密码时用：作废现在的密码")
    args = parser.parse_args(arguments)
    try:
        settings = Settings.from_env()
        if args.reset_staff_password:
            return reset_password(settings)
        listener = _listen(settings)
        serve(settings, listener)
    except (WenbaoError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def reset_password(settings: Settings) -> int:
    """Make the password of the staff desk void; whoever is signed in is signed out."""
    from web.staff.password import Password

    Password(settings.data_dir).forget()
    then = "密码就是 WENBAO_STAFF_PASSWORD 里的那个" if settings.staff_password else "用打印出来的链接设置新密码"
    print(f"工作台的密码已作废，所有人都已退出。请重新启动问报，{then}。")
    return 0


def serve(settings: Settings, listener: socket.socket) -> None:
    """Open the Assistant, then serve on the listener. The slow imports come first when the port is known to be free."""
    import uvicorn

    from web.site import site  # closes the air gap before anything of Hugging Face is imported

    from rag import lexicon  # isort: skip
    from rag.assistant import Assistant  # isort: skip
    from rag.desk.unanswered import Unanswered  # isort: skip

    from ingest.desk import Shelf
    from web.noting import Noting

    assistant = Assistant.open(settings, may_be_empty=True)
    unanswered = Unanswered(settings, assistant.embedding, assistant.question_words, assistant.reports)
    lexicon.extend(unanswered.book.synonyms)
    noting = Noting(assistant, unanswered)
    notes = noting if settings.journal_days else None
    app = site(noting, settings, notes, Shelf(settings, assistant.embedding), unanswered)
    listener.listen()  # whoever follows the address printed next is kept waiting, not turned away
    print(f"问报已启动：{_address(listener)}", flush=True)
    if not assistant.ready():
        print(
            f"还没有报告。请登录工作台上传（{_address(listener)}/staff/shelf），或运行：python -m ingest 报告文件",
            flush=True,
        )
    if path := app.state.desk.setup_path():
        print(f"工作台还没有密码，请在 24 小时内打开这个链接设置：{_address(listener)}{path}", flush=True)
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


def _address(listener: socket.socket) -> str:
    """Where a browser on this machine finds the page."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise WenbaoError(
            f"地址 {settings.host}:{settings.port} 不能使用：{error.strerror}。", "WENBAO_PORT=7861 python app.py"
        ) from error
    return listener


if __name__ == "__main__":
    sys.exit(main())
