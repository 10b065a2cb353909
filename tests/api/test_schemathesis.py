"""Nothing that a program can ask is a server error, and every answer is as its OpenAPI document says.

`make fuzz` asks far more than this, and something else each time.
"""

import os
import sys
from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from wagtail.models import APIToken, Page, Revision

from cms.models import Organisation, Person, Theme
from news.models import NewsPage
from practices.models import PracticePage
from tests.api.fuzz import Fuzz
from tests.factories import DocumentFactory, ImageFactory, UserFactory

CASES = os.environ.get("SCHEMATHESIS_CASES")
FEW = 10
PAGES = ["page_id", "parent_id", "destination_id", "related_id", "redirect_page_id"]


def keys(found):
    return list(found.values_list("pk", flat=True)[:5])


class FuzzTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", stdout=StringIO())
        _token, cls.key = APIToken.create_token(user=UserFactory(is_superuser=True), name="test")
        alias = NewsPage.objects.first().create_alias(update_slug="alias")
        pages = [*Page.objects.values_list("pk", flat=True)[:12], alias.pk]
        cls.known = {
            **dict.fromkeys(PAGES, pages),
            "revision_id": keys(Revision.objects.filter(object_id__in=pages)),
            "pk": [str(pk) for pk in keys(Theme.objects)],
            "type": [
                "cms.Theme",
                "cms.Person",
                "cms.Organisation",
                "practices.PracticePage",
                "news.NewsPage",
            ],
            "theme_id": keys(Theme.objects),
            "organisation_id": keys(Organisation.objects),
            "person_id": keys(Person.objects),
            "practice_id": keys(PracticePage.objects),
            "image_id": [ImageFactory().pk],
            "document_id": [DocumentFactory(file__filename="nota.txt").pk],
            "collection_id": [1],
            "site_id": [1],
            "locale_id": [1],
        }

    def fuzz(self, path, **headers):
        """How often each status was answered, and what was wrong: nothing, as words to read."""
        fuzz = Fuzz(path, headers, self.known, int(CASES or FEW), is_random=bool(CASES))
        fuzz.run()
        sys.stdout.write(f"\n{path}: {fuzz.statuses.total()} cases, {dict(sorted(fuzz.statuses.items()))}\n")
        return fuzz.statuses, "\n\n".join(f"{key}\n{told}" for key, told in fuzz.problems.items())

    def test_the_write_api(self):
        answered, wrong = self.fuzz("/api/cms/openapi.json", Authorization=f"Bearer {self.key}")

        self.assertEqual(wrong, "")
        self.assertTrue(answered[200])

    def test_the_public_api(self):
        self.known = {"id": [str(key) for key in Page.objects.values_list("translation_key", flat=True)]}

        answered, wrong = self.fuzz("/api/v1/openapi.json")

        self.assertEqual(wrong, "")
        self.assertTrue(answered[200])
