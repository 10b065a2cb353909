"""Takes the example content out again: what it brought, and nothing that somebody else uses."""

from django.db import transaction
from wagtail.models import Collection, Page, PageLogEntry, ReferenceIndex

from caching.models import ListingChange
from cms.deleting import for_good
from cms.models import CustomDocument, CustomImage, Organisation, Person
from cms.models.page_rows import Keyword
from platforms.models import PlatformPage

from .loading import example_pages
from .pictures import COLLECTION
from .registrations import pages_with_people, remove_people


class PagesInTheWay(Exception):  # noqa: N818 - a state of the site, not a fault
    """Pages of editors stand below example pages: they would go with them."""

    def __init__(self, pages):
        super().__init__(", ".join(f"“{page.title}” ({page.url_path})" for page in pages))


class PeopleRegistered(PagesInTheWay):
    """People registered for example events, who are not invented: they would lose their place."""


@for_good()
@transaction.atomic
def remove_examples():
    """Returns how many pages went. Raises PagesInTheWay or PeopleRegistered, and then nothing has changed."""
    keys = list(example_pages().values_list("pk", flat=True))
    pages = Page.objects.filter(pk__in=keys)
    if others := others_below(pages):
        raise PagesInTheWay(others)
    if registered := pages_with_people(keys):
        raise PeopleRegistered(registered)
    keywords = Keyword.objects.filter(tagged_pages__content_object__in=keys).distinct()
    keyword_keys = list(keywords.values_list("pk", flat=True))
    collections = list(PlatformPage.objects.filter(pk__in=keys).values_list("files", flat=True))
    remove_people(keys)
    remove_pages(pages)
    PageLogEntry.objects.filter(page__in=keys).delete()
    Keyword.objects.filter(pk__in=keyword_keys, tagged_pages=None).delete()
    remove_unused(Person.objects.filter(is_example=True))
    remove_organisations()
    remove_files()
    remove_collections(collections)
    ListingChange.record()
    return len(keys)


def others_below(pages):
    """The pages below an example that are none."""
    keys = set(pages.values_list("pk", flat=True))
    below = [page for top in tops(pages) for page in top.get_descendants()]
    return [page for page in below if page.pk not in keys]


def tops(pages):
    """Those that stand below no other of them."""
    paths = set(pages.values_list("path", flat=True))
    return [page for page in pages.order_by("path") if not is_below(page.path, paths)]


def is_below(path, paths):
    return any(path[:end] in paths for end in range(Page.steplen, len(path), Page.steplen))


def remove_pages(pages):
    for page in tops(pages):
        page.specific.delete()


def is_used(instance):
    """Does a page, word, block or text refer to it?"""
    references = ReferenceIndex.get_references_to(instance)
    return references.exists() or any(
        relation.related_model._base_manager.filter(**{relation.field.name: instance.pk}).exists()
        for relation in instance._meta.related_objects
        if relation.related_model._meta.model_name != "customrendition"
    )


def remove_unused(words):
    removed = [word.delete() for word in words if not is_used(word)]
    return bool(removed)


def remove_organisations():
    """What is a part of another goes before it."""
    while remove_unused(Organisation.objects.filter(is_example=True)):
        pass


def remove_files():
    """The pictures and files of the examples; what an editor put beside them, or shows elsewhere, stays."""
    collection = Collection.objects.filter(depth=2, name=COLLECTION).first()
    for model in (CustomImage, CustomDocument):
        remove_unused(model.objects.filter(collection=collection, uploaded_by_user=None))
    if collection:
        remove_collections([collection.pk])


def remove_collections(keys):
    """Those with nothing in them."""
    for collection in Collection.objects.filter(pk__in=[key for key in keys if key]):
        is_empty = not any(
            model.objects.filter(collection=collection).exists() for model in (CustomImage, CustomDocument)
        )
        if is_empty and collection.is_leaf():
            collection.delete()
