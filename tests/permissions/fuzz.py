"""Requests that no form of the admin sends: missing parts, odd values, odd encodings, wrong types."""

import html
import json
import re
import traceback
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

FIELD = re.compile(r'<(?:input|textarea|select|button)\b[^>]*?\bname="([^"]+)"(?:[^>]*?\bvalue="([^"]*)")?')
FORM = "application/x-www-form-urlencoded"
VALUES = [
    "", " ", "0", "-1", "1", "999999", "99999999999999999999", "1e400", "nan", "1,2", "null", "true", "[]", "{", "{}",
    '{"a": 1}', '[{"type": "x"}]', "'", '"', "<script>alert(1)</script>", "../..", "%", "٣", "é", "\ud7ff", "\u202e",
    "a" * 3000, "2026-13-45", "31-11", "25:99", "not-a-slug!", "news.newspage", "wagtailcore.page", "x.y", "&amp;",
    "\r\n",
]  # fmt: skip
# Names that Wagtail's own views read; most addresses know none of them.
NAMES = [
    "p", "q", "next", "page_type", "multiple", "ordering", "order", "tag", "tags", "collection_id", "user", "action",
    "date_from", "export", "layout", "limit", "offset", "id", "parent_page_id", "match_subclass", "use_url_chooser",
    "external-link-chooser-url", "link_text", "select_format", "focal_point_x", "locale", "object_id", "content_type",
]  # fmt: skip
ENCODINGS = [
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/json",
    f"{FORM}; charset=utf-16",
    f"{FORM}; charset=no-such-charset",
]
BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"a": [1]}',
    b"a=%E9&b=%FF%FE",
    b"--x\r\n",
    b"=&&=",
    "é=é".encode("latin-1"),
]


@dataclass
class AdminFuzz:
    """Asks addresses at random, each request taken back, and keeps what was answered with a server error.

    `client` is signed in; `chance` is a `random.Random`, so that a seed gives the same requests again.
    """

    client: object
    chance: object
    statuses: dict = field(default_factory=dict)
    faults: dict = field(default_factory=dict)

    def ask(self, address):
        """One GET, then a POST that leaves out, changes or adds to what the form there would send."""
        response = self.send("get", self.with_query(address))
        fields = self.fields_of(response)
        self.send("post", address, **self.request_with(fields))

    def send(self, method, address, content_type=None, **request):
        """With a content type, as raw bytes; else as a form."""
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            if content_type:
                response = self.client.generic(
                    method, address, content_type=content_type, **request, **self.headers()
                )
            else:
                response = getattr(self.client, method)(address, **request, **self.headers())
            transaction.set_rollback(True)
        self.client.cookies = cookies
        self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
        if response.status_code >= 500:
            self.faults.setdefault(fault_of(response), f"{method.upper()} {address} {str(request)[:400]}")
        return response

    def headers(self):
        chosen = self.chance.choice(
            [{}, {}, {"accept": "application/json"}, {"X-Requested-With": "XMLHttpRequest"}]
        )
        return {"headers": chosen}

    def with_query(self, address):
        pairs = [(self.chance.choice(NAMES), self.value()) for _pair in range(self.chance.randint(0, 3))]
        return f"{address}{'&' if '?' in address else '?'}{urlencode(pairs)}" if pairs else address

    def value(self):
        return self.chance.choice(VALUES)

    def fields_of(self, response):
        """The fields of all forms in the answer, with the values that stand in them."""
        if response.streaming or "html" not in response.get("Content-Type", ""):
            return {}
        matches = FIELD.findall(response.content.decode(errors="replace"))
        return {name: html.unescape(value) for name, value in matches if name != "csrfmiddlewaretoken"}

    def request_with(self, fields):
        if self.chance.random() < 0.15:
            content_type = self.chance.choice(ENCODINGS)
            return {"data": self.body(content_type), "content_type": content_type}
        return {"data": self.mangled(fields)}

    def body(self, content_type):
        if "json" in content_type and self.chance.random() < 0.5:
            return json.dumps({self.chance.choice(NAMES): self.value()}).encode()
        return self.chance.choice(BODIES)

    def mangled(self, fields):
        """The fields less some, with some values changed and some added; now and then none at all."""
        if self.chance.random() < 0.15:
            return {}
        share = self.chance.choice([0, 0.02, 0.2, 0.7])
        kept_fields = {name: value for name, value in fields.items() if self.chance.random() >= share}
        for name in self.chance.sample(sorted(kept_fields), min(len(kept_fields), self.chance.randint(0, 4))):
            kept_fields[name] = self.value()
        for _extra in range(self.chance.randint(0, 2)):
            kept_fields[self.chance.choice(NAMES)] = self.value()
        if "file" in fields:
            kept_fields["file"] = SimpleUploadedFile("x.png", self.chance.choice(BODIES))
        return kept_fields


def fault_of(response):
    """The kind of fault: the exception, and the place in code where it was raised."""
    if not getattr(response, "exc_info", None):
        return f"status {response.status_code}"
    kind, error, trace = response.exc_info
    frame = traceback.extract_tb(trace)[-1]
    return f"{kind.__name__}: {str(error)[:120]} ({frame.filename.rpartition('site-packages/')[2]}:{frame.lineno})"
