"""Where pages happen or work: municipalities and regions as they are today, and the facets that read them."""

from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from caching.functions import cached_until_change
from cms.models import Municipality, Region
from cms.places import municipalities_named
from cms.sections import platform_model

from .facets import Facet, Option, first_above, listed_platforms, values_by_page

# More regions than these are counted instead of named.
MOST_NAMED = 2


class Places(NamedTuple):
    """The municipalities and regions of today.

    `current` has the slug of what each municipality is today, by its id; `names` and `region_of` the name and the slug
    of the region of those of today, by their slug. `regions` has the slug of each region by its id, `region_names` its
    name by its slug, `in_region` the slugs of its municipalities by its id.
    """

    current: dict
    names: dict
    region_of: dict
    regions: dict
    region_names: dict
    in_region: dict

    def towns(self, region_ids, town_ids) -> set:
        """The slugs of these municipalities and of those in these regions, as they are today."""
        return {self.current[pk] for pk in town_ids}.union(*[self.in_region.get(pk, ()) for pk in region_ids])

    def regions_with(self, region_ids, town_ids) -> set:
        """The slugs of these regions and of those of these municipalities, as they are today."""
        of_towns = {self.region_of.get(self.current[pk]) for pk in town_ids}
        return {self.regions[pk] for pk in region_ids} | (of_towns - {None})


class Area(NamedTuple):
    """A part of Flanders: the slugs and names of its regions, the largest part first, and what it has of each.

    `towns` is the number of municipalities, `town` the name of the only one.
    """

    regions: tuple
    names: tuple
    towns: int = 0
    town: str = ""
    is_everywhere: bool = False

    @property
    def text(self) -> str:
        """The area in words: “Westhoek · 17 gemeenten”."""
        if self.is_everywhere:
            return gettext("all of Flanders")
        if self.town:
            return self.town
        towns = ngettext("%(count)s municipality", "%(count)s municipalities", self.towns)
        parts = [self.region_text, towns % {"count": self.towns} if self.towns else ""]
        return " · ".join(part for part in parts if part)

    @property
    def region_text(self) -> str:
        if len(self.names) <= MOST_NAMED:
            return get_text_list(self.names, gettext("and"))
        return ngettext("%(count)d region", "%(count)d regions", len(self.names)) % {"count": len(self.names)}


@cached_until_change(Municipality, Region)
def places() -> Places:
    towns = {town.pk: town for town in Municipality.objects.all()}
    regions = {region.pk: region for region in Region.objects.all()}
    in_region = defaultdict(set)
    for town in towns.values():
        if not town.succeeded_by_id:
            in_region[town.region_id].add(town.slug)
    of_today = [town for town in towns.values() if not town.succeeded_by_id]
    return Places(
        current={pk: successor(town, towns).slug for pk, town in towns.items()},
        names={town.slug: town.name for town in of_today},
        region_of={town.slug: regions[town.region_id].slug for town in of_today if town.region_id},
        regions={pk: region.slug for pk, region in regions.items()},
        region_names={region.slug: region.name for region in regions.values()},
        in_region=dict(in_region),
    )


def successor(town, towns):
    """The municipality that this one merged into, through every later merger; itself if it never did."""
    while town.succeeded_by_id:
        town = towns[town.succeeded_by_id]
    return town


def area_of(region_ids, town_ids) -> Area | None:
    """The area of these regions as a whole and these municipalities; None without any."""
    flanders = places()
    towns, regions = flanders.towns(region_ids, town_ids), flanders.regions_with(region_ids, town_ids)
    if not (towns or regions):
        return None
    parts = defaultdict(int)
    for town in towns:
        parts[flanders.region_of.get(town)] += 1
    regions = sorted(regions, key=lambda slug: (-parts[slug], flanders.region_names[slug]))
    is_everywhere = (
        len(towns) > 1 and len(regions) == len(flanders.regions) and len(towns) == len(flanders.names)
    )
    return Area(
        regions=tuple(regions),
        names=tuple(flanders.region_names[slug] for slug in regions),
        towns=len(towns),
        town=flanders.names[next(iter(towns))] if len(towns) == 1 and len(regions) < 2 else "",
        is_everywhere=is_everywhere,
    )


@cached_until_change("platforms.PlatformPage", PageViewRestriction, Municipality, Region)
def served_areas(root) -> dict:
    """The area of the municipalities that each platform serves, by its path; without any, its region alone."""
    flanders, areas = places(), {}
    for path, town_ids in served_ids(root).items():
        area, region_id = area_of((), town_ids), listed_platforms(root)[path].region_id
        if not area and region_id:
            region = flanders.regions[region_id]
            area = Area((region,), (flanders.region_names[region],))
        if area:
            areas[path] = area
    return areas


@cached_until_change("platforms.PlatformPage", PageViewRestriction, Municipality)
def served_towns(root) -> dict:
    """The slugs of the municipalities that each platform serves, as they are today, by the platform's path."""
    flanders = places()
    return {path: flanders.towns((), town_ids) for path, town_ids in served_ids(root).items() if town_ids}


def served_ids(root) -> dict:
    """The ids of the municipalities that each listed platform serves, by its path."""
    paths = {platform.pk: path for path, platform in listed_platforms(root).items()}
    rows = platform_model()._meta.get_field("municipalities").related_model
    towns = values_by_page(rows, "municipality_id", list(paths))
    return {path: towns.get(pk, []) for pk, path in paths.items()}


def served_area(path, root) -> Area | None:
    """The area that the platform of the page with this path serves."""
    return first_above(path, served_areas(root))


class MunicipalityFacet(Facet):
    """Municipalities. People type a slug, any name that `cms.places` knows, or a postal code; several with commas."""

    has_counts = False

    def __init__(self):
        super().__init__("municipality", _("Municipality"), example="ieper")

    def models(self):
        return [Municipality]

    def options(self, root):
        return [Option(town.slug, town.name) for town in Municipality.objects.filter(succeeded_by=None)]

    def split(self, text):
        return [part.strip() for part in text.split(",") if part.strip()]

    def parse(self, text, values):
        if text in values:
            return [text]
        return [town.slug for town in municipalities_named(text)] or [text]


class RegionFacet(Facet):
    """The reference regions where a page happens or works; without a place of its own, those that its platform serves.

    Subclasses give the places of the pages themselves (`place_ids`).
    """

    is_on_map = True

    def __init__(self):
        super().__init__("region", _("Region"), example="westhoek")

    def models(self):
        return [Municipality, Region, "platforms.PlatformPage"]

    def options(self, root):
        return [Option(region.slug, region.name) for region in Region.objects.all()]

    def place_ids(self, ids) -> tuple[dict, dict]:
        """The ids of regions, and those of municipalities, by page; of all pages, or of those with these ids."""
        raise NotImplementedError

    def load(self, root, ids=None):
        flanders, (region_ids, town_ids) = places(), self.place_ids(ids)
        served = {path: area.regions for path, area in served_areas(root).items()}

        def regions_of(page):
            regions, towns = region_ids.get(page["pk"]), town_ids.get(page["pk"])
            if regions or towns:
                return flanders.regions_with(regions or (), towns or ())
            return first_above(page["path"], served) or ()

        return regions_of


class WorkingArea(NamedTuple):
    """The labels of the models of rows with the working area: those with a municipality, those with a whole region."""

    town_rows: str
    region_rows: str

    def place_ids(self, ids):
        """As `RegionFacet.place_ids`."""
        return (
            values_by_page(apps.get_model(self.region_rows), "region_id", ids),
            values_by_page(apps.get_model(self.town_rows), "municipality_id", ids),
        )


class WorkingAreaFacet(MunicipalityFacet):
    """The municipalities where a practice works; without any, those that its platform serves.

    `area` is a WorkingArea. A merged municipality counts as its successor.
    """

    def __init__(self, area):
        super().__init__()
        self.area = area

    def models(self):
        return [Municipality, Region, "platforms.PlatformPage"]

    def load(self, root, ids=None):
        flanders, served = places(), served_towns(root)
        region_ids, town_ids = self.area.place_ids(ids)

        def towns_of(page):
            towns = flanders.towns(region_ids.get(page["pk"], ()), town_ids.get(page["pk"], ()))
            return towns or first_above(page["path"], served) or ()

        return towns_of


class WorkingRegionFacet(RegionFacet):
    """The regions where a practice works. `area` is a WorkingArea."""

    def __init__(self, area):
        super().__init__()
        self.area = area

    def place_ids(self, ids):
        return self.area.place_ids(ids)
