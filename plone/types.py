"""Maps our page types to the `portal_type` names of Plone (docs/plone.md)."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from wagtail.models import get_page_models

from cms.models import BasePage, IndexPage

ROOT, FOLDER = "Plone Site", "Folder"
# Types that Plone has a name for. Every other type has its class name without Page: PracticePage is a Practice.
PLONE_NAMES = {
    "home.HomePage": ROOT,
    "home.StandardPage": "Document",
    "news.NewsPage": "News Item",
    "events.EventPage": "Event",
}
LAYOUTS = {"News Item": "newsitem_view", "Event": "event_view"}


@cache
def portal_type(model) -> str:
    if issubclass(model, IndexPage):
        return FOLDER
    return PLONE_NAMES.get(model._meta.label) or model.__name__.removesuffix("Page") or "Document"


@cache
def models_by_type() -> dict:
    """The page models of each portal type. All index pages are a Folder."""
    models = {}
    for model in get_page_models():
        if issubclass(model, BasePage):
            models.setdefault(portal_type(model), []).append(model)
    return models


@cache
def is_folderish(model) -> bool:
    return bool(model.allowed_subpage_models())


def model_of(page) -> type:
    """The specific model of a base page or of a row with its columns."""
    return ContentType.objects.get_for_id(page.content_type_id).model_class() or type(page)


def portal_type_of(page) -> str:
    return portal_type(model_of(page))


def type_title(model) -> str:
    return capfirst(str(model._meta.verbose_name))


def layout_for(name) -> str:
    return LAYOUTS.get(name, "document_view")


def content_type_keys(names) -> list[int]:
    """The primary keys of the content types with these portal types; unknown names are ignored."""
    models = [model for name in names for model in models_by_type().get(name, ())]
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]


def folder_content_type_keys() -> list[int]:
    models = [model for models in models_by_type().values() for model in models if is_folderish(model)]
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]
