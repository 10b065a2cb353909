"""Errors as plone.restapi answers them: a type, a message, and never a traceback."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cms.failures import retry, status_and_reason

ERROR_TYPES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    413: "RequestEntityTooLarge",
    429: "TooManyRequests",
    500: "InternalError",
    501: "NotImplemented",
    503: "ServiceUnavailable",
}


class DialectError(Exception):
    """Ends a request with this status. `extra` is added to the payload, `headers` to the response."""

    def __init__(self, status, message, extra=None, headers=None):
        super().__init__(message)
        self.status, self.message = status, message
        self.extra, self.headers = extra or {}, headers or {}

    def as_response(self) -> HttpResponse:
        payload = {"type": ERROR_TYPES[self.status], "message": self.message, **self.extra}
        return json_response(
            payload, status=self.status, headers={"Cache-Control": "no-store", **self.headers}
        )


class MovedError(Exception):
    """Ends a request with a redirect."""

    def __init__(self, address, status):
        super().__init__(address)
        self.address, self.status = address, status

    def as_response(self) -> HttpResponse:
        return HttpResponse(
            status=self.status, headers={"Location": self.address, "Cache-Control": "no-store"}
        )


def json_response(payload, status=200, headers=None) -> HttpResponse:
    body = json.dumps(payload, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def invalid_value(name, message) -> DialectError:
    """400 that names the field, in the format that forms of Plone clients expect."""
    field = {"field": name, "message": str(message), "error": "ValidationError"}
    return DialectError(400, f"{name}: {message}", {"errors": [field]})


def not_found() -> DialectError:
    return DialectError(404, _("There is nothing here."))


def unauthorized(message) -> DialectError:
    return DialectError(401, message, headers={"WWW-Authenticate": "Bearer"})


def forbidden() -> DialectError:
    return DialectError(403, _("You may not see this."))


def unexpected_error(error) -> DialectError:
    """For an uncaught exception: 500, or 503 when the database is away or too slow."""
    status, reason = status_and_reason(error)
    return DialectError(status, reason, headers=retry(status))


def not_implemented() -> DialectError:
    return DialectError(501, _("This site does not do that by this way."))
