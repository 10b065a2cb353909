import datetime
from decimal import Decimal

from cms.models import PageFootnote, RelatedPage
from practices.models import (
    Adoption,
    PracticeContact,
    PracticeIndexPage,
    PracticeLegalReference,
    PracticeMunicipality,
    PracticeOwner,
    PracticePage,
    PracticePartner,
    PracticeRegion,
)
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    LegalReferenceFactory,
    MunicipalityFactory,
    NewsPageFactory,
    OrganisationFactory,
    RegionFactory,
    ThemeFactory,
)
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.cases import PracticeTestCase, text_of
from tests.practices.factories import PracticePageFactory, StubFactory


class TreeTests(PracticeTestCase):
    def test_practices_live_in_their_lists_only(self):
        parents = PracticePage.allowed_parent_page_models()

        self.assertEqual(parents, [PracticeIndexPage])
        self.assertEqual(PracticePage.allowed_subpage_models(), [])


class ListTests(PracticeTestCase):
    def test_shows_what_is_known_of_a_practice(self):
        practice = PracticePageFactory(parent=self.index, cost_total=12_500, themes=[self.theme])

        response = self.client.get(self.index.url)

        self.assertContains(response, practice.title)
        self.assertContains(response, practice.search_description)
        self.assertContains(response, practice.owners.first().organisation.name)
        self.assertContains(response, practice.target_groups.first().target_group.name)
        self.assertContains(response, self.theme.name)
        self.assertContains(response, "status running")
        self.assertContains(response, "ladder n2")
        self.assertContains(response, "€\xa012.500")

    def test_a_stub_is_one_line_that_says_it_is_still_to_be_filled_in(self):
        stub = StubFactory(parent=self.index, owner_note="en partners")

        response = self.client.get(self.index.url)

        self.assertContains(response, stub.title)
        self.assertContains(response, f"{stub.owner_text} en partners")
        self.assertContains(response, '<p class="small status empty">Nog in te vullen</p>', html=True)
        self.assertNotContains(response, "Ontbreekt")

    def test_a_card_names_as_missing_what_it_does_not_say_of_itself(self):
        PracticePageFactory(parent=self.index, cost_band="unknown", results="")

        response = self.client.get(self.index.url)

        self.assertContains(response, "Ontbreekt: resultaten.")

    def test_of_equally_fresh_ones_the_newest_comes_first(self):
        old, new = PracticePageFactory.create_batch(2, parent=self.index)
        day = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        PracticePage.objects.filter(pk=new.pk).update(first_published_at=day + datetime.timedelta(days=1))
        PracticePage.objects.filter(pk=old.pk).update(first_published_at=day)

        self.assertEqual([page.pk for page in self.index.entries()[:2]], [new.pk, old.pk])

    def test_hides_drafts(self):
        draft = StubFactory(parent=self.index, live=False)

        self.assertNotContains(self.client.get(self.index.url), draft.title)

    def test_an_empty_list_says_so(self):
        self.assertContains(self.client.get(self.index.url), 'class="missing"')

    def test_more_practices_cost_no_more_queries(self):
        self.add_practices(10)
        few = self.count_queries(self.index.url)
        self.add_practices(50)

        self.assertEqual(self.count_queries(self.index.url), few)

    def add_practices(self, count):
        for _number in range(count):
            region = PracticeRegion(region=self.region)
            PracticePageFactory(parent=self.index, owner=self.owner, rows={"working_regions": [region]})

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.region = RegionFactory()


class MissingPartsTests(PracticeTestCase):
    def test_a_stub_lacks_everything(self):
        stub = StubFactory(parent=self.index)

        self.assertEqual(len(stub.missing_parts), 7)

    def test_a_practice_without_results_or_cost_lacks_those(self):
        practice = PracticePageFactory(parent=self.index, cost_band="unknown")
        complete = PracticePageFactory(parent=self.index, cost_band="under-5000", results="<p>Het werkt.</p>")

        self.assertEqual(len(practice.missing_parts), 2)
        self.assertEqual(complete.missing_parts, [])


class PageTests(PracticeTestCase):
    def test_a_stub_shows_its_owner_and_what_is_missing(self):
        stub = StubFactory(parent=self.index, owner_note="en partners")

        response = self.client.get(stub.url)

        self.assertContains(response, f"{stub.owner_text} en partners")
        self.assertContains(response, "stub-note")
        self.assertContains(response, stub.missing_text)
        self.assertContains(response, "status empty")
        self.assertNotContains(response, 'id="aanpak"')

    def test_a_part_that_says_nothing_is_left_out(self):
        practice = PracticePageFactory(parent=self.index)

        anchors = [part.anchor for part in practice.parts]

        self.assertEqual(anchors, ["aanleiding", "aanpak", "contact"])

    def test_a_figure_that_a_program_wrote_without_one_before_leaves_that_cell_empty(self):
        figure = {"label": "Ritten", "value": "1.240", "source": "Telling"}
        practice = PracticePageFactory(parent=self.index, indicators=[{"type": "indicator", "value": figure}])

        response = self.client.get(practice.url)

        self.assertContains(response, '<td class="n"></td><td class="n">1.240</td>')
        self.assertNotContains(response, "None")

    def test_a_footnote_leads_both_ways(self):
        practice = PracticePageFactory(
            parent=self.index,
            problem="<p>Een recht [1].</p>",
            results="<p>Nog eens [1].</p>",
            rows={"footnotes": [PageFootnote(number=1, text="Artikel 23")]},
        )

        response = self.client.get(practice.url)

        self.assertContains(response, 'href="#noot-1"', 2)
        self.assertContains(response, 'id="ref-1"', 1)
        self.assertContains(response, 'id="noot-1"', 1)

    def test_one_region_gives_the_page_its_sign(self):
        region, other = RegionFactory(), RegionFactory()
        in_one = StubFactory(parent=self.index, rows={"working_regions": [PracticeRegion(region=region)]})
        in_two = StubFactory(
            parent=self.index,
            rows={"working_regions": [PracticeRegion(region=region), PracticeRegion(region=other)]},
        )

        self.assertEqual(in_one.display_region, region)
        self.assertIsNone(in_two.display_region)

    def test_a_platforms_practice_names_the_platform(self):
        platform = PlatformPageFactory(parent=PlatformIndexPageFactory(parent=self.home))
        index = PracticeIndexPage.objects.child_of(platform).first()

        response = self.client.get(StubFactory(parent=index).url)

        self.assertContains(response, f'<a href="{platform.url}">{platform.title}</a>')

    def test_ages_are_said_as_far_as_they_are_known(self):
        self.assertEqual(PracticePage(age_min=12).age_text, PracticePage(age_min=12).age_text.strip())
        self.assertIn("12", PracticePage(age_min=12, age_max=18).age_text)
        self.assertIn("18", PracticePage(age_max=18).age_text)
        self.assertEqual(PracticePage().age_text, "")


class EveryFieldTests(PracticeTestCase):
    """Every fact of a complete practice stands on its page."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.adopter = StubFactory(parent=cls.index, title="Overgenomen praktijk")
        cls.document = DocumentFactory(title="Draaiboek wonen")
        cls.news_item = NewsPageFactory(parent=cls.news, title="Bericht over wonen")
        cls.practice = PracticePageFactory(parent=cls.index, **cls.facts(), rows=cls.rows())

    @classmethod
    def facts(cls):
        return {
            "title": "Kracht.wonen",
            "search_description": "Aanpak van dak- en thuisloosheid.",
            "owner_note": "met steun van velen",
            "themes": [ThemeFactory(name="Wonen en zorg")],
            "status": "anchored",
            "scale": "intermunicipal",
            "intersectoral": True,
            "age_min": 17,
            "age_max": 64,
            "started_on": datetime.date(2018, 3, 1),
            "ended_on": datetime.date(2019, 1, 1),
            "ended_on_precision": "year",
            "problem": "<p>Te weinig woningen.</p>",
            "goals": [("line", "Niemand op straat")],
            "approach": [("paragraph", "<p>Eerst een woning.</p>")],
            "steps": [
                ("step", {"title": "Zoeken", "text": "<p>Samen op zoek.</p>", "duration": "zes weken"})
            ],
            "evidence_level": 4,
            "results": "<p>Minder uithuiszettingen.</p>",
            "indicators": [("indicator", cls.indicator())],
            "evaluations": [("evaluation", cls.evaluation())],
            "cost_total": Decimal("12500.50"),
            "staff_fte": Decimal("1.5"),
            "funding_sources": [
                ("funding", {"source": "Provincie", "amount": Decimal("7000"), "year": 2017})
            ],
            "resources_needed": "<p>Een busje.</p>",
            "success_factors": [("line", "Korte lijnen")],
            "pitfalls": [("line", "Te veel vergaderen")],
            "lessons": "<p>Begin klein.</p>",
            "prerequisites": [("line", "Een huurfonds")],
            "transferability": "medium",
            "transferability_note": "De woningmarkt verschilt",
            "downloads": [("download", {"title": "Handleiding", "document": cls.document, "kind": "manual"})],
            "links": [("link", {"label": "Website van het project", "url": "https://kracht.voorbeeld.be/"})],
            "licence": "cc-by",
            "reviewed_on": datetime.date(2026, 2, 3),
            "listing_image": ImageFactory(),
            "listing_image_caption": "Sleuteloverdracht",
        }

    @classmethod
    def indicator(cls):
        return {
            "label": "Gezinnen met woning",
            "value": "4321",
            "unit": "gezinnen",
            "baseline": "1234",
            "year": 2016,
            "source": "Jaarverslag CAW",
        }

    @classmethod
    def evaluation(cls):
        return {
            "kind": "scientific",
            "by": "UGent",
            "year": 2015,
            "finding": "Het effect houdt aan",
            "document": cls.document,
            "url": "https://evaluatie.voorbeeld.be/",
        }

    @classmethod
    def contact(cls):
        return PracticeContact(
            name="An Peeters", function="trajectbegeleider", email="an@voorbeeld.be", phone="+3215793981"
        )

    @classmethod
    def rows(cls):
        organisation = OrganisationFactory(name="Stad Overname")
        return {
            "owners": [PracticeOwner(organisation=OrganisationFactory(name="W13"))],
            "partners": [
                PracticePartner(organisation=OrganisationFactory(name="CAW Partner"), role="support")
            ],
            "working_area": [PracticeMunicipality(municipality=MunicipalityFactory(name="Avelgem"))],
            "working_regions": [PracticeRegion(region=RegionFactory(name="Zuidstreek"))],
            "adopted_by": [
                Adoption(
                    organisation=organisation,
                    started_on=datetime.date(2014, 9, 1),
                    adaptation="Zonder huurfonds",
                    contact="Dienst wonen",
                    adopted_page=cls.adopter,
                )
            ],
            "contacts": [
                PracticeContact(
                    name="An Peeters",
                    function="trajectbegeleider",
                    email="an@voorbeeld.be",
                    phone="+3215793981",
                )
            ],
            "legal_references": [
                PracticeLegalReference(legal_reference=LegalReferenceFactory(citation="Woondecreet"))
            ],
            "related_pages": [RelatedPage(related=cls.news_item)],
        }

    def test_every_fact_is_on_the_page(self):
        response = self.client.get(self.practice.url)

        text = text_of(response)
        for words in self.words():
            self.assertIn(words, text)
        for address in [
            "https://kracht.voorbeeld.be/",
            "https://evaluatie.voorbeeld.be/",
            "https://creativecommons.org/licenses/by/4.0/",
            self.adopter.url,
            self.news_item.url,
            self.document.url,
            "tel:+3215793981",
        ]:
            self.assertContains(response, f'href="{address}"')
        self.assertContains(response, "status anchored")

    def words(self):
        texts = [
            "Kracht.wonen",
            "Aanpak van dak- en thuisloosheid.",
            "W13",
            "met steun van velen",
            "Wonen en zorg",
        ]
        texts += [str(label) for label in self.labels()]
        texts += ["CAW Partner", "Avelgem", "Zuidstreek", "17", "64", "maart 2018", "2019"]
        texts += ["Te weinig woningen.", "Niemand op straat", "Eerst een woning.", "Zoeken", "Samen op zoek."]
        texts += ["zes weken", "Minder uithuiszettingen.", "Gezinnen met woning", "4321", "1234", "2016"]
        texts += [
            "Jaarverslag CAW",
            "UGent",
            "2015",
            "Het effect houdt aan",
            "€ 12.500,50",
            "1,5",
            "Provincie",
        ]
        texts += ["€ 7.000", "2017", "Een busje.", "Korte lijnen", "Te veel vergaderen", "Begin klein."]
        texts += ["Een huurfonds", "De woningmarkt verschilt", "Stad Overname", "2014", "Zonder huurfonds"]
        texts += ["Dienst wonen", "Handleiding", "Website van het project", "An Peeters", "trajectbegeleider"]
        texts += ["an@voorbeeld.be", "015 79 39 81", "Woondecreet", "Bericht over wonen", "03-02-2026"]
        return [*texts, "03-02-2028", "Sleuteloverdracht"]

    def labels(self):
        practice = self.practice
        return [
            practice.get_status_display(),
            practice.get_scale_display(),
            practice.evidence.label,
            practice.evidence.explanation,
            practice.get_transferability_display(),
            practice.get_licence_display(),
            practice.partners.first().get_role_display(),
            practice.target_groups.first().target_group,
            practice.evaluations[0].value.kind_label.capitalize(),
            practice.downloads[0].value.kind_label.capitalize(),
        ]
