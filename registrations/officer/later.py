"""A later deadline for one person, who registers by a link of his own."""

import secrets

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from cms.mail import AUTOMATIC, enqueue
from cms.registering import FORM_SUFFIX
from registrations.models import DeadlineExtension
from registrations.models.links import hash_of

from .forms import LaterForm
from .permissions import OfEvent


class LaterDeadlines(OfEvent, FormView):
    """Gives somebody a later deadline, by a link that goes to that address and works once."""

    page_title = gettext_lazy("A later deadline for one person")
    header_icon = "time"
    form_class = LaterForm
    template_name = "registrations/officer/later.html"

    @transaction.atomic
    def form_valid(self, form):
        email, until = form.cleaned_data["email"], form.cleaned_data["until"]
        token = secrets.token_urlsafe(32)
        DeadlineExtension.objects.create(
            page_id=self.page.pk, email=email, until=until, token_hash=hash_of(token)
        )
        enqueue(mail_of(self.page, email, until, token))
        messages.success(self.request, _("A mail with the link goes to %s.") % email)
        return redirect(self.address("later"))

    def get_context_data(self, **kwargs):
        given = DeadlineExtension.objects.filter(page=self.page).order_by("-created_at")
        return super().get_context_data(given=given, back=self.address("list"), **kwargs)


def mail_of(page, email, until, token) -> EmailMultiAlternatives:
    """Its templates have the subject on the first line."""
    link = f"{page.full_url or settings.WAGTAILADMIN_BASE_URL + '/'}{FORM_SUFFIX}later/{token}/"
    with translation.override("nl"):
        text = render_to_string("registrations/mail/later.txt", {"page": page, "until": until, "link": link})
    subject, _separator, body = text.strip().partition("\n")
    return EmailMultiAlternatives(subject, body.strip() + "\n", to=[email], headers=dict(AUTOMATIC))
