"""What happens to people when their event is deleted, unpublished or moved: refused, or said beforehand."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.admin import messages
from wagtail.models import Page

from cms.models import SeatCount
from cms.registering import WHOLE
from registrations.models import ACTIVE, Registration

from .words import people


def trees_of(pages) -> Q:
    """The condition on a foreign key `page` to be one of these pages, or below one."""
    return Q(*[("page__path__startswith", page.path) for page in pages], _connector=Q.OR)


def hold_seats(pages) -> None:
    """Lets nobody register for these pages until the transaction around ends: neither lost nor an error."""
    with transaction.atomic():
        counts = SeatCount.objects.select_for_update().filter(trees_of(pages), part=WHOLE)
        list(counts.order_by("pk").values_list("pk"))


def number_below(pages, *, active=False) -> int:
    """How many people are registered for these pages and those below them; with `active` only who comes or waits."""
    if not pages:
        return 0
    registrations = Registration.objects.filter(trees_of(pages), anonymised_at=None)
    return (registrations.filter(state__in=ACTIVE) if active else registrations).count()


def why_not_deleted(pages) -> str:
    """Why these pages can't be deleted, and what to do; empty if they can."""
    number = number_below(pages)
    if not number:
        return ""
    return _(
        "This can't be deleted: it still holds the data of %(people)s who registered. Unpublish it instead: then"
        " nobody finds it, and nobody can register. You can delete it once their data are erased: that happens by"
        " itself after the event (months: %(months)s)."
    ) % {"people": people(number), "months": settings.REGISTRATIONS_KEPT["person_months"]}


def unpublishing_in_words(pages) -> str:
    """What unpublishing these pages does to the people; empty if there are none."""
    number = number_below(pages, active=True)
    if not number:
        return ""
    return _(
        "%(people)s registered here, or wait for a place. They stay registered and keep their private link, but the"
        " form closes and nobody moves up from the waiting list. They get no mail of this: mail them first, or mark the"
        " event as cancelled instead."
    ) % {"people": people(number)}


def moving_in_words(pages) -> str:
    """What moving these pages does to the people; empty if there are none."""
    number = number_below(pages, active=True)
    if not number:
        return ""
    return _(
        "%(people)s registered here, or wait for a place. Their registrations and private links go along. Who may edit"
        " the new place sees them from then on; who may edit the old one no longer does."
    ) % {"people": people(number)}


class DeletePage(DeletePageAction):
    """Deletes a page through the write API, unless there are people in it."""

    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks=skip_permission_checks)
        hold_seats([self.page])
        if reason := why_not_deleted([self.page]):
            raise ValidationError(reason)


def before_delete_page(request, page):
    if request.method == "POST":
        hold_seats([page])
    if reason := why_not_deleted([page]):
        messages.error(request, reason)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def before_move_page(request, page, destination):
    """On the screen that asks whether to move."""
    if request.method == "GET" and (text := moving_in_words([page])):
        messages.warning(request, text)


def before_bulk_action(request, action_type, pages, view):
    """Deletes none of the chosen pages where one of them holds people."""
    if action_type != "delete" or not all(isinstance(page, Page) for page in pages):
        return None
    hold_seats(pages)
    if reason := why_not_deleted(pages):
        messages.error(request, reason)
        return redirect(view.next_url)
    return None
