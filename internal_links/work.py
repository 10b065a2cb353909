"""Links of the own pages that lead nowhere inside the site, for the start screen and the mail about one's work."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.section_teams import heard_by, people
from cms.permissions import pages_to_change
from cms.sections import load_sections
from cms.work_lists import MOST, WorkItem, WorkList

from .models import BrokenLink


def links_for(user):
    """All of which this user may change the page."""
    links = BrokenLink.objects.filter(page__in=pages_to_change(user).values("pk"), page__live=True)
    return links.select_related("page").order_by("-found_on", "page__path", "pk")


class BrokenInternalLinks(WorkList):
    """Links that lead to what is deleted, offline, private or elsewhere; reviewers get those of no team."""

    name, order = "broken_internal_links", 80
    heading = _("Links inside the site that lead nowhere")

    def items(self, user):
        links = list(self.links(user)[:MOST])
        load_sections([link.page for link in links])
        return [
            WorkItem(
                title=link.page.get_admin_display_title(),
                url=reverse("wagtailadmin_pages:edit", args=[link.page_id]),
                note=link.sentence,
                date=link.found_on,
                place=link.page.section.title if link.page.section else "",
            )
            for link in links
        ]

    def count(self, user):
        return self.links(user).count()

    def url(self, user):
        return reverse("internal_links")

    def links(self, user):
        return links_for(user).filter(heard_by(user, people(), "page__path"))
