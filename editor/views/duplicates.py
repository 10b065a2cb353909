"""Suggests existing objects with nearly the name that somebody types; warns and never blocks."""

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.coreutils import resolve_model_string
from wagtail.models import Page, get_page_models

from cms.models import LegalReference, Organisation, Person, TargetGroup, Theme
from cms.permissions import choosable, visible_to
from cms.sections import load_sections
from editor.duplicates import find_duplicates
from rich_text.cleaning import is_key

MAX_NAME_LENGTH = 255
# The newest of a section or owner: comparing more would be too slow while typing.
MAX_COMPARED = 3000
# The fields that make up the name, in order.
NAME_FIELDS = {
    Theme: ["name"],
    TargetGroup: ["name"],
    Organisation: ["name"],
    Person: ["first_name", "last_name"],
    LegalReference: ["citation"],
}
VOCABULARIES = {model._meta.model_name: model for model in NAME_FIELDS}


def script() -> str:
    config = {
        "address": reverse("likely_doubles"),
        "fields": {name: NAME_FIELDS[model] for name, model in VOCABULARIES.items()},
        "looksLike": _("This looks like what is there already:"),
        "goOn": _("Is it the same? Then go on with that one. If not, just write on."),
    }
    return format_html(
        '{}<script src="{}" defer></script>',
        json_script(config, "doubles-config"),
        static("editor/doubles.js"),
    )


@require_POST
def list_duplicates(request):
    """The likely duplicates of the name `q`, as JSON: of a vocabulary (`word`), or of the page that is written.

    By POST, though nothing is written: the name may be a person's, and addresses stand in logs (ASVS 5.0, 14.2.1).
    """
    name = request.POST.get("q", "")[:MAX_NAME_LENGTH]
    model = VOCABULARIES.get(request.POST.get("word", ""))
    duplicates = vocabulary_duplicates(model, name, request) if model else page_duplicates(name, request)
    return JsonResponse({"doubles": duplicates})


def vocabulary_duplicates(model, name, request):
    key = request.POST.get("key", "")
    others = choosable(model, request.user).exclude(pk=key if is_key(key) else None)
    rows = others.order_by("-pk").values_list("pk", *NAME_FIELDS[model])[:MAX_COMPARED]
    keys = find_duplicates(name, {pk: " ".join(parts) for pk, *parts in rows})
    instances = model._default_manager.in_bulk(keys)
    finder = AdminURLFinder(request.user)
    kind = capfirst(model._meta.verbose_name)
    return [
        {"title": str(instances[pk]), "kind": kind, "url": finder.get_edit_url(instances[pk])} for pk in keys
    ]


def page_duplicates(name, request):
    page, parent, model = page_in_form(request)
    pages = model.objects.filter(visible_to(request.user)).filter(
        in_same_section(parent) | has_same_owner(model, request)
    )
    pages = pages.exclude(pk=page.pk if page else None).order_by("-pk").distinct()
    rows = pages.values_list("pk", "title", "draft_title", "live", "first_published_at")[:MAX_COMPARED]
    names = {pk: title if live or published else draft for pk, title, draft, live, published in rows}
    keys = find_duplicates(name, names)
    pages_by_key = model.objects.in_bulk(keys)
    return [page_payload(pages_by_key[pk], request.user) for pk in keys]


def page_in_form(request):
    """The page in the form (None if it is new), its parent and its model; 404 for what the user may not choose."""
    pages = choosable(Page, request.user)
    if is_key(request.POST.get("page", "")):
        page = get_object_or_404(pages, pk=request.POST["page"])
        return page, page.get_parent(), page.specific_class
    parent_key, label = request.POST.get("parent", ""), request.POST.get("type", "")
    if label not in {model._meta.label_lower for model in get_page_models()}:
        raise Http404
    return (
        None,
        get_object_or_404(pages, pk=parent_key if is_key(parent_key) else None),
        resolve_model_string(label),
    )


def in_same_section(parent):
    """A Q: in the section of this parent; outside sections, below the parent."""
    [parent] = load_sections([parent])
    return Q(path__startswith=(parent.section or parent).path)


def has_same_owner(model, request):
    """A Q: has an organisation as owner that the form names, in any section."""
    keys = [key for key in request.POST.getlist("owner")[:20] if is_key(key)]
    try:
        owners = model._meta.get_field("owners")
    except FieldDoesNotExist:
        owners = None
    return Q(owners__organisation__in=keys) if keys and owners else Q(pk=None)


def page_payload(page, user):
    may_edit = page.permissions_for_user(user).can_edit()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else page.url
    return {"title": page.get_admin_display_title(), "kind": capfirst(page._meta.verbose_name), "url": url}
