"""The first four steps of somebody new tick themselves off."""

import json

from django.test import TestCase
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.users.models import UserProfile

from news.models import NewsIndexPage, NewsPage
from tests.factories import ImageFactory, NewsIndexPageFactory, home_page
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

HEADING = "Je eerste vier stappen"
DONE = "(gedaan)"


class FirstStepsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        home = home_page()
        NewsIndexPageFactory(parent=home)
        cls.platform = a_platform(home, "Westhoek")
        cls.member, cls.reviewer = a_member_of(cls.platform), a_reviewer(home)

    def setUp(self):
        self.client.force_login(self.member)

    def start_screen(self):
        return self.client.get("/admin/").content.decode()

    def begin_a_page(self):
        index = NewsIndexPage.objects.child_of(self.platform).get()
        page = index.add_child(instance=NewsPage(title="Eerste bericht", live=False, owner=self.member))
        page.save_revision(user=self.member, log_action="wagtail.create", clean=False)
        return page

    def show_who_you_are(self):
        profile = UserProfile.get_for_user(self.member)
        profile.avatar.save("ik.png", get_test_image_file())

    def test_somebody_new_sees_four_steps_to_do(self):
        screen = self.start_screen()

        self.assertIn(HEADING, screen)
        self.assertNotIn(DONE, screen)
        self.assertEqual(screen.count("Hoe?"), 4)

    def test_what_was_done_is_ticked_off(self):
        self.begin_a_page()
        ImageFactory(uploaded_by_user=self.member)

        screen = self.start_screen()

        self.assertEqual(screen.count(DONE), 2)

    def test_what_colleagues_did_counts_for_them_only(self):
        self.begin_a_page()
        self.client.force_login(a_member_of(self.platform))

        self.assertNotIn(DONE, self.start_screen())

    def test_who_did_it_all_sees_no_steps(self):
        self.show_who_you_are()
        ImageFactory(uploaded_by_user=self.member)
        page = self.begin_a_page()
        page.get_workflow().start(page, self.member)

        self.assertNotIn(HEADING, self.start_screen())

    def test_who_puts_them_away_sees_them_no_more(self):
        self.client.patch(
            reverse("wagtailadmin_dismissibles"), json.dumps({"first_steps": True}), "application/json"
        )

        self.assertNotIn(HEADING, self.start_screen())

    def test_reviewers_have_steps_of_their_own(self):
        page = self.begin_a_page()
        state = page.get_workflow().start(page, self.member)
        state.current_task_state.reject(user=self.reviewer, comment="Graag een foto.")
        self.client.force_login(self.reviewer)

        screen = self.start_screen()

        self.assertIn("Kijk een pagina na", screen)
        self.assertEqual(screen.count(DONE), 1)
