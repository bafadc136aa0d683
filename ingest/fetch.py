"""An address of the web -> a file, by a server that must not be led astray.

Only http and https; every name is looked up here, every one of its addresses is judged, and the connection goes to the
address that was judged, at each redirect anew. Size and time are limited. No cookie, password or proxy is used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from ingest.fetch_connect import SILENCE, Watch, connected, host_of, port_of, stopwatch
from rag.errors import ReadError

MOST_REDIRECTS: Final = 5
SECONDS: Final = 60.0
"""Longest time for all of it."""
_CHUNK: Final = 64 * 1024
_MOVED: Final = (301, 302, 303, 307, 308)
_HEADERS: Final = {
    "User-Agent": "Mozilla/5.0 (compatible; Wenbao)",
    "Accept": "text/html,application/pdf,application/*;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, identity",
    "Accept-Language": "zh-CN,zh;q=0.9",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stands at an address."""

    data: bytes
    hops: tuple[str, ...]
    """The address that was asked for, then those it was redirected to; the last one gave the file."""
    type: str
    """As the server calls it, such as text/html; empty where it says nothing."""
    name: str
    """As the server calls the file; empty where it says nothing."""


def fetch(address: str, *, max_mb: int, private: bool = False, seconds: float = SECONDS) -> Fetched:
    """Get one file.

    :param max_mb: a larger file is refused while it comes.
    :param private: addresses inside the own network, and of this machine, are allowed.
    :param seconds: for all redirects together.
    :raises ReadError: whatever goes wrong, in one sentence that names the address.
    """
    hops = [_whole(address)]
    with stopwatch(seconds) as watch:
        while True:
            answer = _ask(hops[-1], watch, private)
            if answer.status in _MOVED and (place := answer.getheader("Location")):
                answer.close()
                if len(hops) > MOST_REDIRECTS:
                    raise ReadError(f"{hops[0]}：跳转超过 {MOST_REDIRECTS} 次，没有取得文件，请改用最后的网址")
                hops.append(_whole(urljoin(hops[-1], place)))
                continue
            if answer.status != 200:
                raise ReadError(f"{hops[-1]}：网站回答 {answer.status}，没有取得文件，请在浏览器中打开网址核对")
            data = _body(answer, hops[-1], watch, max_mb)
            return Fetched(data, tuple(hops), _type(answer), _name(answer))


def _ask(address: str, watch: Watch, private: bool) -> http.client.HTTPResponse:
    """Connect to where the address leads, and ask for the file."""
    parts = urlsplit(address)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    )
    with _told(address, watch):
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or port_of(parts), timeout=SILENCE)
        connection.sock = connected(parts, watch, private)
        connection.request("GET", target, headers={"Host": host_of(parts), **_HEADERS})
        return connection.getresponse()


@contextmanager
def _told(address: str, watch: Watch) -> Iterator[None]:
    """What the network says, as one sentence."""
    try:
        yield
    except ReadError:
        raise
    except socket.gaierror as error:
        raise ReadError(f"{address}：找不到这个网站，请核对网址，或检查服务器能否上网") from error
    except ssl.SSLError as error:
        raise ReadError(f"{address}：网站的安全证书有问题，没有去取，请在浏览器中打开，另存后上传") from error
    except (OSError, http.client.HTTPException, ValueError, zlib.error, UnicodeError) as error:
        if watch.late or isinstance(error, TimeoutError):
            raise ReadError(
                f"{address}：网站太慢，没有取完，已经停下，请稍后再试，或在浏览器中打开，另存后上传"
            ) from error
        raise ReadError(f"{address}：连不上网站，或传到一半中断了，请稍后再试") from error


def _body(answer: http.client.HTTPResponse, address: str, watch: Watch, max_mb: int) -> bytes:
    """All of the file, unpacked where it came packed; it may be no larger than `max_mb` in either form."""
    most = max_mb * 1024 * 1024
    packed = answer.getheader("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
    data = bytearray()
    with _told(address, watch):
        promised = int(answer.getheader("Content-Length") or -1)
        came = 0
        while chunk := answer.read1(_CHUNK):
            came += len(chunk)
            data += unpacker.decompress(chunk, most + 1 - len(data)) if unpacker else chunk
            if len(data) > most or came > most:
                raise ReadError(f"{address}：文件超过上限 {max_mb} MB，没有取完，请只保留报告正文")
        if watch.late or 0 <= came < promised:
            raise OSError("cut short")
    if not data:
        raise ReadError(f"{address}：网站给的文件是空的，请在浏览器中打开网址核对")
    return bytes(data)


def _whole(raw: str) -> str:
    """An address as it can be asked for, without what belongs to a browser alone.

    :raises ReadError: not http or https, no host, a name and password in it, or not an address.
    """
    try:
        parts = urlsplit(raw.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ReadError(f"{raw[:80]}：网址写法不对，请核对") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ReadError(f"{raw[:80]}：网址要以 http:// 或 https:// 开头")
    if parts.username is not None or any(c.isspace() or ord(c) < 32 for c in raw.strip()):
        raise ReadError(f"{raw[:80].split('@')[-1]}：网址里不能有用户名、密码或空格")
    return parts._replace(scheme=parts.scheme.lower(), netloc=host_of(parts), fragment="").geturl()


def _type(answer: http.client.HTTPResponse) -> str:
    return answer.getheader("Content-Type", "").partition(";")[0].strip().lower()


def _name(answer: http.client.HTTPResponse) -> str:
    return answer.headers.get_filename() or ""
