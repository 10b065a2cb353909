"""Lists as files: XLSX and CSV, in which no cell is carried out as a formula.

CSV is escaped by `editor.spreadsheets` for all lists of the admin, and XLSX written as text by Wagtail. What somebody
eats or needs is in no file. The audit log records each file (`audit.middleware`).
"""

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fields.contact import format_phone
from registrations.models import Registration


def clock(moment) -> str:
    """A moment as people here read it; Wagtail writes UTC in XLSX."""
    return timezone.localtime(moment).strftime("%d-%m-%Y %H:%M") if moment else ""


def heading_of(name):
    return Registration._meta.get_field(name).verbose_name


FIELDS = ["first_name", "last_name", "email", "phone", "organisation", "function"]
HEADINGS = {
    "number": _("number"),
    "state": _("state"),
    **{name: heading_of(name) for name in FIELDS},
    "municipality": _("municipality"),
    "parts": _("tracks or sessions"),
    "price_label": _("price"),
    "price": _("price in euro"),
    "charge": _("to pay after cancelling"),
    "registered_at": _("registered on"),
    "cancelled_at": _("cancelled on"),
    "source": _("how"),
}


def question_headings(registrations) -> dict:
    """A column for each question of the event's own that somebody answered, in the order of asking."""
    headings = {}
    for answers in registrations.values_list("answers", flat=True):
        for answer in answers:
            headings.setdefault(f"question {answer['key']}", answer["question"])
    return headings


def row_of(registration, state, questions) -> dict:
    """The cells of one person. `questions` are the columns of `question_headings`, `state` the words."""
    answers = {f"question {answer['key']}": answer["answer"] for answer in registration.answers}
    return {
        "number": registration.number,
        "state": state,
        **{name: getattr(registration, name) for name in FIELDS},
        "phone": format_phone(registration.phone),
        "municipality": str(registration.municipality or ""),
        "parts": parts_of(registration),
        "price_label": registration.price_label,
        "price": registration.price,
        "charge": registration.charge,
        "registered_at": clock(registration.registered_at),
        "cancelled_at": clock(registration.cancelled_at),
        "source": registration.get_source_display(),
        **{name: answers.get(name, "") for name in questions},
    }


def parts_of(registration) -> str:
    """The tracks or sessions of somebody; what is waited for says so."""
    return ", ".join(
        f"{place.label} ({place.get_state_display()})" if place.state == place.State.WAITING else place.label
        for place in registration.places.all()
        if place.label and place.state != place.State.CANCELLED
    )


def file_name(page, what) -> str:
    return f"{slugify(what)}-{page.slug}"[:100]
