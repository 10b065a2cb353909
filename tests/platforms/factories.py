"""Makes platforms and what stands below them. Pages are live and complete unless a test says otherwise."""

import factory
from django.db.models.signals import post_save
from wagtail.models import Page

from caching.models import ListingChange
from platforms.models import (
    ActionProgrammePage,
    CoordinatorIndexPage,
    CoordinatorPage,
    PlatformIndexPage,
    PlatformPage,
)
from tests.factories import SOME_TEXT, OurPageFactory, PersonFactory


@factory.django.mute_signals(post_save)
def many(model, count, parent, **values):
    """Live pages below the parent, in two writes each: without section, search index and rules, so cheap enough
    to make two hundred. A callable value is called for each page."""
    first = parent.numchild + 1
    pages = []
    for number in range(first, first + count):
        name = f"{model.__name__.lower()}-{number}"
        page = model(
            title=name,
            slug=name,
            path=Page._get_path(parent.path, parent.depth + 1, number),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{name}/",
            locale=parent.locale,
            **{key: value() if callable(value) else value for key, value in values.items()},
        )
        page.save_base()
        pages.append(page)
    parent.numchild += count
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    ListingChange.record()
    return pages


class PlatformIndexPageFactory(OurPageFactory):
    title, slug = "Platformen", "platformen"

    class Meta:
        model = PlatformIndexPage


class PlatformPageFactory(OurPageFactory):
    title = factory.Sequence(lambda n: f"Welzijnsplatform {n}")
    kind = PlatformPage.Kind.WELFARE_PLATFORM
    region_name = "Heuvelland"
    themes = ()

    class Meta:
        model = PlatformPage


class CoordinatorIndexPageFactory(OurPageFactory):
    title, slug = "Coördinatoren", "coordinatoren"

    class Meta:
        model = CoordinatorIndexPage


class CoordinatorPageFactory(OurPageFactory):
    person = factory.SubFactory(PersonFactory)
    title = factory.LazyAttribute(lambda page: page.person.name)
    job_title = "Regionale coördinator"
    themes = ()

    class Meta:
        model = CoordinatorPage


class ActionProgrammePageFactory(OurPageFactory):
    title = "Regionaal Sociaal Actieprogramma"
    slug = factory.Sequence(lambda n: f"actieprogramma-{n}")
    period_start, period_end = 2019, 2022
    description = SOME_TEXT

    class Meta:
        model = ActionProgrammePage
