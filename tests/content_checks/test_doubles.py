"""Pages that say what another page says: two signs are needed, and nothing is named that the viewer may not see."""

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from content_checks import sketches
from content_checks.checks.doubles import SamePage
from content_checks.models import Sketch
from practices.models import PracticeIndexPage, PracticeMunicipality, PracticeOwner, PracticePage
from tests.cases import SiteTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session
from tests.factories import MunicipalityFactory, NewsPageFactory, OrganisationFactory
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer
from tests.practices.factories import StubFactory

from .form_pages import findings

WORDS = """
In het dorp verdween de laatste winkel, en met de winkel verdween de plek waar mensen elkaar tegenkwamen. Een groep
bewoners opende daarom een punt in de oude pastorie: je vindt er brood, een krant en een tafel om aan te zitten. Elke
week helpt iemand er met brieven en formulieren, en de verpleegkundige meet er de bloeddruk van wie dat wil. Na twee
jaar kent iedereen het punt, en de gemeente betaalt de huur. Lastig was het vinden van vrijwilligers in de zomer.
"""
OTHER_WORDS = """
Jongeren die geen vaste plek hebben, slapen bij vrienden op de bank en zoeken overdag een warme ruimte. Begeleiders gaan
naar hen toe, op het plein en in het station, en spreken af wat eerst moet. Soms is dat een adres voor de post, soms een
tandarts. Pas later gaat het over werk of school. De helft van hen woont na een jaar alleen, met iemand die geregeld nog
langskomt. Wie terugvalt, begint opnieuw zonder uitleg te moeten geven.
"""


def fields(title="Dorpspunt", text=WORDS, source=""):
    links = [("link", {"label": "Bron", "url": source})] if source else []
    return {"title": title, "approach": [("paragraph", RichText(f"<p>{text}</p>"))], "links": links}


class DoublesCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.practices = cls.home.add_child(instance=PracticeIndexPage(title="Praktijken", slug="praktijken"))

    def online(self, parent=None, **values):
        """A live practice that has its sketch; a page as it is read from the database."""
        slug = f"praktijk-{PracticePage.objects.count()}"
        page = StubFactory(parent=parent or self.practices, slug=slug, **values)
        page = PracticePage.objects.get(pk=page.pk)
        sketches.update(page)
        return page

    def a_draft(self, *, owner=None, towns=(), **values):
        page = PracticePage(**fields(**values))
        page.owners = [PracticeOwner(organisation=owner)] if owner else []
        page.working_area = [PracticeMunicipality(municipality=town) for town in towns]
        return page

    def named(self, page, user=None):
        return [finding.excerpt for finding in findings(SamePage, page, user)]


class SecondSignTests(DoublesCase):
    def test_the_same_title_alone_is_not_enough(self):
        self.online(**fields())

        self.assertEqual(self.named(self.a_draft(text=OTHER_WORDS)), [])

    def test_the_same_title_with_a_year_is_not_enough(self):
        self.online(**fields(title="Jaarverslag 2025"))

        for title in ("Jaarverslag 2025", "Jaarverslag 2026", "Jaarverslag"):
            with self.subTest(title=title):
                self.assertEqual(self.named(self.a_draft(title=title, text=OTHER_WORDS)), [])

    def test_the_same_title_of_the_same_organisation_is_enough(self):
        owner = OrganisationFactory()
        self.online(owner=owner, **fields())

        [finding] = findings(SamePage, self.a_draft(title="dorpspunt!", text=OTHER_WORDS, owner=owner))

        self.assertEqual(finding.excerpt, "Dorpspunt")
        self.assertIn("dezelfde titel", finding.advice)
        self.assertTrue(finding.url.startswith("/praktijken/"))

    def test_the_same_title_in_the_same_municipality_is_enough(self):
        town = MunicipalityFactory()
        self.online(rows={"working_area": [PracticeMunicipality(municipality=town)]}, **fields())

        self.assertEqual(self.named(self.a_draft(text=OTHER_WORDS, towns=[town])), ["Dorpspunt"])
        self.assertEqual(self.named(self.a_draft(text=OTHER_WORDS, towns=[MunicipalityFactory()])), [])

    def test_the_same_address_of_source_is_enough_however_it_is_written(self):
        self.online(**fields(source="https://www.elders.be/dorpspunt/?utm_source=mail"))

        page = self.a_draft(
            title="Een punt in het dorp", text=OTHER_WORDS, source="http://elders.be/dorpspunt"
        )

        self.assertEqual(self.named(page), ["Dorpspunt"])

    def test_the_home_page_of_an_organisation_is_not(self):
        self.online(**fields(source="https://www.elders.be/"))

        self.assertEqual(
            self.named(self.a_draft(title="Nachtbus", text=OTHER_WORDS, source="https://elders.be")), []
        )
        self.assertEqual(
            self.named(self.a_draft(title="Dorpspunten", text=OTHER_WORDS, source="https://elders.be")),
            ["Dorpspunt"],
        )

    def test_an_address_that_many_refer_to_is_not(self):
        source = "https://elders.be/decreet"
        for number in range(4):
            self.online(
                **fields(title=f"Project {number} van iemand", text=f"{number} anders", source=source)
            )

        self.assertEqual(self.named(self.a_draft(text=OTHER_WORDS, source=source)), [])

    def test_a_text_that_was_made_from_another_is_enough(self):
        self.online(**fields())
        changed = WORDS.replace("Een groep bewoners", "Enkele buren").replace("twee\njaar", "drie jaar")

        self.assertEqual(self.named(self.a_draft(title="Samen sterk", text=changed)), ["Dorpspunt"])
        self.assertEqual(self.named(self.a_draft(title="Samen sterk", text=OTHER_WORDS)), [])

    def test_a_few_words_are_too_little_to_compare(self):
        self.online(**fields(text="Meer nieuws volgt hier binnenkort."))

        self.assertEqual(
            self.named(self.a_draft(title="Iets", text="Meer nieuws volgt hier binnenkort.")), []
        )

    def test_a_news_item_about_a_practice_is_another_kind_of_page(self):
        self.online(**fields())
        item = NewsPageFactory(
            parent=self.news, title="Dorpspunt", body=[("paragraph", RichText(f"<p>{WORDS}</p>"))]
        )

        self.assertEqual(self.named(item), [])

    def test_the_next_edition_of_an_event_is_another_event(self):
        agenda = EventIndexPageFactory(parent=self.home)
        first, again = [
            EventPageFactory(
                parent=agenda,
                title="Welzijnsdag",
                slug=f"dag-{year}",
                what=f"<p>{WORDS}</p>",
                rows={"sessions": [session(f"{year}-05-06 09:00")]},
            )
            for year in (2025, 2026)
        ]
        sketches.update(first)

        self.assertEqual(self.named(again), [])

    def test_a_page_is_no_double_of_itself_or_of_its_alias(self):
        page = self.online(**fields())
        alias = page.create_alias(update_slug="ander", parent=self.practices)

        self.assertEqual(self.named(page), [])
        self.assertEqual(self.named(alias), [])

    def test_at_most_three_are_named_the_most_alike_first(self):
        for number in range(5):
            self.online(**fields(title=f"Punt {number}", text=WORDS + OTHER_WORDS[: 90 * number]))

        named = self.named(self.a_draft())

        self.assertEqual((len(named), named[0]), (3, "Punt 0"))


class VisibleTests(DoublesCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.own, cls.other = a_platform(cls.home, "Eigen"), a_platform(cls.home, "Ander")
        cls.colleague, cls.stranger = a_member_of(cls.own), a_member_of(cls.other)
        cls.reviewer = a_reviewer(cls.home)

    def seen_by(self, *users):
        return [bool(self.named(self.a_draft(title="Iets anders"), user)) for user in users]

    def test_a_private_page_is_named_to_who_works_there(self):
        page = self.online(parent=place_of(self.own, PracticeIndexPage), **fields())
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

        self.assertEqual(
            self.seen_by(None, AnonymousUser(), self.stranger, self.colleague, self.reviewer),
            [False, False, False, True, True],
        )

    def test_a_page_that_went_offline_is_named_to_nobody(self):
        page = self.online(parent=place_of(self.own, PracticeIndexPage), **fields())
        PracticePage.objects.filter(pk=page.pk).update(live=False)

        self.assertEqual(self.seen_by(None, self.stranger, self.colleague, self.reviewer), [False] * 4)

    def test_a_public_page_is_named_to_everybody(self):
        self.online(parent=place_of(self.own, PracticeIndexPage), **fields())

        self.assertEqual(self.seen_by(None, self.stranger, self.colleague, self.reviewer), [True] * 4)


class SketchTests(DoublesCase):
    def test_a_sketch_follows_the_page(self):
        page = self.online(**fields())
        before = set(Sketch.objects.filter(page=page).values_list("sign", "value"))
        page.title, page.approach = "Nieuw", fields(text=OTHER_WORDS)["approach"]

        sketches.update(page)

        after = set(Sketch.objects.filter(page=page).values_list("sign", "value"))
        self.assertEqual(len(after), len(before))
        self.assertEqual({sign for sign, _value in before & after}, {"place"})

    def test_a_page_that_did_not_change_writes_nothing(self):
        page = self.online(**fields())

        with CaptureQueriesContext(connection) as queries:
            sketches.update(page)

        self.assertEqual(
            [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "DELETE"))], []
        )

    def test_a_page_is_forgotten(self):
        page = self.online(**fields())

        sketches.forget([page.pk])

        self.assertFalse(Sketch.objects.exists())

    def test_a_long_page_has_a_bounded_number_of_values(self):
        links = [("link", {"label": "x", "url": f"https://elders.be/{number}"}) for number in range(200)]
        page = self.online(**{**fields(text=" ".join(f"woord{n}" for n in range(5000))), "links": links})

        counts = {sign: len(values) for sign, values in sketches.signs_of(sketches.PageContent(page)).items()}

        self.assertEqual(counts, {"title": 1, "day": 0, "place": 1, "address": 30, "site": 0, "text": 64})

    def test_more_pages_that_are_alike_cost_no_more_queries(self):
        draft = self.a_draft(title="Iets anders")
        self.online(**fields())
        few = self.count_queries_of(lambda: self.named(draft))
        for number in range(12):
            self.online(**fields(title=f"Punt {number}"))

        self.assertEqual(self.count_queries_of(lambda: self.named(draft)), few)
