"""The ways through the tree: down from the root, around a page, and back up."""

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models.changes import Remembered
from cms.querysets import listed

from ..asking import number_in
from ..serializers import contents, root_title, shown_title, summary
from ..types import is_folderish, keys_of_folders, model_of, type_of
from .registry import endpoint

DEEPEST_ASKED = 8


def in_menus():
    """What a menu holds at any depth: pages that can have others below them. What lists hold would flood it."""
    return Q(content_type__in=keys_of_folders())


def menu_keys(pages, path, depth):
    """The keys of what a menu shows below the home page with this path, down to this depth, in the tree’s order."""
    first = len(path) // Page.steplen + 1
    found = pages.filter(path__startswith=path, depth__range=(first, depth))
    return found.filter(Q(depth=first) | in_menus()).order_by("path").values_list("pk", flat=True)


@Remembered
def public_menu(path, depth):
    return list(menu_keys(listed(Page.objects.all()), path, depth))


def depth_asked(asked, name, default):
    """`expand.navigation.depth`; some clients leave out what comes before the last dot."""
    text = asked.params.get(f"expand.{name}", "") or asked.params.get(name.rpartition(".")[2], "")
    return min(number_in(name, text), DEEPEST_ASKED) if text else default


@endpoint("@breadcrumbs", expands=True)
def breadcrumbs(asked, page, rest):
    ends = range(len(asked.root.path) + Page.steplen, len(page.path) + 1, Page.steplen)
    above = asked.pages_on([page.path[:end] for end in ends])
    items = [{"@id": asked.id_of(found), "title": shown_title(found)} for found in above]
    return {"@id": f"{asked.id_of(page)}/@breadcrumbs", "items": items, "root": asked.id_of(asked.root)}


@endpoint("@navigation", expands=True)
def navigation(asked, page, rest):
    """The home page, what is right below it, and so many levels as are asked."""
    levels = max(1, depth_asked(asked, "navigation.depth", 1))
    place = (asked.root.path, asked.root.depth + levels)
    keys = list(menu_keys(asked.known, *place)) if asked.user else public_menu(*place)
    home = {
        "@id": asked.id_of(asked.root),
        "@type": type_of(asked.root),
        "title": _("Home"),
        "description": "",
        "review_state": "",
        "items": "",
    }
    items = nested(asked, asked.pages_with(keys))
    return {"@id": f"{asked.id_of(page)}/@navigation", "items": [home, *items]}


def nested(asked, pages, more=lambda page: {}):
    """The pages in their order, each in the one that holds it; one whose holder is not among them is left out."""
    tops, by_path, first = [], {}, None
    for page in pages:
        told = summary(asked, page) | {"items": [], **more(page)}
        first = page.depth if first is None else first
        holder = by_path.get(page.path[: -Page.steplen])
        if page.depth == first:
            tops.append(told)
        elif holder is None:
            continue
        else:
            holder["items"].append(told)
        by_path[page.path] = told
    return tops


@endpoint("@contextnavigation", expands=True)
def context_navigation(asked, page, rest):
    """The section that the page stands in, opened along the way to the page."""
    top = depth_asked(asked, "contextnavigation.topLevel", 1)
    ends = range(len(asked.root.path) + top * Page.steplen, len(page.path) + 1, Page.steplen)
    way = [page.path[:end] for end in ends]
    opened = Q(pk__in=[])
    for path in way:
        opened |= Q(path__startswith=path, depth=len(path) // Page.steplen + 1)
    found = asked.known.filter(opened & (in_menus() | Q(path__in=way))).order_by("path")

    def more(item):
        return {
            "is_current": item.path == page.path,
            "is_in_path": item.path in way,
            "is_folderish": is_folderish(model_of(item)),
            "normalized_id": item.slug,
            "type": type_of(item).lower().replace(" ", "-"),
        }

    items = nested(asked, found, more)
    (head,) = asked.pages_on(way[:1]) or [None]
    return {
        "@id": f"{asked.id_of(page)}/@contextnavigation",
        "available": bool(items),
        "has_custom_name": False,
        "items": items,
        "title": head.title if head else _("Navigation"),
        "url": asked.id_of(head or asked.root),
    }


@endpoint("@navroot", expands=True)
def navigation_root(asked, page, rest):
    (root,) = contents(asked, asked.pages_with([asked.root.pk]))
    return {"@id": f"{asked.id_of(page)}/@navroot", "navroot": root | {"title": root_title(asked)}}


@endpoint("@actions", expands=True)
def actions(asked, page, rest):
    """What a reader can do here. Where to edit is said to who may."""
    user = action("logout", _("Log out"), f"{asked.origin}/@logout") if asked.user else None
    may_edit = asked.user and page.specific.permissions_for_user(asked.user).can_edit()
    edit = [action("edit", _("Edit"), f"{asked.id_of(page)}/edit")] if may_edit else []
    return {
        "@id": f"{asked.id_of(page)}/@actions",
        "object": [action("view", _("View"), asked.id_of(page)), *edit],
        "object_buttons": [],
        "portal_tabs": [action("index_html", _("Home"), asked.id_of(asked.root))],
        "site_actions": [action("sitemap", _("Sitemap"), f"{asked.origin}/sitemap.xml")],
        "user": [user or action("login", _("Log in"), f"{asked.origin}/@login")],
        "document_actions": [],
    }


def action(name, title, address):
    return {"id": name, "title": title, "icon": "", "url": address, "@id": address}
