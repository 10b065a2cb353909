"""The three feeds. What they say comes from a `Listing`; how it is written, from Django's feed generators."""

import json
from urllib.parse import urljoin

from django.templatetags.static import static
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape

from cms.models import Licence
from cms.structured_data import LANGUAGE

from .base_format import Format
from .ids import tag_uri
from .items import FALLBACK_DATE, xml_text

# Where `_streekwijzer` is explained.
ABOUT = "partners/json-feed.txt"
PAGES = ["first", "previous", "next", "last"]


class Feed(Format):
    """What the three have in common: the facts of a list and its items, in the words of Django's feed generators."""

    is_feed = True
    generator = None

    def write(self, listing):
        feed = self.generator(
            title=xml_text(listing.title),
            link=listing.page_address,
            description=xml_text(listing.description),
            language=LANGUAGE,
            author_name=xml_text(listing.publisher_name),
            feed_url=listing.address(self.name),
            feed_guid=listing.id,
            feed_copyright=rights(listing.licence),
            feed_licence=listing.licence,
            feed_pages=pages_around(listing, self.name),
            feed_updated=updated(listing),
            feed_withdrawn=gone(listing),
            feed_total=listing.total,
            about=urljoin(listing.index.full_url, static(ABOUT)),
        )
        for item in listing.items:
            licence = Licence(item.entry.licence) if item.entry.licence else listing.licence
            feed.add_item(
                title=item.entry.title,
                link=item.entry.address,
                # Readers take it for HTML.
                description=escape(item.entry.summary) or None,
                unique_id=item.id,
                unique_id_is_permalink=False,
                pubdate=item.published and item.published.replace(microsecond=0),
                updateddate=item.changed.replace(microsecond=0),
                item_copyright=rights(licence),
                licence=licence,
                item=item,
            )
        return feed.writeString("utf-8").encode()


def rights(licence):
    """A licence as people read it, with the address that says all of it."""
    return f"{licence.label} ({licence.uri})"


def updated(listing):
    """When the newest of this page of the list changed. Not the hour of asking: the same list gives the same feed."""
    moments = [item.changed for item in listing.items] + [when for _id, when in gone(listing)]
    return (max(moments, default=None) or listing.changed_at or FALLBACK_DATE).replace(microsecond=0)


def gone(listing):
    """The ids of what is withdrawn, and when; on the first page."""
    rows = listing.withdrawn if listing.number == 1 else []
    return [(tag_uri(row.permanent_id), row.withdrawn_at) for row in rows]


def pages_around(listing, name):
    """The other pages of a list that has several, as RFC 5005 calls them, with their addresses."""
    last = listing.last
    numbers = dict(zip(PAGES, [1, listing.number - 1, listing.number + 1, last], strict=True))
    return {
        rel: listing.address(name, number)
        for rel, number in numbers.items()
        if last > 1 and 1 <= number <= last
    }


class OfAList(SyndicationFeed):
    """Stands left of a generator of Django: the feed is as old as its newest item, not as the question."""

    def latest_post_date(self):
        return self.feed["feed_updated"]


class AtomWriter(OfAList, Atom1Feed):
    """With pages (RFC 5005) and with what is withdrawn: its id and the hour, nothing else (RFC 6721)."""

    def root_attributes(self):
        return {**super().root_attributes(), "xmlns:at": "http://purl.org/atompub/tombstones/1.0"}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        handler.addQuickElement("link", None, {"rel": "license", "href": self.feed["feed_licence"].uri})
        for rel, address in self.feed["feed_pages"].items():
            handler.addQuickElement("link", None, {"rel": rel, "href": address})
        for ref, when in self.feed["feed_withdrawn"]:
            attributes = {"ref": ref, "when": rfc3339_date(when.replace(microsecond=0))}
            handler.addQuickElement("at:deleted-entry", None, attributes)

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        syndicated = item["item"]
        for name in syndicated.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if syndicated.content:
            handler.addQuickElement("content", syndicated.content, {"type": "html"})
        handler.addQuickElement("link", None, {"rel": "license", "href": item["licence"].uri})
        for category in syndicated.entry.categories:
            attributes = {
                "term": category.term,
                "scheme": tag_uri(category.scheme),
                "label": xml_text(category.label),
            }
            handler.addQuickElement("category", "", attributes)


class RssWriter(OfAList, Rss201rev2Feed):
    """Names without addresses: `dc:creator`, for RSS's own author is an e-mail address."""

    def rss_attributes(self):
        return {
            **super().rss_attributes(),
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_root_elements(self, handler):
        # With the licence as RSS's own `copyright`; an item has no such word, and gets `dc:rights`.
        super().add_root_elements(handler)
        for rel, address in self.feed["feed_pages"].items():
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": address})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        syndicated = item["item"]
        for name in syndicated.authors:
            handler.addQuickElement("dc:creator", name)
        if syndicated.content:
            handler.addQuickElement("content:encoded", syndicated.content)
        handler.addQuickElement("dc:rights", item["item_copyright"])
        for category in syndicated.entry.categories:
            handler.addQuickElement(
                "category", xml_text(category.label), {"domain": tag_uri(category.scheme)}
            )


class JsonWriter(OfAList):
    """JSON Feed 1.1 (jsonfeed.org). What it has no word for stands under `_streekwijzer`."""

    def write(self, outfile, encoding):
        feed = self.feed
        pages = {"next_url": feed["feed_pages"]["next"]} if "next" in feed["feed_pages"] else {}
        data = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": LANGUAGE,
            "authors": [{"name": feed["author_name"]}],
            **pages,
            "_streekwijzer": {
                "about": feed["about"],
                "id": feed["id"],
                "updated": rfc3339_date(feed["feed_updated"]),
                "total": feed["feed_total"],
                "licence": feed["feed_licence"].uri,
            },
            "items": [self.item(item) for item in self.items],
        }
        json.dump(data, outfile, ensure_ascii=False)

    def item(self, item):
        syndicated = item["item"]
        dates = {"date_published": rfc3339_date(item["pubdate"])} if item["pubdate"] else {}
        authors = {"authors": [{"name": name} for name in syndicated.authors]} if syndicated.authors else {}
        # One of the two texts has to be there, be it empty.
        return {
            "id": syndicated.id,
            "url": syndicated.entry.address,
            "title": syndicated.entry.title,
            "summary": syndicated.entry.summary,
            "content_html": syndicated.content,
            **dates,
            "date_modified": rfc3339_date(item["updateddate"]),
            **authors,
            "tags": [xml_text(category.label) for category in syndicated.entry.categories],
            "language": LANGUAGE,
            "_streekwijzer": self.facts(syndicated, item["licence"]),
        }

    def facts(self, syndicated, licence):
        entry, days = syndicated.entry, syndicated.entry.dates
        days_by_key = {"begins": days.begins, "ends": days.ends}
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
    """RFC 4287."""

    name = "feed.atom"
    content_type = "application/atom+xml; charset=utf-8"
    label = "Atom"
    is_for_readers = True
    generator = AtomWriter


class RssFeed(Feed):
    name = "feed.rss"
    content_type = "application/rss+xml; charset=utf-8"
    label = "RSS"
    is_for_readers = True
    generator = RssWriter


class JsonFeed(Feed):
    name = "feed.json"
    content_type = "application/feed+json; charset=utf-8"
    label = "JSON Feed"
    generator = JsonWriter
    has_json_problems = True
