"""Which of our page types a Plone client knows under which name (docs/plone.md)."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from wagtail.models import get_page_models

from cms.models import BasePage, IndexPage

ROOT, FOLDER = "Plone Site", "Folder"
# Those that Plone has a name for. Every other type, also a new one, goes by its own: PracticePage is a Practice.
KNOWN_AS = {
    "home.HomePage": ROOT,
    "home.StandardPage": "Document",
    "news.NewsPage": "News Item",
    "events.EventPage": "Event",
}
LAYOUTS = {FOLDER: "listing_view", "News Item": "newsitem_view", "Event": "event_view"}


@cache
def portal_type(model):
    if issubclass(model, IndexPage):
        return FOLDER
    return KNOWN_AS.get(model._meta.label) or model.__name__.removesuffix("Page") or "Document"


@cache
def models_by_type():
    """The page types behind each name; several kinds of lists are one Folder."""
    found = {}
    for model in get_page_models():
        if issubclass(model, BasePage):
            found.setdefault(portal_type(model), []).append(model)
    return found


@cache
def is_folderish(model):
    return bool(model.allowed_subpage_models())


def model_of(page):
    return ContentType.objects.get_for_id(page.content_type_id).model_class() or type(page)


def type_of(page):
    return portal_type(model_of(page))


def title_of(model):
    return capfirst(str(model._meta.verbose_name))


def layout_of(name):
    return LAYOUTS.get(name, "document_view")


def keys_of(names):
    """The keys of the content types behind these names; unknown names have none."""
    models = [model for name in names for model in models_by_type().get(name, ())]
    return [found.pk for found in ContentType.objects.get_for_models(*models).values()]


def keys_of_folders():
    models = [model for found in models_by_type().values() for model in found if is_folderish(model)]
    return [found.pk for found in ContentType.objects.get_for_models(*models).values()]
