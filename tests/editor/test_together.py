"""Who opens a page that somebody else has open is told before typing: by name, in Dutch, and not by strangers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession

from editor.models import OpenForm
from tests.editor.test_edit_conflicts import ConflictTestCase
from tests.permissions.factories import a_member_of, a_platform

MORNING = datetime(2026, 11, 20, 10, 12, tzinfo=ZoneInfo("Europe/Brussels"))


class TogetherTests(ConflictTestCase):
    def ping(self, client):
        """What Wagtail asks every ten seconds."""
        session = EditingSession.objects.filter(user_id=client.session["_auth_user_id"]).latest("pk")
        address = reverse(
            "wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", self.page.pk, session.pk]
        )
        revision = self.page.get_latest_revision()
        return client.post(
            address, {"revision_id": revision.pk, "revision_created_at": revision.created_at.isoformat()}
        )

    def test_the_second_is_told_before_typing_who_else_is_there_and_since_when(self):
        self.other.get(self.address)
        now = timezone.localtime()
        OpenForm.objects.filter(user=self.els).update(opened_at=now)

        response = self.client.get(self.address)

        self.assertContains(response, f"Els Peeters is ook bezig op deze pagina, sinds {now:%H.%M} uur.")
        self.assertContains(response, 'role="status"')
        self.assertNotContains(response, "content-locked")

    def test_of_another_day_it_says_which(self):
        self.other.get(self.address)
        OpenForm.objects.filter(user=self.els).update(opened_at=MORNING)

        self.assertContains(self.client.get(self.address), "sinds 20 november, 10.12 uur.")

    def test_who_was_first_is_told_when_the_second_comes(self):
        self.client.get(self.address)
        self.other.get(self.address)

        html = self.ping(self.client).json()["html"]

        self.assertIn("Els Peeters is ook bezig op deze pagina", html)

    def test_who_has_it_open_is_told_of_a_new_version(self):
        self.client.get(self.address)
        self.client.get(self.address)
        session = EditingSession.objects.filter(user=self.chief).latest("pk")
        revision = self.page.get_latest_revision()
        hidden = self.open(self.other)
        self.save(self.other, hidden, title="Van Els")
        address = reverse(
            "wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", self.page.pk, session.pk]
        )

        html = self.client.post(
            address, {"revision_id": revision.pk, "revision_created_at": revision.created_at.isoformat()}
        ).json()["html"]

        self.assertIn("Els Peeters heeft een nieuwe versie van deze pagina bewaard.", html)
        self.assertNotIn("overschreven", html)

    def test_who_left_is_not_named_any_more(self):
        self.other.get(self.address)
        EditingSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=26))

        self.assertNotContains(self.client.get(self.address), "Els Peeters")

    def test_alone_one_is_told_nothing(self):
        self.client.get(self.address)

        self.assertNotContains(self.client.get(self.address), "bezig op deze pagina")

    def test_a_team_of_another_platform_learns_nothing(self):
        self.client.get(self.address)
        stranger = Client()
        stranger.force_login(a_member_of(a_platform(self.home, "Elders")))
        session = EditingSession.objects.latest("pk")
        address = reverse(
            "wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", self.page.pk, session.pk]
        )

        self.assertEqual(stranger.get(self.address).status_code, 302)
        self.assertEqual(stranger.post(address).status_code, 404)

    def test_more_people_cost_no_more_queries(self):
        self.other.get(self.address)
        few = self.count_queries(self.address)
        for number in range(5):
            colleague = a_member_of(a_platform(self.home, f"Platform {number}"), is_superuser=True)
            EditingSession.objects.create(
                user=colleague,
                content_object=self.page.page_ptr,
                last_seen_at=timezone.now(),
            )

        self.assertLessEqual(self.count_queries(self.address), few)
