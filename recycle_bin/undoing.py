"""Undoes taking a page offline and moving it, as long as nothing else happened to the page."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from audit.models import Action
from audit.recording import record
from caching.models import ListingChange
from cms.signals.definitions import put_back

from .models import UndoableAct
from .places import NotPutBackError
from .restoring import refresh_page

STATE = ("live", "has_unpublished_changes", "expired", "live_revision_id")


def state_of(page, with_descendants=False) -> dict:
    """What taking the page offline changes: of the page, of live pages below it if they go along, of their aliases."""
    pages = Page.objects.filter(pk=page.pk)
    if with_descendants:
        pages = page.get_descendants(inclusive=True).filter(live=True)
    keys = list(pages.values_list("pk", flat=True))
    concerned = Page.objects.filter(pk__in=keys) | Page.objects.filter(alias_of__in=keys, live=True)
    scheduled = Revision.page_revisions.filter(
        object_id__in=map(str, keys), approved_go_live_at__isnull=False
    )
    return {
        "pages": {str(row.pop("pk")): row for row in concerned.values("pk", *STATE)},
        "scheduled": {
            str(key): moment.isoformat() for key, moment in scheduled.values_list("pk", "approved_go_live_at")
        },
    }


def place_of(page) -> dict:
    """Where the page stands: below which page, before which one, at which address."""
    next_one = page.get_next_sibling()
    return {
        "parent": page.get_parent().pk,
        "next": next_one and next_one.pk,
        "url_path": page.url_path,
    }


def newest_revisions(keys) -> dict:
    """By which later changes are seen."""
    pages = Page.objects.filter(pk__in=keys)
    return {
        str(key): [is_live, revision]
        for key, is_live, revision in pages.values_list("pk", "live", "latest_revision")
    }


def remember_unpublished(page, before, user) -> UndoableAct:
    after = newest_revisions(before["pages"])
    return UndoableAct.objects.create(
        kind="unpublish", page_id=page.pk, user=user, before=before, after=after
    )


def remember_moved(page, before, user) -> UndoableAct:
    return UndoableAct.objects.create(
        kind="move", page_id=page.pk, user=user, before=before, after=place_of(Page.objects.get(pk=page.pk))
    )


@transaction.atomic
def undo(act, user) -> Page:
    """Undoes the act and gives the page. Raises NotPutBackError with what to do instead."""
    page = Page.objects.select_for_update().get(pk=act.page_id)
    {"unpublish": undo_unpublish, "move": undo_move}[act.kind](act, page, user)
    act.delete()
    record(Action.UNDONE, type(page)(pk=page.pk), user=user)
    return Page.objects.get(pk=page.pk).specific


def undo_unpublish(act, page, user) -> None:
    if not page.specific.permissions_for_user(user).can_publish():
        raise NotPutBackError(_("You may not publish this page. Ask who may to put it online again."))
    if not act.can_be_undone:
        raise NotPutBackError(
            _("More than ten minutes have passed. Publish the page to put it online again.")
        )
    if newest_revisions(act.before["pages"]) != act.after:
        raise NotPutBackError(
            _("Somebody changed the page meanwhile. Look at it, and publish it if it is right.")
        )
    for key, state in act.before["pages"].items():
        Page.objects.filter(pk=key).update(**state)
    for key, moment in act.before["scheduled"].items():
        Revision.objects.filter(pk=key).update(approved_go_live_at=datetime.fromisoformat(moment))
    for restored in Page.objects.filter(pk__in=act.before["pages"]).specific():
        refresh_page(restored)
    log(instance=page.specific, action="recycle_bin.undo_unpublish", user=user)
    ListingChange.record()
    for restored in Page.objects.filter(pk__in=act.before["pages"]):
        put_back.send(sender=Page, root=restored)


def undo_move(act, page, user) -> None:
    if not act.can_be_undone:
        raise NotPutBackError(_("More than ten minutes have passed. Move the page back yourself."))
    parent = Page.objects.filter(pk=act.before["parent"]).first()
    place = place_of(page)
    if parent is None or (place["parent"], place["url_path"]) != (act.after["parent"], act.after["url_path"]):
        raise NotPutBackError(_("Something changed meanwhile. Look where the page is, and move it yourself."))
    page = page.specific
    if not page.permissions_for_user(user).can_move_to(parent.specific):
        raise NotPutBackError(_("You may not move this page back. Ask the reviewers."))
    if not Page._slug_is_available(page.slug, parent, page):
        raise NotPutBackError(
            _("Another page has its old address by now. Move it yourself, under another address.")
        )
    sibling = parent.get_children().filter(pk=act.before["next"] or 0).first()
    target, position = (sibling, "left") if sibling else (parent, "last-child")
    MovePageAction(page, target, pos=position, user=user).execute(skip_permission_checks=True)
