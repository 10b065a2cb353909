"""The button “publish and mail participants” below the form of an event, and what it does."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.action_menu import PublishMenuItem

from .announcements import MAIL_PARTICIPANTS, announce, newest_unmailed, participants


class PublishAndMail(PublishMenuItem):
    """Publishes as the other button does: it has the same name, and a value of its own."""

    name = "action-publish-and-mail"
    label = gettext_lazy("Publish and mail participants")
    icon_name = "mail"
    template_name = "registrations/publish_and_mail.html"

    def is_shown(self, context):
        page = context.get("page")
        is_of_people = page and page.pk and page.live and hasattr(page.specific_class, "registration_terms")
        return bool(is_of_people and super().is_shown(context) and participants(page).exists())

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "value": MAIL_PARTICIPANTS}


def mail_after_publishing(request, page) -> None:
    """Mails what changed, once the publication is stored: writing to people locks the seats."""
    if request.POST.get("action-publish") != MAIL_PARTICIPANTS:
        return
    change = newest_unmailed(page)
    if change is None:
        messages.warning(request, nothing_to_mail(page))
        return
    number = participants(page).filter(registered_at__lte=change.at).count()
    transaction.on_commit(lambda: announce(change), robust=True)
    text = ngettext("%d participant gets a mail.", "%d participants get a mail.", number) % number
    messages.success(request, text)


def nothing_to_mail(page) -> str:
    if page.has_unpublished_changes or page.approved_schedule:
        return _(
            "Nobody is mailed yet: this is published later. Mail it then from the list of registrations."
        )
    return _("Nobody is mailed: date, place and whether it goes on are what they were.")
