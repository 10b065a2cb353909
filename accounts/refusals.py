"""Error responses in the format of the client: a page for people, JSON for programs."""

from http.client import responses

from django.http import JsonResponse
from django.shortcuts import render

from cms.cors import FOR_ALL_ORIGINS
from cms.problem_details import problem

DIALECT_ERROR_TYPES = {403: "Forbidden", 429: "TooManyRequests", 503: "ServiceUnavailable"}


def refuse(request, status, title, reason, headers=None):
    """An uncached response with this status: RFC 9457 for the API, Plone's format for the dialect, else a page."""
    headers = {"Cache-Control": "no-store", **(headers or {})}
    if request.path.startswith("/api/"):
        return problem(status, responses[status], str(reason), headers)
    if request.path.startswith("/++api++") or prefers_json(request):
        body = {"type": DIALECT_ERROR_TYPES[status], "message": str(reason)}
        return JsonResponse(body, status=status, headers={**FOR_ALL_ORIGINS, **headers})
    response = render(request, "refused.html", {"title": title, "reason": reason}, status=status)
    for name, value in headers.items():
        response.headers[name] = value
    return response


def is_for_programs(request):
    """Whether `refuse` answers this request in JSON."""
    return request.path.startswith(("/api/", "/++api++")) or prefers_json(request)


def prefers_json(request):
    accept = request.headers.get("Accept", "")
    return "json" in accept and request.get_preferred_type(["text/html", "application/json"]) != "text/html"
