"""What a list can be filtered on. Each facet says which choices there are, and which pages answer to each."""

from collections import defaultdict
from typing import NamedTuple

from django.apps import apps
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from cms.models import Municipality, PageTheme, Theme

MISSING = "none"


class Option(NamedTuple):
    """A choice of a facet: the value in the address, and the words for people. `parent` is the value above it."""

    value: str
    label: str
    parent: str = ""


class Facet:
    """A filter with closed choices. `key` stands in the address; `has_counts` is whether the choices are shown."""

    has_counts = True
    # Unfolded before anybody chose anything.
    is_open = False

    def __init__(self, key, label):
        self.key, self.label = key, label

    def options(self, root):
        """The choices for the site whose home page has this path, in the order that people read them.

        None where only the pages themselves can tell: then every value that they have is a choice.
        """
        raise NotImplementedError

    def option(self, value):
        """The choice for a value that the pages have."""
        return Option(value, value)

    def mask(self, masks, value):
        """The pages that answer to a choice, given those that have each value."""
        return masks.get(value, 0)

    def read(self, text, known):
        """The values that a text in the address stands for: itself, unless people may type something else."""
        return [text]

    def load(self, root, ids=None):
        """A function that gives the values of a page, from its id and path; for all pages, or for these ids."""
        raise NotImplementedError


class ColumnFacet(Facet):
    """A facet that reads a column of the page itself."""

    def __init__(self, key, label, column):
        super().__init__(key, label)
        self.column = column


class ChoiceFacet(ColumnFacet):
    """A closed list of the model. Where the page says nothing, the value is `none`."""

    def __init__(self, key, label, column, choices, value_of=str):
        super().__init__(key, label, column)
        self.choices, self.value_of = choices, value_of

    def options(self, root):
        known = [Option(self.value_of(choice), choice.label) for choice in self.choices]
        return [*known, Option(MISSING, _("Not filled in yet"))]

    def load(self, root, ids=None):
        values = {choice.value: self.value_of(choice) for choice in self.choices}
        return lambda page: [values.get(page[self.column], MISSING)]


class YearFacet(ColumnFacet):
    """The year of a day, the latest first."""

    def options(self, root):
        return None

    def load(self, root, ids=None):
        return lambda page: [str(page[self.column].year)] if page[self.column] else []


class MonthFacet(ColumnFacet):
    """The month of a day, in whatever year: 1 to 12 in the address."""

    def options(self, root):
        return [Option(str(number), name) for number, name in MONTHS.items()]

    def load(self, root, ids=None):
        return lambda page: [str(page[self.column].month)] if page[self.column] else []


class RowFacet(Facet):
    """Child rows that point at a vocabulary. `row` and `target` are model names; `relation` is the row's key."""

    def __init__(self, key, label, row, relation):
        super().__init__(key, label)
        self.row, self.relation = row, relation

    @property
    def row_model(self):
        return apps.get_model(self.row)

    @property
    def vocabulary(self):
        return self.row_model._meta.get_field(self.relation).related_model

    def options(self, root):
        known = [Option(word.slug, word.name) for word in self.vocabulary.objects.all()]
        return [*known, Option(MISSING, _("Not filled in yet"))]

    def load(self, root, ids=None):
        values = values_by_page(self.row_model, f"{self.relation}__slug", ids)
        return lambda page: values.get(page["pk"], [MISSING])


class ThemeFacet(Facet):
    """The themes of the page; who asks for a theme means its parts too."""

    is_open = True

    def __init__(self):
        super().__init__("theme", _("Theme"))

    def options(self, root):
        themes = list(Theme.objects.select_related("parent"))
        return [
            Option(theme.slug, theme.name, top.slug if theme is not top else "")
            for top in themes
            if top.parent is None
            for theme in [top, *[part for part in themes if part.parent_id == top.pk]]
        ]

    def load(self, root, ids=None):
        values, parents = values_by_page(PageTheme, "theme__slug", ids), self.parents(root)
        return lambda page: with_parents(values.get(page["pk"], []), parents)

    def parents(self, root):
        return {option.value: option.parent for option in self.options(root)}


class PlatformFacet(Facet):
    """In the section of which platform the page stands: the tree says so."""

    def __init__(self):
        super().__init__("platform", _("Platform"))

    def options(self, root):
        platforms = [platform for platform in listed_platforms(root).values() if platform.slug]
        return [Option(p.slug, p.title) for p in sorted(platforms, key=lambda p: p.title.casefold())]

    def load(self, root, ids=None):
        slugs = {path: platform.slug for path, platform in listed_platforms(root).items()}
        return lambda page: [slug for slug in [first_above(page["path"], slugs)] if slug]


class WorkingAreaFacet(Facet):
    """The municipalities where it works; where the page names none, those that its platform serves.

    `rows` names the rows with municipalities, `region_rows` those with whole regions. A merged municipality counts as
    the one that it went up in.
    """

    has_counts = False

    def __init__(self, key, label, rows, region_rows):
        super().__init__(key, label)
        self.rows, self.region_rows = rows, region_rows

    def options(self, root):
        return [Option(town.slug, town.name) for town in Municipality.objects.filter(succeeded_by=None)]

    def read(self, text, known):
        """People type a name or a postal code, or several; also a name of before a merger."""
        return [
            slug for part in text.split(",") if part.strip() for slug in self.read_one(part.strip(), known)
        ]

    def read_one(self, text, known):
        if text in known:
            return [text]
        return [town.current.slug for town in Municipality.objects.named(text)] or [text]

    def load(self, root, ids=None):
        towns = {town.pk: town for town in Municipality.objects.all()}
        now = {pk: successor(town, towns).slug for pk, town in towns.items()}
        in_region = defaultdict(set)
        for pk, town in towns.items():
            in_region[town.region_id].add(now[pk])
        own = values_by_page(apps.get_model(self.rows), "municipality_id", ids)
        regions = values_by_page(apps.get_model(self.region_rows), "region_id", ids)
        served = {path: {now[pk] for pk in pks} for path, pks in served_towns(root).items()}

        def area(page):
            named = {now[pk] for pk in own.get(page["pk"], [])}
            named.update(*[in_region[pk] for pk in regions.get(page["pk"], [])])
            return named or first_above(page["path"], served) or ()

        return area


def with_parents(slugs, parents):
    return {*slugs, *[parents[slug] for slug in slugs if parents.get(slug)]}


def values_by_page(row_model, column, ids):
    """What the rows of each page say: a dictionary from the page's id to the values that are filled in."""
    rows = row_model.objects.exclude(**{column: None})
    if ids is not None:
        rows = rows.filter(page_id__in=ids)
    found = defaultdict(list)
    for page, value in rows.values_list("page_id", column).iterator(chunk_size=5000):
        found[page].append(value)
    return found


def platform_model():
    return next(model for model in get_page_models() if getattr(model, "is_platform", False))


def listed_platforms(root):
    """The platforms of a site that everybody may see, by path."""
    platforms = platform_model().objects.filter(path__startswith=root).listed().defer_streamfields()
    return {platform.path: platform for platform in platforms}


def served_towns(root):
    """The keys of the municipalities that each platform serves, by the platform's path."""
    paths = {platform.pk: path for path, platform in listed_platforms(root).items()}
    rows = platform_model()._meta.get_field("municipalities").related_model
    found = values_by_page(rows, "municipality_id", list(paths))
    return {paths[pk]: towns for pk, towns in found.items()}


def successor(town, towns):
    """The municipality that this one went up in, through every merger."""
    while town.succeeded_by_id:
        town = towns[town.succeeded_by_id]
    return town


def first_above(path, by_path):
    """What is known of the nearest page above this path."""
    for end in range(len(path) - Page.steplen, 0, -Page.steplen):
        if path[:end] in by_path:
            return by_path[path[:end]]
    return None
