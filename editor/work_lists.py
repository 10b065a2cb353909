"""Work lists of what editors look after: pages that were sent back (the room `moderation` has those to approve), and
pictures whose consent ends.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from caching.models import today
from cms.models import CustomImage
from cms.permissions import is_reviewer
from cms.sections import load_sections
from cms.work_lists import MOST, Urgency, WorkItem, WorkList

from .reviews import load_rejections, reviewer_of
from .views.start import SentBack

LONGEST_COMMENT = 140
# Days before and after the last day of a consent that a picture is on the list.
AROUND_THE_END = timedelta(days=30)


class PagesInReview(WorkList):
    """Pages in review, of which the start screen shows more in a panel of its own."""

    has_own_panel = True
    # What each item says, unless a subclass knows better.
    why = ""

    def pages(self, user):
        """A queryset of the pages, the most urgent first."""
        raise NotImplementedError

    def items(self, user):
        pages = load_sections(self.pages(user)[:MOST])
        return [
            WorkItem(
                title=page.get_admin_display_title(),
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                note=self.note(page),
                place=page.section.title if page.section else "",
            )
            for page in self.prepared(pages)
        ]

    def count(self, user):
        return self.pages(user).count()

    def prepared(self, pages):
        return pages

    def note(self, page) -> str:
        return str(self.why)


class SentBackPages(PagesInReview):
    """What a reviewer sent back to this user's team; to a reviewer only what this reviewer submitted."""

    name, order, heading = SentBack.name, SentBack.order, SentBack.heading

    def pages(self, user):
        pages = SentBack().pages(user)
        return pages.filter(latest_revision__user=user) if is_reviewer(user) else pages

    def prepared(self, pages):
        return load_rejections(pages)

    def note(self, page):
        review = page.rejection
        if not review or not review.comment:
            return _("A reviewer sent it back")
        comment = Truncator(" ".join(review.comment.split())).chars(LONGEST_COMMENT)
        return f"{reviewer_of(review)}: “{comment}”"


class EndingConsents(WorkList):
    """Pictures that this user may change and that leave the site within 30 days, or did so in the last 30."""

    name, order = "ending_consents", 70
    heading = gettext_lazy("Pictures of which the consent ends")

    def items(self, user):
        return [
            WorkItem(
                title=picture.title,
                url=reverse("wagtailimages:edit", args=[picture.pk]),
                note=picture.consent_notice or _("Ask again, or choose another picture"),
                date=picture.consent_until,
                urgency=Urgency.LATE if picture.is_withdrawn else Urgency.SOON,
                place=picture.collection.name,
            )
            for picture in self.pictures(user).select_related("collection")[:MOST]
        ]

    def count(self, user):
        return self.pictures(user).count()

    def pictures(self, user):
        policy = policy_registry.get_by_type(CustomImage)
        pictures = policy.instances_user_has_any_permission_for(user, {"change"})
        around = (today() - AROUND_THE_END, today() + AROUND_THE_END)
        return pictures.filter(consent_until__range=around).order_by("consent_until", "pk")
