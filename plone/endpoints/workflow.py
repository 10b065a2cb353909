"""What happened to a page, and what may happen next."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry, Revision

from ..asking import number_in
from ..errors import not_found
from ..serializers import in_full
from ..states import PENDING, PRIVATE, PUBLISHED, TITLES, dates_of, stamp, state_of
from .registry import endpoint

LONGEST_HISTORY = 100
NOBODY = {"@id": "", "id": "", "fullname": "", "username": None}
# What Wagtail notes, as the transition and the state that Plone would call it.
NOTED = {
    "wagtail.create": ("create", PRIVATE),
    "wagtail.publish": ("publish", PUBLISHED),
    "wagtail.publish.schedule": ("schedule", "scheduled"),
    "wagtail.unpublish": ("retract", PRIVATE),
    "wagtail.workflow.start": ("submit", PENDING),
    "wagtail.workflow.approve": ("approve", PENDING),
    "wagtail.workflow.reject": ("reject", PENDING),
    "wagtail.workflow.cancel": ("retract", PRIVATE),
}
TRANSITIONS = {
    "publish": _("Publish"),
    "submit": _("Submit for moderation"),
    "retract": _("Retract"),
    "create": _("Create"),
    "schedule": _("Schedule"),
    "approve": _("Approve"),
    "reject": _("Reject"),
    "edit": _("Edit"),
}


def may_look_back(asked, page):
    """Who works on a page knows who did what; a reader only when it was published."""
    return bool(asked.user) and page.specific.permissions_for_user(asked.user).can_edit()


@endpoint("@workflow", expands=True)
def workflow(asked, page, rest):
    state, worker = state_of(page), may_look_back(asked, page)
    address = f"{asked.id_of(page)}/@workflow"
    offered = transitions(asked, page, state) if worker else []
    return {
        "@id": address,
        "history": steps(page) if worker else steps_for_readers(page),
        "state": {"id": state, "title": str(TITLES[state])},
        "transitions": [{"@id": f"{address}/{name}", "title": TRANSITIONS[name]} for name in offered],
    }


def transitions(asked, page, state):
    """What whoever asks may do next with the page."""
    may = page.specific.permissions_for_user(asked.user)
    offered = {
        "publish": state != PUBLISHED and may.can_publish(),
        "submit": state != PUBLISHED and state != PENDING and may.can_submit_for_moderation(),
        "retract": state == PUBLISHED and may.can_unpublish(),
    }
    return [name for name, is_offered in offered.items() if is_offered]


def steps_for_readers(page):
    first = stamp(dates_of(page)["effective"])
    return [step("publish", PUBLISHED, "", first)] if first else []


def step(action, state, actor, time):
    return {
        "action": action,
        "actor": actor,
        "comments": "",
        "review_state": state,
        "time": time,
        "title": str(TITLES[state]),
    }


def steps(page):
    found = notes(page).order_by("timestamp", "pk")
    return [step(*NOTED[note.action], name_of(note.user), stamp(note.timestamp)) for note in found]


def notes(page):
    return PageLogEntry.objects.filter(page=page.pk, action__in=NOTED).select_related("user")


def name_of(user):
    return str(user) if user else ""


@endpoint("@history", is_kept=False)
def history(asked, page, rest):
    """Every version and transition, the newest first; after a number that version of the page."""
    worker = may_look_back(asked, page)
    if rest:
        return version(asked, page, rest[0], worker)
    if not worker:
        first = dates_of(page)["effective"]
        return [row(asked, page, "publish", first, None)] if first else []
    found = [
        (
            note.timestamp,
            row(asked, page, NOTED[note.action][0], note.timestamp, note.user, NOTED[note.action][1]),
        )
        for note in notes(page)
    ]
    found += [
        (made.created_at, row(asked, page, "edit", made.created_at, made.user, version=number))
        for number, made in enumerate(versions(page).select_related("user"))
    ]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [told for _at, told in found[:LONGEST_HISTORY]]


def versions(page):
    """Numbered from the first, which is 0."""
    return Revision.objects.for_instance(page.specific).order_by("created_at", "pk")


def row(asked, page, action, time, user, state=PUBLISHED, version=None):
    told = {
        "action": TRANSITIONS[action],
        "actor": {**NOBODY, "id": str(user.pk), "fullname": str(user)} if user else NOBODY,
        "comments": "",
        "time": stamp(time),
        "transition_title": TRANSITIONS[action],
        "type": "workflow" if version is None else "versioning",
        "may_revert": False,
    }
    if version is None:
        return told | {"review_state": state, "state_title": str(TITLES[state])}
    return told | {"version": version, "@id": f"{asked.id_of(page)}/@history/{version}"}


def version(asked, page, text, worker):
    """An old version, for who works on the page; everybody else has the one that is public."""
    number = number_in("version", text)
    if not worker:
        raise not_found()
    found = versions(page)[number : number + 1]
    if not found:
        raise not_found()
    (told,) = in_full(asked, [found[0].as_object()])
    return told | {"version": number}
