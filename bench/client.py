"""Requests to a server on this machine, as the web server in front passes them on."""

import gzip
import http.client
import time
from contextlib import contextmanager
from email.message import Message
from typing import NamedTuple
from urllib.parse import urlsplit

from .load import BenchError

HOST = "bench.example"
# What the web server in front would say: the production settings answer nothing else.
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}


class Response(NamedTuple):
    """The bytes as a browser reads them, how many of them travelled compressed, the seconds, and the headers."""

    body: bytes
    size: int
    seconds: float
    headers: Message


@contextmanager
def keep_alive(address):
    """A connection on which one request follows the other, and so all of them reach the same worker."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
    try:
        yield connection
    finally:
        connection.close()


def get(connection, path, headers=None):
    """One request. BenchError for an error, and for a 200 where an If-None-Match wants a 304."""
    headers = HEADERS | (headers or {})
    started_at = time.monotonic()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    seconds = time.monotonic() - started_at
    expected = 304 if "If-None-Match" in headers else 200
    if response.status != expected:
        raise BenchError(f"{path} answers {response.status}, not {expected}.")
    if response.headers.get("Content-Encoding") == "gzip":
        return Response(gzip.decompress(body), len(body), seconds, response.headers)
    return Response(body, len(gzip.compress(body, 6)), seconds, response.headers)


def fetch(address, path):
    """One request as a browser makes it: it takes gzip. What comes plain, the server in front would compress."""
    with keep_alive(address) as connection:
        return get(connection, path, {"Accept-Encoding": "gzip"})
