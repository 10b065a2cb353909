"""The upgrade: what said “with a form” and gave an address has its form on another website."""

from importlib import import_module

from django.apps import apps

from events.models import EventPage
from tests.events.factories import AgendaTestCase, EventPageFactory

UPGRADE = import_module("events.migrations.0007_link_to_other_forms")


class UpgradeTests(AgendaTestCase):
    def test_a_form_elsewhere_becomes_a_link_and_nothing_else_changes(self):
        address = "https://inschrijven.voorbeeld.be/"
        pages = {
            (mode, url): EventPageFactory(parent=self.agenda)
            for mode in ("form", "mail", "none")
            for url in (address, "")
        }
        for (mode, url), page in pages.items():
            EventPage.objects.filter(pk=page.pk).update(registration_mode=mode, registration_url=url)

        UPGRADE.link_to_other_forms(apps, None)

        after = {
            key: EventPage.objects.values_list("registration_mode", "registration_url").get(pk=page.pk)
            for key, page in pages.items()
        }
        expected = {key: key for key in pages} | {("form", address): ("link", address)}
        self.assertEqual(after, expected)
