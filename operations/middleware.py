"""Answers the addresses of operators before any other middleware: for every host, over http too, without a session."""

from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound, JsonResponse

from cms.client_addresses import is_operator
from monitoring.exposition import CONTENT_TYPE

from . import watch  # noqa: F401 - gunicorn.conf.py starts it in each worker
from .health import details, health, is_ready, public_status
from .metrics import exposition

NOT_KEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class OperatorAddresses:
    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = {"/health/ready": ready, "/metrics": metrics}

    def __call__(self, request):
        answer = self.answers.get(request.path)
        return (answer and answer(request)) or self.get_response(request)


def is_reading(request):
    return request.method in ("GET", "HEAD")


def metrics(request):
    """For operators; to others there is nothing here."""
    if not is_operator(request.META) or not is_reading(request):
        return HttpResponseNotFound(headers=NOT_KEPT)
    return HttpResponse(exposition(), CONTENT_TYPE, headers=NOT_KEPT)


def ready(request):
    """200 if this server can serve the site, else 503; the details are for operators."""
    if not is_reading(request):
        return HttpResponseNotAllowed(["GET", "HEAD"], headers=NOT_KEPT)
    outcomes = health.current()
    content = details(outcomes) if is_operator(request.META) else {"status": public_status(outcomes)}
    status = 200 if is_ready(outcomes) else 503
    response = JsonResponse(content, status=status, headers=NOT_KEPT)
    response._has_been_logged = (
        True  # a balancer asks every few seconds: no error in the log and no mail each time
    )
    return response
