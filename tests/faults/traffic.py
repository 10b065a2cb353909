"""Requests to a running site, by many threads at once, and what became of each."""

import http.client
import json
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import date
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from bench.client import HEADERS

PATIENCE = 60
# The one that a drill made for itself; what it says is not tested here.
ANY_CERTIFICATE = ssl.create_default_context()
ANY_CERTIFICATE.check_hostname, ANY_CERTIFICATE.verify_mode = False, ssl.CERT_NONE
NO_ANSWER = 0


class Answer(NamedTuple):
    """What a request got: its status (0 if the connection broke), when it began, and the seconds it took."""

    path: str
    status: int
    began: float
    seconds: float
    headers: dict
    body: bytes

    @property
    def ended(self):
        return self.began + self.seconds

    @property
    def is_good(self):
        return 200 <= self.status < 400

    @property
    def is_server_error(self):
        return self.status >= 500


def ask(address, path, method="GET", body=None, headers=None, patience=PATIENCE):
    """One request over a connection of its own."""
    parts, began = urlsplit(address), time.monotonic()
    connection = connect_to(parts, patience)
    try:
        connection.request(method, path, body, HEADERS | (headers or {}))
        response = connection.getresponse()
        content = response.read()
        return Answer(path, response.status, began, time.monotonic() - began, response.headers, content)
    except (OSError, http.client.HTTPException):
        return Answer(path, NO_ANSWER, began, time.monotonic() - began, {}, b"")
    finally:
        connection.close()


def connect_to(parts, patience):
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=patience)
    return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=patience, context=ANY_CERTIFICATE)


def publish(address, site, title):
    """Creates and publishes a news item of the site; acknowledged by a 201."""
    body = [{"type": "paragraph", "value": f"<p>{title}</p>"}]
    facts = {"search_description": title, "publication_date": date.today().isoformat(), "body": body}
    facts["page_themes"] = [{"theme_id": site.theme}]
    return write(address, site.token, title, site.news, {"action": "publish"}, **facts)


def write(address, token, title, parent, meta=None, **facts):
    """Creates a draft of a news item; acknowledged by a 201."""
    meta = {"type": "news.NewsPage", "parent_id": parent, **(meta or {})}
    news = {"meta": meta, "title": title, **facts}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return ask(address, "/api/cms/pages/", "POST", json.dumps(news), headers)


class Traffic:
    """Keeps asking and writing until it is stopped, each thread with so many seconds between two requests."""

    def __init__(self, address, site, pause=0):
        self.address, self.site, self.pause = address, site, pause
        self.reads, self.writes, self.stopped = [], {}, threading.Event()

    def read(self, paths):
        while not self.stopped.is_set():
            for path in paths:
                self.reads.append(ask(self.address, path))
                self.stopped.wait(self.pause)

    def write(self, name):
        number = 0
        while not self.stopped.is_set():
            title, number = f"{name} {number}", number + 1
            self.writes[title] = write(self.address, self.site.token, title, self.site.news)
            self.stopped.wait(self.pause)

    @property
    def answers(self):
        return [*self.reads, *self.writes.values()]

    @property
    def acknowledged(self):
        return [title for title, answer in list(self.writes.items()) if answer.status == 201]

    @property
    def server_errors(self):
        return [answer for answer in self.answers if answer.is_server_error]

    @property
    def broken(self):
        return [answer for answer in self.answers if answer.status == NO_ANSWER]


@contextmanager
def traffic(address, site, readers=3, writers=0, paths=None, name="Bericht", pause=0):
    """Traffic that goes on as long as the context lasts."""
    flow = Traffic(address, site, pause)
    jobs = [(flow.read, paths or site.paths)] * readers
    jobs += [(flow.write, f"{name} {number}") for number in range(writers)]
    threads = [threading.Thread(target=job, args=(argument,)) for job, argument in jobs]
    for thread in threads:
        thread.start()
    try:
        yield flow
    finally:
        flow.stopped.set()
        for thread in threads:
            thread.join()


def until(condition, seconds=30):
    """The seconds until the condition holds; fails where it never does."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() < began + seconds, "It did not come about."
        time.sleep(0.01)
    return time.monotonic() - began


def milliseconds(seconds):
    return f"{seconds * 1000:,.0f} ms"


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def spread(answers):
    """Median and 99th percentile of what answers took, in words."""
    seconds = [answer.seconds for answer in answers]
    return f"median {milliseconds(median(seconds))}, p99 {milliseconds(percentile(seconds, 0.99))}"
