"""What somebody without the password sees of a private page or file: nothing of it."""

from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from practices.models import PracticeIndexPage
from tests.cases import SiteTestCase
from tests.factories import ImageFactory, RegionFactory, StandardPageFactory, ThemeFactory
from tests.platforms.factories import PlatformPageFactory


class PasswordPageTests(SiteTestCase):
    def restrict(self, page):
        values = {"restriction_type": PageViewRestriction.PASSWORD, "password": "woord"}
        return PageViewRestriction.objects.create(page=page, **values)

    def test_it_says_nothing_of_the_page(self):
        page = StandardPageFactory(
            parent=self.home,
            title="Geheim overleg",
            slug="x1",
            seo_title="Zoektitel",
            search_description="Wie er komt.",
            listing_image=ImageFactory(),
            themes=[ThemeFactory(name="Verborgen thema")],
        )
        self.restrict(page)

        response = self.client.get(page.url)

        self.assertContains(response, "Hier heb je een wachtwoord nodig")
        for words in (*SECRETS, str(page.translation_key)):
            with self.subTest(words):
                self.assertNotContains(response, words)

    def test_it_says_nothing_of_the_platform_and_region_around_the_page(self):
        platform = PlatformPageFactory(
            parent=self.home, title="Platform Ergens", region=RegionFactory(name="Streek Ergens")
        )
        index = platform.add_child(instance=PracticeIndexPage(title="Lijst", slug="lijst"))
        self.restrict(index)

        response = self.client.get(f"{index.url}?theme=wonen&page=99")

        self.assertNotContains(response, "Ergens")

    def test_it_names_its_cookies_in_words_and_the_right_password_opens_the_page(self):
        page = StandardPageFactory(parent=self.home, title="Overleg")
        restriction = self.restrict(page)
        address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
        password_page = self.client.get(page.url)

        wrong = self.client.post(address, {"password": "fout", "return_url": page.url})
        right = self.client.post(address, {"password": "woord", "return_url": page.url}, follow=True)

        self.assertContains(password_page, "zet twee cookies")
        self.assertContains(wrong, 'class="wrong"')
        self.assertContains(right, "<h1>Overleg</h1>")

    def test_files_behind_a_password_have_the_same_page(self):
        collection = Collection.get_first_root_node().add_child(name="Verslagen van leden")
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.PASSWORD, password="woord"
        )

        response = self.client.get(reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk]))

        self.assertContains(response, "Hier heb je een wachtwoord nodig")
        self.assertNotContains(response, "Verslagen van leden")


SECRETS = ["Geheim", "Zoektitel", "Wie er komt", "Verborgen thema", "og:", "canonical", "Deel deze pagina"]
