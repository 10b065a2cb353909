"""Clients can be generated from the OpenAPI document, and read the response of every operation."""

import json
import shutil
import sys
import tempfile
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from uuid import UUID

import attrs
import httpx
import pytest
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.test import TestCase
from wagtail.models import Page

from cms.drafts import token_for
from cms.models import BasePage

from .cases import FACTORIES, V1, clear_caches
from .fuzz import in_this_process
from .generators import check_typescript, python_client, python_models, typescript_types

QUERIES = {"search": {"q": "wonen"}, "find_platform": {"q": "8900"}}
# A partner's program: it relies on every field being there, and on the constants of `type`.
READER = """
import type { components, operations } from "./api";

type Answer<O extends keyof operations> = operations[O]["responses"][200]["content"]["application/json"];

export function summarise(page: Answer<"by_id">): string {
  if (page.type === "practice") return page.owner_names.join() + page.approach.blocks.length;
  if (page.type === "event") return page.sessions.map((session) => session.heading).join();
  if (page.type === "home") return page.title;
  return page.summary;
}

export function labels(hits: Answer<"search">): string[] {
  return hits.items.map((hit) => (hit.type === "news" ? hit.snippet : hit.title));
}

export const explain = (problem: components["schemas"]["Problem"]): string => problem.detail;
"""


class GeneratedClientTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", seeds_only=True)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(tempfile.mkdtemp(prefix="streekwijzer-clients-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        sys.path.insert(0, str(cls.folder))
        cls.addClassCleanup(sys.path.remove, str(cls.folder))

    def setUp(self):
        clear_caches()
        self.document = self.client.get(f"{V1}openapi.json").json()
        self.path = self.folder / "openapi.json"
        self.path.write_text(json.dumps(self.document))

    def operations(self):
        """The operations of the document as `(path, description)`, by their id."""
        return {
            operation["operationId"]: (path, operation)
            for path, operations in self.document["paths"].items()
            for operation in operations.values()
        }

    def requests(self):
        """Requests to every operation that succeed, as `(operation id, path values, query)`."""
        first = {
            path: self.client.get(path).json()["items"][0]["id"]
            for path in (f"{V1}{name}" for name in FACTORIES)
        }
        pages = [page for page in Page.objects.live().specific() if isinstance(page, BasePage)]
        page_of_each_type = {type(page): page for page in pages}.values()
        for operation, (path, _described) in self.operations().items():
            if operation == "by_id":
                yield from ((operation, {"id": str(page.translation_key)}, {}) for page in page_of_each_type)
            elif operation == "preview":
                revisions = [page.save_revision() for page in page_of_each_type]
                tokens = [token_for(revision, timedelta(hours=1))[0] for revision in revisions]
                yield from ((operation, {"token": token}, {}) for token in tokens)
            else:
                key = {"id": first[path.removesuffix("/{id}")]} if "{id}" in path else {}
                yield operation, key, QUERIES.get(operation, {})

    def response_to(self, operation, values, query):
        path, _described = self.operations()[operation]
        response = self.client.get(path.format(**values), query)
        self.assertEqual(response.status_code, 200, response.content)
        return response.json()

    def test_a_python_client_reads_every_address(self):
        package = python_client(self.path, self.folder)
        tags = {path.stem: path.parent.name for path in package.glob("api/*/*.py") if path.stem != "__init__"}
        client = import_module("generated_client").Client(
            "http://testserver", raise_on_unexpected_status=True
        )
        client.set_httpx_client(
            httpx.Client(transport=httpx.WSGITransport(get_wsgi_application()), base_url="http://testserver")
        )

        self.assertEqual(set(tags), set(self.operations()))
        for operation, values, query in self.requests():
            with self.subTest(operation, **values), in_this_process():
                module = import_module(f"generated_client.api.{tags[operation]}.{operation}")
                values = {name: UUID(value) if name == "id" else value for name, value in values.items()}

                read = module.sync(**values, **query, client=client)

                self.assertNotEqual(type(read).__name__, "Problem")
                self.assertEqual(leftovers(read), [])

    def test_python_models_read_every_address(self):
        python_models(self.path, self.folder)
        models = import_module("generated_models")

        for operation, values, query in self.requests():
            with self.subTest(operation, **values):
                data = self.response_to(operation, values, query)

                name = self.schema_name(operation, data)
                instance = getattr(models, name).model_validate(data)

                self.assertEqual(instance.model_dump(mode="json").keys(), data.keys())

    def schema_name(self, operation, data):
        """The schema of a response; of several, the one for its `type`."""
        described = self.operations()[operation][1]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        address = described.get("$ref") or described["discriminator"]["mapping"][data["type"]]
        return address.rpartition("/")[2]

    @pytest.mark.node
    def test_typescript_reads_every_address_under_strict(self):
        typescript_types(self.path, self.folder)
        (self.folder / "reader.ts").write_text(READER)
        lines = []
        for number, (operation, values, query) in enumerate(self.requests()):
            data = json.dumps(self.response_to(operation, values, query))
            lines.append(f'const answer{number}: Answer<"{operation}"> = {data};')
        heading = READER.split("export")[0].replace("components, ", "")
        (self.folder / "answers.ts").write_text("\n".join([heading, *lines, "export {};"]))

        check_typescript(self.folder)


def leftovers(value, path=""):
    """The paths of the fields, at any depth, that the client read but has no attribute for."""
    if isinstance(value, list):
        return [name for part in value for name in leftovers(part, path)]
    if not attrs.has(type(value)):
        return []
    fields = attrs.asdict(value, recurse=False)
    own = [f"{path}.{name}" for name in fields.pop("additional_properties", ())]
    return own + [leftover for name, part in fields.items() for leftover in leftovers(part, f"{path}.{name}")]
