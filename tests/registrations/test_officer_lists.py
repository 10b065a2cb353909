"""The lists of events and of people, and the screen of one registration."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import EventPage
from registrations import registering
from registrations.models import Needs, Registration
from tests.registrations.cases import NAMES, applicant
from tests.registrations.officers import OfficerCase


class EventListTests(OfficerCase):
    def test_it_counts_who_has_a_seat_and_who_waits(self):
        self.register(*NAMES[:5])

        response = self.client.get(reverse("registrations"))

        event = response.context["object_list"][0]
        self.assertEqual((event.title, event.confirmed, event.waiting, event.seats), ("Overlegdag", 3, 2, 3))

    def test_what_comes_first_stands_first_and_what_is_over_last(self):
        self.register(NAMES[0])
        soon = self.an_event(days=2, title="Overmorgen", slug="overmorgen")
        over = self.an_event(days=-3, title="Voorbij", slug="voorbij")
        for page in (soon, over):
            registering.register(page.pk, [applicant()], ignores_terms=True)

        response = self.client.get(reverse("registrations"))

        titles = [event.title for event in response.context["object_list"]]
        self.assertEqual(titles, ["Overmorgen", "Overlegdag", "Voorbij"])

    def test_an_event_is_in_the_list_from_its_publishing_on(self):
        page = self.an_event(title="Kersverse dag", slug="kersvers")
        self.assertNotContains(self.client.get(reverse("registrations")), "Kersverse dag")

        page.save_revision().publish()

        self.assertContains(self.client.get(reverse("registrations")), "Kersverse dag")

    def test_people_stay_in_sight_when_the_event_stops_taking_registrations(self):
        self.register(*NAMES[:2])
        EventPage.objects.filter(pk=self.event.pk).update(registration_mode="none")

        response = self.client.get(reverse("registrations"))

        self.assertContains(response, "Overlegdag")
        for name in ("list", "attendance", "check_in", "mail", "add"):
            self.assertEqual(self.look(name).status_code, 200, name)

    def test_without_any_event_it_says_so(self):
        response = self.client.get(reverse("registrations"))

        self.assertEqual(response.status_code, 200)
        self.assertEqual(list(response.context["object_list"]), [])

    def test_more_events_cost_no_more_queries(self):
        self.register(NAMES[0])
        few = self.count_queries(reverse("registrations"))
        for number in range(6):
            self.register(NAMES[0], page=self.an_event(title=f"Dag {number}", slug=f"dag-{number}"))
        self.client.get(reverse("registrations"))

        self.assertEqual(self.count_queries(reverse("registrations")), few)


class PeopleListTests(OfficerCase):
    def names(self, **query):
        return [str(one) for one in self.look("list", **query).context["object_list"]]

    def test_it_shows_states_with_places_in_the_line_and_numbers(self):
        self.register(*NAMES[:5])
        registering.note_attendance(self.of(NAMES[0]).pk, self.event.pk, "present")

        response = self.look("list")

        self.assertContains(response, "wachtlijst, plaats 1")
        self.assertContains(response, "wachtlijst, plaats 2")
        self.assertEqual(
            [number for _label, number in response.context["states"]], [2, 2, 1], response.context["states"]
        )

    def test_each_word_of_a_search_has_to_occur_somewhere(self):
        self.register(applicant(NAMES[0], organisation="OCMW Poperinge"), applicant(NAMES[1]))

        self.assertEqual(self.names(q="aerts poperinge"), [NAMES[0]])
        self.assertEqual(self.names(q="bo.baert@"), [NAMES[1]])
        self.assertEqual(self.names(q="niemand"), [])

    def test_it_filters_on_state_and_track(self):
        page = self.a_trajectory(zorg=1, wonen=None)
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(applicant(NAMES[0], parts=(zorg,)), applicant(NAMES[1], parts=(wonen,)), page=page)
        self.register(applicant(NAMES[2], parts=(zorg,)), page=page)

        def names(**query):
            return [str(one) for one in self.look("list", page=page, **query).context["object_list"]]

        self.assertEqual(names(part=zorg), [NAMES[0], NAMES[2]])
        self.assertEqual(names(state="waiting"), [NAMES[2]])
        self.assertEqual(names(state=["waiting", "confirmed"], part=wonen), [NAMES[1]])

    def test_each_track_has_its_numbers(self):
        page = self.a_trajectory(zorg=1, wonen=None)
        zorg, _wonen = [str(track.id) for track in page.tracks]
        self.register(*[applicant(name, parts=(zorg,)) for name in NAMES[:3]], page=page)

        parts = self.look("list", page=page).context["parts"]

        self.assertEqual([part[1:] for part in parts], [("zorg", 1, 2, 1), ("wonen", 0, 0, None)])

    def test_it_says_why_nobody_moves_up_while_somebody_waits(self):
        self.register(*NAMES[:3])
        self.event.unpublish()
        self.assertEqual(self.look("list").context["why_nobody_moves_up"], "")
        registering.register(self.event.pk, [applicant(NAMES[3])], ignores_terms=True)

        response = self.look("list")

        self.assertContains(response, "Niemand schuift nu door")

    def test_it_says_so_too_where_somebody_waits_for_one_track_alone(self):
        page = self.a_trajectory(zorg=1, wonen=None)
        zorg, wonen = [str(track.id) for track in page.tracks]
        self.register(*[applicant(name, parts=(zorg, wonen)) for name in NAMES[:3]], page=page)
        page.unpublish()

        self.assertContains(self.look("list", page=page), "Niemand schuift nu door")
        self.assertContains(self.look("one", self.of(NAMES[2]).pk, page=page), "wachtlijst, plaats 2")

    def test_more_people_cost_no_more_queries(self):
        self.event.capacity = None
        self.event.save()
        self.register(*NAMES[:2])
        few = self.count_queries(self.screen("list"))
        self.register(*NAMES[2:])

        self.assertEqual(self.count_queries(self.screen("list")), few)

    def test_a_list_without_people_can_be_opened_and_reading_writes_nothing(self):
        self.look("list")
        with CaptureQueriesContext(connection) as queries:
            for name in ("list", "attendance", "check_in", "catering", "invoices"):
                self.assertEqual(self.look(name).status_code, 200)

        written = [
            query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        self.assertEqual([sql for sql in written if "session" not in sql], [])


class OneTests(OfficerCase):
    def test_it_shows_all_that_is_stored(self):
        needs = {"diet": "Veganistisch", "consent_version": "1", "consent_at": timezone.now()}
        answers = [{"key": "a", "question": "Welke trein?", "answer": "Die van 8 uur"}]
        self.register(applicant(NAMES[0], function="Diensthoofd", answers=answers, needs=needs))

        response = self.look("one", self.of(NAMES[0]).pk)

        for text in ("an.aerts@voorbeeld.be", "Diensthoofd", "Welke trein?", "Die van 8 uur", "Veganistisch"):
            self.assertContains(response, text)

    def test_it_tells_what_became_of_each_mail(self):
        self.register(*NAMES[:3])
        waiting, refused, tried = [self.of(name).mails.get().outgoing for name in NAMES[:3]]
        refused.give_up("SMTPRecipientsRefused: onbekend")
        tried.attempts = 2
        tried.postpone("ConnectionRefusedError: weg")
        tried.save()

        texts = [self.look("one", self.of(name).pk).content.decode() for name in NAMES[:3]]

        self.assertIn("Wacht om verstuurd te worden", texts[0])
        self.assertIn("SMTPRecipientsRefused: onbekend", texts[1])
        self.assertIn("2 keer mislukt", texts[2])
        waiting.mark_sent()
        self.assertContains(self.look("one", self.of(NAMES[0]).pk), "Afgeleverd bij de mailserver")

    def test_a_mail_that_failed_is_said_in_the_list(self):
        self.register(NAMES[0])
        self.of(NAMES[0]).mails.get().outgoing.give_up("weg")

        self.assertContains(self.look("list"), "mail mislukt")

    def test_who_was_erased_can_still_be_opened(self):
        self.register(NAMES[0])
        key = self.of(NAMES[0]).pk
        Registration.objects.update(
            first_name="", last_name="", email="", identity="", anonymised_at=timezone.now()
        )
        Needs.objects.all().delete()

        self.assertEqual(self.look("one", key).status_code, 200)
        self.assertContains(self.look("list"), "#1")
