"""The review state, transitions and history of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry, Revision

from plone.context import parse_integer

from ..errors import not_found
from ..registry import endpoint
from ..serializers import serialize_full
from ..states import PENDING, PRIVATE, PUBLISHED, TITLES, dates_of, format_moment, state_of

LONGEST_HISTORY = 100
ANONYMOUS_ACTOR = {"@id": "", "id": "", "fullname": "", "username": None}
# Wagtail's log actions, with Plone's names for the transition and the state after it.
LOG_ACTIONS = {
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


def can_see_history(context, page) -> bool:
    """Editors of the page see who did what; readers only see when it was published."""
    return bool(context.user) and page.specific.permissions_for_user(context.user).can_edit()


@endpoint("@workflow", expands=True)
def workflow(context, page, rest):
    state, is_editor = state_of(page), can_see_history(context, page)
    address = f"{context.address_of(page)}/@workflow"
    names = available_transitions(context, page, state) if is_editor else []
    return {
        "@id": address,
        "history": serialize_log(page) if is_editor else serialize_publication(page),
        "state": {"id": state, "title": str(TITLES[state])},
        "transitions": [{"@id": f"{address}/{name}", "title": TRANSITIONS[name]} for name in names],
    }


def available_transitions(context, page, state):
    """The names of the transitions that the user may make."""
    permissions = page.specific.permissions_for_user(context.user)
    transitions = {
        "publish": state != PUBLISHED and permissions.can_publish(),
        "submit": state != PUBLISHED and state != PENDING and permissions.can_submit_for_moderation(),
        "retract": state == PUBLISHED and permissions.can_unpublish(),
    }
    return [name for name, is_available in transitions.items() if is_available]


def serialize_publication(page):
    first = format_moment(dates_of(page)["effective"])
    return [serialize_step("publish", PUBLISHED, "", first)] if first else []


def serialize_step(action, state, actor, time):
    return {
        "action": action,
        "actor": actor,
        "comments": "",
        "review_state": state,
        "time": time,
        "title": str(TITLES[state]),
    }


def serialize_log(page):
    entries = log_entries(page).order_by("timestamp", "pk")
    return [
        serialize_step(*LOG_ACTIONS[entry.action], display_name(entry.user), format_moment(entry.timestamp))
        for entry in entries
    ]


def log_entries(page):
    return PageLogEntry.objects.filter(page=page.pk, action__in=LOG_ACTIONS).select_related("user")


def display_name(user):
    return str(user) if user else ""


@endpoint("@history", is_cacheable=False)
def history(context, page, rest):
    """All revisions and transitions, newest first; `@history/<number>` the page in that version."""
    is_editor = can_see_history(context, page)
    if rest:
        return serialize_version(context, page, rest[0], is_editor)
    if not is_editor:
        first = dates_of(page)["effective"]
        return [serialize_event(context, page, "publish", first, None)] if first else []
    events = [
        (entry.timestamp, serialize_event(context, page, action, entry.timestamp, entry.user, state))
        for entry in log_entries(page)
        for action, state in [LOG_ACTIONS[entry.action]]
    ]
    events += [
        (
            revision.created_at,
            serialize_event(context, page, "edit", revision.created_at, revision.user, version=number),
        )
        for number, revision in enumerate(revisions(page).select_related("user"))
    ]
    events.sort(key=lambda pair: pair[0], reverse=True)
    return [payload for _time, payload in events[:LONGEST_HISTORY]]


def revisions(page):
    """All revisions, oldest first; a version number is an index in these."""
    return Revision.objects.for_instance(page.specific).order_by("created_at", "pk")


def serialize_event(context, page, action, time, user, state=PUBLISHED, version=None):
    payload = {
        "action": TRANSITIONS[action],
        "actor": {**ANONYMOUS_ACTOR, "id": str(user.pk), "fullname": str(user)} if user else ANONYMOUS_ACTOR,
        "comments": "",
        "time": format_moment(time),
        "transition_title": TRANSITIONS[action],
        "type": "workflow" if version is None else "versioning",
        "may_revert": False,
    }
    if version is None:
        return payload | {"review_state": state, "state_title": str(TITLES[state])}
    return payload | {"version": version, "@id": f"{context.address_of(page)}/@history/{version}"}


def serialize_version(context, page, text, is_editor):
    """The page as it was in a revision; 404 unless the user is an editor of the page."""
    number = parse_integer("version", text)
    if not is_editor:
        raise not_found()
    revision = revisions(page)[number : number + 1].first()
    if revision is None:
        raise not_found()
    (payload,) = serialize_full(context, [revision.as_object()])
    return payload | {"version": number}
