"""Problem responses: errors as JSON for programs (RFC 9457)."""

from django.http import JsonResponse


def problem(status, title, detail, headers=None, **more) -> JsonResponse:
    """A problem response (RFC 9457) that must not be cached. `more` are extra members."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail, **more},
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
