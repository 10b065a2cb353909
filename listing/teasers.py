"""Teasers: a page of any type in a list of several types, with what such a list shows of it."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst

from caching.compiled import Prepared
from cms.models.base import types_of_listed
from cms.sections import load_sections


class Teaser(NamedTuple):
    """What a mixed list shows of a page. `region` is the slug of the region whose tile is lit, `is_off`
    says that it was cancelled; texts may be empty."""

    pk: int
    kind: str
    title: str
    url: str
    text: str
    day: str
    place: str
    region: str
    notice: str
    is_off: bool


def type_label(model) -> str:
    return capfirst(str(model._meta.verbose_name))


@Prepared
def listed_teasers(model, *, keys):
    """The listed pages with these ids, with all that a teaser shows loaded."""
    return model.objects.filter(pk__in=keys).listed().for_teasers()


def teaser_of(page) -> Teaser:
    """The teaser of a page that was loaded with `for_teasers` or `for_cards`, and has its section."""
    return Teaser(
        pk=page.pk,
        kind=type_label(type(page)),
        title=page.title,
        url=page.get_url(),
        text=capfirst(page.search_description),
        day=str(page.entry_day()),
        place=str(page.entry_place()),
        region=page.display_region.slug if page.display_region else "",
        notice=str(page.entry_notice()),
        is_off=getattr(page, "is_cancelled", False),
    )


def load_teasers(ids) -> list[Teaser]:
    """The teasers of the listed pages with these ids, in that order; a few queries for each type of page."""
    ids_by_type = {}
    for pk, type_id in types_of_listed(keys=list(ids)):
        ids_by_type.setdefault(type_id, []).append(pk)
    cards = [
        card
        for type_id, keys in ids_by_type.items()
        for card in listed_teasers(ContentType.objects.get_for_id(type_id).model_class(), keys=keys)
    ]
    teasers = {page.pk: teaser_of(page) for page in load_sections(cards)}
    return [teasers[pk] for pk in ids if pk in teasers]
