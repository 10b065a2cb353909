"""Parses the metadata of a response."""

import json
import re
from html.parser import HTMLParser

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


class HeadReader(HTMLParser):
    """The title, the meta elements and the links of a page."""

    def __init__(self, text):
        super().__init__()
        self.meta, self.links, self.title, self.is_title = {}, [], "", False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.is_title = tag == "title"
        if tag == "meta":
            self.meta[values.get("property") or values.get("name")] = values.get("content")
        elif tag == "link":
            self.links.append(values)

    def handle_data(self, text):
        if self.is_title:
            self.title += text

    def handle_endtag(self, tag):
        self.is_title = False

    @property
    def canonical(self):
        return next((link["href"] for link in self.links if link["rel"] == "canonical"), None)


def head_of(response):
    return HeadReader(response.content.decode().partition("</head>")[0])


def data_of(response, kind=None):
    """The schema.org data of the page: the thing of this type, or the whole graph."""
    (text,) = SCRIPT.findall(response.content.decode())
    things = json.loads(text)["@graph"]
    if kind is None:
        return things
    return next((thing for thing in things if thing["@type"] == kind), None)
