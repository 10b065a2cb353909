"""What partners build on: the answers to the demo's content, and the document that describes them, stay as stored.

After a change that `docs/api.md` allows: `REWRITE_CONTRACT=1 pytest tests/api/test_contract.py`, and read what differs.
"""

import json
import os
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from jsonschema_rs import Draft202012Validator, meta
from wagtail.models import Page

from cms.models import BasePage

from .cases import FACTORIES, FILTERED, V1, WORDS, forget

STORED = Path(__file__).parent / "contract"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What depends on when and where the demo was loaded.
ASKED = {
    **{name: name for name in [*FACTORIES, *WORDS]},
    **{f"{name}-facets": f"{name}/facets" for name in FILTERED},
    "search": "search?q=wonen",
    "search-corrected": "search?q=wonenn",
    "find-platform": "find-platform?q=ieper",
    "find-platform-by-code": "find-platform?q=8900",
    "include": "practices?include=platform&page_size=1",
    "fields": "practices?fields=title,themes&page_size=2",
    "problem": "practices?theme=atlantis&page_size=101&shoe=44",
}


def steady(value, key="", known=None):
    """The value without what differs from one loading to the next: ids get a number in their order."""
    known = {} if known is None else known
    if isinstance(value, dict):
        return {name: steady(part, name, known) for name, part in value.items()}
    if isinstance(value, list):
        return [steady(part, key, known) for part in value]
    if isinstance(value, int) and key == "id":
        return 0
    if not isinstance(value, str):
        return value
    if key == "detail":
        return "(a sentence for people)"
    if key in {"published", "updated"} and value[:10] >= str(timezone.localdate() - timezone.timedelta(1)):
        return "(when the demo was loaded)"
    return UUID.sub(lambda found: known.setdefault(found[0], f"uuid-{len(known) + 1}"), value)


class ContractTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_demo")

    def setUp(self):
        forget()
        self.document = self.client.get(f"{V1}openapi.json").json()

    def check(self, name, told):
        path = STORED / f"{name}.json"
        text = json.dumps(steady(told), ensure_ascii=False, indent=1) + "\n"
        if os.environ.get("REWRITE_CONTRACT"):
            path.write_text(text)
        self.assertEqual(json.loads(path.read_text()), json.loads(text), f"{path} differs")

    def schema_for(self, address, status="200"):
        """The schema of the answer at this address, with all that it refers to."""
        path = UUID.sub("{id}", address.partition("?")[0])
        answers = self.document["paths"][f"{V1}{path}"]["get"]["responses"]
        (described,) = answers[status]["content"].values()
        return {**described["schema"], "components": self.document["components"]}

    def validate(self, address):
        response = self.client.get(f"{V1}{address}")
        schema = self.schema_for(address, str(response.status_code))
        problems = [error.message for error in Draft202012Validator(schema).iter_errors(response.json())]
        self.assertEqual(problems, [], address)
        return response.json()

    def test_lists_facets_search_and_finder(self):
        for name, address in ASKED.items():
            with self.subTest(name):
                self.check(name, self.validate(address))

    def test_one_page_of_each_type(self):
        for name in FACTORIES:
            with self.subTest(name):
                items = self.validate(f"{name}?page_size=100")["items"]
                told = [self.validate(f"{name}/{item['id']}") for item in items]
                longest = max(told, key=lambda page: (len(json.dumps(page)), page["title"]))
                self.check(f"{name}-one", longest)

    def test_every_public_page_is_told_as_described(self):
        pages = [page for page in Page.objects.live().specific() if isinstance(page, BasePage)]
        self.assertGreater(len(pages), 20)
        for page in pages:
            with self.subTest(page=page):
                told = self.validate(f"by-id/{page.translation_key}")
                self.assertEqual(told["title"], page.title)
                self.validate(f"by-id/{page.translation_key}?fields=title&include=platform")

    def test_the_document(self):
        self.check("openapi", self.document)

    def test_every_file_is_of_a_test(self):
        known = {*ASKED, *(f"{name}-one" for name in FACTORIES), "openapi"}

        self.assertEqual({path.stem for path in STORED.iterdir()}, known)


@pytest.mark.django_db
def test_the_document_says_what_everything_is(client):
    document = client.get(f"{V1}openapi.json").json()

    assert document["openapi"] == "3.1.0"
    for name, schema in document["components"]["schemas"].items():
        assert meta.is_valid(schema), name
        # Two of one name would be told apart by where their code stands, which is nobody's to know.
        assert "__" not in name
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert len(operation["description"]) > 30, path
            for parameter in operation["parameters"]:
                assert "description" in {*parameter, *parameter["schema"]}, (path, parameter["name"])
                assert {"example", "examples"} & {*parameter, *parameter["schema"]}, (path, parameter["name"])
            answer = operation["responses"]["200"]["content"]["application/json"]
            assert answer["schema"]
            assert {"200", "404", "422"} <= set(operation["responses"])
