"""Where the programs come in: Wagtail's own v3 read and write API, for token holders only."""

from functools import wraps

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.urls import api
from wagtail.utils.urlpatterns import decorate_urlpatterns


def token_required(view):
    """401 for who brings no valid token: anonymous v3 would show hidden fields, and find them by search."""

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if BearerTokenAuth()(request) is None:
            problem = {
                "type": "about:blank",
                "title": "Unauthorized",
                "status": 401,
                "detail": _("Send a token: Authorization: Bearer …"),
            }
            return JsonResponse(
                problem,
                status=401,
                content_type="application/problem+json",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return view(request, *args, **kwargs)

    return guarded


_patterns, _app_name, _namespace = api.urls
cms_urls = (decorate_urlpatterns(_patterns, token_required), _app_name, _namespace)
