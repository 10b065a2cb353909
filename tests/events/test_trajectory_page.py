import datetime

from django.utils.html import escape
from django.utils.translation import gettext as _

from events.models import TeamMember, TrajectoryGuide, TrajectoryPage, TrajectoryPartner
from tests.events.factories import AgendaTestCase, TrajectoryPageFactory, moment
from tests.events.test_event_page import words_of
from tests.factories import OrganisationFactory, PersonFactory, ThemeFactory

TEXTS = {
    name: f"<p>Zin over {name}.</p>"
    for name in [
        "period_text",
        "period_full_text",
        "intro",
        "closing",
        "expected_result",
        "tracks_intro",
        "partners_text",
        "venue_text",
        "audience_text",
        "registration_text",
        "report",
    ]
}
LINES = {
    "title_suffix": "uitnodiging",
    "subtitle": "Traject (boven)lokaal",
    "season": "voorjaar 2018",
    "session_duration": "halve dag",
    "multiple_tracks_text": "Kies gerust meer thema’s.",
    "team_name": "Netwerkteam",
    "audience_intro": "We hebben jullie nodig.",
    "attendance_note": "Kom elke keer.",
    "sharing_note": "Zegt het voort.",
    "venue_name": "Streekhuis",
}
SHARED, OWN = "Wat kunnen lokale besturen doen?", "Wat lopen we beter samen?"


def track(title, **values):
    return "track", {"title": title, "key_question": f"Wat is {title}?", **values}


class FullTrajectoryTests(AgendaTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.page = TrajectoryPageFactory(
            parent=cls.agenda,
            title="Zorg- en welzijnsbeleid",
            organisers=[OrganisationFactory(name="RESOC"), OrganisationFactory(name="OCMW Brugge")],
            rows={
                "partners": [TrajectoryPartner(organisation=OrganisationFactory(name="Haviland"))],
                "guided_by": [TrajectoryGuide(organisation=OrganisationFactory(name="VVSG"))],
                "team": [
                    TeamMember(
                        person=PersonFactory(first_name="Jo", last_name="Discart"),
                        function="regisseur",
                        organisation=OrganisationFactory(name="Provincie"),
                    )
                ],
            },
            period_start=datetime.date(2018, 1, 1),
            period_end=datetime.date(2018, 3, 31),
            period_start_precision="month",
            period_end_precision="month",
            sessions_per_track_min=2,
            sessions_per_track_max=3,
            allow_multiple_tracks=True,
            trends=[("line", "buurtgerichte zorg")],
            guiding_questions=[("group", ["Welke uitdagingen?", "Waar zit de win-win?"])],
            tracks=[
                track(
                    "Zorg",
                    theme=ThemeFactory(name="Zorgthema"),
                    principles=[
                        {"text": "Voor wie dreigt uit te vallen:", "points": ["Toegankelijkheid verhogen"]}
                    ],
                    target_group="In eerste instantie jongeren",
                    age_groups=[{"label": "jongvolwassenen", "min_age": 18, "max_age": 25}],
                    examples="Denk aan kinderopvang",
                    questions=[SHARED],
                ),
                track("Wonen", questions=[SHARED, OWN]),
            ],
            phases=[("step", {"title": "Ontdekken", "text": "<p>de noden</p>", "duration": "twee maanden"})],
            partner_categories=[("line", "mensen uit het middenveld")],
            audience_groups=[("line", "diensthoofden")],
            audience_groups_is_open=True,
            support_programme=OrganisationFactory(name="Labo Regiovorming"),
            support_backed_by=OrganisationFactory(name="Vlaamse overheid"),
            support_from_year=2021,
            support_until_year=2023,
            support_offers=[("line", "kosteloos consult")],
            deliverables=[
                ("document", {"title": "Tendensennota", "when": "before"}),
                ("document", {"title": "Inspiratienota", "when": "after"}),
            ],
            registration_mode="form",
            registration_deadline=moment("2018-01-26 12:00"),
            registration_deadline_is_exclusive=True,
            **TEXTS,
            **LINES,
        )

    def test_shows_every_text(self):
        page_text = words_of(self.client.get(self.page.url))

        for name in TEXTS:
            self.assertIn(f"Zin over {name}.", page_text)
        for name, text in LINES.items():
            with self.subTest(name=name):
                self.assertIn(text, page_text)

    def test_shows_every_fact(self):
        page_text = words_of(self.client.get(self.page.url))

        for fact in [
            "RESOC", "OCMW Brugge", "Haviland", "VVSG", "Jo Discart", "regisseur, Provincie", "januari 2018",
            "maart 2018", "buurtgerichte zorg", "Welke uitdagingen?", "Waar zit de win-win?", "Zorgthema",
            "Wat is Wonen?", "Toegankelijkheid verhogen", "In eerste instantie jongeren", "Jongvolwassenen",
            _("%(low)s–%(high)s years") % {"low": 18, "high": 25}, "Denk aan kinderopvang", "Ontdekken", "de noden",
            "twee maanden", "mensen uit het middenveld", "diensthoofden, …", "Labo Regiovorming", "2021–2023",
            "Vlaamse overheid", "kosteloos consult", "Tendensennota", "Inspiratienota", SHARED, OWN,
            _("%(low)s or %(high)s sessions per track") % {"low": 2, "high": 3},
            TrajectoryPage.Kind.THEME.label.capitalize(),
        ]:  # fmt: skip
            with self.subTest(fact=fact):
                self.assertIn(escape(fact), page_text)

    def test_a_deadline_before_noon_reads_so(self):
        page_text = words_of(self.client.get(self.page.url))

        words = {"day": "vrijdag 26 januari 2018", "hour": "12"}
        self.assertIn(_("until %(day)s, before %(hour)s o'clock") % words, page_text)

    def test_a_question_of_every_track_is_shown_once(self):
        page_text = words_of(self.client.get(self.page.url))

        self.assertEqual(page_text.count(SHARED), 1)
        self.assertEqual(self.page.shared_questions, [SHARED])
        self.assertEqual([own for _track, own, _seats in self.page.shown_tracks], [[], [OWN]])


class TrajectoryPageTests(AgendaTestCase):
    def test_one_track_shares_nothing(self):
        page = TrajectoryPageFactory(parent=self.agenda, tracks=[track("Zorg", questions=[SHARED])])

        self.assertEqual(page.shared_questions, [])
        self.assertContains(self.client.get(page.url), SHARED)

    def test_without_a_period_it_can_be_published_and_says_so(self):
        page = TrajectoryPageFactory(parent=self.agenda, kind="development")

        response = self.client.get(page.url)

        self.assertContains(response, _("not filled in yet"))
        self.assertIsNone(page.last_day)

    def test_a_month_counts_to_its_last_day(self):
        page = TrajectoryPageFactory(
            parent=self.agenda,
            period_start=datetime.date(2024, 2, 15),
            period_end=datetime.date(2024, 2, 1),
            period_start_precision="month",
            period_end_precision="month",
        )

        self.assertEqual(
            (page.first_day, page.last_day), (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
        )
