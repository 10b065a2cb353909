"""What a page says about registering, in sentences: until when, why not, and what one can still do."""

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.registering import RegistrationStatus
from fields.formatting import oclock

Status = RegistrationStatus


def day_and_hour(moment) -> dict:
    here = timezone.localtime(moment)
    return {"day": format_date(here, "l j F Y"), "hour": oclock(here)}


def until_when(page) -> str:
    """The deadline as the editor meant it: “vóór 12 uur”, or “tot en met” a day or an hour. Empty without one."""
    if not page.registration_deadline:
        return ""
    deadline = day_and_hour(page.registration_deadline)
    if page.registration_deadline_is_exclusive:
        return _("until %(day)s, before %(hour)s o'clock") % deadline
    if page.deadline_is_whole_day:
        return _("up to and including %(day)s") % deadline
    return _("up to and including %(day)s, %(hour)s o'clock") % deadline


def from_when(page) -> str:
    """The moment at which registration opens. Empty without one."""
    opens = page.registration_opens_at
    return _("from %(day)s, %(hour)s o'clock") % day_and_hour(opens) if opens else ""


def seats_in_words(left) -> str:
    """The places left; empty without a limit, or when there are none: then the state says so."""
    return ngettext("%(count)s place left", "%(count)s places left", left) % {"count": left} if left else ""


def button_label(is_for_waiting_list) -> str:
    return _("Put me on the waiting list") if is_for_waiting_list else _("Register")


def how_it_stands(page, status) -> list[str]:
    """Sentences for who wants to register with the form: why that is not possible, and what is."""
    if status == Status.NOT_YET:
        when = day_and_hour(page.registration_opens_at)
        return [_("You can register from %(day)s, %(hour)s o'clock.") % when]
    if status == Status.WAITING_LIST:
        return [_("All places are taken. Put yourself on the waiting list: you get a mail if a place frees.")]
    if status == Status.FULL:
        return [_("All places are taken, and there is no waiting list."), still_possible()]
    if status == Status.CLOSED:
        return [_("You can't register any more."), still_possible()]
    if status == Status.CANCELLED:
        return [_("It does not go on, so you can't register.")]
    return [_("It is over, so you can't register any more.")] if status == Status.OVER else []


def still_possible() -> str:
    return _("Are you registered already? With the link in your mail you can change or cancel that.")


def note_for_calendars(page) -> str:
    """Until when and where to register, the same at any hour: calendars keep it. Empty without a form or address."""
    if not page.registration_address:
        return ""
    when = " ".join(part for part in (from_when(page), until_when(page)) if part)
    values = {"when": when, "address": page.registration_address}
    return _("Register %(when)s: %(address)s") % values if when else _("Register: %(address)s") % values


def note_on_seats(left, has_waiting_list) -> str:
    """A sentence when there are no places left; empty otherwise."""
    if left != 0:
        return ""
    return (
        _("There are no places left, but there is a waiting list.")
        if has_waiting_list
        else _("There are no places left.")
    )
