"""People: what they show, and nothing of them the day after they left."""

import re

from django.core.management import call_command
from django.utils import timezone

from events.models import TeamMember
from news.models import NewsPerson
from tests.events.factories import session, slot
from tests.factories import DocumentFactory, ImageFactory, OrganisationFactory, PersonFactory
from tests.platforms.factories import CoordinatorPageFactory
from tests.platforms.test_leaving import LeavingTestCase, days_later

from .cases import FACTORIES, V1, ApiTestCase, clear_caches, uuid

HIDDEN = {
    "email": "an.peeters@voorbeeld.be",
    "phone": "+3257112233",
    "mobile": "+32478112233",
    "street": "Heidebloemstraat 5",
}


class VisibilityTests(ApiTestCase):
    def coordinator(self, **flags):
        person = PersonFactory(**HIDDEN, photo=ImageFactory(title="Portret"), **flags)
        return self.make("coordinators", person=person)

    def detail(self, page):
        clear_caches()
        return self.get_json(f"coordinators/{uuid(page)}")

    def test_what_a_person_hides_stands_nowhere(self):
        page = self.coordinator(show_email=False, show_phone=False, show_mobile=False)

        data = self.detail(page)

        self.assertEqual((data["email"], data["phone"], data["mobile"]), ("", "", ""))
        self.assertIsNone(data["photo"])
        for path in ("coordinators", f"coordinators/{uuid(page)}", f"by-id/{uuid(page)}"):
            text = re.sub(r"\s", "", str(self.get_json(path)))
            for secret in ("an.peeters@", "57112233", "478112233", "057112233"):
                self.assertNotIn(secret, text)

    def test_what_a_person_shows_stands_with_the_coordinator_alone(self):
        page = self.coordinator(show_email=True, show_phone=True, show_mobile=True)

        data = self.detail(page)

        self.assertEqual(data["email"], HIDDEN["email"])
        self.assertIn("57", data["phone"])
        self.assertIn("478", data["mobile"])
        listed = str(self.get_json("coordinators")) + str(self.get_json("search", {"q": "Peeters"}))
        for secret in ("an.peeters@", "57112233", "478112233"):
            self.assertNotIn(secret, listed)

    def test_a_photo_needs_consent(self):
        page = self.coordinator(photo_consent_on=timezone.localdate())

        self.assertIsNotNone(self.detail(page)["photo"])

    def test_a_flag_counts_at_once(self):
        page = self.coordinator(show_email=True)
        address = f"coordinators/{uuid(page)}"
        etag = self.get(address)["ETag"]

        page.person.show_email = False
        page.person.save()

        response = self.get(address, headers={"if-none-match": etag})
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["email"], "")


class LeavingTests(LeavingTestCase):
    """A coordinator who leaves today, named in every way there is."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.event = FACTORIES["events"](
            parent=cls.trajectory.get_parent(),
            contact=cls.page,
            rows={
                "sessions": [
                    session(
                        slots=[
                            slot(
                                "09:00",
                                speakers=[{"person": cls.person, "function": "voorzitter"}],
                                moderators=[{"person": cls.person, "function": "gids"}],
                            )
                        ]
                    )
                ]
            },
        )
        cls.platform.bodies = [
            ("body", {"name": "Stuurgroep", "kind": "policy_group", "chair": cls.person, "tasks": []})
        ]
        cls.platform.save_revision(user=cls.chief).publish(user=cls.chief)

    def pages(self):
        return {
            "news": self.item,
            "trajectories": self.trajectory,
            "practices": self.practice,
            "platforms": self.platform,
            "events": self.event,
        }

    def all_responses(self):
        """The responses of the API about the pages that name her, by path."""
        responses = {}
        for name, page in self.pages().items():
            relations = {
                "news": "see_also",
                "trajectories": "contact",
                "practices": "platform,see_also",
                "platforms": "coordinators",
                "events": "contact",
            }
            for path in (
                name,
                f"{name}/{page.translation_key}",
                f"{name}/{page.translation_key}?include={relations[name]}",
            ):
                responses[path] = self.client.get(f"{V1}{path}")
        for path in ("coordinators", "search?q=Vandersteen", "coordinators/facets", "find-platform?q=8900"):
            responses[path] = self.client.get(f"{V1}{path}")
        return responses

    def test_on_the_last_day_she_is_named(self):
        responses = self.all_responses()

        for name, page in self.pages().items():
            self.assertContains(responses[f"{name}/{page.translation_key}"], "Vandersteen")
        self.assertEqual(responses["coordinators"].json()["total"], 1)
        self.assertGreater(responses["search?q=Vandersteen"].json()["total"], 0)

    def test_the_next_day_nowhere_also_for_who_has_the_answer_of_before(self):
        before = self.all_responses()

        with days_later(1):
            call_command("tick")
            after = self.all_responses()
            conditional = {
                path: self.client.get(f"{V1}{path}", headers={"if-none-match": response["ETag"]})
                for path, response in before.items()
            }
            gone = [
                self.client.get(f"{V1}{path}/{self.page.translation_key}")
                for path in ("coordinators", "by-id")
            ]

        for path, response in after.items():
            self.assertEqual(response.status_code, 200, path)
            for secret in ("Zo\\u00eb", "Vandersteen", "vandersteen", str(self.page.translation_key)):
                self.assertNotIn(
                    secret, response.content.decode().replace('"query": "Vandersteen"', ""), (path, secret)
                )
            if "Vandersteen" in before[path].content.decode() and not path.startswith("search"):
                self.assertEqual(conditional[path].status_code, 200, path)
        self.assertEqual([response.status_code for response in gone], [404, 404])

    def test_what_was_said_stays_with_the_function(self):
        with days_later(1):
            quote = self.client.get(f"{V1}news/{self.item.translation_key}").json()["body"]["blocks"][0]
            event = self.client.get(f"{V1}events/{self.event.translation_key}").json()

        self.assertEqual(quote["type"], "quote")
        self.assertEqual((quote["value"]["speaker"], quote["value"]["function"]), ("", "voorzitter"))
        (speaker,) = event["sessions"][0]["programme"][0]["speakers"]
        self.assertEqual(speaker, {"name": "", "function": "voorzitter"})


class FileTests(ApiTestCase):
    def test_a_file_for_participants_stays_out(self):
        secret = DocumentFactory(title="Geheime nota", file__filename="nachtuil.pdf")
        public = DocumentFactory(title="Open nota", file__filename="dagvlinder.pdf")
        page = self.make(
            "events",
            organisers=[OrganisationFactory()],
            deliverables=[
                ("document", {"title": "Nota", "document": secret, "audience": "participants"}),
                ("document", {"title": "Verslag", "document": public, "audience": "public"}),
            ],
        )

        data = self.get_json(f"events/{uuid(page)}")

        self.assertEqual([row["title"] for row in data["deliverables"]], ["Nota", "Verslag"])
        self.assertIsNone(data["deliverables"][0]["document"])
        self.assertIn("dagvlinder", data["deliverables"][1]["document"]["url"])
        self.assertNotIn("nachtuil", str(data))
        self.assertNotIn("Geheime", str(data))


class NameTests(ApiTestCase):
    def test_who_left_is_in_no_team_nor_among_the_people(self):
        person = PersonFactory(
            last_name="Vandersteen", active_until=timezone.localdate() - timezone.timedelta(days=1)
        )
        pages = {
            "news": self.make("news", rows={"people": [NewsPerson(person=person)]}),
            "trajectories": self.make("trajectories", rows={"team": [TeamMember(person=person)]}),
        }

        for name, page in pages.items():
            self.assertNotIn("Vandersteen", str(self.get_json(f"{name}/{uuid(page)}")))
        gone = CoordinatorPageFactory(parent=self.platform, person=person)
        self.assert_problem(self.get(f"coordinators/{uuid(gone)}"), 404)
