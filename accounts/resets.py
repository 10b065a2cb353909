"""Mails with a link to choose a password: after a reset request, and for a new user."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import send_mail
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.views.account import PasswordResetView

from cms.client_addresses import client_address
from cms.models import ResetRequest

from .refusals import refuse


class PasswordResetRequestView(PasswordResetView):
    """Stores the request for `tick`, so that the response does not reveal whether the address has a user."""

    def form_valid(self, form):
        if not ResetRequest.record(form.cleaned_data["email"], client_address(self.request)):
            reason = _("Too many passwords were asked for from here. Try again in an hour.")
            retry = str(int(ResetRequest.WINDOW.total_seconds()))
            return refuse(self.request, 429, _("Too many attempts"), reason, {"Retry-After": retry})
        return redirect(self.success_url)


class PasswordResetMailForm(PasswordResetForm):
    """Mails the link to the users with this address; raises if the mail can't be stored, where Django logs."""

    def send_mail(self, subject_template_name, email_template_name, context, from_email, to_email, **options):
        subject = " ".join(render_to_string(subject_template_name, context).split())
        send_mail(subject, render_to_string(email_template_name, context), from_email, [to_email])


def mail_link(email, kind) -> bool:
    """Mails a link to the users with this address, with the templates of this kind; False for an invalid address."""
    form = PasswordResetMailForm({"email": email})
    if not form.is_valid():
        return False
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    # From the settings: a request's Host header can be forged.
    with translation.override(settings.LANGUAGE_CODE):
        form.save(
            domain_override=urlsplit(base).netloc,
            subject_template_name=f"cms/mail/{kind}_subject.txt",
            email_template_name=f"cms/mail/{kind}.txt",
            extra_email_context={"base_url": base},
        )
    return True


def answer(request) -> None:
    """Mails the link of a ResetRequest, once even if several processes run `tick`."""
    with transaction.atomic():
        if request.claim() and not request.is_one_too_many:
            mail_link(request.email, "reset")
