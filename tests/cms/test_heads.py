"""The metadata of pages for search engines and shared links."""

from django.test import override_settings
from wagtail.models import Locale

from cms.models import Publisher
from practices.models import PracticeIndexPage
from tests.cases import SiteTestCase
from tests.cms.heads import data_of, head_of
from tests.factories import ImageFactory, NewsPageFactory, RegionFactory, StandardPageFactory, ThemeFactory
from tests.platforms.factories import PlatformPageFactory
from tests.practices.factories import PracticePageFactory

TWO_LANGUAGES = [("nl", "Nederlands"), ("fr", "Frans")]


class HeadTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = PracticeIndexPage(title="Goede praktijken", slug="praktijken")
        cls.home.add_child(instance=cls.practices)
        cls.theme = ThemeFactory(name="Wonen", slug="wonen")

    def head(self, address):
        response = self.client.get(address)
        self.assertEqual(response.status_code, 200)
        return head_of(response)

    def test_a_page_says_its_title_summary_and_one_address(self):
        item = NewsPageFactory(parent=self.news, title="Nieuw onthaal", search_description="Wat er opent.")

        head = self.head(f"{item.url}?utm_source=brief")

        self.assertEqual(head.title, "Nieuw onthaal · Streekwijzer")
        self.assertEqual(head.meta["description"], "Wat er opent.")
        self.assertEqual(head.canonical, item.full_url)
        self.assertEqual(head.meta["og:title"], "Nieuw onthaal")
        self.assertEqual(head.meta["og:type"], "article")
        self.assertEqual(head.meta["og:url"], item.full_url)
        self.assertEqual(head.meta["og:locale"], "nl_BE")

    def test_the_list_of_a_platform_says_whose_it_is_wherever_it_stands_alone(self):
        platform = PlatformPageFactory(parent=self.home, title="Westhoek")
        index = PracticeIndexPage.objects.get(slug="praktijken", path__startswith=platform.path)

        response = self.client.get(index.url)

        self.assertEqual(head_of(response).title, "Goede praktijken van Westhoek · Streekwijzer")
        self.assertEqual(head_of(response).meta["og:title"], "Goede praktijken van Westhoek")
        self.assertContains(response, "<h1>Goede praktijken van Westhoek</h1>")
        self.assertContains(response, '<li aria-current="page">Goede praktijken</li>')
        self.assertEqual(
            self.client.get(f"{index.url}feed.json").json()["title"], "Goede praktijken van Westhoek"
        )
        self.assertContains(self.client.get(f"{index.url}embed/"), "Goede praktijken van Westhoek")

    def test_a_platform_is_named_once(self):
        platform = PlatformPageFactory(parent=self.home, title="Westhoek")
        index = PracticeIndexPage.objects.get(slug="praktijken", path__startswith=platform.path)
        index.title = "Wat werkt in Westhoek"
        index.save()

        self.assertEqual(self.head(index.url).title, "Wat werkt in Westhoek · Streekwijzer")

    def test_what_an_editor_wrote_stays_inside_its_attribute(self):
        item = NewsPageFactory(parent=self.news, title='Een "citaat" <b>en</b> meer', seo_title="")

        head = self.head(item.url)

        self.assertEqual(head.meta["og:title"], 'Een "citaat" <b>en</b> meer')

    def test_a_page_without_a_summary_is_described_all_the_same(self):
        self.home.search_description = ""
        self.home.save()

        self.assertIn("Streekwijzer", self.head(self.home.url).meta["description"])

    def test_a_filtered_list_has_one_address_for_one_list(self):
        PracticePageFactory(parent=self.practices, themes=[self.theme])
        start = self.practices.full_url

        alternates = {
            query: self.head(self.practices.url + query).canonical
            for query in ("?utm_source=x", "?x=1&theme=wonen&y=2", "?theme=bestaat-niet")
        }

        self.assertEqual(
            alternates,
            {
                "?utm_source=x": start,
                "?x=1&theme=wonen&y=2": f"{start}?theme=wonen",
                "?theme=bestaat-niet": start,
            },
        )

    def test_a_filtered_list_is_shared_under_the_name_of_its_filters(self):
        PracticePageFactory(parent=self.practices, themes=[self.theme])

        head = self.head(f"{self.practices.url}?theme=wonen")

        self.assertEqual(head.title, "Goede praktijken: Wonen · Streekwijzer")
        self.assertEqual(head.meta["og:title"], "Goede praktijken: Wonen")

    def test_the_next_page_of_a_list_is_an_address_of_its_own(self):
        NewsPageFactory.create_batch(21, parent=self.news)

        head = self.head(f"{self.news.url}?page=2&utm_source=x")

        self.assertEqual(head.canonical, f"{self.news.full_url}?page=2")

    def test_a_visitors_own_choice_is_not_for_search_engines(self):
        for name in ("bewaard/", "vergelijk/"):
            head = self.head(f"{self.practices.url}{name}?practice=1")

            self.assertEqual(head.meta["robots"], "noindex")
            self.assertIsNone(head.canonical)

    def test_what_somebody_typed_in_the_finder_is_not_for_search_engines(self):
        region = RegionFactory(name="Westhoek", slug="westhoek")

        typed = self.head("/vind-je-platform/?q=Gent")
        of_region = self.head(f"/vind-je-platform/?region={region.slug}&x=1")

        self.assertEqual(typed.meta["robots"], "noindex")
        self.assertNotIn("robots", of_region.meta)
        self.assertEqual(of_region.canonical, "http://localhost/vind-je-platform/?region=westhoek")

    def test_an_ordinary_page_is_for_search_engines(self):
        self.assertNotIn("robots", self.head(self.home.url).meta)


class SharedPictureTests(SiteTestCase):
    def test_the_pages_own_picture_stands_with_a_shared_link(self):
        item = NewsPageFactory(
            parent=self.news, listing_image=ImageFactory(file__width=1600, file__height=900)
        )

        response = self.client.get(item.url)
        meta = head_of(response).meta

        self.assertRegex(meta["og:image"], r"^http://localhost/media/images/.*\.jpg$")
        self.assertEqual(meta["og:image:alt"], "Een groep mensen rond een tafel")
        self.assertEqual(data_of(response, "NewsArticle")["image"], meta["og:image"])

    def test_without_one_it_is_the_map_with_the_region_lit(self):
        item = NewsPageFactory(parent=self.news, region=RegionFactory(slug="westhoek"))

        self.assertEqual(
            head_of(self.client.get(item.url)).meta["og:image"],
            "http://localhost/static/share/westhoek.png",
        )

    def test_without_a_region_it_is_the_map(self):
        meta = head_of(self.client.get(self.home.url)).meta

        self.assertEqual(meta["og:image"], "http://localhost/static/share/streekwijzer.png")


class LanguageTests(SiteTestCase):
    """Several languages come later: nothing of them shows until a translation is public."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.french = Locale.objects.create(language_code="fr")
        cls.page = StandardPageFactory(parent=cls.home, title="Over ons", slug="over-ons")

    def hreflangs(self):
        links = head_of(self.client.get(self.page.url)).links
        return {link["hreflang"]: link["href"] for link in links if link.get("hreflang")}

    @override_settings(WAGTAIL_CONTENT_LANGUAGES=TWO_LANGUAGES)
    def test_no_language_is_named_without_a_translation(self):
        self.assertEqual(self.hreflangs(), {})

    @override_settings(WAGTAIL_CONTENT_LANGUAGES=TWO_LANGUAGES)
    def test_both_languages_are_named_once_a_translation_is_public(self):
        translation = StandardPageFactory(
            parent=self.home,
            title="Qui sommes-nous",
            slug="qui",
            locale=self.french,
            translation_key=self.page.translation_key,
        )

        self.assertEqual(self.hreflangs(), {"nl": self.page.full_url, "fr": translation.full_url})

    @override_settings(WAGTAIL_CONTENT_LANGUAGES=TWO_LANGUAGES)
    def test_a_translation_in_draft_is_not_named(self):
        StandardPageFactory(
            parent=self.home,
            slug="qui",
            live=False,
            locale=self.french,
            translation_key=self.page.translation_key,
        )

        self.assertEqual(self.hreflangs(), {})


class PublisherTests(SiteTestCase):
    def test_who_publishes_the_site_is_told_once_it_is_known(self):
        before = data_of(self.client.get(self.home.url), "GovernmentOrganization")
        publisher = Publisher.for_site(self.home.get_site())
        publisher.name, publisher.email, publisher.enterprise_number = "W13", "info@w13.be", "0403170701"
        publisher.street, publisher.postal_code, publisher.city = "Budastraat 27", "8500", "Kortrijk"
        publisher.save()

        after = data_of(self.client.get(self.home.url), "GovernmentOrganization")

        self.assertIsNone(before)
        self.assertEqual(after["vatID"], "BE0403170701")
        self.assertEqual(after["address"]["addressLocality"], "Kortrijk")
