import datetime
import re

from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import EventPage, EventPartner
from tests.events.factories import AgendaTestCase, EventPageFactory, moment, presented, session, slot
from tests.factories import DocumentFactory, MunicipalityFactory, OrganisationFactory, PersonFactory
from tests.platforms.factories import CoordinatorPageFactory, PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.factories import StubFactory

# Every text of an event, each with words of its own.
TEXTS = {
    name: f"<p>Zin over {name}.</p>"
    for name in [
        "why_intro",
        "why_text",
        "what",
        "what_after",
        "payment_text",
        "cancellation_text",
        "partners_text",
        "venue_text",
        "venue_route",
        "venue_accessibility",
        "audience_text",
        "registration_text",
        "report",
    ]
}
LINES = {
    "price_text": "zonder btw",
    "substitution_text": "Stuur een collega.",
    "attendance_note": "Kom op tijd.",
    "sharing_note": "Zegt het voort.",
    "venue_name": "Kasteel",
    "venue_street": "Tillegemstraat 81",
    "venue_postal_code": "8200",
    "venue_changes_announced": "per mail aan wie komt",
}


def words_of(response):
    """What a reader sees, with single spaces."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", strip_tags(main))


class FullEventTests(AgendaTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        platform = PlatformPageFactory(parent=PlatformIndexPageFactory(parent=cls.home))
        speaker = PersonFactory(
            honorific="prof. dr.", first_name="Joris", last_name="Voets", function="nu rector"
        )
        slots = [
            slot("08:45", "Onthaal met koffie", kind="welcome"),
            slot("09:15", "Inleiding", speakers=[{"person": speaker, "name": "", "function": "toen UGent"}]),
            slot("10:00", "Cafétafels", practices=[cls.kracht], rounds=3, pitch_minutes=4),
            slot("11:20", "Panel", description="<p>Hoe dan?</p>", moderators=[{"name": "Guy Tegenbos"}]),
        ]
        cls.event = EventPageFactory(
            parent=cls.agenda,
            title="Inspiratiedag",
            organisers=[OrganisationFactory(name="VVSG")],
            rows={
                "partners": [EventPartner(organisation=OrganisationFactory(name="Vlinter"))],
                "practices": presented(cls.kracht, cls.thuiszorg),
                "sessions": [
                    session(
                        slots=slots,
                        end_is_informal=True,
                        label="12 nov '19",
                        heading="Opleidingssessies",
                        venue_name="Zaal 3",
                        online_url="https://online.voorbeeld.be/",
                        capacity=42,
                    )
                ],
            },
            venue_municipality=MunicipalityFactory(name="Brugge", codes=["8200"]),
            venue_status="provisional",
            drivers=[("item", {"label": "Bestuurlijk", "text": "<p>integratie</p>"})],
            motives=[("item", {"label": "Efficiëntie", "text": "<p>bundelen</p>"})],
            audience_groups=[("line", "Beleidsmedewerkers"), ("line", "Mandatarissen")],
            organisation_types=[("line", "OCMW's"), ("line", "CAW's")],
            organisation_types_is_open=True,
            price=70,
            price_includes=[("line", "broodjes"), ("line", "koffie")],
            price_tiers=[("tier", {"label": "Studenten", "amount": 12.5, "condition": "met kaart"})],
            payment_method="invoice",
            free_cancellation_until=datetime.date(2019, 11, 7),
            cancellation_after="full",
            substitution_allowed=True,
            registration_mode="link",
            registration_url="https://inschrijven.voorbeeld.be/",
            registration_opens_at=moment("2019-09-02 09:30"),
            registration_deadline=moment("2019-11-08 12:00"),
            registration_deadline_is_exclusive=True,
            capacity=120,
            has_waitlist=True,
            contact=CoordinatorPageFactory(
                parent=platform,
                job_title="Streekcoördinator",
                person=PersonFactory(
                    first_name="Nele", phone="+3250407016", mobile="+32472533951", show_mobile=False
                ),
            ),
            notices=[("notice", {"kind": "general", "text": "<p>Breng een trui mee.</p>"})],
            deliverables=[
                ("document", {"title": "Tendensennota", "when": "before", "text": "<p>Lees die eerst.</p>"})
            ],
            **TEXTS,
            **LINES,
        )

    def test_shows_every_text(self):
        page_text = words_of(self.client.get(self.event.url))

        for name in TEXTS:
            self.assertIn(f"Zin over {name}.", page_text)
        for text in LINES.values():
            self.assertIn(text, page_text)

    def test_shows_every_fact(self):
        page_text = words_of(self.client.get(self.event.url))

        for fact in [
            "Inspiratiedag", "VVSG", "Vlinter", "dinsdag", "12 november", "2019", "Opleidingssessies", "Zaal 3", "42",
            escape("12 nov '19"), "Brugge", "Bestuurlijk", "integratie", "Efficiëntie", "bundelen",
            "Beleidsmedewerkers", "Mandatarissen", escape("OCMW's, CAW's, …"), "€ 70", "broodjes", "koffie",
            "Studenten", "€ 12,50", "met kaart", "7 november 2019", "2 september 2019", "9.30", "8 november 2019",
            "120", "Streekcoördinator", "050 40 70 16", "Breng een trui mee.", "Tendensennota", "Lees die eerst.",
            "Onthaal met koffie", "prof. dr. Joris Voets, toen UGent", "Hoe dan?", "Guy Tegenbos",
            EventPage.VenueStatus.PROVISIONAL.label,
            EventPage.CancellationAfter.FULL.label, EventPage.PaymentMethod.INVOICE.label,
        ]:  # fmt: skip
            with self.subTest(fact=fact):
                self.assertIn(str(fact).replace("\xa0", " "), page_text.replace("\xa0", " "))

    def test_shows_no_number_that_its_owner_hides(self):
        response = self.client.get(self.event.url)

        self.assertNotContains(response, "0472 53 39 51")

    def test_counts_the_practices_itself(self):
        response = self.client.get(self.event.url)

        self.assertContains(
            response,
            ngettext(
                "This good practice will be presented:",
                "These %(number)s good practices will be presented:",
                2,
            )
            % {"number": 2},
        )

    def test_lengths_follow_from_the_next_part(self):
        timetable = words_of(self.client.get(self.event.url)).partition("08.45")[2]

        self.assertIn("30 min.", timetable)
        self.assertIn("1 uur 20 min.", timetable)
        self.assertEqual([row.minutes for row in self.event.timetables[0][1]], [30, 45, 80, None])

    def test_the_hour_stands_in_the_markup_for_programs(self):
        response = self.client.get(self.event.url)

        self.assertContains(response, 'datetime="2019-11-12T08:45"')


class EventPageTests(AgendaTestCase):
    def test_a_half_empty_event_shows_what_is_missing(self):
        event = EventPageFactory(parent=self.agenda)

        response = self.client.get(event.url)

        self.assertContains(response, _("not filled in yet"))

    def test_a_practice_that_is_not_public_is_neither_named_nor_counted(self):
        draft = StubFactory(parent=self.kracht.get_parent(), title="Nog geheim", live=False)
        slots = [slot("10:00", practices=[self.kracht, draft])]
        event = EventPageFactory(
            parent=self.agenda,
            rows={"practices": presented(self.kracht, draft), "sessions": [session(slots=slots)]},
        )

        response = self.client.get(event.url)

        self.assertContains(response, self.kracht.title)
        self.assertNotContains(response, "Nog geheim")
        self.assertEqual(event.practices_shown, [self.kracht])

    def test_a_cancelled_session_is_said_first(self):
        event = EventPageFactory(parent=self.agenda, rows={"sessions": [session(status="cancelled")]})

        response = self.client.get(event.url)

        before_facts = response.content.decode().partition("factbox")[0]
        self.assertIn("notice alert", before_facts)
        self.assertIn(_("cancelled").capitalize(), before_facts)
        self.assertEqual(event.state.sign, "stopped")

    def test_a_moved_session_shows_the_old_and_the_new_date(self):
        moved = session("2019-11-19 09:00", status="moved", previous_starts_at=moment("2019-11-12 08:45"))
        event = EventPageFactory(parent=self.agenda, rows={"sessions": [moved]})

        response = self.client.get(event.url)

        before_facts = response.content.decode().partition("factbox")[0].replace("\xa0", " ")
        self.assertIn("notice alert", before_facts)
        self.assertIn("dinsdag 12 november 2019", before_facts)
        self.assertIn("dinsdag 19 november 2019", before_facts)
        self.assertContains(response, "was <s>dinsdag 12\xa0november\xa02019, 8.45\xa0uur</s>")
        self.assertContains(self.client.get(self.agenda.url), "(was <s>12\xa0november\xa02019</s>)")

    def test_sessions_of_one_day_show_their_date_once(self):
        sessions = [session(f"2099-11-12 {hour}:00") for hour in ("09", "11", "14")]
        event = EventPageFactory(
            parent=self.agenda, rows={"sessions": [*sessions, session("2099-11-13 09:00")]}
        )

        response = self.client.get(event.url)

        self.assertContains(response, 'class="bigdate"', count=2)
        for hour in ("9", "11", "14"):
            self.assertContains(response, f"Vanaf {hour}\xa0uur.")

    def test_a_notice_about_the_place_is_an_alert(self):
        notices = [("notice", {"kind": "place", "text": "<p>Nu in zaal 5.</p>"})]
        event = EventPageFactory(parent=self.agenda, notices=notices)

        before_facts = self.client.get(event.url).content.decode().partition("factbox")[0]

        self.assertIn("notice alert", before_facts)
        self.assertIn("Nu in zaal 5.", before_facts)

    def test_a_file_for_participants_is_not_linked(self):
        document = DocumentFactory(title="Namenlijst")
        values = {"title": "Namenlijst", "audience": "participants", "document": document}
        event = EventPageFactory(parent=self.agenda, deliverables=[("document", values)])

        response = self.client.get(event.url)

        self.assertContains(response, "Namenlijst")
        self.assertNotContains(response, document.url)

    def test_a_contact_who_has_left_is_not_shown(self):
        platform = PlatformPageFactory(parent=PlatformIndexPageFactory(parent=self.home))
        gone = PersonFactory(first_name="Vertrokken", active_until=datetime.date(2019, 1, 1))
        event = EventPageFactory(
            parent=self.agenda, contact=CoordinatorPageFactory(parent=platform, person=gone)
        )

        response = self.client.get(event.url)

        self.assertNotContains(response, "Vertrokken")

    def test_zero_is_free(self):
        event = EventPageFactory(parent=self.agenda, price=0)

        self.assertContains(self.client.get(event.url), _("Free"))
