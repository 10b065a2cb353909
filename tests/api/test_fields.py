"""What the write API serves: exactly what the forms edit, of every type of page and every vocabulary."""

import json
import re
from datetime import datetime
from io import StringIO

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase
from wagtail.api.v3.registry import registry
from wagtail.models import APIToken, Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from cms.models import Municipality, StartingText
from search.models import BestBet, Synonym
from tests.factories import UserFactory

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
MARKS = re.compile(r' data-block-key="\w+"|^<p data-block-key="\w+"></p>$')
PARTS = 5
# Wagtail takes where a page stands, and what to do with it, beside its fields.
NO_FIELDS = {"meta"}
# Comments belong to the editor alone; Wagtail serves the menus flag, which no form of ours has.
ONLY_IN_THE_EDITOR, ONLY_IN_THE_API = {"comments", "comment_notifications"}, {"show_in_menus"}


def form_fields(model):
    form_class = model.get_edit_handler().get_form_class()
    return set(form_class.base_fields) | set(getattr(form_class, "formsets", {}))


# Places are read only; what reviewers keep for search and for new pages is kept in the admin alone.
NOT_WRITTEN = {Page, Municipality, Synonym, BestBet, StartingText}


class ServedTests(SimpleTestCase):
    def test_a_program_writes_what_an_editor_edits(self):
        models = [*get_page_models(), *get_snippet_models()]

        for model in models:
            if model not in NOT_WRITTEN:
                served = set(registry.get(model._meta.label).create_schema.model_fields)

                self.assertEqual(
                    served - NO_FIELDS - ONLY_IN_THE_API, form_fields(model) - ONLY_IN_THE_EDITOR, model
                )

    def test_every_row_is_written_as_its_panel_shows_it(self):
        for model in get_page_models():
            formsets = getattr(model.get_edit_handler().get_form_class(), "formsets", {})
            for name, formset in formsets.items():
                if name not in ONLY_IN_THE_EDITOR:
                    fields = {field.name for field in formset.model.api_fields}

                    self.assertEqual(fields, set(formset.form.base_fields), f"{model} {name}")

    def test_places_are_read_only(self):
        self.assertEqual(
            set(registry.get(Municipality._meta.label).create_schema.model_fields) - NO_FIELDS, set()
        )


def as_sent(value):
    """A page as read, in the form that is sent: the id of a related object is written to `<name>_id`."""
    if isinstance(value, list):
        return [as_sent(item) for item in value]
    if not isinstance(value, dict):
        return value
    written = {}
    for name, field in value.items():
        if isinstance(field, dict) and field.keys() == {"id", "meta"}:
            written[f"{name}_id"] = field["id"]
        elif name != "meta":
            written[name] = as_sent(field)
    return written


def normalised(value):
    """A page as read, without differences that mean nothing: block keys, time zones, kinds of empty."""
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {name: normalised(field) for name, field in value.items()}
    if not isinstance(value, str):
        return "" if value is None or value is False else value
    return datetime.fromisoformat(value) if MOMENT.match(value) else MARKS.sub("", value)


class RoundTripTests(TestCase):
    """The pages of the demo, read and sent back as they are: nothing changes."""

    maxDiff = None

    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", seeds_only=True, stdout=StringIO())
        _token, key = APIToken.create_token(user=UserFactory(is_superuser=True), name="test")
        cls.headers = {"authorization": f"Bearer {key}"}

    def read(self, page):
        address = f"/api/cms/pages/{page.pk}/?version=draft"
        return self.client.get(address, headers=self.headers).json()

    def send(self, page, content):
        return self.client.patch(
            f"/api/cms/pages/{page.pk}/", json.dumps(content), "application/json", headers=self.headers
        )

    def test_what_was_read_can_be_sent_back(self):
        self.assertGreater(Page.objects.count(), 20)
        for page in Page.objects.filter(depth__gt=1):
            with self.subTest(page=page.title):
                before = self.read(page)
                content = as_sent({name: value for name, value in before.items() if name != "id"})

                response = self.send(page, content)

                self.assertEqual(response.status_code, 200, response.content)
                self.assertEqual(normalised(self.read(page)), normalised(before))

    def test_a_few_fields_can_be_sent_without_the_others(self):
        pages = [model.objects.first() for model in get_page_models() if model is not Page]
        pages = [page for page in pages if page]
        self.assertGreater(len(pages), 10)
        for page in pages:
            content = as_sent({name: value for name, value in self.read(page).items() if name != "id"})
            for start in range(PARTS):
                part = dict(list(content.items())[start::PARTS])
                with self.subTest(page=page.title, fields=list(part)):
                    response = self.send(page, part)

                    self.assertEqual(response.status_code, 200, response.content)
