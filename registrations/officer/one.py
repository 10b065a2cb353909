"""One registration: all that is stored of it, and the mails that went out."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from fields.contact import format_phone
from registrations import policy
from registrations.admission import position_in_line
from registrations.models import Needs, State

from .exports import clock
from .lines import positions_in
from .permissions import OfRegistration
from .words import state_in_words

KINDS = {
    "confirmed": gettext_lazy("confirmation"),
    "waiting": gettext_lazy("on the waiting list"),
    "moved_up": gettext_lazy("a place came free"),
    "changed": gettext_lazy("changed"),
    "cancelled": gettext_lazy("cancelled"),
    "handed_over": gettext_lazy("place given to a colleague"),
    "received": gettext_lazy("got the place of a colleague"),
    "again": gettext_lazy("registered once more"),
    "link": gettext_lazy("private link"),
    "event_change": gettext_lazy("the event changes"),
    "reminder": gettext_lazy("reminder"),
    "officer": gettext_lazy("your own mail"),
    "erased": gettext_lazy("data are erased"),
}
FIELDS = ["email", "phone", "organisation", "function", "municipality", "price_label", "price", "charge"]
MOMENTS = ["registered_at", "cancelled_at", "declinable_until", "privacy_at", "list_at", "anonymised_at"]
TO_BE_DONE = (State.CONFIRMED, State.WAITING)


class Registered(OfRegistration, TemplateView):
    """All of one registration, and what can be done with it."""

    page_title = gettext_lazy("A registration")
    template_name = "registrations/officer/one.html"

    def crumbs_below(self):
        return [
            {"url": self.address("list"), "label": self.page.title},
            {"url": "", "label": str(self.registration)},
        ]

    @cached_property
    def header_buttons(self):
        if not self.registration.is_active:
            return []
        return [HeaderButton(_("Change"), url=self.address("change", self.registration.pk), icon_name="edit")]

    def get_context_data(self, **kwargs):
        registration = self.registration
        position = positions_in(self.page).get(registration.pk) if registration.is_waiting else None
        return super().get_context_data(
            state=state_in_words(registration, position),
            facts=list(self.facts()),
            places=[(place, place_in_words(place)) for place in registration.places.exclude(label="")],
            answers=registration.answers,
            needs=Needs.objects.filter(registration=registration).first(),
            invoice=getattr(registration, "invoice", None),
            mails=[mail_in_words(mail) for mail in registration.mails.select_related("outgoing")],
            actions=self.actions(),
            **kwargs,
        )

    def facts(self):
        """Yields what is filled in, as label and value."""
        for name in [*FIELDS, *MOMENTS]:
            field = self.registration._meta.get_field(name)
            if (value := getattr(self.registration, name)) not in (None, ""):
                yield field.verbose_name, in_words(name, value)
        if self.registration.has_held_seat:
            yield _("place"), _("one of the held places")
        yield _("how"), self.registration.get_source_display()

    def actions(self) -> dict:
        """What this registration's state allows."""
        registration, has_seat = self.registration, self.registration.state != State.WAITING
        return {
            "can_let_in": registration.is_active and registration.places.filter(state="waiting").exists(),
            "can_cancel": registration.is_active,
            "can_hand_over": policy.may_hand_over(registration, self.terms),
            "can_attend": registration.is_active and has_seat,
            "can_erase": registration.anonymised_at is None,
            "can_send_link": registration.is_active and bool(registration.email),
        }


def place_in_words(place) -> str:
    if place.state != place.State.WAITING:
        return place.get_state_display()
    return state_in_words(place, position_in_line(place))


def in_words(name, value):
    if name in MOMENTS:
        return clock(value)
    return format_phone(value) if name == "phone" else value


def mail_in_words(mail) -> dict:
    """A mail with what became of it: by its own row, or by the outbox as long as that has it."""
    return {
        "kind": KINDS.get(mail.kind, mail.kind),
        "subject": mail.subject,
        "recipient": mail.recipient,
        "queued_at": mail.queued_at,
        "outcome": outcome_of(mail),
    }


def outcome_of(mail) -> str:
    outgoing = mail.outgoing
    if sent_at := mail.sent_at or (outgoing and outgoing.sent_at):
        return _("delivered to the mail server on %(moment)s") % {"moment": clock(sent_at)}
    error = mail.error or (outgoing.error if outgoing else "")
    if failed_at := mail.failed_at or (outgoing and outgoing.given_up_at):
        return _("given up on %(moment)s: %(error)s") % {"moment": clock(failed_at), "error": error}
    if outgoing is None:
        return _("not known any more")
    if not outgoing.attempts:
        return _("waits to be sent")
    return _("failed %(number)s times, tried again on %(moment)s: %(error)s") % {
        "number": outgoing.attempts,
        "moment": clock(outgoing.due_at),
        "error": error,
    }
