"""What somebody sees and does with a private link: GET shows, POST acts, because mail scanners open links."""

from functools import wraps

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import refuse
from cms.form_problems import problems_of
from cms.limits import is_one_too_many
from cms.registering import clashing_parts
from cms.views.personal import personal, see_other
from registrations import consents, limits, policy, registering, retention
from registrations.admission import RefusedError, position_in_line
from registrations.forms import ChangeForm, InvoiceForm, SubstituteForm
from registrations.models import PrivateLink, Registration
from registrations.seats import terms_of
from registrations.wording import charges_in_words, moment_in_words, refusal_in_words

from .form import too_many
from .responses import show_page

METHODS = require_http_methods(["GET", "HEAD", "POST"])
# What was done, by the word in the address of the page that follows.
DONE = {
    "gewijzigd": gettext_noop("Your changes are saved. You get a mail with them."),
    "geannuleerd": gettext_noop("You have cancelled. You get a mail that confirms it."),
    "doorgegeven": gettext_noop("Your colleague has the place now, and gets a mail with a link."),
    "deelnemers": gettext_noop("Your choice for the list of participants is saved."),
}


def with_registration(view):
    """Wraps a view of a private link: passes the registration and the terms of its event.

    404 for a wrong token, in words, and 429 for who tries many of them.
    """

    @personal
    @wraps(view)
    def find(request, token, **kwargs):
        registration = PrivateLink.registration_for(token)
        if registration is None or registration.anonymised_at:
            if is_one_too_many(request, "link", limits.WRONG_LINKS):
                return too_many(request)
            return unknown_link(request)
        page = registration.page = registration.page.specific
        terms = terms_of(page)
        return view(request, Own(token, registration, page, terms), **kwargs)

    return find


class Own:
    """The own registration behind a private link, as the templates read it."""

    def __init__(self, token, registration, page, terms):
        self.token, self.registration, self.page, self.terms = token, registration, page, terms
        self.may_manage = policy.may_manage(registration, terms)
        self.may_hand_over = policy.may_hand_over(registration, terms)
        self.cancellation = policy.cancellation(registration, terms)

    def address(self, name="registration") -> str:
        return reverse(name, args=[self.token])

    @property
    def places(self):
        """The places, each with its position in the line if it is one."""
        return [
            (place, position_in_line(place) if place.state == "waiting" else None)
            for place in self.registration.places.exclude(state="cancelled")
        ]

    @property
    def clashes(self):
        """The labels of own places that are at the same time, in pairs."""
        keys = {place.part for place, _position in self.places}
        return clashing_parts([part for part in self.terms.parts if part.key in keys])

    @property
    def charges(self):
        """What cancelling costs from when on, for who pays."""
        if not self.registration.price:
            return []
        return charges_in_words(self.registration.price, self.terms)

    @property
    def declinable_until(self):
        moment = self.registration.declinable_until
        return moment_in_words(moment) if moment and self.cancellation.reason == "declined" else ""

    @property
    def participants(self):
        """Who of the others agreed to be on the list; only for who takes part."""
        if not self.registration.is_active:
            return []
        others = Registration.objects.active().filter(page=self.page, list_at__isnull=False)
        return others.with_seat().exclude(pk=self.registration.pk).order_by("last_name", "first_name")


def unknown_link(request):
    reason = _(
        "Perhaps it was cut off in your mail, or the place went to somebody else. On the page of the event you can"
        " have your link sent again."
    )
    return refuse(request, 404, _("This link does not work"), reason)


def show_own(request, own, template, title, status=200, **context):
    return show_page(request, template, own.page, title, status, own=own, privacy=consents.PRIVACY, **context)


@with_registration
@require_safe
def show(request, own):
    done = DONE.get(request.GET.get("gedaan", ""), "")
    return show_own(request, own, "own", _("Your registration"), done=done and _(done))


@with_registration
@METHODS
def change(request, own):
    """Changes data, tracks, needs and consents; the invoice's too, until it was made."""
    if not own.may_manage:
        return see_other(own.address())
    data = request.POST if request.method == "POST" else None
    form, invoice = ChangeForm(own.registration, own.terms, data, prefix="p0"), invoice_form(own, data)
    parts = [part for part in (form, invoice) if part]
    if data and all(part.is_valid() for part in parts):
        applicant = form.applicant(invoice.values() if invoice else None)
        refusal = attempt(registering.change, own, applicant)
        if not refusal:
            return see_other(f"{own.address()}?gedaan=gewijzigd")
    else:
        refusal = ""
    problems = [("", refusal)] if refusal else [problem for part in parts for problem in problems_of(part)]
    title = _("Change your registration")
    return show_own(
        request,
        own,
        "change",
        _("Error: %s") % title if problems else title,
        422 if problems else 200,
        details_form=form,
        invoice=invoice,
        problems=problems,
    )


def invoice_form(own, data):
    """The form of the invoice's data, None without any or once the invoice was made."""
    invoice = getattr(own.registration, "invoice", None)
    if invoice is None or invoice.invoiced_on:
        return None
    initial = {name: getattr(invoice, name) for name in InvoiceForm.base_fields if name != "is_private"}
    return InvoiceForm(data, prefix="i", initial={**initial, "is_private": not invoice.enterprise_number})


def attempt(action, own, *args) -> str:
    """Does this to the registration; returns why it was refused, in words, or an empty string."""
    try:
        action(own.registration.pk, own.page.pk, *args)
    except RefusedError as refusal:
        return refusal_in_words(refusal, own.terms)
    return ""


@with_registration
@METHODS
def cancel(request, own):
    """Says what it costs, and cancels. Cancelling twice changes nothing."""
    if request.method == "POST":
        refusal = attempt(registering.cancel, own)
        return see_other(own.address() if refusal else f"{own.address()}?gedaan=geannuleerd")
    if not own.may_manage:
        return see_other(own.address())
    return show_own(request, own, "cancel", _("Cancel"))


@with_registration
@METHODS
def hand_over(request, own):
    if not own.may_hand_over:
        return see_other(own.address())
    data = request.POST if request.method == "POST" else None
    form, refusal = SubstituteForm(own.terms, data, prefix="p1"), ""
    if data and form.is_valid():
        if not limits.may_mail(request, [form.cleaned_data["email"]]):
            return too_many(request)
        if not (refusal := attempt(registering.hand_over, own, form.applicant())):
            return show_page(request, "handed_over", own.page, _("Your colleague has the place"))
    problems = [("", refusal)] if refusal else problems_of(form)
    title = _("Hand your place to a colleague")
    return show_own(
        request,
        own,
        "hand_over",
        _("Error: %s") % title if problems else title,
        422 if problems else 200,
        details_form=form,
        problems=problems,
    )


@with_registration
@require_POST
def set_list(request, own):
    """Puts the person on the list of participants, or takes the person off."""
    registering.set_list(own.registration.pk, own.page.pk, is_on="on" in request.POST)
    return see_other(f"{own.address()}?gedaan=deelnemers")


@with_registration
@require_safe
def download(request, own):
    """All data of this person as JSON (GDPR, article 20)."""
    response = JsonResponse(
        retention.data_of(own.registration), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="mijn-inschrijving.json"'
    return response


@with_registration
@METHODS
def erase(request, own):
    """Says what is erased and what has to stay, and erases (GDPR, article 17)."""
    if request.method == "POST":
        retention.erase(own.registration.pk, own.page.pk)
        return show_page(request, "erased", own.page, _("Your data are erased"))
    return show_own(request, own, "erase", _("Erase my data"))
