"""Querysets of platforms, action programmes and coordinators."""

from collections import defaultdict

from django.apps import apps
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Length, Lower, Substr
from wagtail.models import Page, PageManager

from cms.models import Person, Region
from cms.querysets import ListedQuerySet

# A string: rooms of content don't import each other.
NEWS = "news.NewsPage"


class PlatformQuerySet(ListedQuerySet):
    def for_cards(self):
        """Loads what a card shows except the coordinators (`load_coordinators`), by name."""
        return super().for_cards().select_related("region", "host_organisation").order_by("title", "pk")

    def for_municipalities(self, municipalities):
        """Platforms that serve one of these municipalities."""
        keys = [municipality.pk for municipality in municipalities]
        return self.filter(pk__in=self.filter(municipalities__municipality__in=keys).values("pk"))

    def for_finder(self):
        """Loads what the finder shows, except what `load_for_finder` adds."""
        news = apps.get_model(NEWS).objects.listed().for_cards().filter(path__startswith=OuterRef("path"))
        return self.for_cards().annotate(newest_key=Subquery(news.values("pk")[:1]))

    def by_region(self):
        """Pairs of every reference region and its platforms, for the tile map."""
        platforms_by_region = defaultdict(list)
        for platform in self.defer_streamfields().order_by("title", "pk"):
            platforms_by_region[platform.region_id].append(platform)
        return [(region, platforms_by_region[region.pk]) for region in Region.objects.all()]


class ActionProgrammeQuerySet(ListedQuerySet):
    def for_cards(self):
        """Loads what a card shows, the newest period first."""
        return super().for_cards().order_by(F("period_start").desc(nulls_last=True), "title", "pk")


class CoordinatorQuerySet(ListedQuerySet):
    def active(self):
        """Pages with a person who still does this work."""
        return self.filter(person__in=Person.objects.active())

    def right_below(self, paths):
        """The children of the platforms with these paths, annotated with `platform_path`."""
        parent_path = Substr("path", 1, Length("path") - Page.steplen)
        return self.annotate(platform_path=parent_path).filter(platform_path__in=paths)

    def for_cards(self):
        """Loads what a card shows, by last name: De Vos is sorted under the D."""
        cards = super().for_cards().select_related("person__organisation", "person__municipality")
        return cards.order_by(Lower("person__last_name"), Lower("person__first_name"), "pk")


PlatformManager = PageManager.from_queryset(PlatformQuerySet)
ActionProgrammeManager = PageManager.from_queryset(ActionProgrammeQuerySet)
CoordinatorManager = PageManager.from_queryset(CoordinatorQuerySet)
