"""Sites of others, on an origin of their own, and servers that are down or never answer."""

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Stad Voorbeeld</title></head>
<body><main><h1>Stad Voorbeeld</h1>{body}</main></body></html>"""


class Host(ThreadingHTTPServer):
    """The site of a city: pages that a test lays down, each with its own content security policy."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = {}
        self.url = f"http://127.0.0.1:{self.server_port}"

    def lay(self, body, policy="", path="/"):
        self.pages[path] = PAGE.format(body=body), policy
        return self.url + path


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path if self.path in self.server.pages else self.path.partition("?")[0]
        body, policy = self.server.pages.get(path, ("", ""))
        self.send_response(200)
        self.send_header(
            "Content-Type", "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8"
        )
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def city():
    host = Host()
    threading.Thread(target=host.serve_forever, daemon=True).start()
    yield host
    host.shutdown()
    host.server_close()


@contextlib.contextmanager
def silence():
    """A server that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def nobody():
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"
