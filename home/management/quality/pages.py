"""What the rules of a query file look at: the facts of each listed page, read from the tables of its own type.

The search index is not used, so that a change of the search changes no label. No page type is named: choices are found
by the model that they point at.
"""

from collections import defaultdict
from html import unescape

from django.db import models
from django.utils.html import strip_tags
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from cms.models import Municipality, Theme
from cms.sections import load_sections
from listing.site_search import model_of, type_of

# The key of a rule, for each model that pages or their rows point at, and the columns that name its instances.
VOCABULARIES = {
    "cms.theme": ("theme", ["slug"]),
    "cms.targetgroup": ("target_group", ["slug"]),
    "cms.method": ("method", ["slug"]),
    "cms.region": ("region", ["slug"]),
    "cms.municipality": ("municipality", ["name"]),
    "cms.organisation": ("organisation", ["name"]),
    "cms.keyword": ("keyword", ["name"]),
    "cms.person": ("person", ["first_name", "last_name"]),
}
NO_TEXT = (models.SlugField, models.URLField)


class PageFacts:
    """One page: `values` holds a set of strings for each key of a rule that names something; the rest is text."""

    def __init__(self, page):
        self.title, self.summary, self.texts = page.title, page.search_description, []
        self.values = defaultdict(set, {"type": {type_of(model_of(page))}})

    @property
    def text(self) -> str:
        """Everything the page says: title, summary, fields, rows and the names of what it points at."""
        return "\n".join([self.title, self.summary, *self.texts])


def facts_of(pages) -> dict[int, PageFacts]:
    """The facts of these pages, by id. Reads each table of content once."""
    pages = load_sections(pages)
    facts = {page.pk: PageFacts(page) for page in pages}
    for model in {model_of(page) for page in pages}:
        read_table(facts, model, "pk")
        for relation in get_all_child_relations(model):
            if relation.get_accessor_name() != COMMENTS_RELATION_NAME:
                read_table(facts, relation.related_model, relation.field.name)
    add_parent_themes(facts)
    add_platforms(facts, pages)
    add_regions(facts)
    return facts


def read_table(facts, model, key):
    """Adds what a table says of pages; `key` is its column with the page's id."""
    texts = [field.name for field in model._meta.concrete_fields if has_text(field)]
    names = list(names_in(model))
    columns = texts + [column for _rule_key, name_columns in names for column in name_columns]
    for row in model._default_manager.values(key, *columns) if columns else []:
        if page := facts.get(row[key]):
            page.texts += [string for column in texts for string in strings(row[column])]
            for rule_key, name_columns in names:
                if name := " ".join(row[column] for column in name_columns if row[column]):
                    page.values[rule_key].add(name)
                    page.texts.append(name)


def names_in(model):
    """For each field that points at a vocabulary: the key of the rule, and the columns that name the instance."""
    for field in model._meta.concrete_fields:
        label = field.related_model._meta.label_lower if field.is_relation else ""
        if label in VOCABULARIES:
            rule_key, columns = VOCABULARIES[label]
            yield rule_key, [f"{field.name}__{column}" for column in columns]


def has_text(field) -> bool:
    """Whether a field holds text for readers; those of Wagtail's own page table are title and summary."""
    if field.model is Page or field.is_relation or field.choices or isinstance(field, NO_TEXT):
        return False
    return isinstance(field, models.CharField | models.TextField | StreamField)


def strings(value):
    """The texts in a field's value, without markup; blocks are taken apart."""
    if isinstance(value, str):
        yield unescape(strip_tags(value.replace("<", " <")))
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif hasattr(value, "raw_data") or isinstance(value, list | tuple):
        for part in getattr(value, "raw_data", value):
            yield from strings(part)


def add_parent_themes(facts):
    """A page on a theme is on the theme above it too."""
    parents = dict(Theme.objects.exclude(parent=None).values_list("slug", "parent__slug"))
    for page in facts.values():
        page.values["theme"] |= {parents[slug] for slug in page.values["theme"] if slug in parents}


def add_platforms(facts, pages):
    """Adds the platform of each page, and the municipalities and the region that it serves."""
    for page in pages:
        platform = page.section
        if platform and platform.pk in facts:
            values = facts[page.pk].values
            values["platform"].add(platform.slug)
            values["serves"] |= facts[platform.pk].values["municipality"]
            values["region"] |= {platform.region.slug} if platform.region else set()


def add_regions(facts):
    """A page on a municipality covers its region."""
    regions = dict(Municipality.objects.exclude(region=None).values_list("name", "region__slug"))
    for page in facts.values():
        page.values["region"] |= {regions[name] for name in page.values["municipality"] if name in regions}
