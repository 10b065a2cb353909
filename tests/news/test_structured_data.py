"""What a news item tells machines: what its readers see, and no more."""

import datetime

from django.utils import timezone

from cms.sections import load_sections
from news.models import Correction, NewsOrganisation, NewsPage, NewsPerson
from tests.cases import SiteTestCase
from tests.cms.heads import data_of
from tests.factories import NewsPageFactory, OrganisationFactory, PersonFactory, RegionFactory

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


class NewsDataTests(SiteTestCase):
    def data(self, **values):
        return data_of(self.client.get(NewsPageFactory(parent=self.news, **values).url), "NewsArticle")

    def test_says_when_it_was_published_by_whom_and_what_was_wrong(self):
        data = self.data(
            title="Nieuw onthaal",
            publication_date=datetime.date(2021, 10, 6),
            author="Noor Claes",
            region=RegionFactory(name="Westhoek"),
            rows={"corrections": [Correction(date=datetime.date(2021, 10, 8), text="Het was dinsdag.")]},
        )

        self.assertEqual(data["headline"], "Nieuw onthaal")
        self.assertEqual(data["datePublished"], "2021-10-06T00:00:00+02:00")
        self.assertEqual(data["author"], {"@type": "Person", "name": "Noor Claes"})
        self.assertEqual(data["contentLocation"]["name"], "Westhoek")
        self.assertEqual(data["correction"][0]["text"], "Het was dinsdag.")
        self.assertEqual(data["correction"][0]["datePublished"], "2021-10-08")

    def test_a_photographer_under_the_text_is_no_author(self):
        self.assertNotIn("author", self.data(byline="Bart Maes", byline_role="photographer"))

    def test_names_people_by_their_function_of_then_and_never_how_to_reach_them(self):
        person = PersonFactory(last_name="Maes", phone="+3257998877", email="maes@voorbeeld.be")

        data = self.data(
            rows={
                "people": [NewsPerson(person=person, function="voorzitter")],
                "organisations": [NewsOrganisation(organisation=OrganisationFactory(name="W13"))],
            }
        )

        self.assertEqual(
            data["mentions"],
            [
                {"@type": "Person", "name": "An Maes", "jobTitle": "voorzitter"},
                {"@type": "Organization", "name": "W13"},
            ],
        )

    def test_who_has_left_is_named_no_more(self):
        gone = PersonFactory(active_until=YESTERDAY)

        self.assertNotIn("mentions", self.data(rows={"people": [NewsPerson(person=gone)]}))


class NewsEntryTests(SiteTestCase):
    def test_an_entry_says_what_every_format_needs(self):
        item = NewsPageFactory(
            parent=self.news,
            title="Nieuw onthaal",
            search_description="Wat er opent.",
            author="Noor Claes",
            body=[("paragraph", "<p>Een zin.</p>")],
        )

        entry = item.as_entry()

        self.assertEqual(entry.id, f"urn:uuid:{item.translation_key}")
        self.assertEqual(entry.title, "Nieuw onthaal")
        self.assertEqual(entry.summary, "Wat er opent.")
        self.assertEqual(entry.address, item.full_url)
        self.assertEqual(timezone.localdate(entry.dates.published), item.publication_date)
        self.assertEqual([party.name for party in entry.people], ["Noor Claes"])
        self.assertEqual([category.scheme for category in entry.categories], ["theme"])
        self.assertIn("<p>Een zin.</p>", str(entry.body))

    def test_its_id_survives_a_new_title_and_address(self):
        item = NewsPageFactory(parent=self.news)
        before = item.as_entry().id
        item.title, item.slug = "Anders", "anders"
        item.save()

        self.assertEqual(NewsPage.objects.get(pk=item.pk).as_entry().id, before)

    def test_more_entries_cost_no_more_queries(self):
        def many(count):
            for _number in range(count):
                NewsPageFactory(
                    parent=self.news,
                    rows={
                        "people": [NewsPerson(person=PersonFactory())],
                        "organisations": [NewsOrganisation(organisation=OrganisationFactory())],
                    },
                )

        def read():
            pages = load_sections(NewsPage.objects.listed().for_entries())
            return [str(page.as_entry().body) for page in pages]

        many(2)
        few = self.count_queries_of(read)
        many(8)

        self.assertEqual(self.count_queries_of(read), few)
        self.assertEqual(len(read()), 10)
