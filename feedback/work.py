"""What readers wrote and nobody dealt with yet, for the start screen and the mail. Its words are in neither."""

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.section_teams import heard_by, people
from cms.permissions import pages_to_change
from cms.sections import load_sections
from cms.work_lists import MOST, WorkItem, WorkList

from .models import Feedback


class PagesWithFeedback(WorkList):
    """The pages that readers wrote about, those with the newest words first; reviewers get those of no platform."""

    name, order = "feedback", 50
    heading = _("What readers said")

    def items(self, user):
        pages = load_sections(self.pages(user).order_by("-newest", "pk")[:MOST])
        return [
            WorkItem(
                title=page.title,
                url=f"{reverse('feedback_list')}?state=new&page={page.pk}",
                note=ngettext("%d remark", "%d remarks", page.number) % page.number,
                date=timezone.localdate(page.newest),
                place=page.section.title if page.section else "",
            )
            for page in pages
        ]

    def count(self, user):
        return self.pages(user).count()

    def url(self, user):
        return reverse("feedback_list") + "?state=new"

    def pages(self, user):
        open_ones = Q(feedback__state=Feedback.State.NEW)
        pages = pages_to_change(user).filter(heard_by(user, people(), "path"), open_ones)
        return pages.annotate(number=Count("feedback"), newest=Max("feedback__created_at"))
