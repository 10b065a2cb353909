"""Tells a team that somebody else deleted something of its section."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.mail import AUTOMATIC, enqueue
from cms.permissions import reviewers
from cms.sections import load_sections

from .models import Deletion


def tell_team(deletion: Deletion) -> None:
    """Writes to the team of the section of a deleted page, unless one of them did it, or only wrote a draft there."""
    if deletion.kind != Deletion.Kind.PAGE or not deletion.keys_above or deletion.deleted_by is None:
        return
    parent = Page.objects.filter(pk=deletion.keys_above[-1]).first()
    section = parent and load_sections([parent])[0].section
    if section is None:
        return
    members = members_of(section)
    if deletion.deleted_by_id not in members:
        for address in sorted(filter(None, set(members.values()))):
            enqueue(message_to(address, deletion))


def members_of(section) -> dict[int, str]:
    """The addresses of the active members of a team by their keys."""
    editors = policy_registry.get_by_type(Page).users_with_any_permission_for_instance({"change"}, section)
    members = editors.filter(is_active=True).exclude(pk__in=reviewers().values("pk"))
    return dict(members.values_list("pk", "email"))


def message_to(address, deletion) -> EmailMessage:
    with translation.override("nl"):
        title = " ".join(deletion.title.split())
        context = {
            "title": title,
            "name": deletion.deleted_by.get_full_name() or deletion.deleted_by.get_username(),
            "others": deletion.number_of_pages - 1,
            "until": timezone.localtime(deletion.until),
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("recycle_bin_entry", args=[deletion.pk]),
        }
        subject = _("“%s” is deleted") % title
        body = render_to_string("recycle_bin/mail/deleted.txt", context)
    return EmailMessage(subject, body, to=[address], headers=dict(AUTOMATIC))
