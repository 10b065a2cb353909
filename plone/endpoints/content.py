"""A page in full with its children and components, its redirects, and its translations."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from api.collections import load_pictures
from api.collections import serialize_summary as serialize_summary_fields
from cms.routing import with_permanent_id
from listing import Results
from plone.batching import MOST_IN_FULL, MOST_SUMMARIES, Batch

from ..conditions import parse_uid
from ..errors import MovedError, forbidden, invalid_value, not_found, unauthorized
from ..pictures import address_of
from ..registry import component_links, endpoint, expandable
from ..results import has_full_objects
from ..serializers import (
    load_specific,
    serialize_full,
    serialize_full_items,
    serialize_neighbours,
    serialize_summaries,
    serialize_summary,
)
from ..states import format_moment, state_of
from ..types import FOLDER, is_folderish, model_of


@endpoint("")
def full_page(context, page, rest):
    (payload,) = serialize_full(context, [load_shown(page)])
    payload |= serialize_neighbours(context, page)
    # A list of which no type may have pages below it, such as the coordinators, is a folder as well.
    if is_folderish(model_of(page)) or payload["@type"] == FOLDER:
        payload |= serialize_children(context, page)
    return payload | {"@components": serialize_components(context, page)}


def load_shown(page):
    """The specific page, or of an unpublished one its newest draft. Raises 404 for a page of no type of ours."""
    pages = load_specific([page]) if page.live else [load_newest_draft(page)]
    if not pages:
        raise not_found()
    return pages[0]


def load_newest_draft(page):
    """An unpublished page as editors see it: its newest content is only in the last revision."""
    draft = page.specific.get_latest_revision_as_object()
    draft.review_state = state_of(page)
    return draft


def serialize_children(context, page):
    """A batch of the children; of a list with filters, of its results. Links continue from the request's address."""
    has_all = has_full_objects(context.params)
    batch = Batch(context, most=MOST_IN_FULL if has_all else MOST_SUMMARIES)
    results = filtered_results(context, page)
    if results is None:
        all_keys = context.child_keys(page.path)
        keys, total = batch.slice(all_keys), len(all_keys)
    else:
        keys, total = results.ids(batch.start, batch.start + batch.size), len(results)
    pages = context.pages_by_keys(keys)
    if has_all:
        items = serialize_full_items(context, pages)
    else:
        items = serialize_summaries(context, pages, context.params.getlist("metadata_fields"))
    return batch.payload(items, total, address=context.address_of(page))


def filtered_results(context, page) -> Results | None:
    """The results of a list whose filters the query string uses, in the order of its `sort`; else None.

    These are the facets of the list's own filter form, none of which has the name of a parameter of Plone. They find
    listed pages only, for users too. Raises 400 for an unknown value.
    """
    form_class = getattr(model_of(page), "filter_form", None)
    names = {facet.key for facet in form_class.facets} if form_class else set()
    if not names.intersection(context.params):
        return None
    query = QueryDict(mutable=True)
    for name in (*names, "sort"):
        query.setlist(name, context.params.getlist(name))
    form = form_class(query, below=page.path[: -page.steplen])
    for name, messages in form.errors.items():
        raise invalid_value(name, messages[0])
    return form.results


def serialize_components(context, page):
    """A link to every expandable endpoint, or its payload for those that `expand` names."""
    expanded = {name.strip() for value in context.params.getlist("expand") for name in value.split(",")}
    payload = component_links(context.address_of(page))
    return payload | {
        name: expandable[name](context, page, []) for name in sorted(expanded & expandable.keys())
    }


@endpoint("@@images", is_cacheable=False)
def picture(context, page, rest):
    """Redirects to a size of the picture of a page: `image`, `image/<scale>`, or the name of a file."""
    (specific,) = load_pictures([load_shown(page)])
    raise MovedError(address_of(serialize_summary_fields(specific)["image"], rest), 302)


@endpoint("resolveuid", is_cacheable=False)
def resolve_uid(context, page, rest):
    """Redirects from a UID to the current address."""
    uid = parse_uid(rest[0]) if rest else None
    target = with_permanent_id(context.visible_pages, uid).first() if uid else None
    if target is None:
        raise not_found()
    raise MovedError(context.redirect_address(target, "/".join(rest[1:])), 301)


@endpoint("@aliases", is_cacheable=False)
def aliases(context, page, rest):
    """The redirects to a page, on the home page those to any visible page. For editors of the page."""
    if not context.user:
        raise unauthorized(_("Sign in to see this."))
    if not page.specific.permissions_for_user(context.user).can_edit():
        raise forbidden()
    targets = context.visible_pages if page.path == context.root.path else Page.objects.filter(pk=page.pk)
    redirects = Redirect.get_for_site(context.site).filter(redirect_page__in=targets.values("pk"))
    batch = Batch(context)
    batch_redirects = batch.slice(redirects.select_related("redirect_page").order_by("old_path", "pk"))
    items = [serialize_alias(context, redirect) for redirect in batch_redirects]
    return batch.payload(items, redirects.count(), address=f"{context.address_of(page)}/@aliases")


def serialize_alias(context, redirect):
    return {
        "path": redirect.old_path,
        "redirect-to": context.address_of(redirect.redirect_page).removeprefix(context.origin) or "/",
        "manual": not redirect.automatically_created,
        "datetime": format_moment(redirect.created_at),
    }


@endpoint("@translations", expands=True)
def translations(context, page, rest):
    """The visible translations of a page."""
    others = context.visible_pages.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    items = [
        {"@id": context.address_of(other), "language": other.locale.language_code}
        for other in others.select_related("locale")
    ]
    home = serialize_summary(context, context.root)["@id"]
    return {
        "@id": f"{context.address_of(page)}/@translations",
        "items": items,
        "root": {page.locale.language_code: home},
    }
