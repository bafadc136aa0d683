"""A connection to where an address leads, and to nowhere else, for a limited time.

A name is looked up once, each of its addresses is judged, and the connection goes to one of those that were judged.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import SplitResult

from rag.errors import ReadError

SILENCE: Final = 15.0
"""Longest wait for the next bytes, in seconds."""
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class Watch:
    """Closes the connection of the moment when the time is over, whatever it waits for."""

    def __init__(self) -> None:
        self.late = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def holds(self, connection: socket.socket) -> None:
        with self._lock:
            self._socket = connection
            if self.late:
                connection.close()

    def ring(self) -> None:
        with self._lock:
            self.late = True
            if self._socket is not None:
                with suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def stopwatch(seconds: float) -> Iterator[Watch]:
    watch = Watch()
    timer = threading.Timer(seconds, watch.ring)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()


def connected(parts: SplitResult, watch: Watch, private: bool) -> socket.socket:
    """A connection to an address that was judged, and to no other: a name may be looked up differently a moment later."""
    host = parts.hostname or ""
    found = socket.getaddrinfo(host, parts.port or port_of(parts), type=socket.SOCK_STREAM)
    if not private and any(is_private(str(place[0])) for *_, place in found):
        raise ReadError(
            f"{parts.geturl()}：这个网址指向内部网络（{found[0][4][0]}），没有去取；确实需要时，请管理员设置 WENBAO_FETCH_PRIVATE=1"
        )
    plain = _first([(family, place) for family, _, _, _, place in found])
    watch.holds(plain)
    if parts.scheme == "http":
        return plain
    secure = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    watch.holds(secure)
    return secure


def _first(places: list[tuple[int, tuple[object, ...]]]) -> socket.socket:
    """A connection to the first address that takes one."""
    fault: OSError = OSError("no address")
    for family, place in places:
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(SILENCE)
        try:
            plain.connect(place)
        except OSError as error:
            plain.close()
            fault = error
        else:
            return plain
    raise fault


def is_private(raw: str) -> bool:
    """Whether an IP address leads into a network of one's own, to this machine, or nowhere; also one hidden in IPv6."""
    address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(raw.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            hidden = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if hidden is not None:
            address = hidden
    return not address.is_global or address.is_multicast


def host_of(parts: SplitResult) -> str:
    """Host and port, the name in letters that every server knows (云汀.中国 as xn--…)."""
    host = parts.hostname or ""
    with suppress(UnicodeError):
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, port_of(parts)) else f"{host}:{parts.port}"


def port_of(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80
