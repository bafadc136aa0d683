"""Pages of somebody else's site, on another origin than ours, with the widget's line on them."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.browser.conftest import free_port

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>门户</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{head}</head>
<body><main><h1>云汀市门户</h1><p><a id="link" href="#wenbao=新建社区食堂多少个？">问食堂</a></p>{body}</main></body></html>"""


class Portal:
    """Serves what `put` was given, at http://localhost:<port>: another site than http://127.0.0.1:<any port>."""

    def __init__(self):
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._pages = {}

    def put(self, path, *, head="", body="", policy=""):
        """Set a page; returns its address."""
        self._pages[path] = (PAGE.format(head=head, body=body).encode(), policy)
        return self.address + path

    def answer(self, request):
        page, policy = self._pages.get(request.path, (b"", ""))
        request.send_response(200 if page else 404)
        request.send_header("content-type", "text/html; charset=utf-8")
        if policy:
            request.send_header("content-security-policy", policy)
        request.end_headers()
        request.wfile.write(page)


@contextmanager
def portal():
    """A running portal."""
    site = Portal()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            site.answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", site.port), Handler)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def line(ours, **options):
    """The one line; `nonce` and `data_*` become attributes."""
    attributes = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in options.items())
    return f'<script src="{ours}/widget.js"{attributes} defer></script>'
