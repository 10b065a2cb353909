"""What happens to people when their event is deleted, unpublished, moved or copied; and where they are never found."""

import json

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.actions import action_registry
from wagtail.models import APIToken, ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision

from events.models import EventPage
from registrations import registering
from registrations.models import Registration
from tests.events.factories import EventIndexPageFactory
from tests.registrations.cases import NAMES, applicant
from tests.registrations.officers import OfficerCase


class KeepingCase(OfficerCase):
    def setUp(self):
        self.client.force_login(self.reviewer)
        self.register(*NAMES[:4])

    def page_screen(self, act, *keys):
        return reverse(f"wagtailadmin_pages:{act}", args=[self.event.pk, *keys])

    def forget_everybody(self):
        Registration.objects.update(
            first_name="", last_name="", email="", identity="", anonymised_at=timezone.now()
        )


class DeletingTests(KeepingCase):
    def test_the_editor_refuses_and_says_what_to_do(self):
        response = self.client.post(self.page_screen("delete"), follow=True)

        self.assertContains(response, "Haal het offline in plaats daarvan")
        self.assertContains(response, "4 mensen")
        self.assertTrue(Page.objects.filter(pk=self.event.pk).exists())

    def test_a_tree_with_such_an_event_is_refused_too(self):
        agenda = Page.objects.get(pk=self.agenda.pk)

        response = self.client.post(
            reverse("wagtailadmin_pages:delete", args=[agenda.pk]), {"next": ""}, follow=True
        )

        self.assertContains(response, "Haal het offline in plaats daarvan")
        self.assertTrue(Page.objects.filter(pk=agenda.pk).exists())

    def test_the_bulk_action_says_so_and_deletes_nothing(self):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        query = f"?id={self.event.pk}&next={reverse('wagtailadmin_home')}"

        asked_first = self.client.get(address + query)
        response = self.client.post(address + query, follow=True)

        for answer in (asked_first, response):
            self.assertContains(answer, "Haal het offline in plaats daarvan")
        self.assertTrue(Page.objects.filter(pk=self.event.pk).exists())

    def test_the_write_api_answers_with_the_reason(self):
        _token, key = APIToken.create_token(user=self.reviewer, name="proef")
        headers = {"HTTP_AUTHORIZATION": f"Bearer {key}"}

        for address in (
            f"/api/cms/pages/{self.event.pk}/",
            f"/api/cms/pages/{self.event.pk}/actions/delete/",
        ):
            response = self.client.delete(address, **headers)

            self.assertEqual(response.status_code, 422, response.content)
            self.assertIn("Haal het offline", json.dumps(response.json(), ensure_ascii=False))
        self.assertTrue(Page.objects.filter(pk=self.event.pk).exists())

    def test_the_dialect_deletes_nothing(self):
        for address in (f"/++api++{self.event.url}", self.event.url):
            response = self.client.delete(address, HTTP_ACCEPT="application/json")

            self.assertGreaterEqual(response.status_code, 400)
        self.assertTrue(Page.objects.filter(pk=self.event.pk).exists())

    def test_the_action_and_the_database_layer_refuse_by_themselves(self):
        action = action_registry.get_action_class(Page, "delete")

        with self.assertRaises(ValidationError):
            action(self.event, user=self.reviewer).execute()
        for page in (self.event, Page.objects.get(pk=self.agenda.pk)):
            # Treebeard counts the children first: without a transaction the count would stay wrong.
            with self.assertRaises(ProtectedError), transaction.atomic():
                page.delete()
        with self.assertRaises(ProtectedError), transaction.atomic():
            EventPage.objects.filter(pk=self.event.pk).delete()

    def test_once_everybody_is_forgotten_the_rows_go_along(self):
        self.event.substitution_allowed = True
        self.event.save()
        registering.hand_over(self.of(NAMES[0]).pk, self.event.pk, applicant("Zita Zot"))
        self.forget_everybody()

        self.client.post(self.page_screen("delete"))

        self.assertFalse(Page.objects.filter(pk=self.event.pk).exists())
        self.assertFalse(Registration.objects.exists())

    def test_an_event_without_people_is_deleted_as_ever(self):
        empty = self.an_event(title="Leeg", slug="leeg")

        self.client.post(reverse("wagtailadmin_pages:delete", args=[empty.pk]))

        self.assertFalse(Page.objects.filter(pk=empty.pk).exists())


class OtherActsTests(KeepingCase):
    def test_unpublishing_says_what_happens_and_is_allowed(self):
        screen = self.client.get(self.page_screen("unpublish"))
        self.client.post(self.page_screen("unpublish"))

        self.assertContains(screen, "niemand schuift nog door")
        self.event.refresh_from_db()
        self.assertFalse(self.event.live)
        self.assertEqual(Registration.objects.active().count(), 4)

    def test_unpublishing_several_says_so_too(self):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])

        screen = self.client.get(f"{address}?id={self.event.pk}&next={reverse('wagtailadmin_home')}")

        self.assertContains(screen, "niemand schuift nog door")

    def test_moving_says_what_happens_and_takes_the_people_along(self):
        there = EventIndexPageFactory(parent=self.other, title="Agenda daar", slug="agenda-daar")

        screen = self.client.get(self.page_screen("move_confirm", there.pk))
        self.client.post(self.page_screen("move_confirm", there.pk))

        self.assertContains(screen, "verhuizen mee")
        self.client.force_login(self.stranger)
        self.assertContains(self.look("list"), NAMES[0])
        self.client.force_login(self.officer)
        self.assertEqual(self.look("list").status_code, 302)

    def test_moving_several_says_so_too(self):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])

        screen = self.client.get(f"{address}?id={self.event.pk}&next={reverse('wagtailadmin_home')}")

        self.assertContains(screen, "verhuizen mee")

    def test_without_people_nothing_is_said(self):
        empty = self.an_event(title="Leeg", slug="leeg")

        screen = self.client.get(reverse("wagtailadmin_pages:unpublish", args=[empty.pk]))

        self.assertNotContains(screen, "schuift nog door")

    def test_a_copy_takes_nobody_along(self):
        copy = self.event.copy(update_attrs={"slug": "kopie", "title": "Kopie"})

        self.assertEqual(copy.registrations.count(), 0)
        self.assertFalse(copy.seat_counts.exists())
        self.assertEqual(self.event.registrations.count(), 4)


class NowhereElseTests(KeepingCase):
    """Registrations are in no index, no interface, no revision and no log."""

    def test_the_index_of_references_leaves_out_every_model(self):
        for model in apps.get_app_config("registrations").get_models():
            self.assertFalse(ReferenceIndex.model_is_indexable(model), model)
        self.assertFalse(ReferenceIndex.get_references_to(self.event).exists())

    def test_the_usage_of_the_page_names_nobody(self):
        response = self.client.get(self.page_screen("usage"))

        self.assertNotContains(response, "Aerts")

    def test_revisions_and_logs_hold_nobody(self):
        self.client.post(self.page_screen("unpublish"))
        self.event.save_revision()

        rows = [
            *Revision.objects.values_list("content", flat=True),
            *PageLogEntry.objects.values_list("data", flat=True),
            *ModelLogEntry.objects.values_list("label", "data"),
        ]
        self.assertNotIn("Aerts", json.dumps(rows, default=str))

    def test_a_token_of_another_team_reads_nothing_of_who_is_told(self):
        codes = []
        for user in (self.officer, self.stranger):
            _token, key = APIToken.create_token(user=user, name="proef")
            response = self.client.get(f"/api/cms/pages/{self.event.pk}/", HTTP_AUTHORIZATION=f"Bearer {key}")
            codes.append(response.status_code)

        self.assertEqual(codes, [200, 404])

    def test_search_the_apis_and_the_formats_show_nobody(self):
        _token, key = APIToken.create_token(user=self.reviewer, name="proef")
        api = f"/api/cms/pages/{self.event.pk}/"
        agenda = self.agenda.url
        addresses = [
            "/zoeken/?q=Aerts",
            self.event.url,
            f"/++api++{self.event.url}",
            *(
                f"{agenda}{name}"
                for name in ("feed.atom", "feed.json", "export.csv", "export.jsonld", "agenda.ics")
            ),
            "/api/v1/search?q=Aerts",
            reverse("wagtailadmin_pages:search") + "?q=Aerts",
        ]

        answers = [self.client.get(address) for address in addresses]
        answers.append(self.client.get(api, HTTP_AUTHORIZATION=f"Bearer {key}"))

        for answer in answers:
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = content.decode().replace("q=Aerts", "").replace('value="Aerts"', "")
            self.assertNotIn("an.aerts@", text)
            self.assertNotIn("An Aerts", text)
        self.assertNotIn(b'"registrations"', answers[-1].content)
