"""The pages with broken links, for the start screen and the mail of the week."""

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from accounts.section_teams import heard_by, people
from cms.sections import load_sections
from cms.work_lists import MOST, WorkItem, WorkList

from .models import Place


class BrokenLinks(WorkList):
    """Pages of the user's teams, those that are broken longest first; reviewers get those of no platform."""

    name, order = "broken_links", 81
    heading = _("Broken links to other sites")

    def items(self, user):
        pages = self.pages(user).annotate(
            number=Count("outside_links", filter=Q(outside_links__in=Place.objects.broken())),
            since=Min("outside_links__address__failing_since"),
        )
        return [
            WorkItem(
                title=page.get_admin_display_title(),
                url=f"{reverse('link_report')}?state=broken&page={page.pk}",
                note=ngettext("%d broken link", "%d broken links", page.number) % page.number,
                place=page.section.title if page.section else "",
            )
            for page in load_sections(pages.order_by("since", "pk")[:MOST])
        ]

    def count(self, user):
        return self.pages(user).count()

    def url(self, user):
        return reverse("link_report") + "?state=broken"

    def pages(self, user):
        broken = Place.objects.for_user(user).broken()
        return Page.objects.filter(heard_by(user, people(), "path"), pk__in=broken.values("page"))
