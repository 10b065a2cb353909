"""Navigation, breadcrumbs and actions."""

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from caching.functions import cached_until_change
from cms.querysets import listed
from plone.context import parse_integer

from ..registry import endpoint
from ..serializers import current_title, serialize_full_items, serialize_summary, site_title
from ..types import folder_content_type_keys, is_folderish, model_of, portal_type_of

MOST_LEVELS = 8


def in_menus() -> Q:
    """Below the first level a menu has pages that can have children only: the items of lists would flood it."""
    return Q(content_type__in=folder_content_type_keys())


def menu_keys(pages, path, depth):
    """The primary keys of a menu's pages, in tree order: those below `path`, down to this tree depth."""
    first = len(path) // Page.steplen + 1
    pages = pages.filter(path__startswith=path, depth__range=(first, depth))
    return pages.filter(Q(depth=first) | in_menus()).order_by("path").values_list("pk", flat=True)


@cached_until_change(Page, PageViewRestriction, "cms.Person")
def listed_menu_keys(path, depth):
    return list(menu_keys(listed(Page.objects.all()), path, depth))


def requested_depth(context, name, default):
    """The parameter `expand.` + name; some clients send the part after the last dot only."""
    text = context.params.get(f"expand.{name}", "") or context.params.get(name.rpartition(".")[2], "")
    return min(parse_integer(name, text), MOST_LEVELS) if text else default


@endpoint("@breadcrumbs", expands=True)
def breadcrumbs(context, page, rest):
    ends = range(len(context.root.path) + Page.steplen, len(page.path) + 1, Page.steplen)
    pages = context.pages_by_paths([page.path[:end] for end in ends])
    items = [{"@id": context.address_of(ancestor), "title": current_title(ancestor)} for ancestor in pages]
    return {
        "@id": f"{context.address_of(page)}/@breadcrumbs",
        "items": items,
        "root": context.address_of(context.root),
    }


@endpoint("@navigation", expands=True)
def navigation(context, page, rest):
    """The home page and the pages below it, one level or as many as `expand.navigation.depth`."""
    levels = max(1, requested_depth(context, "navigation.depth", 1))
    path, depth = context.root.path, context.root.depth + levels
    keys = menu_keys(context.visible_pages, path, depth) if context.user else listed_menu_keys(path, depth)
    home = {
        "@id": context.address_of(context.root),
        "@type": portal_type_of(context.root),
        "title": _("Home"),
        "description": "",
        "review_state": None,
        "items": [],
    }
    items = serialize_tree(context, context.pages_by_keys(list(keys)))
    return {"@id": f"{context.address_of(page)}/@navigation", "items": [home, *items]}


def serialize_tree(context, pages, extra_fields=lambda page: {}):
    """Summaries nested by the tree; takes pages in tree order. Leaves out pages without their parent among them."""
    top_items, items_by_path, first = [], {}, None
    for page in pages:
        # Files and pictures are no pages here: what a menu has is shown, never downloaded.
        own_fields = {"items": [], "use_view_action_in_listings": False}
        item = serialize_summary(context, page) | own_fields | extra_fields(page)
        first = page.depth if first is None else first
        parent = items_by_path.get(page.path[: -Page.steplen])
        if page.depth == first:
            top_items.append(item)
        elif parent is None:
            continue
        else:
            parent["items"].append(item)
        items_by_path[page.path] = item
    return top_items


@endpoint("@contextnavigation", expands=True)
def context_navigation(context, page, rest):
    """The section of the page, with the children of every page on the way to it."""
    top = requested_depth(context, "contextnavigation.topLevel", 1)
    ends = range(len(context.root.path) + top * Page.steplen, len(page.path) + 1, Page.steplen)
    branch = [page.path[:end] for end in ends]
    is_child = Q(pk__in=[])
    for path in branch:
        is_child |= Q(path__startswith=path, depth=len(path) // Page.steplen + 1)
    pages = context.visible_pages.filter(is_child & (in_menus() | Q(path__in=branch))).order_by("path")

    def extra_fields(item):
        return {
            "is_current": item.path == page.path,
            "is_in_path": item.path in branch,
            "is_folderish": is_folderish(model_of(item)),
            "normalized_id": item.slug,
            "type": portal_type_of(item).lower().replace(" ", "-"),
        }

    items = serialize_tree(context, pages, extra_fields)
    (section,) = context.pages_by_paths(branch[:1]) or [None]
    return {
        "@id": f"{context.address_of(page)}/@contextnavigation",
        "available": bool(items),
        "has_custom_name": False,
        "items": items,
        "title": section.title if section else _("Navigation"),
        "url": context.address_of(section or context.root),
    }


@endpoint("@navroot", expands=True)
def navigation_root(context, page, rest):
    (root,) = serialize_full_items(context, context.pages_by_keys([context.root.pk]))
    return {"@id": f"{context.address_of(page)}/@navroot", "navroot": root | {"title": site_title(context)}}


@endpoint("@actions", expands=True)
def actions(context, page, rest):
    """What the user can do here; the edit action for editors of the page only."""
    logout = serialize_action("logout", _("Log out"), f"{context.origin}/@logout") if context.user else None
    may_edit = context.user and page.specific.permissions_for_user(context.user).can_edit()
    edit = [serialize_action("edit", _("Edit"), f"{context.address_of(page)}/edit")] if may_edit else []
    return {
        "@id": f"{context.address_of(page)}/@actions",
        "object": [serialize_action("view", _("View"), context.address_of(page)), *edit],
        "object_buttons": [],
        "portal_tabs": [serialize_action("index_html", _("Home"), context.address_of(context.root))],
        "site_actions": [serialize_action("sitemap", _("Sitemap"), f"{context.origin}/sitemap.xml")],
        "user": [logout or serialize_action("login", _("Log in"), f"{context.origin}/@login")],
        "document_actions": [],
    }


def serialize_action(name, title, address):
    return {"id": name, "title": title, "icon": "", "url": address, "@id": address}
