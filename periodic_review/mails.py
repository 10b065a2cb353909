"""The mails: to each person once a week what waits, and to the reviewers once a month which teams have nobody.

Each is written in one transaction with the note that it was, so that no mail is sent twice or lost.
"""

from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.section_teams import people
from cms.mail import AUTOMATIC, enqueue
from cms.one_by_one import one_by_one
from cms.permissions import reviewers
from cms.work_lists import WorkItem, work_lists

from .models import TeamlessMail, WorkMail

# From this hour on the clock here.
FROM_HOUR = 7


class Section(NamedTuple):
    """A list in the mail: its heading, its first items, how many more there are, and where all are."""

    heading: str
    items: list[WorkItem]
    more: int
    url: str


def send_due() -> None:
    """Writes the mails of this week and month that were not written yet; `tick` calls it."""
    if timezone.localtime().hour >= FROM_HOUR:
        tell_of_teams_without_people()
        one_by_one(tell, users_to_tell())


def users_to_tell() -> list:
    """The people with a team, and the reviewers, whose mail is due."""
    everybody = people()
    keys = {pk for team in everybody.teams for pk in team.members} | everybody.reviewers
    users = get_user_model().objects.filter(pk__in=keys).select_related("work_mail")
    today = timezone.localdate()
    return [user for user in users if mail_of(user).is_due(today)]


def mail_of(user) -> WorkMail:
    return getattr(user, "work_mail", None) or WorkMail(user=user)


@transaction.atomic
def tell(user) -> None:
    """Writes to one person; nothing where nothing waits, until the next period."""
    WorkMail.objects.get_or_create(user=user)
    work_mail = WorkMail.objects.select_for_update().select_related("user").get(user=user)
    today = timezone.localdate()
    if not work_mail.is_due(today):
        return
    work_mail.considered_on = today
    work_mail.save(update_fields=["considered_on"])
    with translation.override(settings.LANGUAGE_CODE):
        sections = sections_for(user)
        if sections and user.email:
            enqueue(message_to(user, sections))


def sections_for(user) -> list[Section]:
    """What waits for this user, in lists that are not empty; with whole addresses."""
    sections = []
    for work_list in work_lists():
        items = work_list.items(user)
        if items:
            more = max(0, work_list.count(user) - len(items))
            url = whole(work_list.url(user))
            sections.append(Section(str(work_list.heading), list(map(with_whole, items)), more, url))
    return sections


def with_whole(item) -> WorkItem:
    act = item.act and item.act._replace(url=whole(item.act.url))
    return item._replace(title=" ".join(item.title.split()), url=whole(item.url), act=act)


def whole(path) -> str:
    return settings.WAGTAILADMIN_BASE_URL + path if path else ""


def message_to(user, sections) -> EmailMultiAlternatives:
    number = sum(len(section.items) + section.more for section in sections)
    subject = ngettext("%(number)d thing waits for you", "%(number)d things wait for you", number)
    context = {
        "name": user.first_name,
        "sections": sections,
        "subject": subject % {"number": number},
        "start_url": whole(reverse("wagtailadmin_home")),
        "settings_url": whole(reverse("wagtailadmin_account")),
    }
    body = render_to_string("periodic_review/mail/work.txt", context).strip() + "\n"
    message = EmailMultiAlternatives(context["subject"], body, to=[user.email], headers=dict(AUTOMATIC))
    message.attach_alternative(render_to_string("periodic_review/mail/work.html", context), "text/html")
    return message


@transaction.atomic
def tell_of_teams_without_people() -> None:
    """Tells the reviewers once a month which platforms have no active editor: nobody looks at their pages."""
    month = timezone.localdate().replace(day=1)
    if TeamlessMail.objects.filter(month=month).exists():
        return
    TeamlessMail.objects.create(month=month)
    everybody = people()
    names = sorted(team.platform.title for team in everybody.teams if not team.members and team.platform.live)
    if not names:
        return
    with translation.override(settings.LANGUAGE_CODE):
        context = {"names": names, "url": whole(reverse("wagtailusers_users:index"))}
        subject = _("Platforms where nobody works on the site")
        body = render_to_string("periodic_review/mail/teamless.txt", context).strip() + "\n"
        for email in reviewers().filter(pk__in=everybody.review_team).values_list("email", flat=True):
            enqueue(EmailMultiAlternatives(subject, body, to=[email], headers=dict(AUTOMATIC)))
