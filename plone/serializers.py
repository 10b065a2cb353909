"""A page as Plone tells it: in short in lists, or in full. Any type of page, also one that is made tomorrow."""

import re
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.models import BasePage, Licence, PageTag, PageTheme
from cms.models.base import load_sections
from cms.models.changes import Remembered
from cms.rest.collections import fields_of, load_pictures, schema_of, summary_fields_of

from .states import NEVER_BEGAN, NEVER_ENDS, dates_of, stamp, state_of
from .types import is_folderish, layout_of, model_of, portal_type, title_of, type_of

HTML = "text/html"
OWN_ADDRESS = re.compile(r'(?<= )(href|src)="/(?!/)')


def summary(asked, page):
    """A page in a list."""
    model = model_of(page)
    return {
        "@id": asked.id_of(page),
        "@type": portal_type(model),
        "title": shown_title(page),
        "description": page.search_description,
        "review_state": state_of(page),
        "type_title": title_of(model),
    }


def shown_title(page):
    """Who may know a page that is not public knows its newest name."""
    return page.title if page.live else page.draft_title or page.title


def neighbour(asked, page):
    if page is None:
        return {}
    told = summary(asked, page)
    return {key: told[key] for key in ("@id", "@type", "title", "description")}


# What `metadata_fields` may ask for beside the summary; nothing else of a page leaves by that way.
METADATA = {
    "UID": lambda page: page.translation_key.hex,
    "Title": shown_title,
    "Description": lambda page: page.search_description,
    "Type": lambda page: title_of(model_of(page)),
    "portal_type": type_of,
    "review_state": state_of,
    "id": lambda page: page.slug,
    "getId": lambda page: page.slug,
    "is_folderish": lambda page: is_folderish(model_of(page)),
    "created": lambda page: stamp(dates_of(page)["created"]),
    "modified": lambda page: stamp(dates_of(page)["modified"]),
    "effective": lambda page: stamp(dates_of(page)["effective"]) or NEVER_BEGAN,
    "expires": lambda page: stamp(dates_of(page)["expires"]) or NEVER_ENDS,
    "CreationDate": lambda page: stamp(dates_of(page)["created"]),
    "ModificationDate": lambda page: stamp(dates_of(page)["modified"]),
    "EffectiveDate": lambda page: stamp(dates_of(page)["effective"]) or "None",
    "ExpirationDate": lambda page: stamp(dates_of(page)["expires"]) or "None",
    "Date": lambda page: stamp(dates_of(page)["effective"] or dates_of(page)["modified"]),
    "Language": lambda page: language_of(page),
    "exclude_from_nav": lambda page: not is_folderish(model_of(page)),
}
NEEDS_ADDRESS = {"getURL", "getPath", "path"}
ALL_METADATA = "_all"


def summaries(asked, pages, names=()):
    """The pages in short, with these metadata; names that are not on the list are passed over."""
    if ALL_METADATA in names:
        names = [*METADATA, *sorted(NEEDS_ADDRESS), "Subject"]
    subjects = subjects_of(pages) if "Subject" in names else {}
    told = []
    for page in pages:
        more = {name: METADATA[name](page) for name in names if name in METADATA}
        if NEEDS_ADDRESS.intersection(names):
            places = {
                "getURL": asked.id_of(page),
                "getPath": f"/{asked.slugs_of(page)}",
                "path": f"/{asked.slugs_of(page)}",
            }
            more |= {name: places[name] for name in names if name in places}
        if "Subject" in names:
            more["Subject"] = subjects.get(page.pk, [])
        told.append(summary(asked, page) | more)
    return told


def subjects_of(pages):
    """The names of the themes and keywords of each page, by its key: two queries for all."""
    keys, found = [page.pk for page in pages], {}
    themes = PageTheme.objects.filter(page__in=keys, theme__isnull=False)
    tags = PageTag.objects.filter(content_object__in=keys)
    for rows in (themes.values_list("page", "theme__name"), tags.values_list("content_object", "tag__name")):
        for key, name in rows.order_by("pk"):
            found.setdefault(key, []).append(name)
    return found


def language_of(page):
    return languages().get(page.locale_id, settings.LANGUAGE_CODE)


@Remembered
def languages():
    return dict(Locale.objects.values_list("pk", "language_code"))


def loaded(pages):
    """The pages as their own types, in the same order, with all loaded that they tell in full."""
    found = {}
    for kind in {page.content_type_id for page in pages}:
        model = ContentType.objects.get_for_id(kind).model_class()
        if not issubclass(model or Page, BasePage):
            continue
        keys = [page.pk for page in pages if page.content_type_id == kind]
        rows = {**model.page_rows, "tagged_items": ["tag"], "related_pages": []}
        specific = model.objects.filter(pk__in=keys).with_rows(**rows).for_cards().defer(None)
        found.update((page.pk, page) for page in specific.prefetch_related(*model.entry_rows))
    for page in pages:
        if page.pk in found and hasattr(page, "review_state"):
            found[page.pk].review_state = page.review_state
    return load_sections(found[page.pk] for page in pages if page.pk in found)


def contents(asked, pages):
    """The pages of a list in full, without what is in them or beside them. The same queries, however many.

    Of their own fields those that lists tell: to follow what each leads to, rows and files, costs queries for each.
    """
    return in_full(asked, load_pictures(loaded(pages)), summary_fields_of)


def in_full(asked, full, fields_of=fields_of):
    """Pages that are their own types already, old versions for instance, with these fields of their own."""
    parents = by_path(asked, {page.path[: -Page.steplen] for page in full})
    keys = {row.related_id for page in full for row in page.related_pages.all() if row.related_id}
    related = {page.pk: page for page in asked.pages_with(sorted(keys))}
    return [
        content(asked, page, parents.get(page.path[: -Page.steplen]), related, fields_of(page))
        for page in full
    ]


def by_path(asked, paths):
    return {page.path: page for page in asked.pages_on(paths)}


def content(asked, page, parent, related, fields):
    """A page in full: what Plone says of everything, and the page's own fields."""
    model, entry, dates = type(page), page.as_entry(), dates_of(page)
    seen = [related[row.related_id] for row in page.related_pages.all() if row.related_id in related]
    own = own_fields(asked, page, fields)
    own.setdefault("text", rich_text(asked, entry.body))
    return own | {
        **summary(asked, page),
        "UID": page.translation_key.hex,
        "id": page.slug if parent or page.path != asked.root.path else "",
        **{name: stamp(moment) for name, moment in dates.items()},
        "parent": summary(asked, parent) if parent else {},
        "is_folderish": is_folderish(model),
        "layout": layout_of(portal_type(model)),
        "version": "current",
        "language": {"token": language_of(page), "title": language_of(page)},
        "subjects": [theme.name for theme in page.themes] + [word.name for word in page.keywords],
        "creators": [party.name for party in entry.people if party.is_author],
        "contributors": [party.name for party in entry.people if not party.is_author],
        "rights": str(Licence(entry.licence).label) if entry.licence else "",
        "relatedItems": [summary(asked, other) for other in seen],
        "allow_discussion": False,
        "exclude_from_nav": not is_folderish(model),
        "lock": lock_of(asked, page),
        "previous_item": {},
        "next_item": {},
        "working_copy": None,
        "working_copy_of": None,
    }


def lock_of(asked, page):
    """Only who works here hears that somebody does."""
    is_locked = bool(asked.user and page.locked)
    return {"locked": is_locked, "stealable": not is_locked}


def own_fields(asked, page, fields):
    """The structured fields of the type; those that its schema calls HTML as Plone writes rich text."""
    rich = rich_fields(type(page))
    return {
        name: rich_text(asked, value) if name in rich and isinstance(value, str) else value
        for name, value in fields.items()
    }


@cache
def rich_fields(model):
    schema = schema_of(model)
    fields = schema.model_json_schema().get("properties", {}) if schema else {}
    return {name for name, field in fields.items() if is_html(field)}


def is_html(field):
    return field.get("format") == "html" or any(is_html(option) for option in field.get("anyOf", ()))


def rich_text(asked, html):
    """HTML with whole addresses: it is shown on another host."""
    data = OWN_ADDRESS.sub(rf'\1="{asked.origin}/', str(html))
    return {"data": data, "content-type": HTML, "encoding": "utf-8"}


def beside(asked, page):
    """The pages before and after this one in its folder."""
    told = {"previous_item": {}, "next_item": {}}
    keys = [] if page.path == asked.root.path else asked.keys_below(page.path[: -Page.steplen])
    if page.pk not in keys:
        return told
    place = keys.index(page.pk)
    near = {"previous_item": keys[max(0, place - 1) : place], "next_item": keys[place + 1 : place + 2]}
    found = {other.pk: other for other in asked.pages_with([key for part in near.values() for key in part])}
    return told | {name: neighbour(asked, found[part[0]]) for name, part in near.items() if part}


def root_title(asked):
    return asked.site.site_name or asked.root.title or _("Home")
