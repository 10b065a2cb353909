"""A cache before the site that notes what it is asked."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Cache(BaseHTTPRequestHandler):
    """Answers a PURGE with the status that the server has."""

    def do_PURGE(self):
        self.server.purges.append((self.path, self.headers["Host"]))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def cache_server():
    """Its `purges` are the path and the host of each; `status` is what it answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cache)
    server.purges, server.status = [], 200
    server.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
