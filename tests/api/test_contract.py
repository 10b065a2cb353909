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
from openapi_spec_validator import OpenAPIV31SpecValidator
from wagtail.models import Page, Site

from api.collections import collections
from api.schemas import type_name
from api.search import types
from cms.models import BasePage, Publisher

from .cases import FACTORIES, FILTERED, PROBLEM, V1, WORDS, clear_caches
from .outline import breaking_changes, outline

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
    if key == "review_by":
        return "(some months after the demo was loaded)"
    return UUID.sub(lambda match: known.setdefault(match[0], f"uuid-{len(known) + 1}"), value)


def trimmed(schema):
    """The schema of an answer with `fields`: nothing has to be there, the type that tells schemas apart neither."""
    if isinstance(schema, list):
        return [trimmed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    known = {
        key: trimmed(part)
        for key, part in schema.items()
        if not (key == "required" and isinstance(part, list))
    }
    return {"anyOf" if key == "oneOf" else key: part for key, part in known.items()}


class ContractTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", seeds_only=True)

    def setUp(self):
        clear_caches()
        self.document = self.client.get(f"{V1}openapi.json").json()

    def check(self, name, response):
        path = STORED / f"{name}.json"
        text = json.dumps(steady(response), ensure_ascii=False, indent=1) + "\n"
        if os.environ.get("REWRITE_CONTRACT"):
            path.write_text(text)
        self.assertEqual(json.loads(path.read_text()), json.loads(text), f"{path} differs")

    def schema_for(self, address, status="200"):
        """The schema of the answer at this address, with all that it refers to."""
        path = UUID.sub("{id}", address.partition("?")[0])
        answers = self.document["paths"][f"{V1}{path}"]["get"]["responses"]
        (described,) = answers[status]["content"].values()
        schema = {**described["schema"], "components": self.document["components"]}
        return trimmed(schema) if "fields=" in address else schema

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
                pages = [self.validate(f"{name}/{item['id']}") for item in items]
                longest = max(pages, key=lambda page: (len(json.dumps(page)), page["title"]))
                self.check(f"{name}-one", longest)

    def test_every_public_page_is_told_as_described(self):
        pages = [page for page in Page.objects.live().specific() if isinstance(page, BasePage)]
        self.assertGreater(len(pages), 20)
        for page in pages:
            with self.subTest(page=page):
                response = self.validate(f"by-id/{page.translation_key}")
                self.assertEqual(response["title"], page.title)
                self.validate(f"by-id/{page.translation_key}?fields=title&include=platform")

    def test_the_document_has_the_operations_and_fields_that_were_promised(self):
        lines = outline(self.document)
        path = STORED / "openapi.txt"
        breaking = breaking_changes(path.read_text().splitlines(), lines)
        if os.environ.get("REWRITE_CONTRACT"):
            path.write_text("\n".join(lines) + "\n")

        self.assertEqual(breaking, [], "docs/api.md, “What may change”")
        self.assertEqual(lines, path.read_text().splitlines(), "new: REWRITE_CONTRACT=1")

    def test_every_file_is_of_a_test(self):
        files = {
            *(f"{name}.json" for name in [*ASKED, *(f"{name}-one" for name in FACTORIES)]),
            "openapi.txt",
        }

        self.assertEqual({path.name for path in STORED.iterdir()}, files)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"{V1}openapi.json"])
def test_the_document_is_valid(client, address):
    problems = OpenAPIV31SpecValidator(client.get(address).json()).iter_errors()

    assert [(list(problem.absolute_path), problem.message) for problem in problems] == []


@pytest.mark.django_db
def test_every_field_of_an_answer_is_there(client):
    schemas = client.get(f"{V1}openapi.json").json()["components"]["schemas"]

    optional = {
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field in set(schema.get("properties", ())) - set(schema.get("required", ()))
    }

    assert optional == {"Problem.errors"}


@pytest.mark.django_db
def test_a_page_says_of_which_type_it_is(client):
    document = client.get(f"{V1}openapi.json").json()
    schemas = document["components"]["schemas"]

    for name, collection in {listed.name: listed for listed in collections.values()}.items():
        kind = {"const": type_name(collection.model), "title": "Type", "type": "string"}
        for schema in (collection.summary, collection.detail):
            assert schemas[schema.__name__]["properties"]["type"] == kind, name
    for path in ("by-id/{id}", "preview/{token}"):
        answer = document["paths"][f"{V1}{path}"]["get"]["responses"]["200"]["content"]["application/json"]
        assert answer["schema"]["discriminator"]["propertyName"] == "type"
        assert len(answer["schema"]["oneOf"]) == len(collections) + 1
    assert schemas["Hits"]["properties"]["items"]["items"]["discriminator"]["mapping"].keys() == set(types())


@pytest.mark.django_db
def test_the_document_says_where_it_is_and_whose_the_content_is(client):
    site = Site.objects.get(is_default_site=True)
    publisher = Publisher.for_site(site)
    publisher.licence = "cc-by"
    publisher.save()

    document = client.get(f"{V1}openapi.json").json()

    assert document["servers"] == [{"url": site.root_url}]
    assert document["info"]["license"] == {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert document["security"] == []
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    used = {tag for operation in operations for tag in operation["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}
    assert all(tag["description"] for tag in document["tags"])


@pytest.mark.django_db
def test_a_host_without_a_site_has_no_document(client):
    Site.objects.all().delete()

    response = client.get(f"{V1}openapi.json")

    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


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
            assert {"200", "404", "422", "500", "503"} <= set(operation["responses"])
