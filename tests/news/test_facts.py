"""What stands beside the text of a news item: entered by a team member or a program, read back everywhere."""

import datetime
import json

from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import EventIndexPage
from news.models import (
    Correction,
    Decision,
    NewsIndexPage,
    NewsOrganisation,
    NewsPage,
    NewsPerson,
    NewsPractice,
    NewsTrajectory,
)
from platforms.teams import files_of
from practices.models import PracticeIndexPage
from tests.cases import SiteTestCase
from tests.cms.heads import data_of
from tests.events.factories import TrajectoryPageFactory
from tests.factories import (
    DocumentFactory,
    NewsPageFactory,
    OrganisationFactory,
    PersonFactory,
    RegionFactory,
    ThemeFactory,
)
from tests.permissions.factories import a_member_of, a_platform
from tests.practices.factories import StubFactory

PLAIN = {
    "author": "Noor Claes",
    "byline": "Bart Maes",
    "byline_role": "photographer",
    "region_name": "de Westhoek",
}
TRANSCRIPT = "<p>Zachtjes aan, zegt An.</p>"
AUDIO = {"title": "Het gesprek", "url": "https://podcast.voorbeeld.be/1", "duration": "24 minuten"}
EXPECTED_FACTS = {
    "author": "Noor Claes",
    "byline": "Bart Maes",
    "byline_role": "photographer",
    "publication_date": "2021-10-06",
    "region": "Westhoek",
    "decisions": [
        (
            {"date": "2021-10-01", "precision": "month"},
            "Ieper",
            "de conferentie",
            "Er komt een raad.",
            "Verslag",
        )
    ],
    "organisations": [("W13", "partner")],
    "people": [("An Maes", "voorzitter")],
    "trajectories": ["Samen sterk"],
    "practices": ["Kruidenier"],
    "corrections": [{"date": "2021-10-08", "text": "Het was dinsdag."}],
    "audio": ("Het gesprek", "https://podcast.voorbeeld.be/1", "24 minuten", True),
}


class FactsTestCase(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.theme, cls.region = ThemeFactory(), RegionFactory(name="Westhoek")
        cls.organisation = OrganisationFactory(name="W13")
        cls.person = PersonFactory(first_name="An", last_name="Maes")
        cls.platform = a_platform(cls.home, "Westhoek")
        cls.document = DocumentFactory(
            title="Verslag", file__filename="verslag.txt", collection=files_of(cls.platform)
        )
        cls.practice, cls.trajectory = cls.targets()
        cls.index = NewsIndexPage.objects.child_of(cls.platform).get()

    @classmethod
    def targets(cls, number=""):
        practices = PracticeIndexPage.objects.child_of(cls.platform).get()
        agenda = EventIndexPage.objects.child_of(cls.platform).get()
        return (
            StubFactory(parent=practices, title=f"Kruidenier{number}"),
            TrajectoryPageFactory(parent=agenda, title=f"Samen sterk{number}"),
        )

    def fill(self, **rows):
        """A news item with all of the facts."""
        decision = Decision(
            date=datetime.date(2021, 10, 1),
            date_precision="month",
            place="Ieper",
            body="de conferentie",
            text="Er komt een raad.",
            document=self.document,
        )
        facts = {
            "decisions": [decision],
            "organisations": [NewsOrganisation(organisation=self.organisation, role="partner")],
            "people": [NewsPerson(person=self.person, function="voorzitter")],
            "related_trajectories": [NewsTrajectory(trajectory=self.trajectory)],
            "related_practices": [NewsPractice(practice=self.practice)],
            "corrections": [Correction(date=datetime.date(2021, 10, 8), text="Het was dinsdag.")],
        }
        return NewsPageFactory(
            parent=self.index,
            title="Nieuw onthaal",
            publication_date=datetime.date(2021, 10, 6),
            region=self.region,
            body=[("audio", {**AUDIO, "transcript": RichText(TRANSCRIPT)})],
            rows={**facts, **rows},
            **PLAIN,
        )

    def facts_in(self, data):
        return {
            **{name: data[name] for name in ("author", "byline", "publication_date", "corrections")},
            "byline_role": data["byline_role"]["key"],
            "region": data["region"]["name"],
            "decisions": [
                (row["date"], row["place"], row["body"], row["text"], row["document"]["title"])
                for row in data["decisions"]
            ],
            "organisations": [
                (row["organisation"]["name"], row["role"]["key"]) for row in data["organisations"]
            ],
            "people": [(row["name"], row["function"]) for row in data["people"]],
            "trajectories": [page["title"] for page in data["trajectories"]],
            "practices": [page["title"] for page in data["practices"]],
        }

    def facts_of(self, page):
        data = self.client.get(f"/api/v1/news/{page.translation_key}").json()
        (audio,) = [block["value"] for block in data["body"]["blocks"]]
        in_short = audio["title"], audio["url"], audio["duration"], "Zachtjes" in audio["transcript"]
        return {**self.facts_in(data), "audio": in_short}


class EnteredTests(FactsTestCase):
    """By somebody of the platform's own team."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.member = a_member_of(cls.platform)

    def rows(self):
        return {
            "decisions": [
                {
                    "date": "10/2021",
                    "place": "Ieper",
                    "body": "de conferentie",
                    "text": "Er komt een raad.",
                    "document": self.document.pk,
                }
            ],
            "organisations": [{"organisation": self.organisation.pk, "role": "partner"}],
            "people": [{"person": self.person.pk, "function": "voorzitter"}],
            "related_trajectories": [{"trajectory": self.trajectory.pk}],
            "related_practices": [{"practice": self.practice.pk}],
            "corrections": [{"date": "8 oktober 2021", "text": "Het was dinsdag."}],
        }

    def form_data(self):
        formsets = NewsPage.get_edit_handler().get_form_class().formsets
        audio = {**AUDIO, "document": "", "transcript": rich_text(TRANSCRIPT)}
        return nested_form_data(
            {
                **{name: inline_formset([]) for name in formsets},
                **{name: inline_formset(rows) for name, rows in self.rows().items()},
                "page_themes": inline_formset([{"theme": self.theme.pk}]),
                "title": "Nieuw onthaal",
                "slug": "nieuw-onthaal",
                "search_description": "Wat er opent.",
                "publication_date": "6-10-2021",
                "region": self.region.pk,
                "body": streamfield([("audio", audio)]),
                **PLAIN,
                "action-publish": "1",
            }
        )

    def as_json(self):
        keys = {"document", "organisation", "person", "trajectory", "practice"}
        rows = {
            name: [{f"{key}_id" if key in keys else key: value for key, value in row.items()} for row in of]
            for name, of in self.rows().items()
        }
        rows["decisions"][0] |= {"date": "2021-10-01", "date_precision": "month"}
        rows["corrections"][0]["date"] = "2021-10-08"
        audio = {**AUDIO, "document": None, "transcript": TRANSCRIPT}
        return {
            **PLAIN,
            **rows,
            "publication_date": "2021-10-06",
            "region_id": self.region.pk,
            "body": [{"type": "audio", "value": audio}],
        }

    def test_every_fact_of_the_form_is_told(self):
        self.client.force_login(self.member)
        address = reverse("wagtailadmin_pages:add", args=["news", "newspage", self.index.pk])

        response = self.client.post(address, self.form_data())

        self.assertEqual(response.status_code, 302)
        self.assertEqual(self.facts_of(NewsPage.objects.get(slug="nieuw-onthaal", live=True)), EXPECTED_FACTS)

    def test_every_fact_that_a_program_writes_is_told(self):
        page = NewsPageFactory(parent=self.index)
        _token, key = APIToken.create_token(user=self.member, name="test")

        for method, address, content in [
            ("PATCH", "", self.as_json()),
            ("POST", "actions/publish/", {}),
        ]:
            response = self.client.generic(
                method,
                f"/api/cms/pages/{page.pk}/{address}",
                json.dumps(content),
                content_type="application/json",
                headers={"authorization": f"Bearer {key}"},
            )
            self.assertEqual(response.status_code, 200, response.content)

        self.assertEqual(self.facts_of(page), EXPECTED_FACTS)


class ToldTests(FactsTestCase):
    def test_the_page_says_all_of_it(self):
        page = self.fill()

        response = self.client.get(page.url)

        text = response.content.decode().replace("\xa0", " ")
        for words in [
            "Noor Claes",
            "Bart Maes (fotograaf)",
            "de Westhoek",
            '<time datetime="2021-10">oktober 2021',
            "Ieper",
            "De conferentie: Er komt een raad.",
            "Verslag",
            "W13",
            "An Maes",
            "voorzitter",
            "Samen sterk",
            "Kruidenier",
            "8 oktober 2021",
            "Het was dinsdag.",
            "Het gesprek",
            "24 minuten",
            "Zachtjes aan, zegt An.",
        ]:
            self.assertIn(words, text)

    def test_the_dialect_of_plone_tells_it_too(self):
        data = self.client.get(f"/++api++{self.fill().url}").json()

        facts = self.facts_in(data)
        self.assertEqual(facts, {name: EXPECTED_FACTS[name] for name in facts})
        for words in ("Het gesprek", AUDIO["url"], "24 minuten", "Zachtjes aan"):
            self.assertIn(words, data["text"]["data"])

    def test_feeds_and_tables_say_who_is_in_it(self):
        self.fill()

        for name in ("feed.atom", "feed.json", "export.csv", "export.jsonld"):
            answer = self.client.get(f"{self.index.url}{name}")
            content = (b"".join(answer) if answer.streaming else answer.content).decode()

            for words in ("Nieuw onthaal", "Noor Claes"):
                self.assertIn(words, content, name)

    def test_linked_data_uses_the_words_of_schema_org(self):
        data = data_of(self.client.get(self.fill().url), "NewsArticle")

        self.assertEqual(data["author"]["name"], "Noor Claes")
        self.assertEqual(data["contentLocation"]["name"], "Westhoek")
        self.assertEqual([thing["name"] for thing in data["mentions"]], ["An Maes", "W13"])
        self.assertEqual(data["correction"][0]["datePublished"], "2021-10-08")

    def test_who_left_and_what_is_no_longer_public_is_told_nowhere(self):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        gone = PersonFactory(last_name="Vertrokken", active_until=yesterday)
        practice, trajectory = self.targets(" geheim")
        for page in (practice, trajectory):
            page.unpublish()
        page = self.fill(
            people=[NewsPerson(person=gone, function="lid")],
            related_practices=[NewsPractice(practice=practice)],
            related_trajectories=[NewsTrajectory(trajectory=trajectory)],
        )

        for address in (page.url, f"/api/v1/news/{page.translation_key}", f"/++api++{page.url}"):
            response = self.client.get(address)

            self.assertContains(response, "Er komt een raad.")
            for secret in ("Vertrokken", "geheim"):
                self.assertNotContains(response, secret)
