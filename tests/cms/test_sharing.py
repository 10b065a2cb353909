"""Sending a page, and citing it."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction, Site

from cms.models import Publisher
from cms.sharing import LONGEST_MAIL, mail_address
from practices.models import PracticeIndexPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, OrganisationFactory, StandardPageFactory, UserFactory
from tests.practices.factories import PracticePageFactory


class SharingTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = PracticeIndexPage(title="Goede praktijken", slug="praktijken")
        cls.home.add_child(instance=cls.practices)

    def share(self, address):
        return self.client.get(address).context["share"]

    def mail(self, address):
        """Subject and body of the mail that the page offers."""
        query = parse_qs(urlsplit(self.share(address).mail).query, strict_parsing=True)
        return query["subject"][0], query["body"][0]

    def test_a_page_is_mailed_with_its_title_its_summary_and_its_permanent_address(self):
        page = StandardPageFactory(
            parent=self.home, title="Wonen & zorg: 100% + meer?", search_description="Eén zin.\nNog een."
        )

        subject, body = self.mail(page.url)

        self.assertEqual(subject, "Wonen & zorg: 100% + meer?")
        self.assertEqual(
            body, f"Wonen & zorg: 100% + meer?\r\n\r\nEén zin.\r\nNog een.\r\n\r\n{page.permanent_address}"
        )

    def test_a_filtered_list_is_sent_with_its_filters(self):
        self.assertEqual(
            self.share(f"{self.practices.url}?status=running&utm_source=x").address,
            f"{self.practices.permanent_address}?status=running",
        )

    def test_the_address_of_a_choice_holds_the_choice(self):
        first, second = PracticePageFactory.create_batch(2, parent=self.practices)
        keys = f"{second.pk},{first.pk}"

        for name in ("bewaard", "vergelijk"):
            with self.subTest(name):
                share = self.share(f"{self.practices.url}{name}/?practice={second.pk}&practice={first.pk}")

                self.assertEqual(share.address, f"{self.practices.full_url}{name}/?practice={keys}")
                self.assertEqual(share.text, f"{second.title}\n{first.title}")
                self.assertEqual(self.client.get(share.address).context["practices"], [second, first])

    def test_nothing_is_sent_of_a_search_an_empty_choice_or_a_draft(self):
        for address in (
            "/zoeken/?q=wonen",
            f"{self.practices.url}bewaard/",
            f"{self.practices.url}insluiten/",
        ):
            with self.subTest(address):
                self.assertNotContains(self.client.get(address), "Deel deze pagina")

    def test_of_a_private_page_only_the_address_is_sent(self):
        page = StandardPageFactory(parent=self.home, title="Voor leden", search_description="Wat zij weten.")
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        self.client.force_login(UserFactory())

        share = self.share(page.url)

        self.assertEqual(share.address, page.full_url)
        self.assertEqual((share.text, share.citation, share.changed), ("", "", ""))
        self.assertNotIn("Voor leden", unquote(share.mail))

    def test_a_practice_is_cited_with_owner_year_title_publisher_and_permanent_address(self):
        site = Site.objects.get()
        Publisher.objects.update_or_create(site=site, defaults={"name": "Vlaamse platformen"})
        page = PracticePageFactory(
            parent=self.practices, title="Buurtsalon.", owner=OrganisationFactory(name="CAW Kempen")
        )
        page.save_revision().publish()

        self.assertEqual(
            self.share(page.url).citation,
            f"CAW Kempen ({localdate().year}). Buurtsalon. Vlaamse platformen, Streekwijzer. {page.permanent_address}",
        )

    def test_what_has_no_author_is_cited_by_its_title(self):
        page = NewsPageFactory(parent=self.news, title="Nieuw onthaal")

        self.assertTrue(self.share(page.url).citation.startswith("Nieuw onthaal ("))

    def test_a_list_is_not_cited(self):
        self.assertEqual(self.share(self.practices.url).citation, "")


def test_long_words_lose_their_end_and_the_address_never():
    address = "https://voorbeeld.be/id/0d9e"
    for text in ("é" * 5000, "🙂" * 5000, "a b\n" * 2000, "%" * 3000):
        mail = mail_address(text[:255], text, address)

        assert len(mail) <= LONGEST_MAIL
        assert parse_qs(urlsplit(mail).query)["body"][0].endswith(f"…\r\n\r\n{address}")


def test_a_hundred_saved_practices_go_in_one_mail():
    address = "https://www.voorbeeld.be/praktijken/bewaard/?practice=" + ",".join(
        map(str, range(100_000, 100_100))
    )

    mail = mail_address("Bewaarde praktijken", "Een praktijk met een titel\n" * 100, address)

    assert parse_qs(urlsplit(mail).query)["body"][0].endswith(address)


def test_an_address_too_long_for_a_mail_gives_no_mail():
    assert mail_address("Titel", "Tekst", "https://voorbeeld.be/?q=" + "x" * 2000) == ""
