"""What a new version of the API may say differently from the one before."""

import pytest

from .outline import breaking_changes, outline

BEFORE = {
    "paths": {
        "/things": {
            "get": {
                "operationId": "list_things",
                "parameters": [
                    {"in": "query", "name": "kind", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"in": "query", "name": "sort", "schema": {"enum": ["new", "title"]}},
                ],
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
                    },
                    "404": {"content": {"application/problem+json": {"schema": {"$ref": "#/c/Problem"}}}},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Thing": {
                "properties": {
                    "title": {"type": "string"},
                    "state": {"enum": ["running", "stopped"]},
                    "owner": {"anyOf": [{"$ref": "#/c/Owner"}, {"type": "null"}]},
                },
                "required": ["title", "state", "owner"],
            },
            "ThingPreview": {
                "properties": {
                    "title": {"type": "string"},
                    "until": {"type": "string", "format": "date-time"},
                },
                "required": ["title", "until"],
            },
        }
    },
}
LINES = [
    "GET /things: list_things, 200 Thing, 404 Problem",
    "GET /things query kind: [string]",
    'GET /things query sort: "new" | "title"',
    "Thing.owner: Owner | null",
    'Thing.state: "running" | "stopped"',
    "Thing.title: string",
    "ThingPreview.until: string(date-time)",
]


def test_a_document_is_a_line_for_each_thing_in_it():
    assert outline(BEFORE) == LINES


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("Thing.title: string", None),
        ("Thing.title: string", "Thing.title: null | string"),
        ("Thing.title: string", "Thing.title: string (optional)"),
        ("Thing.title: string", "Thing.title: integer"),
        ("GET /things query kind: [string]", None),
        ("GET /things query kind: [string]", "GET /things query kind: string"),
        ('GET /things query sort: "new" | "title"', 'GET /things query sort: "new"'),
        ("GET /things: list_things, 200 Thing, 404 Problem", None),
        (None, "GET /things query token: string (required)"),
    ],
)
def test_what_goes_or_gets_another_type_breaks_a_client(line, other):
    after = [other if known == line else known for known in LINES if known != line or other]
    after += [other] if line is None else []

    assert len(breaking_changes(LINES, after)) == 1


@pytest.mark.parametrize(
    ("line", "other"),
    [
        (None, "Thing.colour: string"),
        (None, "GET /things query colour: string"),
        ("Thing.owner: Owner | null", "Thing.owner: Owner"),
        ('Thing.state: "running" | "stopped"', 'Thing.state: "planned" | "running" | "stopped"'),
        ('GET /things query sort: "new" | "title"', 'GET /things query sort: "new" | "old" | "title"'),
    ],
)
def test_what_is_added_breaks_nobody(line, other):
    after = [other if known == line else known for known in LINES]
    after += [other] if line is None else []

    assert breaking_changes(LINES, after) == []
