"""The OpenAPI document of the write API, with what Wagtail's leaves out."""

import json
import re
from functools import cache
from threading import Lock

from django.urls import resolve
from ninja.responses import Response
from wagtail.api.v3.errors import PROBLEM_JSON, ProblemDetail
from wagtail.api.v3.urls import api

from .preconditions import REPLACING, SHOWING

making_document = Lock()

REFUSAL = {
    "description": "A refusal, with its reason (RFC 9457).",
    "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
ANONYMOUS = "AllowAnonymous"
# RFC 9110, 13.1.1 and 8.8.3.
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": (
        "The ETag of the version that you read, or `*` to overwrite whatever is there. Required if the latest version "
        "is of another user."
    ),
}
ETAG = {
    "schema": {"type": "string"},
    "description": "Names the latest version of the page, to who may edit it: send it as `If-Match`.",
}
PRECONDITION_REFUSALS = {
    "412": {
        **REFUSAL,
        "description": "Somebody saved the page after the version that you sent. Nothing was changed.",
    },
    "428": {**REFUSAL, "description": "The latest version is of another user. Read it, and send its ETag."},
}
PARAMETER = re.compile(r"\{\w+\}")


def openapi_json():
    """The OpenAPI document as JSON. Built once per process, by one thread while the others wait: it takes seconds."""
    with making_document:
        return build_openapi_json()


@cache
def build_openapi_json():
    """Wagtail's document with the schema of an error response added."""
    description = json.loads(Response(api.get_openapi_schema()).content)
    schemas = description["components"]["schemas"]
    schemas["Problem"] = ProblemDetail.model_json_schema()
    # This API has no anonymous access, and Wagtail describes it invalidly.
    description["components"]["securitySchemes"].pop(ANONYMOUS, None)
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            describe_preconditions(path, method.upper(), operation)
            operation["responses"].setdefault("default", REFUSAL)
            operation["security"] = [way for way in operation.get("security", ()) if ANONYMOUS not in way]
            if operation["operationId"] == "pages_find":
                operation["responses"]["302"] = {"description": "Where the page is."}
    return json.dumps(description)


def describe_preconditions(path, method, operation):
    """Adds what protects against lost updates to an operation that has it."""
    name = resolve(PARAMETER.sub("1", path)).url_name
    if (name, method) in REPLACING:
        operation.setdefault("parameters", []).append(IF_MATCH)
        operation["responses"] |= PRECONDITION_REFUSALS
    if (name, method) in SHOWING:
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                response["headers"] = {"ETag": ETAG}
