"""Sentences about whether and why one can register, cancel or move up."""

from datetime import timedelta

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.registering import RegistrationStatus, charged, left_in
from fields.formatting import euro, oclock


def moment_in_words(moment) -> str:
    """Day and hour here: “vrijdag 26 januari 2018, 12 uur”."""
    here = timezone.localtime(moment)
    return _("%(day)s, %(hour)s o'clock") % {"day": format_date(here, "l j F Y"), "hour": oclock(here)}


def until_in_words(moment) -> str:
    """The last moment before this one: midnight is the end of a whole day."""
    here = timezone.localtime(moment)
    if (here.hour, here.minute) == (0, 0):
        return _("up to and including %s") % format_date(here.date() - timedelta(days=1), "l j F Y")
    return _("before %s") % moment_in_words(moment)


def status_in_words(status, terms, left) -> str:
    """The state of registering, with what one can still do; empty while it is open without a limit."""
    if status == RegistrationStatus.OPEN:
        return places_in_words(left)
    if status == RegistrationStatus.NOT_YET:
        return _("You can register from %s.") % moment_in_words(terms.opens_at)
    return {
        RegistrationStatus.WAITING_LIST: _(
            "All places are taken. You can put yourself on the waiting list: we mail you when there is a place."
        ),
        RegistrationStatus.FULL: _("All places are taken. Somebody may still cancel: look again later."),
        RegistrationStatus.CLOSED: _(
            "You can't register any more. Do you still want to come? Ask who organises it."
        ),
        RegistrationStatus.CANCELLED: _("This is cancelled, so you can't register."),
        RegistrationStatus.OVER: _("This is over, so you can't register any more."),
    }[status]


def places_in_words(left) -> str:
    if left is None:
        return ""
    return ngettext("%d place left", "%d places left", left) % left


def charges_in_words(price, terms) -> list[str]:
    """What cancelling costs from when on, a sentence for each step; a single one where it is always free."""
    steps = [
        f"{until_in_words(charge.until)}: {cost_in_words(price, charge.percent)}" for charge in terms.charges
    ]
    after = cost_in_words(price, terms.percent_after)
    return [*steps, _("after that: %s") % after] if steps else [after]


def cost_in_words(price, percent) -> str:
    amount = charged(price, percent)
    return euro(amount) if amount else _("at no cost")


def refusal_in_words(refusal, terms) -> str:
    """Why the form that was sent registered nobody; what was typed is kept."""
    if refusal.reason == "seats":
        return shortage_in_words(refusal, terms)
    if refusal.reason == "taken":
        return _("Somebody with this name and address is registered already.")
    if refusal.reason == "begun":
        return _("It has begun, so this can't be changed any more. Call who organises it.")
    return status_in_words(RegistrationStatus(refusal.reason), terms, 0)


def shortage_in_words(refusal, terms) -> str:
    """That there are too few seats, at the page or in a part, and what one can do."""
    if not refusal.left:
        text = _("All places were taken while you filled in the form.")
    else:
        text = ngettext("There is %d place left.", "There are %d places left.", refusal.left) % refusal.left
    if refusal.part:
        text = f"{refusal.part}: {places_in_words(refusal.left) if refusal.left else _('full')}."
    if terms.has_waiting_list:
        return f"{text} " + _("Tick below that you want to be on the waiting list, or register fewer people.")
    return f"{text} " + _("Choose something else.") if refusal.part else text


def with_places_left(terms, counts):
    """The terms with the seats left behind the label of each part, for a form."""
    parts = [part._replace(label=label_with_places(part, counts)) for part in terms.parts]
    return terms._replace(parts=tuple(parts))


def label_with_places(part, counts) -> str:
    left = left_in(part.seats, counts.get(part.key))
    if left is None:
        return part.label
    return f"{part.label} ({places_in_words(left) if left else _('full')})"
