"""Who else has a page open, in words: “Els Peeters is ook bezig op deze pagina, sinds 10.12 uur.”"""

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.models import EditingSession
from wagtail.models import get_default_page_content_type

from .models import OpenForm

AT_WORK = gettext_lazy("%(name)s is at work on this page too.")
AT_WORK_SINCE = gettext_lazy("%(name)s is at work on this page too, since %(since)s.")
IDLE = gettext_lazy("%(name)s still has this page open.")
IDLE_SINCE = gettext_lazy("%(name)s still has this page open, since %(since)s.")
ALSO_ME = gettext_lazy("You are writing on this page in another window too.")
SAVED = gettext_lazy("%(name)s saved a new version of this page. What you type overwrites nothing.")
SAVED_BY_ME = gettext_lazy("You saved this page in another window. What you type here overwrites nothing.")


def others_on(page, user) -> list[dict]:
    """The sessions of others on this page, as Wagtail's ping has them. Those of leavers expire."""
    sessions = (
        EditingSession.objects.available()
        .filter(content_type=get_default_page_content_type(), object_id=str(page.pk))
        .exclude(user=user)
        .select_related("user")
        .order_by("last_seen_at")
    )
    newest = {session.user_id: session for session in sessions}
    return [
        {"user": session.user, "is_idle": session.is_idle, "revision_id": None} for session in newest.values()
    ]


def sentences(sessions, page_id, user) -> list[str]:
    """A sentence for each of the sessions, without those of this user in which nothing happened."""
    if not sessions:
        return []
    opened = dict(
        OpenForm.objects.filter(
            page=page_id, user__in=[session["user"] for session in sessions if session["user"]]
        )
        .values_list("user")
        .annotate(Max("opened_at"))
    )
    return [sentence(session, opened, user) for session in sessions]


def sentence(session, opened, user) -> str:
    other = session["user"]
    since = opened.get(other.pk) if other else None
    if session["revision_id"]:
        text = SAVED_BY_ME if other == user else SAVED
    elif other == user:
        text = ALSO_ME
    elif session["is_idle"]:
        text = IDLE_SINCE if since else IDLE
    else:
        text = AT_WORK_SINCE if since else AT_WORK
    name = str(other) if other else _("Somebody else")
    return str(text) % {"name": name, "since": clock(since) if since else ""}


def clock(moment) -> str:
    """“10.12 uur”, with the day if that is not today."""
    moment = localtime(moment)
    is_today = moment.date() == localdate()
    return _("%s hours") % date_format(moment, "H.i" if is_today else "j F, H.i")
