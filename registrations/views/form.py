"""The form to register, its receipt, and sending a lost link again."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.refusals import refuse
from cms.form_problems import problems_of
from cms.guard import GuardForm
from cms.limits import RETRY_AFTER, is_one_too_many
from cms.models import SeatCount
from cms.registering import FORM_SUFFIX, RegistrationStatus, seats_left
from cms.routing import moved_page, page_at, redirect_to, site_of
from cms.views.personal import personal, see_other
from registrations import consents, limits
from registrations.admission import RefusedError
from registrations.forms import LinkForm, RegistrationForm
from registrations.models import DeadlineExtension, Receipt
from registrations.models.links import hash_of
from registrations.registering import register, resend_links
from registrations.wording import refusal_in_words, status_in_words, with_places_left

from .responses import show_page

FORM_METHODS = require_http_methods(["GET", "HEAD", "POST"])


def page_to_register_for(request, path):
    """The listed page at this path and its terms. Raises Http404 without any."""
    page = page_at(site_of(request).root_page, path)
    terms = page and page.registration_terms()
    if not terms:
        raise Http404
    return page, terms


@personal
@FORM_METHODS
def register_here(request, path):
    """The form, or in words why one can't register now; 303 to the receipt, 422 with errors, 429 for too many."""
    try:
        page, terms = page_to_register_for(request, path)
    except Http404:
        if page := moved_page(site_of(request), path):
            return redirect_to(request, page, FORM_SUFFIX)
        raise
    return respond(request, page, terms)


@personal
@FORM_METHODS
def register_later(request, path, token):
    """The same for somebody whose deadline was moved: works once, until then. Raises Http404."""
    page, terms = page_to_register_for(request, path)
    now = timezone.now()
    extension = get_object_or_404(
        DeadlineExtension, page=page, token_hash=hash_of(token), used_at=None, until__gt=now
    )
    return respond(request, page, terms._replace(closes_at=extension.until), extension)


def respond(request, page, terms, extension=None):
    if request.method == "POST":
        return receive(request, page, terms, extension)
    return show_form(request, page, terms, make_form(page, terms))


def make_form(page, terms, data=None) -> RegistrationForm:
    """The form, with the places left behind the name of each track or session."""
    return RegistrationForm(with_places_left(terms, SeatCount.objects.of(page)), data)


def show_form(request, page, terms, form, status=200):
    """The form with the state of this moment, or only the state if it is not open."""
    left = seats_left(terms, SeatCount.objects.of(page))
    state = terms.status(timezone.now(), left)
    is_open = state in (RegistrationStatus.OPEN, RegistrationStatus.WAITING_LIST)
    title = _("Register: %s") % page.title
    if form.problems:
        title = _("Error: %s") % title
    return show_page(
        request,
        "form" if is_open or form.data else "closed",
        page,
        title,
        status,
        registration_form=form,
        terms=terms,
        state_in_words=status_in_words(state, terms, left),
        privacy=consents.PRIVACY,
        link_address=reverse("resend_link", args=[path_of(request)]),
    )


def receive(request, page, terms, extension):
    if is_one_too_many(request, "form", limits.FORMS):
        return too_many(request)
    form = make_form(page, terms, request.POST)
    for button, change in (("more", 1), ("less", -1)):
        if button in request.POST:
            return show_form(request, page, terms, form.resized(change))
    if receipt := earlier_receipt(form):
        return see_other(receipt_address(request, receipt))
    if not form.is_valid():
        return show_form(request, page, terms, form, status=422)
    if not limits.may_mail(request, form.addresses):
        return too_many(request)
    return register_form(request, page, terms, form, extension)


def earlier_receipt(form):
    """The receipt of this very form, if it was sent before."""
    if not form.guard.is_valid():
        return None
    return Receipt.objects.filter(key=form.guard.one_time_key).first()


def register_form(request, page, terms, form, extension):
    try:
        receipt = register(
            page.pk,
            form.applicants(),
            key=form.guard.one_time_key,
            accepts_waiting=form.accepts_waiting,
            extension=extension,
        )
    except RefusedError as refusal:
        form.refusal = refusal_in_words(refusal, terms)
        return show_form(request, page, terms, form, status=409)
    return see_other(receipt_address(request, receipt))


def receipt_address(request, receipt):
    return reverse("registration_receipt", args=[path_of(request), receipt.key])


def path_of(request):
    """The path below the home page of the page that the request is about."""
    return request.resolver_match.kwargs["path"]


def too_many(request):
    reason = _("A lot was sent from here in the last hour. Try again in an hour, or call who organises it.")
    return refuse(request, 429, _("Too many attempts"), reason, RETRY_AFTER)


@personal
@require_safe
def show_receipt(request, path, key):
    """Who got a place and who waits, and to which address the mail went; for a day."""
    page, terms = page_to_register_for(request, path)
    since = timezone.now() - Receipt.KEPT
    receipt = get_object_or_404(Receipt, page=page, key=key, created_at__gt=since)
    return show_page(request, "receipt", page, _("Thank you"), people=receipt.people, terms=terms)


@personal
@FORM_METHODS
def resend_link(request, path):
    """Mails the private link again; the answer is the same whether somebody is registered or not."""
    page, _terms = page_to_register_for(request, path)
    data = request.POST if request.method == "POST" else None
    form, guard = LinkForm(data), GuardForm(data)
    if data is not None and form.is_valid() and guard.is_valid():
        return mail_link(request, page, form.cleaned_data["email"])
    title = _("Send my link again")
    problems = [problem for part in (form, guard) for problem in problems_of(part)]
    return show_page(
        request,
        "link",
        page,
        _("Error: %s") % title if problems else title,
        200 if data is None else 422,
        details_form=form,
        guard=guard.renewed(),
        problems=problems,
    )


def mail_link(request, page, email):
    if is_one_too_many(request, "resend", limits.WRONG_LINKS):
        return too_many(request)
    if limits.may_mail(request, [email]):
        resend_links(page.pk, email)
    return show_page(request, "link_sent", page, _("Look in your mail"), email=email)
