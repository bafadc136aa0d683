"""A real HTTP server that speaks the OpenAI chat-completions protocol, streamed, and plays what it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Play:
    """What the server does with every request."""

    text: str = ""
    """The whole reply."""
    status: int = 200
    stall_after: int | None = None
    """Sends this many characters, then nothing for `stall_seconds`."""
    cut_after: int | None = None
    """Sends this many characters, then drops the connection."""
    ends: str | None = "stop"
    """finish_reason of the last chunk; None: the stream ends without one."""
    refuses: tuple[str, ...] = ()
    """Fields that the server says 400 to."""
    names_it: bool = False
    """Whether it says which field it was."""
    first_seconds: float = 0.0
    """Wait before the first piece."""
    tool_call: bool = False
    """Asks for a tool instead of answering."""
    garbage: bool = False
    """Sends events that are no JSON."""
    drip_seconds: float = 0.0
    """Wait between two pieces: never silent for long, never done."""
    stall_seconds: float = 4.0
    piece: int = 7
    asked: list[dict[str, Any]] = field(default_factory=list)
    """Bodies of the requests."""
    keys: list[str] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when the client went away before the end."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    play: Play

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.play.asked.append(body)
        self.play.keys.append(self.headers.get("authorization", ""))
        unknown = next((name for name in self.play.refuses if name in body), "")
        refused = 400 if unknown else self.play.status
        self.close_connection = True
        try:
            self._refuse(refused, unknown) if refused != 200 else self._stream()
        except (BrokenPipeError, ConnectionResetError):
            self.play.gone.set()

    def _refuse(self, status: int, unknown: str) -> None:
        message = f"Unsupported parameter: {unknown}" if self.play.names_it else "no"
        said = json.dumps({"error": {"message": message, "type": "x", "code": None}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(said)))
        self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(said)

    def _stream(self) -> None:
        play = self.play
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.send_header("connection", "close")
        self.end_headers()
        if play.garbage:
            self._chunk("data: {not json\n\n")
        time.sleep(play.first_seconds)
        if play.tool_call:
            call = {"index": 0, "id": "c", "type": "function", "function": {"name": "find", "arguments": "{}"}}
            self._event({"tool_calls": [call]}, None)
        for at in range(0, len(play.text), play.piece):
            if play.stall_after is not None and at >= play.stall_after:
                time.sleep(play.stall_seconds)
            if play.cut_after is not None and at >= play.cut_after:
                return  # no last chunk: the peer sees a broken body
            time.sleep(play.drip_seconds)
            self._event({"content": play.text[at : at + play.piece]}, None)
        if play.stall_after is not None and not play.text:
            time.sleep(play.stall_seconds)
        if play.ends:
            self._event({}, play.ends)
        self._chunk("data: [DONE]\n\n")
        self._chunk("")

    def _event(self, delta: dict[str, Any], ends: str | None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": ends}
        event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self._chunk(f"data: {json.dumps(event, ensure_ascii=False)}\n\n")

    def _chunk(self, text: str) -> None:
        raw = text.encode()
        self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def playing(play: Play) -> Iterator[str]:
    """The server's base URL, for as long as the block runs."""
    handler = type("Handler", (_Handler,), {"play": play})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
