"""Tells a team once a day that readers wrote: how many, about which pages. What they wrote stands in the admin only."""

from collections import Counter

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.teams import reviewers_to_mail
from cms.mail import AUTOMATIC, enqueue
from cms.one_by_one import one_by_one
from cms.permissions import reviewers
from cms.sections import load_sections

from .models import Digest, Feedback

# From this hour on the clock here.
FROM_HOUR = 7
MOST_PAGES = 20


class Team:
    """Who edits a section (a platform, or None for pages outside all), and its pages that readers wrote about."""

    def __init__(self, section, pages):
        self.section, self.pages = section, pages
        self.pk = section and section.pk

    def addresses(self) -> list[str]:
        """The members of the team; the reviewers where there is none."""
        return (members_of(self.section) if self.section else []) or reviewers_to_mail()


def members_of(section) -> list[str]:
    editors = policy_registry.get_by_type(Page).users_with_any_permission_for_instance({"change"}, section)
    members = editors.filter(is_active=True).exclude(pk__in=reviewers().values("pk"))
    return sorted({email for email in members.values_list("email", flat=True) if email})


def send_due() -> None:
    """Writes to each team with feedback that no mail has counted yet."""
    if timezone.localtime().hour >= FROM_HOUR:
        one_by_one(tell, teams_to_tell())


def teams_to_tell() -> list[Team]:
    pages = load_sections(Page.objects.filter(pk__in=Feedback.objects.unannounced().values("page")))
    by_section = {}
    for page in pages:
        by_section.setdefault(page.section and page.section.pk, []).append(page)
    return [Team(pages[0].section, pages) for pages in by_section.values()]


@transaction.atomic
def tell(team) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    if Digest.objects.filter(section=team.section, on=today).exists():
        return
    Digest.objects.update_or_create(section=team.section, defaults={"on": today})
    unannounced = Feedback.objects.unannounced().filter(page__in=[page.pk for page in team.pages])
    numbers = Counter(unannounced.values_list("page", flat=True))
    for address in team.addresses():
        enqueue(message_to(address, team.pages, numbers))
    unannounced.update(announced_at=now)


def message_to(address, pages, numbers) -> EmailMessage:
    with translation.override("nl"):
        number = numbers.total()
        subject = ngettext(
            "%d remark of a reader on your pages", "%d remarks of readers on your pages", number
        )
        lines = sorted(((numbers[page.pk], one_line(page.title)) for page in pages), reverse=True)
        context = {
            "number": number,
            "lines": lines[:MOST_PAGES],
            "others": len(lines[MOST_PAGES:]),
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("feedback_list"),
        }
        body = render_to_string("feedback/mail/digest.txt", context)
    return EmailMessage(subject % number, body, to=[address], headers=dict(AUTOMATIC))


def one_line(text) -> str:
    return " ".join(text.split())
