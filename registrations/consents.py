"""The texts that people agree to or read, with their versions: a consent is stored as version and moment.

Change a text only together with its version, so that it stays known what somebody agreed to.
"""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# The operator may have other terms (REGISTRATIONS_KEPT), so the versions name them.
MONTHS, DAYS = settings.REGISTRATIONS_KEPT["person_months"], settings.REGISTRATIONS_KEPT["needs_days"]
PRIVACY_VERSION = f"2026-11/{MONTHS}"
PRIVACY = format_lazy(
    _(
        "We use these data only to organise this event: to keep your place, to write to you about it and, if it has to"
        " be paid, to make the invoice. {term} after the event we erase them; data for invoices are kept for ten years,"
        " as the law demands. By the link in your mail you see, change and erase them yourself."
    ),
    term=format_lazy(ngettext_lazy("{number} month", "{number} months", MONTHS), number=MONTHS),
)
LIST_VERSION = "2026-11"
LIST = _("The other participants may see my name and organisation in the list of participants.")
NEEDS_VERSION = f"2026-11/{DAYS}"
NEEDS = format_lazy(
    _(
        "I agree that the organiser uses what I wrote about food and access to prepare the event. It is erased {term}"
        " after the event. I can take this back at any time by the link in my mail."
    ),
    term=format_lazy(ngettext_lazy("{number} day", "{number} days", DAYS), number=DAYS),
)
