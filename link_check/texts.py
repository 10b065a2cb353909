"""Finds the addresses elsewhere in stored HTML, each with the sentence that it stands in."""

from html.parser import HTMLParser

from rich_text.sentences import sentence_spans

BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "br"}


class LinkParser(HTMLParser):
    """Collects `sentences`: pairs of an address and a sentence. A block holds its links until it ends."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.sentences, self.text, self.links, self.open_link = [], "", [], None

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.end_block()
        attributes = dict(attrs)
        if tag == "a" and "linktype" not in attributes and attributes.get("href"):
            self.open_link = (attributes["href"], len(self.text))

    def handle_endtag(self, tag):
        if tag == "a":
            self.end_link()
        elif tag in BLOCKS:
            self.end_block()

    def handle_data(self, data):
        self.text += data.replace("\n", " ")  # in HTML the end of a line is a space

    def end_link(self):
        if self.open_link:
            self.links.append((*self.open_link, len(self.text)))
            self.open_link = None

    def end_block(self):
        self.end_link()
        self.sentences += [(href, sentence_at(self.text, start, end)) for href, start, end in self.links]
        self.text, self.links = "", []


def links_in(html) -> list[tuple[str, str]]:
    """The addresses of the links, with their sentence; not the links to what the site holds itself."""
    parser = LinkParser()
    parser.feed(html)
    parser.close()
    parser.end_block()
    return parser.sentences


def sentence_at(text, start, end) -> str:
    """The sentence, or the sentences, that this stretch of the text stands in."""
    touched = [(first, last) for first, last in sentence_spans(text) if first < end and last > start]
    if not touched:
        return ""
    return " ".join(text[touched[0][0] : touched[-1][1]].split())
