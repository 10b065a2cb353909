"""Which addresses stand on a page, and when they are in the report."""

import tracemalloc
from unittest import mock

from django.test import override_settings
from wagtail.models import Page

from cms.models import BasePage, Navigation
from cms.models.navigation import FooterLink, MenuLink
from cms.one_by_one import TOGETHER, SomeFailedError
from cms.signals.definitions import rewritten
from link_check import gathering
from link_check.finding import links_on
from link_check.models import Address, Gathering, Place
from link_check.signals import keep_up
from link_check.texts import links_in
from news.models import NewsOrganisation
from tests.factories import NewsPageFactory, OrganisationFactory

from .cases import LinkCase, body_with

HTML = """
<h2>Over <a href="https://a.example/">de kop</a></h2>
<p>Eerst dit. Lees <b><a href="https://b.example/?x=1&amp;y=2">meer</a></b> hierover! En dan
 <a linktype="page" id="3">dat</a>, of <a href="mailto:an@voorbeeld.be">een mail</a>.</p>
<ul><li>Punt een</li><li>Punt <a href="https://c.example/">twee</a>, bv. in Gent</li></ul>
<p>Stuk <a href="https://d.example/">dat niet eindigt
"""


class TextTests(LinkCase):
    def test_a_link_has_the_sentence_that_it_stands_in(self):
        self.assertEqual(
            links_in(HTML),
            [
                ("https://a.example/", "Over de kop"),
                ("https://b.example/?x=1&y=2", "Lees meer hierover!"),
                ("mailto:an@voorbeeld.be", "En dan dat, of een mail."),
                ("https://c.example/", "Punt twee, bv. in Gent"),
                ("https://d.example/", "Stuk dat niet eindigt"),
            ],
        )

    def test_a_sentence_is_cut(self):
        self.page.body = [("paragraph", f'<p><a href="https://a.example/">{"woord " * 200}</a></p>')]

        ((_address, sentence),) = links_on(self.page)

        self.assertEqual(len(sentence), 300)


class FindingTests(LinkCase):
    def test_blocks_rows_fields_and_terms(self):
        self.page.body = [
            *body_with("https://tekst.example/"),
            ("video", {"title": "De aftermovie", "url": "https://video.example/1", "has_captions": True}),
        ]
        self.page.save()
        organisation = OrganisationFactory(name="CAW De Kust", website="https://caw.example/")
        NewsOrganisation.objects.create(page=self.page, organisation=organisation)

        sentences = dict(links_on(type(self.page).objects.get(pk=self.page.pk)))

        self.assertEqual(sentences["https://tekst.example/"], "Lees meer hierover.")
        self.assertEqual(sentences["https://video.example/1"], "De aftermovie")
        self.assertEqual(sentences["https://caw.example/"], "Organisatie: CAW De Kust")

    def test_the_menu_and_the_footer_are_read_with_the_home_page(self):
        navigation = Navigation.for_site(self.home.get_site())
        navigation.menu_links = [MenuLink(address="https://menu.example/", label="Buren")]
        navigation.footer_links = [FooterLink(address="https://voet.example/", label="Onder")]
        navigation.save()
        words = "Menu en voettekst"

        self.assertLessEqual(
            {("https://menu.example/", words), ("https://voet.example/", words)}, set(links_on(self.home))
        )
        self.assertEqual(links_on(self.page), [])

    def test_every_field_block_and_term_with_an_address_is_read(self):
        """A type that is added later is walked by the same code: a platform, with its columns."""
        self.westhoek.website = "https://westhoek.example/"

        self.assertEqual(dict(links_on(self.westhoek))["https://westhoek.example/"], "Website")

    def test_the_site_itself_is_left_to_others_and_fragments_are_no_other_address(self):
        own = gathering.own_hosts()

        for typed, address in {
            "https://localhost/nieuws/": "",
            "/nieuws/": "",
            "mailto:an@voorbeeld.be": "",
            "#noot-1": "",
            "https://a.example/" + "a" * 3000: "",
            " HTTPS://a.example/x#deel ": "https://a.example/x",
            "http://[kapot/": "http://[kapot/",
        }.items():
            self.assertEqual(gathering.outside_address(typed, own), address)


class GatheringTests(LinkCase):
    def test_publishing_gathers_at_once(self):
        self.page.body = body_with("https://a.example/", "https://b.example/")
        with self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision().publish()

        self.assertEqual(set(self.states()), {"https://a.example/", "https://b.example/"})

    def test_a_link_that_is_gone_leaves_at_once(self):
        self.link("https://a.example/", "https://b.example/")
        self.page.body = body_with("https://b.example/")
        with self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision().publish()

        self.assertEqual(Place.objects.get().address.url, "https://b.example/")
        keep_up_without_asking()
        self.assertEqual(set(self.states()), {"https://b.example/"})

    def test_no_link_at_all_is_a_result_too(self):
        self.link("https://a.example/")
        self.page.body = body_with()
        with self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision().publish()

        self.assertFalse(Place.objects.exists())

    def test_a_draft_changes_nothing(self):
        self.link("https://a.example/")
        self.page.body = body_with("https://b.example/")
        with self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision()

        self.assertEqual(Place.objects.get().address.url, "https://a.example/")

    def test_publishing_goes_on_where_gathering_fails(self):
        self.page.body = body_with("https://a.example/")
        Place.objects.all().delete()
        with self.settings(BASE_URL=None), self.captureOnCommitCallbacks(execute=True):
            self.page.save_revision().publish()

        self.assertTrue(Page.objects.get(pk=self.page.pk).live)

    def test_what_is_offline_or_deleted_leaves_with_its_addresses(self):
        self.link("https://a.example/")
        other = self.a_page(self.kempen, "https://b.example/")
        gathering.gather(other)

        self.page.unpublish()
        other.delete()
        gathering.forget()

        self.assertEqual((Place.objects.count(), Address.objects.count()), (0, 0))

    def test_what_went_offline_by_another_way_leaves_by_the_clock(self):
        self.link("https://a.example/")
        Page.objects.filter(pk=self.page.pk).update(live=False)

        gathering.forget()

        self.assertEqual((Place.objects.count(), Gathering.objects.count()), (0, 0))

    def test_the_clock_gathers_what_no_save_did(self):
        self.page.body = body_with("https://a.example/")
        self.page.save()
        Gathering.objects.all().delete()
        Address.objects.all().delete()

        gathering.gather_due()

        self.assertEqual(set(self.states()), {"https://a.example/"})
        left = Page.objects.live().filter(link_gathering=None)
        self.assertEqual([page for page in left.specific() if isinstance(page, BasePage)], [])

    def test_a_term_that_changes_has_its_pages_gathered(self):
        organisation = OrganisationFactory(website="https://oud.example/")
        page = NewsPageFactory(parent=self.news, title="Met een organisatie")
        NewsOrganisation.objects.create(page=page, organisation=organisation)
        with self.captureOnCommitCallbacks(execute=True):
            type(page).objects.get(pk=page.pk).save()
        self.assertIn("https://oud.example/", self.states())

        organisation.website = "https://nieuw.example/"
        organisation.save()
        gathering.gather_due()
        gathering.forget()

        self.assertIn("https://nieuw.example/", self.states())
        self.assertNotIn("https://oud.example/", self.states())

    def test_a_menu_that_changes_has_the_home_page_gathered(self):
        keep_up()
        navigation = Navigation.for_site(self.home.get_site())
        navigation.menu_links = [MenuLink(address="https://menu.example/", label="Buren")]
        navigation.save()

        keep_up()

        [place] = Place.objects.filter(address__url="https://menu.example/")
        self.assertEqual(place.page_id, self.home.pk)

    def test_who_is_erased_is_in_no_sentence(self):
        self.link("https://a.example/")

        rewritten.send(sender=type(self.page), pages=[self.page.pk])

        self.assertFalse(Place.objects.exists())

    @override_settings(CHECK_LINKS=False)
    def test_where_it_is_off_nothing_is_gathered_and_what_was_goes(self):
        self.link("https://a.example/")
        keep_up()

        self.assertEqual((Place.objects.count(), Address.objects.count()), (0, 1))
        keep_up()
        self.assertEqual(Address.objects.count(), 0)


class GrowthTests(LinkCase):
    def test_storing_five_or_sixty_addresses_takes_as_many_queries(self):
        few = self.count_queries_of(lambda: self.gather_with(5))

        self.assertEqual(self.count_queries_of(lambda: self.gather_with(60)), few)

    def gather_with(self, number):
        page = self.page
        page.body = body_with(*(f"https://a{n}.example/" for n in range(number)))
        gathering.gather(page)

    def test_many_pages_are_taken_in_pieces(self):
        """A hundred pages take as much memory as twenty-five."""
        texts = body_with(*(f"https://a{n}.example/" for n in range(40)))
        for number in range(100):
            NewsPageFactory(parent=self.news, title=f"Bericht {number}", body=texts)
        Gathering.objects.all().delete()
        gathering.gather_due()

        self.assertLess(self.peak_of(100), 1.5 * self.peak_of(25))

    def test_a_tick_takes_a_bounded_time(self):
        for number in range(40):
            NewsPageFactory(parent=self.news, title=f"Bericht {number}")
        Gathering.objects.all().delete()

        with mock.patch.object(gathering, "SECONDS_AT_ONCE", 0):
            gathering.gather_due()

        self.assertEqual(Gathering.objects.count(), TOGETHER)

    def test_a_page_that_cannot_be_read_holds_up_no_other(self):
        for number in range(TOGETHER):
            NewsPageFactory(parent=self.news, title=f"Bericht {number}")
        other = self.a_page(self.kempen, "https://b.example/")
        Gathering.objects.all().delete()
        Place.objects.all().delete()
        type(self.page).objects.filter(pk=self.page.pk).update(body='[{"type": "paragraph"}]')

        with self.assertLogs("cms.one_by_one", "ERROR"), self.assertRaises(SomeFailedError):
            gathering.gather_due()

        self.assertEqual(Place.objects.get().page_id, other.pk)

    def peak_of(self, number):
        keys = Gathering.objects.order_by("pk").values_list("pk", flat=True)[:number]
        Gathering.objects.filter(pk__in=list(keys)).delete()
        tracemalloc.start()
        gathering.gather_due()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak


def keep_up_without_asking():
    gathering.forget()
    gathering.gather_due()
