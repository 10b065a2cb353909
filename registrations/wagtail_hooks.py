"""Registers with Wagtail's admin: the officer's screens, the button that mails, the register of processing.

And guards people when pages are deleted or moved.
"""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.permissions import is_reviewer
from editor.views import WorkListPanel
from registrations.models import Registration
from registrations.officer import keeping
from registrations.officer.coming_in import NewRegistrations
from registrations.officer.permissions import events_of, takes_registrations
from registrations.officer.urls import urlpatterns
from registrations.processing_page import ProcessingPage
from registrations.publish_button import PublishAndMail, mail_after_publishing

# After the room `editor` has set the start screen.
AFTER_EDITOR = 1100

for hook in (keeping.before_delete_page, keeping.before_move_page, keeping.before_bulk_action):
    hooks.register(hook.__name__, hook)


@hooks.register("register_admin_urls")
def register_urls():
    return [*urlpatterns, path("reports/processing/", ProcessingPage.as_view(), name="processing")]


@hooks.register("register_actions", order=1000)
def register_page_actions(registry):
    """The write API looks up how pages are deleted."""
    registry.register(Page, keeping.DeletePage)


@hooks.register("construct_homepage_panels", order=AFTER_EDITOR)
def add_homepage_panel(request, panels):
    panels.append(WorkListPanel(NewRegistrations()))


class RegistrationsMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return events_of(request.user).exists()


@hooks.register("register_admin_menu_item")
def register_menu_item():
    url = reverse("registrations")
    return RegistrationsMenuItem(_("Registrations"), url, name="registrations", icon_name="group", order=600)


@hooks.register("register_page_header_buttons")
def number_button(page, user, view_name, next_url=None):
    """The number of people, which opens the list."""
    if not shows_registrations(page, user):
        return
    number = Registration.objects.filter(page=page).active().count()
    label = ngettext("%(number)s registration", "%(number)s registrations", number) % {"number": number}
    yield Button(label, reverse("registrations_list", args=[page.pk]), icon_name="group", priority=15)


@hooks.register("register_page_listing_more_buttons")
def list_button(page, user, next_url=None):
    """Without the number, which would be a query for each row."""
    if page.permissions_for_user(user).can_edit() and takes_registrations(page.specific_class):
        url = reverse("registrations_list", args=[page.pk])
        yield Button(_("Registrations"), url, icon_name="group", priority=15)


def shows_registrations(page, user) -> bool:
    if not (
        page.pk and takes_registrations(page.specific_class) and page.permissions_for_user(user).can_edit()
    ):
        return False
    return page.specific.registration_terms() is not None or page.registrations.exists()


@hooks.register("register_page_action_menu_item")
def publish_and_mail_item():
    return PublishAndMail(order=31)


hooks.register("after_publish_page", mail_after_publishing)


class ReviewersMenuItem(MenuItem):
    def is_shown(self, request):
        return is_reviewer(request.user)


@hooks.register("register_reports_menu_item")
def register_processing_menu_item():
    return ReviewersMenuItem(
        _("Register of processing"), reverse("processing"), name="processing", icon_name="list-ul", order=1300
    )
