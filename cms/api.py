"""Where the programs come in: Wagtail's own v3 read and write API, for token holders only."""

from functools import wraps

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.urls import api
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.permissions import choosable, is_reviewer


def problem(status, title, detail, **headers):
    """An answer as RFC 9457 has it."""
    return JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
        headers=headers,
    )


def token_required(view):
    """401 for who brings no valid token: anonymous v3 would show hidden fields, and find them by search."""

    @csrf_exempt
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if BearerTokenAuth()(request) is None:
            headers = {"WWW-Authenticate": "Bearer"}
            return problem(401, "Unauthorized", _("Send a token: Authorization: Bearer …"), **headers)
        if asks_for_hidden_files(request, kwargs):
            return problem(403, "Forbidden", _("The files of other teams are not shown here."))
        if asks_the_impossible(request, kwargs):
            return problem(409, "Conflict", _("This can't be done with this page."))
        return view(request, *args, **kwargs)

    return guarded


def asks_for_hidden_files(request, kwargs):
    """True where Wagtail would list or show the files of all teams: v3 does not look at collections when reading."""
    if request.method not in {"GET", "HEAD"} or is_reviewer(request.user):
        return False
    name = request.resolver_match.url_name
    for model, key in ((get_image_model(), "image"), (get_document_model(), "document")):
        if name == f"list_{key}s":
            return True
        if name == f"detail_{key}":
            return not choosable(model, request.user).filter(pk=kwargs[f"{key}_id"]).exists()
    return False


def asks_the_impossible(request, kwargs):
    """True where Wagtail answers 500: copies of the root of the tree, and an alias published by itself."""
    name = request.resolver_match.url_name
    if name not in {"pages_actions_copy", "pages_actions_create_alias", "pages_actions_publish"}:
        return False
    no_alias = Q() if name != "pages_actions_publish" else Q(alias_of=None)
    return Page.objects.filter(pk=kwargs["page_id"]).exclude(no_alias, depth__gt=1).exists()


@api.exception_handler(FieldDoesNotExist)
def unknown_filter(request, error):
    """`?pk=1` passes Wagtail's own check of the filters, and is no field of the database."""
    return problem(422, "Unprocessable Entity", _("There is no such filter."))


_patterns, _app_name, _namespace = api.urls
cms_urls = (decorate_urlpatterns(_patterns, token_required), _app_name, _namespace)
