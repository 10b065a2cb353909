"""Sites of others, on an origin of their own, and servers that are down or never answer."""

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from partners.scripts import LATEST, VERSIONS

PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Stad Voorbeeld</title></head>
<body><main><h1>Stad Voorbeeld</h1>{body}</main></body></html>"""


# What WordPress's wp-embed.js does with a frame, as far as it concerns us: the same checks in the same order, and one
# `ready`, as early as it says it. It stands at the end of the page.
WORDPRESS = """
let isTold = false;
addEventListener("message", (event) => {
  const data = event.data;
  if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
  const quotes = document.querySelectorAll(`blockquote[data-secret="${data.secret}"]`);
  for (const quote of quotes) quote.style.display = "none";
  for (const frame of document.querySelectorAll(`iframe[data-secret="${data.secret}"]`)) {
    if (event.source !== frame.contentWindow) continue;
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10) || 0));
    if (data.message !== "link") continue;
    const from = new URL(frame.src), to = new URL(data.value);
    if (/^https?:$/.test(to.protocol) && to.host === from.host && document.activeElement === frame)
      window.top.location.href = data.value;
  }
});
const tell = () => {
  if (isTold) return;
  isTold = true;
  for (const frame of document.querySelectorAll("iframe.wp-embedded-content"))
    frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
};
document.addEventListener("DOMContentLoaded", tell);
addEventListener("load", tell);
"""
# How it hides a frame that has said nothing yet (wp_filter_oembed_result), by its version.
HIDDEN = {
    "6.1": "position: absolute; clip: rect(1px, 1px, 1px, 1px);",
    "7.2": "position: absolute; visibility: hidden;",
}
# The width that a theme without one of its own gives (wp_embed_defaults): it asks for that, and for half as high again.
WORDPRESS_WIDTH = 500


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


def script(live_server):
    address = f"{live_server.url}/embed.{LATEST}.js"
    return f'<script src="{address}" integrity="{VERSIONS[LATEST]}" crossorigin="anonymous" async></script>'


def component(address, inside='<a href="/praktijken">Goede praktijken</a>', **attributes):
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<streekwijzer-lijst src="{address}"{more}>{inside}</streekwijzer-lijst>'


def strict(live_server):
    return f"default-src 'none'; script-src {live_server.url}; connect-src {live_server.url}"
