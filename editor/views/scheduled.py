"""The panel of the start screen with what goes online and offline by itself, day by day."""

from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Revision

from cms.permissions import pages_of
from cms.sections import load_sections

# The versions of all sections that are looked at, the first ones first.
MANY = 500


class Moment(NamedTuple):
    """When a page goes online or offline, in local time; `place` is its platform, `url` its form."""

    at: object
    what: str
    title: str
    url: str
    place: str

    @property
    def day(self):
        return self.at.date()


def moment_of(page, at, what) -> Moment:
    return Moment(
        timezone.localtime(at),
        what,
        page.get_admin_display_title(),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        page.section.title if page.section else "",
    )


class Scheduled(Component):
    """What is planned in the user's section, the first first; nothing at all where nothing is planned."""

    class Media:
        css = {"all": ["admin/start.css"]}

    name, order = "scheduled", 250
    template_name = "cms/start/scheduled.html"
    heading = gettext_lazy("Planned")
    most = 12

    def moments(self, user) -> list[Moment]:
        """The first ones, and one more if there are more."""
        expiring = pages_of(user).filter(live=True, expire_at__gt=timezone.now()).order_by("expire_at")
        planned = [
            *((page, at, _("online")) for page, at in self.going_online(user)),
            *((page, page.expire_at, _("offline")) for page in expiring[: self.most + 1]),
        ]
        load_sections([page for page, _at, _what in planned])
        return sorted(moment_of(*each) for each in planned)[: self.most + 1]

    def going_online(self, user) -> list[tuple]:
        """The pages of which a version is approved to go online later, each with when."""
        planned = Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now())
        first = planned.order_by("approved_go_live_at").values_list("object_id", "approved_go_live_at")[:MANY]
        moments = dict(reversed(first))
        return [(page, moments[str(page.pk)]) for page in pages_of(user).filter(pk__in=list(moments))]

    def get_context_data(self, parent_context):
        moments = self.moments(parent_context["request"].user)
        days = groupby(moments[: self.most], key=lambda moment: moment.day)
        return {
            "name": self.name,
            "heading": self.heading,
            "days": [(day, list(of_day)) for day, of_day in days],
            "is_long": len(moments) > self.most,
        }
