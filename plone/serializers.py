"""Serializes pages of any type as plone.restapi does: as summaries in lists, or in full."""

import re
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from api.collections import detail_schema, load_pictures, serialize_detail
from api.collections import serialize_summary as serialize_listed_fields
from caching.functions import cached_until_change
from cms.models import BasePage, Licence, PageTag, PageTheme
from cms.sections import load_sections
from cms.skipping import skip_failing

from .blocks import blocks_of_page
from .event_fields import serialize_event_fields
from .pictures import serialize_picture
from .registry import component_links
from .states import NEVER_BEGAN, NEVER_ENDS, dates_of, format_moment, state_of
from .types import FOLDER, ROOT, is_folderish, layout_for, model_of, portal_type, portal_type_of, type_title

HTML = "text/html"
OWN_ADDRESS = re.compile(r'(?<= )(href|src)="/(?!/)')


def serialize_summary(context, page) -> dict:
    """What a list shows of a page. Takes a base page or a row with `SUMMARY_COLUMNS`."""
    model = model_of(page)
    return {
        "@id": context.address_of(page),
        "@type": portal_type(model),
        "title": current_title(page),
        "description": page.search_description,
        "review_state": state_of(page),
        "type_title": type_title(model),
    }


def current_title(page) -> str:
    """The title, or of an unpublished page that of its newest draft."""
    return page.title if page.live else page.draft_title or page.title


def serialize_neighbour(context, page):
    summary = serialize_summary(context, page)
    return {key: summary[key] for key in ("@id", "@type", "title", "description")}


# The allowed values of `metadata_fields`, with those of `ADDRESS_METADATA` and Subject.
METADATA = {
    "UID": lambda page: page.translation_key.hex,
    "Title": current_title,
    "Description": lambda page: page.search_description,
    "Type": lambda page: type_title(model_of(page)),
    "portal_type": portal_type_of,
    "review_state": state_of,
    "id": lambda page: page.slug,
    "getId": lambda page: page.slug,
    "is_folderish": lambda page: is_folderish(model_of(page)),
    "created": lambda page: format_moment(dates_of(page)["created"]),
    "modified": lambda page: format_moment(dates_of(page)["modified"]),
    "effective": lambda page: format_moment(dates_of(page)["effective"]) or NEVER_BEGAN,
    "expires": lambda page: format_moment(dates_of(page)["expires"]) or NEVER_ENDS,
    "CreationDate": lambda page: format_moment(dates_of(page)["created"]),
    "ModificationDate": lambda page: format_moment(dates_of(page)["modified"]),
    "EffectiveDate": lambda page: format_moment(dates_of(page)["effective"]) or "None",
    "ExpirationDate": lambda page: format_moment(dates_of(page)["expires"]) or "None",
    "Date": lambda page: format_moment(dates_of(page)["effective"] or dates_of(page)["modified"]),
    "Language": lambda page: language_of(page),
    "exclude_from_nav": lambda page: not is_folderish(model_of(page)),
}
ADDRESS_METADATA = {"getURL", "getPath", "path"}
ALL_METADATA = "_all"


def serialize_summaries(context, pages, names=()) -> list[dict]:
    """Summaries with these metadata fields added; unknown names are ignored."""
    allowed = [*METADATA, *sorted(ADDRESS_METADATA), "Subject"]
    names = allowed if ALL_METADATA in names else [name for name in dict.fromkeys(names) if name in allowed]
    subjects = load_subjects(pages) if "Subject" in names else {}
    summaries = []
    for page in pages:
        metadata = {name: METADATA[name](page) for name in names if name in METADATA}
        if ADDRESS_METADATA.intersection(names):
            addresses = {
                "getURL": context.address_of(page),
                "getPath": f"/{context.relative_path_of(page)}",
                "path": f"/{context.relative_path_of(page)}",
            }
            metadata |= {name: addresses[name] for name in names if name in addresses}
        if "Subject" in names:
            metadata["Subject"] = subjects.get(page.pk, [])
        summaries.append(serialize_summary(context, page) | metadata)
    return summaries


def load_subjects(pages):
    """The names of the themes and keywords by page key. Two queries in all."""
    keys, subjects_by_key = [page.pk for page in pages], {}
    themes = PageTheme.objects.filter(page__in=keys, theme__isnull=False)
    tags = PageTag.objects.filter(content_object__in=keys)
    for rows in (themes.values_list("page", "theme__name"), tags.values_list("content_object", "tag__name")):
        for key, name in rows.order_by("pk"):
            subjects_by_key.setdefault(key, []).append(name)
    return subjects_by_key


def language_of(page):
    return language_codes().get(page.locale_id, settings.LANGUAGE_CODE)


@cached_until_change(Locale)
def language_codes():
    return dict(Locale.objects.values_list("pk", "language_code"))


def load_specific(pages) -> list:
    """The specific pages, in the same order, with everything prefetched that `serialize_full` reads."""
    pages_by_key = {}
    for type_key in {page.content_type_id for page in pages}:
        model = ContentType.objects.get_for_id(type_key).model_class()
        if not issubclass(model or Page, BasePage):
            continue
        keys = [page.pk for page in pages if page.content_type_id == type_key]
        rows = {**model.page_rows, "tagged_items": ["tag"], "related_pages": []}
        specific = model.objects.filter(pk__in=keys).with_rows(**rows).for_cards().defer(None)
        pages_by_key.update((page.pk, page) for page in specific.prefetch_related(*model.entry_rows))
    for page in pages:
        if page.pk in pages_by_key and hasattr(page, "review_state"):
            pages_by_key[page.pk].review_state = page.review_state
    return load_sections(pages_by_key[page.pk] for page in pages if page.pk in pages_by_key)


def serialize_full_items(context, pages) -> list[dict]:
    """Serializes the pages of a list in full, without children and neighbours. A constant number of queries.

    Own fields are those of lists only: related rows and files would cost queries for each page.
    """
    specific = load_pictures(load_specific(pages))
    items = serialize_full(context, specific, serialize_listed_fields, skip_failing, with_blocks=False)
    return [item | {"@components": component_links(item["@id"])} for item in items]


def serialize_full(context, pages, fields_of=serialize_detail, map_pages=map, with_blocks=True) -> list[dict]:
    """Serializes specific pages, which may be old versions. `fields_of(page)` gives a page's own fields.

    The blocks are made of these fields, if these are all. With `map_pages=skip_failing` a page that raises is left out
    and logged.
    """
    parent_paths = {page.path[: -Page.steplen] for page in pages}
    parents = {page.path: page for page in context.pages_by_paths(parent_paths)}
    keys = {row.related_id for page in pages for row in page.related_pages.all() if row.related_id}
    related = {page.pk: page for page in context.pages_by_keys(sorted(keys))}

    def serialize(page):
        fields = fields_of(page)
        payload = serialize_page(context, page, parents.get(page.path[: -Page.steplen]), related, fields)
        is_list = payload["@type"] in (FOLDER, ROOT)
        return payload | (blocks_of_page(page, fields, is_list) if with_blocks else {})

    return list(map_pages(serialize, pages))


def serialize_page(context, page, parent, related, fields):
    """A page in full: the fields that all Plone content has, and the page's own."""
    model, entry, dates = type(page), page.as_entry(), dates_of(page)
    visible_related = [
        related[row.related_id] for row in page.related_pages.all() if row.related_id in related
    ]
    own_fields = serialize_own_fields(context, page, fields)
    own_fields.setdefault("text", serialize_rich_text(context, entry.body))
    if fields.get("image"):
        own_fields["image"] = serialize_picture(context.address_of(page), fields["image"], page.listing_image)
    if model.happens:
        own_fields |= serialize_event_fields(entry, fields)
    return own_fields | {
        **serialize_summary(context, page),
        "UID": page.translation_key.hex,
        "id": page.slug if parent or page.path != context.root.path else "",
        **{name: format_moment(moment) for name, moment in dates.items()},
        "parent": serialize_summary(context, parent) if parent else {},
        "is_folderish": is_folderish(model),
        "layout": layout_for(portal_type(model)),
        "version": "current",
        "language": {"token": language_of(page), "title": language_of(page)},
        "subjects": [theme.name for theme in page.themes] + [keyword.name for keyword in page.keywords],
        "creators": [party.name for party in entry.people if party.is_author],
        "contributors": [party.name for party in entry.people if not party.is_author],
        "rights": str(Licence(entry.licence).label) if entry.licence else "",
        "relatedItems": [serialize_summary(context, other) for other in visible_related],
        "allow_discussion": False,
        "exclude_from_nav": not is_folderish(model),
        "lock": serialize_lock(context, page),
        "previous_item": {},
        "next_item": {},
        "working_copy": None,
        "working_copy_of": None,
        "is_example": page.is_example,
    }


def serialize_lock(context, page):
    """Whether an editor has locked the page, which anonymous readers don't learn."""
    is_locked = bool(context.user and page.locked)
    return {"locked": is_locked, "stealable": not is_locked}


def serialize_own_fields(context, page, fields):
    """The type's own fields, with HTML as Plone's rich text objects."""
    html_names = html_field_names(type(page))
    return {
        name: serialize_rich_text(context, value) if name in html_names and isinstance(value, str) else value
        for name, value in fields.items()
    }


@cache
def html_field_names(model):
    """The names of the fields that the model's schema marks as HTML."""
    schema = detail_schema(model)
    fields = schema.model_json_schema().get("properties", {}) if schema else {}
    return {name for name, field in fields.items() if is_html(field)}


def is_html(field):
    return field.get("format") == "html" or any(is_html(option) for option in field.get("anyOf", ()))


def serialize_rich_text(context, html):
    """HTML with absolute URLs, as it is shown on another host."""
    data = OWN_ADDRESS.sub(rf'\1="{context.origin}/', str(html))
    return {"data": data, "content-type": HTML, "encoding": "utf-8"}


def serialize_neighbours(context, page):
    """The pages before and after this one in its folder."""
    neighbours = {"previous_item": {}, "next_item": {}}
    keys = [] if page.path == context.root.path else context.child_keys(page.path[: -Page.steplen])
    if page.pk not in keys:
        return neighbours
    index = keys.index(page.pk)
    keys_by_name = {
        "previous_item": keys[max(0, index - 1) : index],
        "next_item": keys[index + 1 : index + 2],
    }
    pages = context.pages_by_keys([key for keys in keys_by_name.values() for key in keys])
    for name, keys in keys_by_name.items():
        neighbours[name] = next((serialize_neighbour(context, page) for page in pages if page.pk in keys), {})
    return neighbours


def site_title(context) -> str:
    return context.site.site_name or context.root.title or _("Home")
