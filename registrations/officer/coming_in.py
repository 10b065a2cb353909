"""The registrations that came in lately, by event, for the start screen: how many, never who."""

import datetime

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from cms.sections import load_sections
from cms.work_lists import MOST, WorkItem, WorkList
from registrations.models import Registration, State

from .permissions import events_of

DAYS = 7
# Who cancelled, or gave the place to a colleague who stands there too.
GONE = (State.CANCELLED, State.CANCELLED_CHARGED, State.REPLACED)


class NewRegistrations(WorkList):
    """The events of the user's section for which people registered in the last seven days, the latest first.

    On the start screen alone: it is news, and nothing that waits, so the mail about one's work does not have it.
    """

    name, order = "new_registrations", 70
    heading = gettext_lazy("Registrations of the last 7 days")

    def items(self, user):
        numbers = self.numbers(user)[:MOST]
        pages = {page.pk: page for page in Page.objects.filter(pk__in=[row["page"] for row in numbers])}
        load_sections(pages.values())
        return [item_of(pages[row["page"]], row) for row in numbers]

    def count(self, user):
        return self.numbers(user).count()

    def url(self, user):
        return reverse("registrations")

    def numbers(self, user):
        """Rows of a page with how many came in, how many of those wait and cancelled, and when the last one did."""
        since = timezone.now() - datetime.timedelta(days=DAYS)
        came_in = Registration.objects.filter(registered_at__gte=since, page__in=events_of(user).values("pk"))
        return (
            came_in.order_by()
            .values("page")
            .annotate(
                number=Count("pk"),
                waiting=Count("pk", filter=Q(state=State.WAITING)),
                gone=Count("pk", filter=Q(state__in=GONE)),
                latest=Max("registered_at"),
            )
            .order_by("-latest", "page")
        )


def item_of(page, row) -> WorkItem:
    return WorkItem(
        title=page.title,
        url=reverse("registrations_list", args=[page.pk]),
        note=in_words(row),
        date=timezone.localdate(row["latest"]),
        place=page.section.title if page.section else "",
    )


def in_words(row) -> str:
    parts = [ngettext("%d registration", "%d registrations", row["number"]) % row["number"]]
    if row["waiting"]:
        parts.append(_("%d on the waiting list") % row["waiting"])
    if row["gone"]:
        parts.append(_("%d cancelled") % row["gone"])
    return ", ".join(parts)
