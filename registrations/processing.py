"""The register of processing (GDPR, article 30), made of the data that the site itself forgets people by.

Fields and terms are read from the models and settings; only purposes, bases and measures are words of this file. What
other rooms keep of people they say themselves (the hook `register_processing_activity`).
"""

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail import hooks

from accounts.limits import SIGN_IN_MEMORY
from cms.models import Attempt, Kept, OutgoingMail, ResetRequest
from cms.models.day_counts import DAYS_KEPT as DAYS_OF_VIEWS
from cms.models.people import DAYS_KEPT as DAYS_AFTER_LEAVING
from cms.processing import Activity, days, fields_of, in_the_admin, months, nobody_outside
from search.models import SearchedQuery

from .models import DeadlineExtension, InvoiceData, Needs, PrivateLink, Receipt, Registration
from .models import RegistrationMail as Mail
from .retention import INVOICE_YEARS


def activities() -> list[Activity]:
    return [
        participants(),
        needs(),
        invoices(),
        registering_itself(),
        coordinators(),
        accounts(),
        audit_log(),
        mail(),
        readers(),
        *(describe() for describe in hooks.get_hooks("register_processing_activity")),
    ]


def participants() -> Activity:
    term = months(settings.REGISTRATIONS_KEPT["person_months"])
    return Activity(
        _("People who register for an event"),
        [_("To keep a place, to write about the event, to know who comes, and to follow up.")],
        [
            _("The agreement to take part (GDPR, article 6.1.b)."),
            _("Agreement for the list of participants (article 6.1.a): version and moment are kept."),
        ],
        [_("Who registers, is registered by a colleague, or takes a colleague's place.")],
        fields_of(Registration, term=Kept.PERSON),
        [_("The organisers of the event."), *nobody_outside()],
        [
            _("%s after the last day of the event.") % term,
            _("Of who waited, cancelled or passed on the place: until the event is over."),
            _("Then only a count stays, without a name: state, event and part."),
        ],
        [
            in_the_admin(),
            _("Not in search, feeds, API, logs or versions of pages."),
            _(
                "The person sees, changes, downloads and erases them by a private link of 256 bits, of which only the"
                " hash is stored."
            ),
        ],
    )


def needs() -> Activity:
    return Activity(
        _("What participants eat and need"),
        [_("To prepare food and access.")],
        [_("Explicit agreement (GDPR, article 9.2.a): version and moment of the text are kept.")],
        [_("Participants who fill it in, where the event asks for it.")],
        fields_of(Needs, term=Kept.NEEDS),
        [_("Caterers get totals, never names."), *nobody_outside()],
        [_("%s after the last day of the event.") % days(settings.REGISTRATIONS_KEPT["needs_days"])],
        [in_the_admin(), _("In no export of people, and in no mail.")],
    )


def invoices() -> Activity:
    return Activity(
        _("Data for invoices"),
        [_("To invoice participation, and what cancelling costs.")],
        [_("A duty by law (GDPR, article 6.1.c; Belgian VAT Code, article 60).")],
        [_("Participants of paid events, and the organisations that pay for them.")],
        fields_of(InvoiceData, term=Kept.INVOICE),
        [_("The accounts of the organisation, and the tax authorities if they ask.")],
        [
            _("%d years from 1 January after the invoice; without an invoice from the day of the event.")
            % INVOICE_YEARS
        ],
        [in_the_admin(), _("No longer linked to the registration once that has no name.")],
    )


def registering_itself() -> Activity:
    mails = fields_of(Mail, PrivateLink, term=Kept.REGISTRATION)
    return Activity(
        _("Links, mails and protection of the form"),
        [_("To prove what was mailed, and to hold off misuse.")],
        [_("Legitimate interest (GDPR, article 6.1.f).")],
        [_("Who registers, or tries to.")],
        [
            *mails,
            *fields_of(Receipt, term=Kept.DAY),
            *fields_of(Attempt, term=Kept.HOUR),
            *fields_of(DeadlineExtension, term=Kept.DEADLINE),
        ],
        nobody_outside(),
        [
            _("Mails and links as long as the registration has a name."),
            _("What the form showed after it was sent: %s.") % days(Receipt.KEPT.days),
            _("Attempts, as a code that can't be read back: one hour."),
            _("A later deadline for one person: until that moment."),
        ],
        [_("Addresses of computers are stored as a code only.")],
    )


def coordinators() -> Activity:
    return Activity(
        _("Coordinators and other people on pages"),
        [_("To show whom to contact.")],
        [_("The task of the organisation (GDPR, article 6.1.e), or legitimate interest.")],
        [_("People who work for a platform or an organisation.")],
        [_("Name, function, photo and contact details, as far as the person wants them shown.")],
        [_("Everybody: they are public, and partners may take them over.")],
        [_("Until %s after the last day that an editor fills in.") % days(DAYS_AFTER_LEAVING)],
        [
            _(
                "Erased everywhere: pages, versions, search, logs. The number is noted, so that a restore erases again."
            )
        ],
    )


def accounts() -> Activity:
    return Activity(
        _("Accounts of editors"),
        [_("To sign in, and to know who wrote what.")],
        [_("Legitimate interest (GDPR, article 6.1.f).")],
        [_("Who edits or manages the site.")],
        [_("Name, e-mail address, groups, second factor, sessions, and from where somebody signed in.")],
        nobody_outside(),
        [
            _("The account until it is removed."),
            _("Sessions %s, sign-ins %s.")
            % (days(settings.SESSION_COOKIE_AGE // 86400), days(SIGN_IN_MEMORY.days)),
            _("Requests for a new password: %s.") % days(ResetRequest.KEPT.days),
        ],
        [_("A second factor, limits to guessing, passwords stored as a hash.")],
    )


def audit_log() -> Activity:
    return Activity(
        _("Audit log"),
        [_("To find out what happened, and to prove it.")],
        [_("Legitimate interest (GDPR, article 6.1.f), and the security of processing (article 32).")],
        [_("Who signs in, or tries to.")],
        [_("E-mail address, network address, act, moment, and the number of what it was about.")],
        nobody_outside(),
        [days(settings.AUDIT_LOG_DAYS)],
        [_("Only superusers read it, and each reading is in it; nobody changes it.")],
    )


def mail() -> Activity:
    return Activity(
        _("Outgoing mail"),
        [_("To deliver mail, also when the mail server is away for a while.")],
        [_("Legitimate interest (GDPR, article 6.1.f).")],
        [_("Who gets mail of this site.")],
        [_("Address, and the message until it is sent.")],
        [_("The mail server that the operator chose.")],
        [
            _("The message until it is sent, %s at most.") % days(OutgoingMail.TRIED.days),
            _("The address %s after that.") % days(OutgoingMail.KEPT.days),
        ],
        [_("Errors and log lines name a mail by its number.")],
    )


def readers() -> Activity:
    return Activity(
        _("Readers of the site"),
        [_("To know which pages are read and what is searched for.")],
        [_("None needed: these numbers are about nobody.")],
        [_("Nobody who can be recognised.")],
        [_("Views of a page per day; words that were searched for, with about how many people.")],
        nobody_outside(),
        [
            _("Words: %s.") % days(SearchedQuery.DAYS_KEPT),
            _("Views per day: %s, then per year.") % days(DAYS_OF_VIEWS),
        ],
        [_("No cookie, no third party; no network address beside what was read or searched.")],
    )
