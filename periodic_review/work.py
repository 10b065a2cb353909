"""What waits for somebody, for the start screen and the mail: pages to review, and people whose last day nears."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.section_teams import heard_by, people
from cms.models import Person
from cms.models.page_reviews import SOON
from cms.permissions import pages_to_change
from cms.sections import load_sections
from cms.work_lists import MOST, Act, Urgency, WorkItem, WorkList

from .reviewing import due_for

STILL_TRUE = gettext_lazy("Reviewed: still true")


class PagesToReview(WorkList):
    """Pages that are to be reviewed within 30 days, or late."""

    name, order = "pages_to_review", 30
    heading = gettext_lazy("Is this still true?")

    def items(self, user):
        reviews = list(due_for(user).select_related("page")[:MOST])
        load_sections([review.page for review in reviews])
        return [item_of(review) for review in reviews]

    def count(self, user):
        return due_for(user).count()

    def url(self, user):
        return reverse("periodic_review") + "?mine=on&state=due"


def item_of(review) -> WorkItem:
    page = review.page
    return WorkItem(
        title=page.get_admin_display_title(),
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        note=last_review(review),
        date=review.review_by,
        urgency=urgency_of(review),
        place=page.section.title if page.section else "",
        act=Act(STILL_TRUE, reverse("page_review", args=[page.pk])),
    )


def urgency_of(review) -> Urgency:
    today = timezone.localdate()
    if review.review_by is None or review.review_by > today + SOON:
        return Urgency.NORMAL
    return Urgency.LATE if review.review_by < today else Urgency.SOON


def last_review(review) -> str:
    """When it was last reviewed, in words; that it never was is said, and not a day."""
    if review.reviewed_on is None:
        return _("Never reviewed")
    return _("Last reviewed on %s") % date_format(review.reviewed_on, "j F Y")


class PeopleLeaving(WorkList):
    """People of the user's platforms whose last day is within 30 days: their pages then need somebody else."""

    name, order = "people_leaving", 60
    heading = gettext_lazy("Last day of people")

    def items(self, user):
        leaving = self.people(user).select_related("section").order_by("active_until", "pk")
        return [
            WorkItem(
                title=person.name,
                url=reverse(person.snippet_viewset.get_url_name("edit"), args=[person.pk]),
                note=_("The last day: after it this person is off the site"),
                date=person.active_until,
                urgency=Urgency.SOON,
                place=person.section.title if person.section else "",
            )
            for person in leaving[:MOST]
        ]

    def count(self, user):
        return self.people(user).count()

    def people(self, user):
        today = timezone.localdate()
        return self.own_people(user).filter(active_until__range=(today, today + SOON))

    def own_people(self, user):
        """Of the sections whose team this user is in; for reviewers of the sections without anybody."""
        own = Person.objects.filter(section__in=pages_to_change(user).values("pk"))
        return own.filter(heard_by(user, people(), "section__path"))
