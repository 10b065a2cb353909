"""No request is a server error, and every response is as its OpenAPI document says.

`make fuzz` sends far more requests, and other ones each time.
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


def some_ids(objects):
    return list(objects.values_list("pk", flat=True)[:5])


class FuzzTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", seeds_only=True, stdout=StringIO())
        _token, cls.key = APIToken.create_token(user=UserFactory(is_superuser=True), name="test")
        alias = NewsPage.objects.first().create_alias(update_slug="alias")
        pages = [*Page.objects.values_list("pk", flat=True)[:12], alias.pk]
        cls.existing_ids = {
            **dict.fromkeys(PAGES, pages),
            "revision_id": some_ids(Revision.objects.filter(object_id__in=pages)),
            "pk": [str(pk) for pk in some_ids(Theme.objects)],
            "type": [
                "cms.Theme",
                "cms.Person",
                "cms.Organisation",
                "practices.PracticePage",
                "news.NewsPage",
            ],
            "theme_id": some_ids(Theme.objects),
            "organisation_id": some_ids(Organisation.objects),
            "person_id": some_ids(Person.objects),
            "practice_id": some_ids(PracticePage.objects),
            "image_id": [ImageFactory().pk],
            "document_id": [DocumentFactory(file__filename="nota.txt").pk],
            "collection_id": [1],
            "site_id": [1],
            "locale_id": [1],
        }

    def fuzz(self, path, **headers):
        """The number of responses with each status, and the problems as text."""
        fuzz = Fuzz(path, headers, self.existing_ids, int(CASES or FEW), is_random=bool(CASES))
        fuzz.run()
        sys.stdout.write(f"\n{path}: {fuzz.statuses.total()} cases, {dict(sorted(fuzz.statuses.items()))}\n")
        return fuzz.statuses, "\n\n".join(f"{key}\n{text}" for key, text in fuzz.problems.items())

    def test_the_write_api(self):
        statuses, problems = self.fuzz("/api/cms/openapi.json", Authorization=f"Bearer {self.key}")

        self.assertEqual(problems, "")
        self.assertTrue(statuses[200])

    def test_the_public_api(self):
        self.existing_ids = {
            "id": [str(key) for key in Page.objects.values_list("translation_key", flat=True)]
        }

        statuses, problems = self.fuzz("/api/v1/openapi.json")

        self.assertEqual(problems, "")
        self.assertTrue(statuses[200])
