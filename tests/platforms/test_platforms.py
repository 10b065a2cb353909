from datetime import date, timedelta
from decimal import Decimal

from django.test import SimpleTestCase
from django.utils import timezone

from cms.models import PageFootnote
from platforms.models import (
    CoordinatorPage,
    CurrentTheme,
    Funding,
    Inspiration,
    Member,
    PlatformMunicipality,
    PlatformPage,
)
from tests.factories import (
    LegalReferenceFactory,
    MunicipalityFactory,
    NewsPageFactory,
    OrganisationFactory,
    PersonFactory,
    StandardPageFactory,
    ThemeFactory,
)
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import (
    ActionProgrammePageFactory,
    CoordinatorPageFactory,
    PlatformPageFactory,
    many,
)

YESTERDAY = timedelta(days=1)


class PlatformPageTests(PlatformTestCase):
    def shown(self, **fields):
        """The page of a platform with these fields."""
        return self.client.get(PlatformPageFactory(parent=self.platforms, **fields).url)

    def test_a_platform_of_which_little_is_known_can_be_shown(self):
        response = self.client.get(self.platform.url)

        self.assertContains(response, "Heuvelland")
        self.assertContains(response, 'class="plinth sign"')
        self.assertNotContains(response, 'id="missie"')

    def test_shows_who_runs_and_pays_it(self):
        host = OrganisationFactory(name="Intercommunale Heuvels")

        response = self.shown(
            host_organisation=host,
            legal_form=PlatformPage.LegalForm.SERVICE_ASSOCIATION,
            rows={
                "funding": [
                    Funding(
                        kind="membership", amount=Decimal("0.42"), unit="per_inhabitant", frequency="yearly"
                    )
                ]
            },
        )

        self.assertContains(response, "Intercommunale Heuvels")
        self.assertContains(response, PlatformPage.LegalForm.SERVICE_ASSOCIATION.label)
        self.assertContains(response, "€\xa00,42")
        self.assertContains(response, f"{Funding.Unit.PER_INHABITANT.label} {Funding.Unit.PER_YEAR.label}")

    def test_shows_where_it_comes_from(self):
        example, mandated = OrganisationFactory(name="W13"), OrganisationFactory(name="IGEMO")

        response = self.shown(
            founded_year=2018,
            founding_decision_by="regionale mandaatgroep",
            founding_initiators="De burgemeesters",
            founding_story="<p>Het idee ontstond onderweg.</p>",
            mandated_organisation=mandated,
            inspired_by_is_open=True,
            rows={"inspired_by": [Inspiration(organisation=example)]},
        )

        for text in ["2018", "regionale mandaatgroep", "De burgemeesters", "onderweg", "IGEMO", "W13, …"]:
            self.assertContains(response, text)

    def test_shows_the_mission_with_its_objectives_and_notes(self):
        law = LegalReferenceFactory(citation="Art. 23 van de Grondwet")

        response = self.shown(
            intro="<p>Een samenwerking.</p>",
            mission="<p>De sociale grondrechten [1] voor iedereen.</p>",
            objectives=[("line", "Belangen behartigen")],
            rows={"footnotes": [PageFootnote(number=1, legal_reference=law)]},
        )

        for text in ["Een samenwerking.", "Belangen behartigen", 'href="#noot-1"', 'id="noot-1"', "Art. 23"]:
            self.assertContains(response, text)

    def test_a_note_that_two_texts_refer_to_stands_on_the_page_once(self):
        response = self.shown(
            mission="<p>Een recht [1].</p>",
            founding_story="<p>Nog eens dat recht [1].</p>",
            rows={"footnotes": [PageFootnote(number=1, text="De Grondwet")]},
        )

        self.assertContains(response, 'id="noot-1"', count=1)
        self.assertContains(response, 'id="ref-1"', count=1)

    def test_a_note_to_a_text_without_a_margin_is_shown_too(self):
        response = self.shown(
            videos=[{"type": "video", "value": {"caption": "Over de opvang [1]."}}],
            rows={"footnotes": [PageFootnote(number=1, text="Uit het jaarverslag")]},
        )

        self.assertContains(response, "Uit het jaarverslag")

    def test_shows_how_it_is_governed(self):
        chair, gone = (
            PersonFactory(first_name="Mia"),
            PersonFactory(first_name="Jef", active_until=date(2020, 1, 1)),
        )
        body = {
            "name": "beleidsgroep",
            "kind": "policy_group",
            "reps_per_municipality": 2,
            "has_substitutes": True,
        }

        response = self.shown(
            governance_intro="<p>Een coördinator is actief.</p>",
            coordinator_roles_intro="Verschillende “rollen”:",
            coordinator_roles=[("item", {"label": "regierol", "text": "<p>de regie</p>"})],
            bodies=[
                (
                    "body",
                    {**body, "meeting_frequency": "tweemaandelijks", "tasks": ["Bijsturen"], "chair": chair},
                ),
                ("body", {"name": "stuurgroep", "chair": gone}),
            ],
        )

        for text in [
            "is actief",
            "“rollen”",
            "Regierol",
            "de regie",
            "Beleidsgroep",
            "tweemaandelijks",
            "Bijsturen",
        ]:
            self.assertContains(response, text)
        self.assertContains(response, "2 ")
        self.assertContains(response, chair.name)
        self.assertNotContains(response, gone.name)

    def test_shows_what_it_works_on(self):
        theme, partner = ThemeFactory(name="Acute noodopvang"), OrganisationFactory(name="CAW")

        response = self.shown(
            themes_intro="<p>Urgente uitdagingen:</p>",
            current_themes_is_open=True,
            rows={
                "current_themes": [
                    CurrentTheme(label="opvang vannacht", theme=theme, organisation=partner),
                    CurrentTheme(label="duaal leren", status=CurrentTheme.Status.DONE),
                ]
            },
        )

        for text in ["Urgente", "Opvang vannacht", "Acute noodopvang", "CAW", "Duaal leren, …"]:
            self.assertContains(response, text)

    def test_shows_members_and_municipalities(self):
        member = Member(organisation=OrganisationFactory(name="OCMW Brugge"), role="partner", since=2015)

        response = self.shown(
            member_categories=[("line", "lokale besturen")],
            rows={
                "members": [member],
                "municipalities": [PlatformMunicipality(municipality=MunicipalityFactory(name="Wervik"))],
            },
        )

        for text in ["Lokale besturen", "OCMW Brugge", "partner", "2015", "Wervik"]:
            self.assertContains(response, text)

    def test_shows_videos_and_says_which_picture_is_missing(self):
        theme = ThemeFactory(name="Dak- en thuisloosheid")
        video = {
            "kind": "aftermovie",
            "caption": "Het persmoment.",
            "event_date": "2021-12-13",
            "theme": theme.pk,
        }

        response = self.shown(
            videos=[{"type": "video", "value": {**video, "regions": ["Rupelstreek"]}}],
            gallery=[{"type": "image", "value": {"caption": "Beleidsgroep welzijnskoepel"}}],
        )

        for text in ["Het persmoment.", "13\xa0december\xa02021", "Dak- en thuisloosheid", "Rupelstreek"]:
            self.assertContains(response, text)
        self.assertContains(response, "Beleidsgroep welzijnskoepel")
        self.assertContains(response, "photo-missing")

    def test_shows_how_to_reach_it(self):
        town = MunicipalityFactory(name="Brugge", codes=["8000", "8200"])

        response = self.shown(
            street="Tillegemstraat 81",
            postal_code="8200",
            municipality=town,
            phone="+3250407016",
            email="info@voorbeeld.be",
            website="https://www.voorbeeld.be",
        )

        for text in [
            "Tillegemstraat 81",
            "8200 Brugge",
            "050 40 70 16",
            "info@voorbeeld.be",
            ">www.voorbeeld.be<",
        ]:
            self.assertContains(response, text)

    def test_shows_the_latest_of_its_section_and_its_programmes(self):
        news = self.platform.get_children().get(slug="nieuws").specific
        item = NewsPageFactory(parent=news)
        draft = NewsPageFactory(parent=news, live=False)
        elsewhere = NewsPageFactory(parent=self.news)
        programme = ActionProgrammePageFactory(parent=self.platform)

        response = self.client.get(self.platform.url)

        self.assertContains(response, item.url)
        self.assertContains(response, programme.url)
        self.assertNotContains(response, draft.title)
        self.assertNotContains(response, elsewhere.title)

    def test_leads_to_all_of_each_list_and_to_its_themes(self):
        news = self.platform.get_children().get(slug="nieuws").specific
        theme = ThemeFactory(name="Wonen", slug="wonen")
        NewsPageFactory.create_batch(4, parent=news, themes=[theme])
        NewsPageFactory(parent=news, themes=[theme], live=False)
        NewsPageFactory(parent=self.news, themes=[theme])

        response = self.client.get(self.platform.url)

        self.assertContains(response, f'<a href="{news.url}">Alle 4 nieuwsberichten</a>')
        self.assertContains(response, f'<a href="{news.url}?theme=wonen">Wonen</a> (4)')


class HighlightTests(PlatformTestCase):
    def highlight(self, **values):
        """A platform with one highlight."""
        value = {"heading": "In de kijker", "text": "<p>Iets om trots op te zijn.</p>", **values}
        page = PlatformPageFactory(parent=self.platforms, highlights=[("highlight", value)])
        return PlatformPage.objects.get(pk=page.pk)

    def test_shows_theme_organisations_and_link(self):
        target = StandardPageFactory(parent=self.home)
        partner = OrganisationFactory(name="Family Justice Center")
        page = self.highlight(theme=ThemeFactory(name="Geweld"), organisations=[partner], link_page=target)

        response = self.client.get(page.url)

        for text in [
            "Iets om trots op te zijn.",
            "Geweld",
            "Family Justice Center",
            target.url,
            target.title,
        ]:
            self.assertContains(response, text)

    def test_its_last_day_is_until(self):
        today = timezone.localdate()

        self.assertContains(self.client.get(self.highlight(until=today).url), "trots")
        self.assertNotContains(self.client.get(self.highlight(until=today - YESTERDAY).url), "trots")

    def test_a_link_to_a_draft_gives_nothing_of_it_away(self):
        draft = StandardPageFactory(parent=self.home, live=False)
        page = self.highlight(link_page=draft, link_label="In dit artikel")

        response = self.client.get(page.url)

        self.assertNotContains(response, draft.title)
        self.assertNotContains(response, draft.slug)
        self.assertContains(response, "kijker-1")

    def test_says_that_a_promised_link_is_missing(self):
        [(_highlight, address, label)] = self.highlight(link_label="In dit artikel").current_highlights

        self.assertEqual((address, label), ("", "In dit artikel"))


class PublishingTests(PlatformTestCase):
    def platform_with(self, rows=None, **fields):
        """A draft of a platform, complete but for what these fields make of it."""
        return PlatformPageFactory(parent=self.platforms, live=False, rows=rows or {}, **fields)

    def test_asks_for_kind_region_and_summary_only(self):
        page = self.platform_with(kind="", region_name="", search_description="")

        problem_fields = {problem.field for problem in page.publishing_problems()}

        self.assertEqual(problem_fields, {"kind", "region_name", "search_description"})
        self.assertEqual(self.platform_with().publishing_problems(), [])

    def test_a_postal_code_belongs_to_the_municipality(self):
        town = MunicipalityFactory(codes=["8200"])

        self.assertRefuses(self.platform_with(postal_code="2800", municipality=town), "postal_code")
        self.assertEqual(self.platform_with(postal_code="1000", city="Brussel").publishing_problems(), [])

    def test_it_was_founded_since_1970_and_not_in_the_future(self):
        next_year = timezone.localdate().year + 1

        self.assertRefuses(self.platform_with(founded_year=1969), "founded_year")
        self.assertRefuses(self.platform_with(founded_year=next_year), "founded_year")
        self.assertEqual(self.platform_with(founded_year=1970).publishing_problems(), [])

    def test_the_day_it_was_founded_lies_in_the_year(self):
        self.assertRefuses(self.platform_with(founded_year=2018, founded_on=date(2017, 5, 1)), "founded_on")

    def test_a_fee_per_inhabitant_is_between_zero_and_a_hundred_euro(self):
        for amount, is_right in [("-0.01", False), ("0", True), ("100", True), ("100.01", False)]:
            row = Funding(amount=Decimal(amount), unit=Funding.Unit.PER_INHABITANT)
            problems = self.platform_with({"funding": [row]}).publishing_problems()
            self.assertEqual(not problems, is_right, amount)

    def test_a_member_does_not_leave_before_it_joins(self):
        member = Member(organisation=OrganisationFactory(), since=2020, until=2019)

        self.assertRefuses(self.platform_with({"members": [member]}), "until")

    def test_of_many_coordinators_the_first_are_in_sight_and_the_others_fold(self):
        many(CoordinatorPage, 7, self.platform, person=PersonFactory)

        response = self.client.get(self.platform.url)

        in_sight, folded = response.content.decode().split("Nog 3 coördinatoren")
        self.assertEqual((in_sight.count('class="contact"'), folded.count('class="contact"')), (4, 3))

    def test_a_coordinator_who_can_be_reached_is_saved_from_there(self):
        silent = CoordinatorPageFactory(parent=self.platform, person__mobile="")
        reached = CoordinatorPageFactory(
            parent=self.platform, person__mobile="+32470123456", person__show_mobile=True
        )

        response = self.client.get(self.platform.url)

        self.assertContains(response, f'href="{reached.url}vcard/"')
        self.assertNotContains(response, f'href="{silent.url}vcard/"')

    def test_needs_no_coordinator(self):
        response = self.client.get(self.platform.url)

        self.assertEqual(self.platform.coordinators, [])
        self.assertContains(response, "stub-note")


class PlatformListTests(PlatformTestCase):
    def test_shows_host_and_coordinators(self):
        host = OrganisationFactory(name="Intercommunale Heuvels")
        page = PlatformPageFactory(parent=self.platforms, host_organisation=host)
        here = CoordinatorPageFactory(parent=page)
        gone = CoordinatorPageFactory(parent=page, person__active_until=date(2020, 1, 1))

        response = self.client.get(self.platforms.url)

        self.assertContains(response, host.name)
        self.assertContains(response, here.title)
        self.assertNotContains(response, gone.title)

    def test_names_three_coordinators_and_how_many_there_are_besides(self):
        page = PlatformPageFactory(parent=self.platforms)
        for name in ("Aerts", "Baert", "Claes", "Dams", "Elst"):
            CoordinatorPageFactory(parent=page, title=name, person__last_name=name)

        self.assertContains(self.client.get(self.platforms.url), "Aerts, Baert, Claes en 2 andere.")

    def test_more_platforms_cost_no_more_queries(self):
        def grow(count):
            for page in many(
                PlatformPage, count, self.platforms, region=self.region, host_organisation=OrganisationFactory
            ):
                many(CoordinatorPage, 1, page, person=PersonFactory)

        grow(9)
        few = self.count_queries(self.platforms.url)
        grow(190)

        self.assertEqual(self.count_queries(self.platforms.url), few)

    def test_a_platform_with_more_in_it_costs_no_more_queries(self):
        def grow(count):
            CoordinatorPageFactory.create_batch(count, parent=self.platform)
            for _number in range(count):
                self.platform.members.add(Member(organisation=OrganisationFactory()))
                self.platform.current_themes.add(CurrentTheme(label="thema", theme=ThemeFactory()))
                self.platform.municipalities.add(PlatformMunicipality(municipality=MunicipalityFactory()))
            self.platform.save()

        grow(2)
        few = self.count_queries(self.platform.url)
        grow(20)

        self.assertEqual(self.count_queries(self.platform.url), few)


class FundingTests(SimpleTestCase):
    def test_what_is_paid_once_is_not_in_total_too(self):
        once, yearly = Funding(unit="total", frequency="once"), Funding(unit="total", frequency="yearly")

        self.assertEqual(once.measure, "eenmalig")
        self.assertEqual(yearly.measure, "in totaal per jaar")
