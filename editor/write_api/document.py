"""The OpenAPI document of the write API, with what Wagtail's leaves out."""

import json
from functools import cache
from threading import Lock

from ninja.responses import Response
from wagtail.api.v3.errors import PROBLEM_JSON, ProblemDetail
from wagtail.api.v3.urls import api

making_document = Lock()

REFUSAL = {
    "description": "A refusal, with its reason (RFC 9457).",
    "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
ANONYMOUS = "AllowAnonymous"


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
    for operations in description["paths"].values():
        for operation in operations.values():
            operation["responses"].setdefault("default", REFUSAL)
            operation["security"] = [way for way in operation.get("security", ()) if ANONYMOUS not in way]
            if operation["operationId"] == "pages_find":
                operation["responses"]["302"] = {"description": "Where the page is."}
    return json.dumps(description)
