"""Wires everything and serves: settings -> Assistant -> site -> uvicorn. The only file that knows all the parts."""

from __future__ import annotations

import socket
import sys

from rag.errors import WenbaoError
from rag.settings import Settings


def main() -> int:
    """Serve until stopped. What a person can mend is told in one sentence with its remedy; exit code 1."""
    try:
        settings = Settings.from_env()
        listener = _listen(settings)
        serve(settings, listener)
    except (WenbaoError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def serve(settings: Settings, listener: socket.socket) -> None:
    """Open the Assistant, then serve on the listener. The slow imports come first when the port is known to be free."""
    import uvicorn

    from web.site import site  # closes the air gap before anything of Hugging Face is imported

    from rag.assistant import Assistant  # isort: skip

    app = site(Assistant.open(settings), settings)
    listener.listen()  # whoever follows the address printed next is kept waiting, not turned away
    print(f"问报已启动：{_address(listener)}", flush=True)
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
