"""Reminds who has to decide of what waits: one mail for each person, at most once in three days."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from cms.mail import AUTOMATIC, enqueue
from cms.one_by_one import one_by_one
from cms.sections import load_sections

from .deciding import deciders_of
from .mailing import admin_address
from .models import Reminder
from .wording import name_of

# From this hour on the clock here.
FROM_HOUR = 7
MOST_PAGES = 20


class Waiting:
    """What waits for one person, the longest first."""

    def __init__(self, user, states):
        self.user, self.states, self.pk = user, states, user.pk


def send_due() -> None:
    """Writes to each person for whom a page waits for three days, and who was not reminded in the last three."""
    if timezone.localtime().hour >= FROM_HOUR:
        one_by_one(remind, waiting_too_long())


def in_progress():
    """The steps that somebody has to decide now, the oldest first."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )
    return states.select_related("task", "workflow_state__requested_by").order_by("started_at", "pk")


def waiting_too_long() -> list[Waiting]:
    """Who is to be reminded; everything that waits for them is in the mail, also what came later."""
    states = list(in_progress())
    deciders = {task: list(deciders_of(task.specific)) for task in {state.task for state in states}}
    by_user = {}
    for state in states:
        for user in deciders[state.task]:
            by_user.setdefault(user, []).append(state)
    since = timezone.now() - Reminder.EVERY
    reminded = set(Reminder.objects.filter(sent_at__gt=since).values_list("user", flat=True))
    return [
        Waiting(user, states)
        for user, states in by_user.items()
        if states[0].started_at <= since and user.pk not in reminded and wants_mail(user)
    ]


def wants_mail(user) -> bool:
    """As the mail that a page came: who wants none of those wants no reminder either."""
    return bool(user.email) and UserProfile.get_for_user(user).submitted_notifications


@transaction.atomic
def remind(waiting) -> None:
    now = timezone.now()
    Reminder.objects.update_or_create(user=waiting.user, defaults={"sent_at": now})
    with translation.override(waiting.user.wagtail_userprofile.get_preferred_language()):
        enqueue(message_to(waiting, now))


def message_to(waiting, now) -> EmailMultiAlternatives:
    keys = [state.workflow_state.object_id for state in waiting.states[:MOST_PAGES]]
    pages = {str(page.pk): page for page in load_sections(Page.objects.filter(pk__in=keys))}
    lines = [
        {
            "title": " ".join(pages[key].draft_title.split()),
            "section": getattr(pages[key].section, "title", ""),
            "who": name_of(state.workflow_state.requested_by),
            "days": (now - state.started_at).days,
            "address": admin_address("edit", key),
        }
        for key, state in zip(keys, waiting.states, strict=False)
        if key in pages
    ]
    context = {
        "lines": lines,
        "number": len(waiting.states),
        "others": len(waiting.states[MOST_PAGES:]),
        "start_address": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home"),
    }
    subject = render_to_string("moderation/mail/reminder_subject.txt", context)
    body = render_to_string("moderation/mail/reminder.txt", context).strip() + "\n"
    message = EmailMultiAlternatives(
        " ".join(subject.split()), body, to=[waiting.user.email], headers=dict(AUTOMATIC)
    )
    message.attach_alternative(render_to_string("moderation/mail/reminder.html", context), "text/html")
    return message
