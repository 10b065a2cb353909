"""What publishing asks of events and trajectories, on the form and on the model."""

import datetime

from django.utils.translation import gettext as _
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.models import PageTheme
from cms.publishing import NotReadyToPublish
from events.models import EventPage, TrajectoryPage
from tests.events.factories import (
    AgendaTestCase,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    presented,
    session,
    slot,
)
from tests.factories import MunicipalityFactory, OrganisationFactory, ThemeFactory, UserFactory

EARLY, LATE = _("This begins before the session does."), _("This goes on after the end of the session.")
DISORDER = _("Put the programme in the order of the day: this begins too early.")
OVERLAP = _("The part above this one has not ended yet.")


class RuleTestCase(AgendaTestCase):
    def problems(self, page):
        """The problems of a page, as `{field: message}`."""
        return {problem.field: str(problem.message) for problem in page.publishing_problems()}

    def refused(self, factory, **values):
        """What publishing such a page answers, in words."""
        with self.assertRaises(NotReadyToPublish) as refusal:
            factory(parent=self.agenda, **values)
        return "\n".join(map(str, refusal.exception.summary))


class EventRuleTests(RuleTestCase):
    def test_an_empty_draft_names_what_it_needs(self):
        problems = self.problems(
            EventPage(title="Leeg", price=70, free_cancellation_until=datetime.date(2019, 11, 7))
        )

        expected = {
            "search_description",
            "page_themes",
            "kind",
            "organisers",
            "sessions",
            "payment_method",
            "cancellation_after",
        }
        self.assertEqual(set(problems), expected)

    def test_a_session_without_a_date_does_not_count(self):
        page = EventPage(title="Zonder datum")
        page.sessions = [session(None, label="Dag 1")]

        self.assertIn("sessions", self.problems(page))
        self.assertIn("starts_at", self.problems(page))

    def test_a_session_ends_after_it_begins(self):
        rows = {"sessions": [session("2019-11-12 09:00", "2019-11-12 09:00")]}

        self.assertIn(_("This session ends before it begins."), self.refused(EventPageFactory, rows=rows))

    def test_free_cancelling_ends_before_the_first_session(self):
        values = {"cancellation_after": "full"}
        rows = {"sessions": [session("2019-11-12 08:45")]}

        EventPageFactory(
            parent=self.agenda, rows=rows, free_cancellation_until=datetime.date(2019, 11, 11), **values
        )
        answer = self.refused(
            EventPageFactory,
            rows={"sessions": [session("2019-11-12 08:45")]},
            free_cancellation_until=datetime.date(2019, 11, 12),
            **values,
        )

        self.assertIn(_("This must be a day before the first session."), answer)

    def test_registration_ends_when_the_first_session_begins_at_the_latest(self):
        EventPageFactory(parent=self.agenda, registration_deadline=moment("2019-11-12 08:45"))
        answer = self.refused(EventPageFactory, registration_deadline=moment("2019-11-12 08:46"))

        self.assertIn(_("Registration ends after the first session begins."), answer)

    def test_a_postal_code_belongs_to_its_municipality(self):
        brugge = MunicipalityFactory(name="Brugge", codes=["8000", "8200"])

        answer = self.refused(EventPageFactory, venue_municipality=brugge, venue_postal_code="9000")

        self.assertIn("8000, 8200", answer)

    def test_a_price_is_not_negative(self):
        self.assertIn(_("A price is 0 or more."), self.refused(EventPageFactory, price=-1))

    def test_a_link_to_register_needs_an_address(self):
        page = EventPageFactory(parent=self.agenda)
        page.registration_mode = "link"

        self.assertIn("registration_url", self.problems(page))


class ProgrammeTests(RuleTestCase):
    def refused_programme(self, *slots, **values):
        return self.refused(EventPageFactory, rows={"sessions": [session(slots=slots, **values)]})

    def test_parts_stand_in_order_and_don_t_overlap(self):
        self.assertIn(DISORDER, self.refused_programme(slot("10:00"), slot("09:00")))
        self.assertIn(DISORDER, self.refused_programme(slot("10:00"), slot("10:00")))
        self.assertIn(OVERLAP, self.refused_programme(slot("09:00", end="10:01"), slot("10:00")))
        self.assertIn(_("This ends before it begins."), self.refused_programme(slot("09:00", end="09:00")))

    def test_parts_lie_inside_their_session(self):
        bounds = {"starts": "2019-11-12 08:45", "ends": "2019-11-12 12:00"}

        self.assertIn(EARLY, self.refused_programme(slot("08:44"), **bounds))
        self.assertIn(LATE, self.refused_programme(slot("12:01"), **bounds))
        self.assertIn(LATE, self.refused_programme(slot("11:00", end="12:01"), **bounds))

    def test_the_bounds_themselves_are_inside(self):
        slots = [slot("08:45", end="10:00"), slot("10:00", end="12:00")]
        rows = {"sessions": [session("2019-11-12 08:45", "2019-11-12 12:00", slots=slots)]}

        self.assertTrue(EventPageFactory(parent=self.agenda, rows=rows).live)

    def test_an_informal_end_does_not_bind(self):
        slots = [slot("08:45"), slot("12:35")]
        informal = session("2019-11-12 08:45", "2019-11-12 12:00", slots=slots, end_is_informal=True)

        self.assertTrue(EventPageFactory(parent=self.agenda, rows={"sessions": [informal]}).live)

    def test_a_part_presents_only_practices_of_the_event(self):
        part = slot("09:00", practices=[self.kracht])

        self.assertIn(_("Add this practice to the practices of the event too."), self.refused_programme(part))
        rows = {"sessions": [session(slots=[part])], "practices": presented(self.kracht)}
        self.assertTrue(EventPageFactory(parent=self.agenda, rows=rows).live)

    def test_a_draft_may_be_in_disorder(self):
        rows = {"sessions": [session(slots=[slot("10:00"), slot("09:00")])]}

        page = EventPageFactory(parent=self.agenda, live=False, rows=rows)
        page.save_revision()

        with self.assertRaises(NotReadyToPublish):
            page.get_latest_revision().publish()


class ProgrammeFormTests(AgendaTestCase):
    """The same rules where an editor meets them: beside the part of the programme."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.editor = UserFactory(is_superuser=True)

    def form(self, *times, ends_at="12-11-2019 12:00", publish=True):
        theme, organisation = ThemeFactory(), OrganisationFactory()
        page = EventPage(title="Inspiratiedag", slug="inspiratiedag")
        page.page_themes = [PageTheme(theme=theme)]
        form_class = EventPage.get_edit_handler().get_form_class()
        empty = {name: inline_formset([]) for name in form_class.formsets}
        texts = {
            name: "null"
            for name, field in form_class.base_fields.items()
            if "DraftailRichTextArea" in repr(field.widget)
        }
        streams = {name: streamfield([]) for name in EventPage.get_streamfield_names()}
        slots = [("slot", self.slot_data(*pair)) for pair in times]
        data = nested_form_data(
            {
                **empty,
                **texts,
                **streams,
                "title": page.title,
                "slug": page.slug,
                "search_description": "In één zin.",
                "kind": "training",
                "page_themes": inline_formset([{"theme": theme.pk}]),
                "organisers": inline_formset([{"organisation": organisation.pk}]),
                "sessions": inline_formset(
                    [
                        {
                            "starts_at": "12-11-2019 08:45",
                            "ends_at": ends_at,
                            "status": "planned",
                            "programme": streamfield(slots),
                        }
                    ]
                ),
            }
        )
        form = form_class(data, instance=page, parent_page=self.agenda, for_user=self.editor)
        if not publish:
            form.defer_required_fields()
        return form

    def slot_data(self, start, end=""):
        lists = {name: streamfield([]) for name in ("speakers", "moderators", "practices")}
        return {"start": start, "end": end, "title": "Onderdeel", "kind": "", "description": "null", **lists}

    def messages(self, form):
        """The messages beside each part of the programme, as `{index: {field: message}}`."""
        form.is_valid()
        error = form.formsets["sessions"].forms[0].errors.get("programme")
        problems = error.as_data()[0].block_errors if error else {}
        return {
            index: {name: nested.messages[0] for name, nested in inside.block_errors.items()}
            for index, inside in problems.items()
        }

    def test_a_programme_in_order_is_valid(self):
        form = self.form(("08:45", "09:15"), ("09:15", ""))

        self.assertTrue(form.is_valid(), form.errors)

    def test_disorder_is_said_beside_the_part(self):
        form = self.form(("09:15", ""), ("09:00", ""))

        self.assertEqual(self.messages(form), {1: {"start": DISORDER}})

    def test_a_part_outside_its_session_is_said_beside_the_part(self):
        form = self.form(("08:00", ""), ("11:00", "12:30"))

        self.assertEqual(self.messages(form), {0: {"start": EARLY}, 1: {"end": LATE}})

    def test_a_draft_is_saved_as_it_is(self):
        form = self.form(("09:15", ""), ("08:00", ""), publish=False)

        self.assertTrue(form.is_valid(), form.errors)


class TrajectoryRuleTests(RuleTestCase):
    def test_an_empty_draft_names_what_it_needs(self):
        problems = self.problems(TrajectoryPage(title="Leeg"))

        self.assertEqual(set(problems), {"search_description", "page_themes", "kind", "organisers"})

    def test_a_period_ends_after_it_begins(self):
        dates = {"period_start": datetime.date(2018, 3, 1), "period_end": datetime.date(2018, 2, 28)}

        self.assertIn(_("The period ends before it begins."), self.refused(TrajectoryPageFactory, **dates))

    def test_at_least_is_not_more_than_at_most(self):
        answer = self.refused(TrajectoryPageFactory, sessions_per_track_min=3, sessions_per_track_max=2)

        self.assertIn(_("“At most” is less than “at least”."), answer)

    def test_a_track_has_a_key_question(self):
        answer = self.refused(
            TrajectoryPageFactory, tracks=[("track", {"title": "Zorg", "key_question": ""})]
        )

        self.assertIn(str(TrajectoryPage._meta.get_field("tracks").verbose_name).capitalize(), answer)

    def test_the_highest_age_is_not_below_the_lowest(self):
        ages = [{"label": "Jongeren", "min_age": 18, "max_age": 12}]
        tracks = [("track", {"title": "Zorg", "key_question": "Wat?", "age_groups": ages})]

        self.assertIn(
            _("The highest age is below the lowest."), self.refused(TrajectoryPageFactory, tracks=tracks)
        )
