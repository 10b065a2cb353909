"""Atom, RSS and JSON Feed: the content comes from a `Listing`, the serialization builds on Django's feed generators."""

import json
from datetime import datetime
from typing import TextIO
from urllib.parse import urljoin

from django.templatetags.static import static
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape

from cms.models import Licence
from cms.structured_data import LANGUAGE
from cms.xml_text import xml_text

from .base_format import Format
from .ids import tag_uri
from .items import FALLBACK_DATE

# The static file that documents the extension `_streekwijzer` of JSON Feed.
EXTENSION_DOCUMENTATION = "partners/json-feed.txt"
# Link relations of RFC 5005.
LINK_RELATIONS = ["first", "previous", "next", "last"]


class Feed(Format):
    """Passes a listing and its items to `generator`, a subclass of Django's `SyndicationFeed`."""

    is_feed = True
    generator = None

    def serialize(self, listing) -> bytes:
        """The feed of this page of the listing, in UTF-8."""
        feed = self.generator(
            title=xml_text(listing.title),
            link=listing.page_address,
            description=xml_text(listing.description),
            language=LANGUAGE,
            author_name=xml_text(listing.publisher_name),
            feed_url=listing.address(self.name),
            feed_guid=listing.id,
            feed_copyright=licence_text(listing.licence),
            feed_licence=listing.licence,
            feed_pages=page_links(listing, self.name),
            feed_updated=newest_change(listing),
            feed_withdrawn=tombstones(listing),
            feed_total=listing.total,
            about=urljoin(listing.index.full_url, static(EXTENSION_DOCUMENTATION)),
        )
        for item in listing.items:
            licence = Licence(item.entry.licence) if item.entry.licence else listing.licence
            feed.add_item(
                title=item.entry.title,
                link=item.entry.address,
                # Feed readers parse it as HTML.
                description=escape(item.entry.summary) or None,
                unique_id=item.id,
                unique_id_is_permalink=False,
                pubdate=item.published and item.published.replace(microsecond=0),
                updateddate=item.changed.replace(microsecond=0),
                item_copyright=licence_text(licence),
                licence=licence,
                item=item,
            )
        return feed.writeString("utf-8").encode()


def licence_text(licence) -> str:
    """The name of a licence with its URL, for people."""
    return f"{licence.label} ({licence.uri})"


def newest_change(listing) -> datetime:
    """When the newest item or tombstone on this page changed; if it is empty, when anything in the section did.

    Never the current time, so that the same listing gives the same feed.
    """
    moments = [item.changed for item in listing.items] + [when for _id, when in tombstones(listing)]
    return (max(moments, default=None) or listing.changed_at or FALLBACK_DATE).replace(microsecond=0)


def tombstones(listing) -> list[tuple[str, datetime]]:
    """The tag URIs of withdrawn pages, and when they were withdrawn; only on the first page."""
    rows = listing.withdrawn if listing.page_number == 1 else []
    return [(tag_uri(row.permanent_id), row.withdrawn_at) for row in rows]


def page_links(listing, name) -> dict[str, str]:
    """The URLs of other pages of a listing by link relation (RFC 5005); empty for a listing of one page."""
    last = listing.last_page
    page_numbers = [1, listing.page_number - 1, listing.page_number + 1, last]
    numbers = dict(zip(LINK_RELATIONS, page_numbers, strict=True))
    return {
        rel: listing.address(name, number)
        for rel, number in numbers.items()
        if last > 1 and 1 <= number <= last
    }


class ListingGenerator(SyndicationFeed):
    """Dates a feed by its newest change instead of the current time. Goes left of Django's generator in the bases."""

    def latest_post_date(self) -> datetime:
        """Overrides Django's, which is the current time for a feed without dates."""
        return self.feed["feed_updated"]


class AtomGenerator(ListingGenerator, Atom1Feed):
    """Atom (RFC 4287) with links to other pages (RFC 5005) and tombstones of id and time only (RFC 6721)."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": "http://purl.org/atompub/tombstones/1.0"}

    def add_root_elements(self, handler) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("link", None, {"rel": "license", "href": self.feed["feed_licence"].uri})
        for rel, address in self.feed["feed_pages"].items():
            handler.addQuickElement("link", None, {"rel": rel, "href": address})
        for ref, when in self.feed["feed_withdrawn"]:
            attributes = {"ref": ref, "when": rfc3339_date(when.replace(microsecond=0))}
            handler.addQuickElement("at:deleted-entry", None, attributes)

    def add_item_elements(self, handler, item_values) -> None:
        super().add_item_elements(handler, item_values)
        item = item_values["item"]
        for name in item.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item.content:
            handler.addQuickElement("content", item.content, {"type": "html"})
        handler.addQuickElement("link", None, {"rel": "license", "href": item_values["licence"].uri})
        for category in item.entry.categories:
            attributes = {
                "term": category.term,
                "scheme": tag_uri(category.scheme),
                "label": xml_text(category.label),
            }
            handler.addQuickElement("category", "", attributes)


class RssGenerator(ListingGenerator, Rss201rev2Feed):
    """RSS 2.0. Authors are `dc:creator`, since RSS's own `author` has to be an e-mail address."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_root_elements(self, handler) -> None:
        # The licence is RSS's own `copyright` here; items have no such element and get `dc:rights`.
        super().add_root_elements(handler)
        for rel, address in self.feed["feed_pages"].items():
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": address})

    def add_item_elements(self, handler, item_values) -> None:
        super().add_item_elements(handler, item_values)
        item = item_values["item"]
        for name in item.authors:
            handler.addQuickElement("dc:creator", name)
        if item.content:
            handler.addQuickElement("content:encoded", item.content)
        handler.addQuickElement("dc:rights", item_values["item_copyright"])
        for category in item.entry.categories:
            handler.addQuickElement(
                "category", xml_text(category.label), {"domain": tag_uri(category.scheme)}
            )


class JsonGenerator(ListingGenerator):
    """JSON Feed 1.1 (jsonfeed.org), with all values that have no member there in the extension `_streekwijzer`."""

    def write(self, outfile: TextIO, encoding) -> None:
        feed = self.feed
        next_page = {"next_url": feed["feed_pages"]["next"]} if "next" in feed["feed_pages"] else {}
        data = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": LANGUAGE,
            "authors": [{"name": feed["author_name"]}],
            **next_page,
            "_streekwijzer": {
                "about": feed["about"],
                "id": feed["id"],
                "updated": rfc3339_date(feed["feed_updated"]),
                "total": feed["feed_total"],
                "licence": feed["feed_licence"].uri,
            },
            "items": [self.item_data(item) for item in self.items],
        }
        json.dump(data, outfile, ensure_ascii=False)

    def item_data(self, item_values) -> dict:
        """The JSON of an item, from the values that `add_item` was called with."""
        item = item_values["item"]
        published = item_values["pubdate"]
        dates = {"date_published": rfc3339_date(published)} if published else {}
        authors = {"authors": [{"name": name} for name in item.authors]} if item.authors else {}
        # JSON Feed requires content_html or content_text, even an empty one.
        return {
            "id": item.id,
            "url": item.entry.address,
            "title": item.entry.title,
            "summary": item.entry.summary,
            "content_html": item.content,
            **dates,
            "date_modified": rfc3339_date(item_values["updateddate"]),
            **authors,
            "tags": [xml_text(category.label) for category in item.entry.categories],
            "language": LANGUAGE,
            "_streekwijzer": self.extension_data(item.entry, item_values["licence"]),
        }

    def extension_data(self, entry, licence) -> dict:
        """The members of `_streekwijzer`; static/partners/json-feed.txt documents them."""
        days_by_key = {"begins": entry.dates.begins, "ends": entry.dates.ends}
        return {
            "id": entry.id,
            "type": entry.type,
            "categories": [
                {"key": category.scheme, "value": category.term, "label": xml_text(category.label)}
                for category in entry.categories
            ],
            **{fact.key: [xml_text(text) for text in fact.texts] for fact in entry.facts},
            **{key: day.isoformat() for key, day in days_by_key.items() if day},
            **{key: text for key, text in {"day": entry.day, "notice": entry.notice}.items() if text},
            "licence": licence.uri,
        }


class AtomFeed(Feed):
    """Atom 1.0 (RFC 4287)."""

    name = "feed.atom"
    content_type = "application/atom+xml; charset=utf-8"
    label = "Atom"
    is_for_reader_apps = True
    generator = AtomGenerator


class RssFeed(Feed):
    """RSS 2.0 (rssboard.org/rss-specification)."""

    name = "feed.rss"
    content_type = "application/rss+xml; charset=utf-8"
    label = "RSS"
    is_for_reader_apps = True
    generator = RssGenerator


class JsonFeed(Feed):
    """JSON Feed 1.1 (jsonfeed.org)."""

    name = "feed.json"
    content_type = "application/feed+json; charset=utf-8"
    label = "JSON Feed"
    generator = JsonGenerator
    has_json_problems = True
