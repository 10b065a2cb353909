"""The statements of a new site: what is true of the software. The publisher completes them."""

import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.blocks import LegalBasis, Reason
from home.models import AccessibilityStatementPage, PrivacyStatementPage

# The day on which these texts were last compared with the software.
WRITTEN_ON = datetime.date(2026, 11, 22)


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def accessibility():
    return AccessibilityStatementPage(
        title=_("Accessibility statement"),
        slug="toegankelijkheidsverklaring",
        search_description=_("How accessible this site is, and where to report a problem."),
        status=AccessibilityStatementPage.Status.PARTIAL,
        standard=_("WCAG 2.2, level AA (EN 301 549)"),
        exceptions=exceptions(),
        prepared_on=WRITTEN_ON,
        method=AccessibilityStatementPage.Method.SELF,
        method_text=paragraphs(
            _(
                "With every change of the software, axe-core and the Nu HTML checker test each kind of page by"
                " themselves: on a large and a small screen, in light and dark colours, and with forced colours."
            ),
            _(
                "Not tested yet: the site with a screen reader, and by people with a disability. Programs find only"
                " a part of all problems."
            ),
            _(
                "This statement came with the software. The publisher still has to compare it with its own content."
            ),
        ),
        feedback_text=paragraphs(
            _("Does something not work for you? Write what you wanted to do, and on which page.")
        ),
        enforcement_name="Vlaamse Ombudsdienst",
        enforcement_url="https://www.vlaamseombudsdienst.be/",
    )


def exceptions():
    texts = [
        (
            _("Documents to download"),
            _("They come from many organisations. Nobody checks whether a screen reader can read them."),
            _("Ask the publisher for the same content in another form."),
        ),
        (
            _("Videos"),
            _("Not every video has subtitles or a written-out text."),
            _("Ask the publisher for the same content in another form."),
        ),
    ]
    return [
        (
            "exception",
            {
                "what": what,
                "reason": Reason.NON_COMPLIANCE,
                "explanation": explanation,
                "alternative": alternative,
            },
        )
        for what, explanation, alternative in texts
    ]


def privacy():
    return PrivacyStatementPage(
        title=_("Privacy statement"),
        slug="privacy",
        search_description=_("Which data this site keeps, and which it does not."),
        reviewed_on=WRITTEN_ON,
        intro=paragraphs(
            _(
                "This statement came with the software, and says what the software does. The publisher still has to"
                " add who its data protection officer is, and what its web server writes down."
            )
        ),
        processings=processings(),
        cookies_text=paragraphs(
            _("This site sets no cookies for visitors, and loads nothing from other sites by itself."),
            _("A video comes from YouTube or Vimeo. It loads only after you click."),
            _("The practices that you save stand in your own browser (localStorage). We don't see them."),
        ),
        rights_text=paragraphs(
            _(
                "You can ask to see what the site holds about you, to correct or to erase it, or object to it. Write"
                " to the publisher."
            )
        ),
        supervisor_name="Vlaamse Toezichtcommissie voor de verwerking van persoonsgegevens (VTC)",
    )


def processings():
    return [
        ("processing", {"purpose": purpose, "data": data, "basis": basis, "kept": retention})
        for purpose, data, basis, retention in [*counts(), *feedback(), *uses_of_details(), *participants()]
    ]


def counts():
    """What is counted of visitors: its purpose, the data, the legal basis and how long it is kept."""
    return [
        (
            _("Knowing which pages are read"),
            _(
                "How often a page is opened in a day. No address, no device, nothing that tells who opened it."
                " Who is signed in is not counted."
            ),
            LegalBasis.NONE,
            _("400 days per day, after that only the total of the year"),
        ),
        (
            _("Knowing which words find nothing"),
            _(
                "About how many people searched the same words in a day, and how many of them found nothing."
                " No address, nothing that tells who searched. Not counted: words with a number, an e-mail"
                " address or the name of a person on this site. The editors see only what three people or more"
                " searched."
            ),
            LegalBasis.NONE,
            _("90 days"),
        ),
    ]


def feedback():
    """What is kept of readers who say something of a page, as in `counts`."""
    days = settings.FEEDBACK_DAYS
    return [
        (
            _("Knowing which pages are useful"),
            _("How many answer yes or no in a month. No address, nothing that tells who answered."),
            LegalBasis.NONE,
            _("As long as the page is there"),
        ),
        (
            _("Mending what is not right"),
            _(
                "What you write about a page, and your e-mail address if you want an answer. Only who makes that page"
                " reads it. The address goes once your question is handled."
            ),
            LegalBasis.PUBLIC_TASK,
            ngettext("%d day after you wrote it", "%d days after you wrote it", days) % days,
        ),
    ]


def uses_of_details():
    """What is kept of people, as in `counts`."""
    return [
        (
            _("Showing whom you can call"),
            _("Name, function and organisation of coordinators, and the contact details that they show."),
            LegalBasis.PUBLIC_TASK,
            _("Off the site the day after the last day; erased 30 days later"),
        ),
        (
            _("Showing a photo of somebody"),
            _("The photo, and the day on which the person agreed to it."),
            LegalBasis.CONSENT,
            _("Until the person takes that back, or leaves"),
        ),
        (
            _("Accounts of who writes for the site"),
            _("Name, e-mail address, and which page they changed when."),
            LegalBasis.PUBLIC_TASK,
            _("Until the publisher removes the account"),
        ),
        (
            _("Finding out what happened after a security problem"),
            _(
                "Of who writes for the site: who signed in, published, changed permissions or exported a list, when,"
                " and from which network address. No text and no password."
            ),
            LegalBasis.PUBLIC_TASK,
            _("A year"),
        ),
    ]


def participants():
    """What is kept of who registers for an event, as in `counts`; the terms are those of the settings."""
    months, days = (settings.REGISTRATIONS_KEPT[term] for term in ("person_months", "needs_days"))
    return [
        (
            _("Registering for an event"),
            _(
                "Name, e-mail address and what else the form asks for that event. Only who organises it sees them."
            ),
            LegalBasis.CONTRACT,
            ngettext("%d month after the event", "%d months after the event", months) % months,
        ),
        (
            _("Preparing food and access"),
            _("What you eat and need, if you fill that in and agree to it."),
            LegalBasis.CONSENT,
            ngettext("%d day after the event", "%d days after the event", days) % days,
        ),
        (
            _("Making an invoice"),
            _("Who pays, with address and enterprise number, and who takes part."),
            LegalBasis.LAW,
            _("Ten years from 1 January after the invoice"),
        ),
    ]
