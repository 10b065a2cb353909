"""What editors type is text everywhere: markup in any field is shown as it was typed, and is no element of a page."""

import json
from xml.etree import ElementTree

from django.apps import apps
from django.db import models
from django.urls import reverse
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from tests.events.factories import TrajectoryPageFactory
from tests.factories import PersonFactory
from tests.permissions.factories import a_user
from tests.platforms.factories import (
    ActionProgrammePageFactory,
    CoordinatorIndexPageFactory,
    CoordinatorPageFactory,
)
from tests.practices import facts
from tests.practices.factories import PracticePageFactory

from .cases import PartnerTestCase, every_format, uuid

ELEMENT = "<x-typed"
MARKUP = f"\"'>{ELEMENT} a=1>"
OUR_APPS = {"cms", "home", "platforms", "practices", "news", "events"}
NO_TEXT = (models.SlugField, models.URLField, models.EmailField, models.UUIDField, RichTextField)
# Where Atom, RSS and oEmbed have HTML; elsewhere they have text.
HTML_OF_XML = (".//*[@type='html']", ".//item/description", ".//{*}encoded", "./html")
# What programs write.
SKIPPED = {
    "path",
    "url_path",
    "password",
    "file_hash",
    "filter_spec",
    "embed",
    "sender",
    "error",
    "latest_revision",
}


def is_typed(field):
    """Whether people type plain text in this column, and the markup fits in it."""
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, NO_TEXT)
    return is_text and not field.choices and field.name not in SKIPPED and (field.max_length or 999) > 39


def marked(block, value):
    """The stored value of a block with the markup before each plain text in it."""
    match block:
        case blocks.StreamBlock():
            return [
                {**part, "value": marked(block.child_blocks[part["type"]], part["value"])} for part in value
            ]
        case blocks.StructBlock():
            return {name: marked(block.child_blocks[name], part) for name, part in value.items()}
        case blocks.ListBlock():
            return [{**part, "value": marked(block.child_block, part["value"])} for part in value]
        case blocks.CharBlock() | blocks.TextBlock():
            return MARKUP + (value or "")
    return value


def with_markup(row):
    """The columns of a row with the markup in them, also in those that were empty."""
    for field in row._meta.local_concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, StreamField):
            yield (
                field.name,
                blocks.StreamValue(
                    field.stream_block, marked(field.stream_block, value.get_prep_value()), is_lazy=True
                ),
            )
        elif is_typed(field):
            yield field.name, (MARKUP + (value or ""))[: field.max_length]


def add_markup():
    """Stores it past every form. Returns the number of texts."""
    count = 0
    for model in [Page, *(model for model in apps.get_models() if model._meta.app_label in OUR_APPS)]:
        for row in model._base_manager.all():
            if values := dict(with_markup(row)):
                model._base_manager.filter(pk=row.pk).update(**values)
                count += len(values)
    return count


def strings(data):
    """All strings in JSON."""
    if isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from strings(part)
    elif isinstance(data, str):
        yield data


def html_in(response):
    """The HTML that a response holds: all of it, or what a feed or an API hands on as HTML."""
    kind, text = response["Content-Type"].partition(";")[0], response.getvalue().decode()
    if kind == "text/html":
        return [text]
    if kind.endswith("xml"):
        tree = ElementTree.fromstring(text)  # noqa: S314 - our own answer
        nodes = [node for path in HTML_OF_XML for node in tree.iterfind(path)]
        return [node.text or "" for node in nodes]
    if kind.endswith("json"):
        return [string for string in strings(json.loads(text)) if "</" in string]
    return []


class MarkupTests(PartnerTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        lists = cls.lists
        practice = PracticePageFactory(
            parent=lists["practices"], **facts.as_model(facts.words(), facts.earlier(lists["practices"]))
        )
        person = PersonFactory()
        coordinators = CoordinatorIndexPageFactory(parent=cls.home)
        cls.pages = [practice, CoordinatorPageFactory(parent=cls.platform, person=person)]
        cls.pages += [
            TrajectoryPageFactory(parent=lists["events"]),
            ActionProgrammePageFactory(parent=cls.platform),
        ]
        cls.pages += [cls.make(cls, kind) for kind in ("news", "events")]
        cls.others = [cls.home, cls.platform, coordinators, *lists.values()]
        cls.texts = add_markup()

    def addresses(self):
        for page in [*self.pages, *self.others]:
            yield from (page.url, f"/++api++{page.url}")
        for page in self.pages:
            yield f"{page.url}embed/"
        for kind, name in every_format():
            yield f"{self.lists[kind].url}{name}"
        for kind in self.lists:
            yield from (f"{self.lists[kind].url}insluiten/", f"/api/v1/{kind}?include=platform")
        yield f"/oembed?url=http://localhost{self.pages[0].url}"
        yield f"/oembed?format=xml&url=http://localhost{self.pages[0].url}"
        yield f"/api/v1/practices/{uuid(self.pages[0])}"
        yield from ("/zoeken/?q=x-typed", "/api/v1/search?q=x-typed")

    def assert_text(self, address):
        with self.subTest(address):
            response = self.client.get(address)

            self.assertEqual(response.status_code, 200)
            for html in html_in(response):
                self.assertNotIn(
                    ELEMENT, html, html[max(html.find(ELEMENT) - 200, 0) : html.find(ELEMENT) + 60]
                )

    def test_readers_and_programs_get_it_as_text(self):
        self.assertGreater(self.texts, 200)
        self.assertGreater(self.client.get(self.pages[0].url).content.count(b"&lt;x-typed"), 50)

        for address in self.addresses():
            self.assert_text(address)

    def test_so_do_colleagues_in_the_admin(self):
        self.client.force_login(a_user(is_superuser=True))

        for page in self.pages:
            self.assert_text(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for address in (
            "",
            "pages/",
            "platforms/",
            "reports/site-history/",
            "practices/",
            "snippets/cms/theme/",
        ):
            self.assert_text(f"/admin/{address}")
