"""Requests that no browser sends, drawn from a seed: paths, queries, headers, bodies and charsets."""

import random
import socket
import time
from urllib.parse import urlsplit

from bench.client import HOST

PATHS = [
    b"/", b"/praktijken/", b"/nieuws/feed.atom", b"/praktijken/export.csv", b"/api/v1/practices", b"/api/v1/search",
    b"/zoeken/", b"/vind-je-platform/", b"/++api++/praktijken", b"/++api++/@search", b"/++api++/@querystring-search",
    b"/oembed", b"/admin/login/", b"/admin/pages/1/edit/", b"/api/cms/pages/", b"/id/x", b"/concept/x", b"/documents/1/x",
    b"/praktijken/embed/", b"/agenda/agenda.ics", b"/static/site.css", b"/media/x", b"/robots.txt", b"/sitemap.xml",
]  # fmt: skip
KEYS = [
    b"q",
    b"theme",
    b"page",
    b"sort",
    b"region",
    b"municipality",
    b"status",
    b"limit",
    b"offset",
    b"url",
    b"b_start",
    b"id",
]
VALUES = [
    b"", b"a", b"%00", b"%", b"%zz", b"%ff%fe", b"%c3%28", b"\xff\xfe", b"\xc3", b'"', b"'", b"''--", b"<svg/onload=1>", b"-1",
    b"9" * 40, b"1e400", b"NaN", b"[]", b"{}", b"%F0%9F%92%A9", b"%ED%A0%80", b"a" * 3000, b"../../etc/passwd", b"${x}",
    b"*", b"(", b"AND OR NOT", b"%0d%0aSet-Cookie:x=1", b"%E2%80%AE", b"\x7f", b"a|b&c!d", b"0x10", b"true", b"null", b"1,2,3",
]  # fmt: skip
METHODS = (
    [b"GET"] * 6
    + [b"POST"] * 3
    + [b"HEAD", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"TRACE", b"PROPFIND", b"get", b"G\xffT"]
)
HEADERS = [
    b"Accept", b"Accept-Language", b"Accept-Encoding", b"Cookie", b"Authorization", b"If-None-Match", b"If-Modified-Since",
    b"Range", b"Referer", b"User-Agent", b"Origin", b"X-Requested-With", b"X-Forwarded-For", b"Content-Encoding",
    b"X-HTTP-Method-Override", b"Expect", b"Upgrade", b"Transfer-Encoding", b"X-Forwarded-Host", b"Access-Control-Request-Method",
]  # fmt: skip
HEADER_VALUES = [
    b"", b"*", b"\xff\xfe", b"W/\"", b'"', b"bytes=9-1", b"bytes=-", b"bytes=0-0,1-1,2-2", b"Bearer x", b"Basic =", b"sessionid=\xff",
    b"__Host-sessionid=" + b"a" * 500, b"gzip;q=x", b"text/html;q=\xe9", b"application/json", b"Thu, 99 Foo 9999 99:99:99 GMT",
    b"chunked", b"identity, chunked", b"nl-BE;q=1e9", b"a" * 5000, b"http://[::1", b"http://x:99999", b"127.0.0.1, x", b"100-continue",
]  # fmt: skip
TYPES = [
    b"application/json", b"application/json; charset=utf-16", b"text/plain; charset=\xff", b"application/x-www-form-urlencoded",
    b"application/x-www-form-urlencoded; charset=bogus", b"multipart/form-data", b"multipart/form-data; boundary=",
    b"multipart/form-data; boundary=x", b"multipart/form-data; boundary=" + b"x" * 300, b"", b"/", b"application/json; charset=idna",
]  # fmt: skip
BODIES = [
    b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b"[" * 5000, b'{"query": [{"i": "x", "o": 1, "v": {}}]}',
    b'{"meta": 1}', b"a=%00&b=%ff", b"a=1&" * 2000, b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", b"--x--",
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="\xff"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n', b"1e400", b"9" * 500,
]  # fmt: skip


def requests(number, seed):
    """So many requests, as bytes."""
    dice = random.Random(seed)
    return [request(dice) for _ in range(number)]


def request(dice):
    path = dice.choice(PATHS)
    if dice.random() < 0.3:
        path += dice.choice(VALUES) + dice.choice([b"", b"/", b"//", b"/.."])
    pairs = [dice.choice(KEYS) + b"=" + dice.choice(VALUES) for _ in range(dice.choice([0, 1, 1, 2, 5]))]
    address = path + (b"?" + b"&".join(pairs) if pairs else b"")
    lines = [dice.choice(METHODS) + b" " + address + b" HTTP/1." + dice.choice([b"1"] * 9 + [b"0"])]
    lines += [b"Host: " + (HOST.encode() if dice.random() < 0.95 else dice.choice(HEADER_VALUES))]
    lines += [b"X-Forwarded-Proto: https", b"Connection: close"]
    lines += [
        dice.choice(HEADERS) + b": " + dice.choice(HEADER_VALUES) for _ in range(dice.choice([0, 1, 1, 2, 4]))
    ]
    body = dice.choice(BODIES) if dice.random() < 0.4 else b""
    if body:
        length = len(body) if dice.random() < 0.9 else dice.choice([0, 1, 10**12, -1])
        lines += [b"Content-Type: " + dice.choice(TYPES), b"Content-Length: %d" % length]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def send(address, data):
    """The status, and the seconds until the whole answer has come. 0 where the connection was closed without one."""
    parts, began = urlsplit(address), time.monotonic()
    answer = b""
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(1 << 16):
                answer = answer or part
        except ConnectionError:
            pass
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0, time.monotonic() - began
