"""Signal handlers for changes of a user's e-mail address or password."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models.signals import post_save, pre_save
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import APIToken


def store_previous_email(sender, instance, update_fields=None, **kwargs):
    """Keeps the stored address on the instance, for `notify_old_address`."""
    is_written = update_fields is None or "email" in update_fields
    stored = sender.objects.filter(pk=instance.pk if is_written else None)
    instance.previous_email = stored.values_list("email", flat=True).first() or ""


def notify_old_address(sender, instance, **kwargs):
    """Mails the old address that it was changed, without the new address."""
    previous = instance.previous_email
    if not previous or previous.lower() == instance.email.lower():
        return
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string("cms/mail/email_changed.txt", {"user": instance})
        send_mail(_("Your e-mail address on Streekwijzer was changed"), body, None, [previous])


def revoke_tokens(sender, instance, created, **kwargs):
    """Revokes the write API's tokens after a new password; the dialect's tokens hold a hash of the old one.

    `_password` is None when Django only rehashes the same password.
    """
    if instance._password is not None and not created:
        for token in APIToken.objects.filter(user=instance, revoked_at=None):
            token.revoke()


def connect() -> None:
    user = get_user_model()
    pre_save.connect(store_previous_email, sender=user)
    post_save.connect(notify_old_address, sender=user)
    post_save.connect(revoke_tokens, sender=user)
