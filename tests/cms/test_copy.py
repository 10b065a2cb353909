"""Copying a page: the proposed title and slug are valid."""

from bs4 import BeautifulSoup
from django.test import TestCase
from django.urls import reverse

from news.models import NewsIndexPage, NewsPage
from tests.factories import home_page
from tests.permissions.factories import a_member_of, a_platform


class CopyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.platform = a_platform(home_page(), "Westhoek")
        cls.news = NewsIndexPage.objects.child_of(cls.platform).get()
        cls.page = NewsPage(title="Samen wonen", slug="samen-wonen", live=False)
        cls.news.add_child(instance=cls.page)
        cls.member = a_member_of(cls.platform)

    def setUp(self):
        self.client.force_login(self.member)
        self.address = reverse("wagtailadmin_pages:copy", args=[self.page.pk])

    def proposed(self):
        form = BeautifulSoup(self.client.get(self.address).content, "html.parser")
        return {
            name: form.select_one(f"[name={name}]").get("value", "")
            for name in ("new_title", "new_slug", "new_parent_page")
        }

    def copies(self):
        copies = NewsPage.objects.child_of(self.news).exclude(pk=self.page.pk).order_by("pk")
        return [(copy.title, copy.slug) for copy in copies]

    def test_a_member_copies_three_times_as_proposed(self):
        for _time in range(3):
            self.client.post(self.address, self.proposed())

        self.assertEqual(
            self.copies(),
            [
                ("Samen wonen (kopie)", "samen-wonen-kopie"),
                ("Samen wonen (kopie)", "samen-wonen-kopie-2"),
                ("Samen wonen (kopie)", "samen-wonen-kopie-3"),
            ],
        )

    def test_the_proposal_gives_way_in_another_place_where_it_is_taken(self):
        other = NewsIndexPage(title="Ander", slug="ander")
        self.platform.add_child(instance=other)
        other.add_child(instance=NewsPage(title="Kopie", slug="samen-wonen-kopie", live=False))

        self.client.post(self.address, self.proposed() | {"new_parent_page": other.pk})

        self.assertTrue(NewsPage.objects.child_of(other).filter(slug="samen-wonen-kopie-2").exists())

    def test_an_emptied_address_is_made_of_the_title(self):
        self.client.post(self.address, self.proposed() | {"new_title": "Anders", "new_slug": ""})

        self.assertEqual(self.copies(), [("Anders", "anders")])

    def test_an_address_that_somebody_typed_and_is_taken_is_refused(self):
        response = self.client.post(self.address, self.proposed() | {"new_slug": "samen-wonen"})

        self.assertIn("new_slug", response.context["form"].errors)
        self.assertEqual(self.copies(), [])
