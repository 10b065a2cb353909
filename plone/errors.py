"""What a Plone client is told when there is no answer: a type, a message, and never a trace."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext as _

TYPES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    413: "RequestEntityTooLarge",
    429: "TooManyRequests",
    500: "InternalError",
    501: "NotImplemented",
}


class AnswerError(Exception):
    """Ends a request with this status. `more` is added to the answer, `headers` go along."""

    def __init__(self, status, message, more=None, headers=None):
        super().__init__(message)
        self.status, self.message = status, message
        self.more, self.headers = more or {}, headers or {}

    def as_response(self):
        told = {"type": TYPES[self.status], "message": self.message, **self.more}
        return as_json(told, status=self.status, headers={"Cache-Control": "no-store", **self.headers})


class MovedError(Exception):
    """Ends a request with the way to where the content is now."""

    def __init__(self, address, status):
        super().__init__(address)
        self.address, self.status = address, status

    def as_response(self):
        return HttpResponse(
            status=self.status, headers={"Location": self.address, "Cache-Control": "no-store"}
        )


def as_json(told, status=200, headers=None):
    body = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(body, status=status, content_type="application/json", headers=headers)


def bad_value(name, message):
    """400 that names the field, as forms of Plone clients want to know it."""
    field = {"field": name, "message": str(message), "error": "ValidationError"}
    return AnswerError(400, f"{name}: {message}", {"errors": [field]})


def not_found():
    return AnswerError(404, _("There is nothing here."))


def unauthorized(message):
    return AnswerError(401, message, headers={"WWW-Authenticate": "Bearer"})


def forbidden():
    return AnswerError(403, _("You may not see this."))


def later():
    return AnswerError(501, _("This site does not do that by this way."))
