"""What an event tells machines: when, where, for how much, and what has changed."""

import datetime
from decimal import Decimal

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.sections import load_sections
from events.models import TeamMember
from events.querysets import AgendaQuerySet
from tests.cms.heads import data_of
from tests.events.factories import (
    AgendaTestCase,
    EventPageFactory,
    TrajectoryPageFactory,
    moment,
    presented,
    session,
)
from tests.factories import MunicipalityFactory, OrganisationFactory, PersonFactory

SCHEMA = "https://schema.org/"


class EventDataTests(AgendaTestCase):
    def data(self, kind="Event", factory=EventPageFactory, **values):
        return data_of(self.client.get(factory(parent=self.agenda, **values).url), kind)

    def test_says_when_where_and_who_invites(self):
        data = self.data(
            title="Inspiratiedag",
            organisers=[OrganisationFactory(name="W13")],
            venue_name="Streekhuis",
            venue_street="Grote Markt 1",
            venue_postal_code="8500",
            venue_municipality=MunicipalityFactory(name="Kortrijk", codes=["8500"]),
            rows={"sessions": [session("2019-11-12 08:45", "2019-11-12 16:00")]},
        )

        self.assertEqual(data["startDate"], "2019-11-12T08:45:00+01:00")
        self.assertEqual(data["endDate"], "2019-11-12T16:00:00+01:00")
        self.assertEqual(data["organizer"], [{"@type": "Organization", "name": "W13"}])
        self.assertEqual(data["location"]["address"]["addressLocality"], "Kortrijk")
        self.assertEqual(data["eventAttendanceMode"], f"{SCHEMA}OfflineEventAttendanceMode")
        self.assertEqual(data["eventStatus"], f"{SCHEMA}EventScheduled")

    def test_an_end_that_is_not_fixed_is_a_day(self):
        open_end = session("2019-11-12 08:45", "2019-11-12 16:00", end_is_informal=True)

        self.assertEqual(self.data(rows={"sessions": [open_end]})["endDate"], "2019-11-12")

    def test_each_session_is_a_part_that_says_what_became_of_it(self):
        data = self.data(
            rows={
                "sessions": [
                    session("2019-11-12 09:00", label="Dag 1"),
                    session("2019-11-19 09:00", label="Dag 2", status="cancelled"),
                    session(
                        "2019-12-03 09:00",
                        label="Dag 3",
                        status="moved",
                        previous_starts_at=moment("2019-11-26 09:00"),
                        online_url="https://voorbeeld.be/mee",
                    ),
                ]
            }
        )

        states = [part["eventStatus"].removeprefix(SCHEMA) for part in data["subEvent"]]
        self.assertEqual(states, ["EventScheduled", "EventCancelled", "EventRescheduled"])
        self.assertEqual(data["subEvent"][2]["previousStartDate"], "2019-11-26T09:00:00+01:00")
        self.assertEqual(data["subEvent"][2]["location"]["@type"], "VirtualLocation")
        self.assertEqual(data["eventStatus"], f"{SCHEMA}EventScheduled")

    def test_what_is_cancelled_as_a_whole_says_so(self):
        data = self.data(price=70, payment_method="invoice", rows={"sessions": [session(status="cancelled")]})

        self.assertEqual(data["eventStatus"], f"{SCHEMA}EventCancelled")
        self.assertEqual(data["offers"][0]["availability"], f"{SCHEMA}Discontinued")

    def test_what_moved_as_a_whole_says_from_when(self):
        moved = session("2019-12-03 09:00", status="moved", previous_starts_at=moment("2019-11-26 09:00"))

        data = self.data(rows={"sessions": [moved]})

        self.assertEqual(data["eventStatus"], f"{SCHEMA}EventRescheduled")
        self.assertEqual(data["previousStartDate"], "2019-11-26T09:00:00+01:00")

    def test_offers_every_price_and_where_to_register_while_that_is_possible(self):
        in_a_month = timezone.now() + datetime.timedelta(days=30)
        data = self.data(
            price=Decimal("70.00"),
            payment_method="invoice",
            price_tiers=[("tier", {"label": "Studenten", "amount": "35.50", "condition": ""})],
            registration_mode="link",
            registration_url="https://voorbeeld.be/inschrijven",
            rows={"sessions": [session(in_a_month.strftime("%Y-%m-%d 09:00"))]},
        )

        self.assertEqual([offer["price"] for offer in data["offers"]], ["70.00", "35.50"])
        self.assertEqual(data["offers"][0]["priceCurrency"], "EUR")
        self.assertEqual(data["offers"][0]["url"], "https://voorbeeld.be/inschrijven")
        self.assertEqual(data["offers"][0]["availability"], f"{SCHEMA}InStock")
        self.assertFalse(data["isAccessibleForFree"])

    def test_a_full_event_is_sold_out(self):
        next_year = f"{timezone.localdate().year + 1}-03-01 09:00"

        data = self.data(price=0, rows={"sessions": [session(next_year, status="full")]})

        self.assertEqual(data["offers"][0]["availability"], f"{SCHEMA}SoldOut")
        self.assertTrue(data["isAccessibleForFree"])

    def test_a_hidden_practice_is_not_told(self):
        self.kracht.unpublish()
        PageViewRestriction.objects.create(page=self.thuiszorg, restriction_type="login")

        data = self.data(rows={"practices": presented(self.kracht, self.thuiszorg)})

        self.assertNotIn("workFeatured", data)

    def test_a_practice_that_everybody_may_see_is(self):
        data = self.data(rows={"practices": presented(self.kracht)})

        self.assertEqual(data["workFeatured"][0]["url"], self.kracht.full_url)

    def test_a_trajectory_is_a_series_in_its_period(self):
        data = self.data(
            "EventSeries",
            TrajectoryPageFactory,
            period_start=datetime.date(2018, 3, 1),
            period_start_precision="month",
            period_end=datetime.date(2019, 6, 1),
            period_end_precision="year",
        )

        self.assertEqual((data["startDate"], data["endDate"]), ("2018-03", "2019"))


class AgendaEntryTests(AgendaTestCase):
    def read(self):
        pages = load_sections(AgendaQuerySet(Page).listed().in_agenda_order().for_entries())
        return [page.as_entry() for page in pages]

    def test_an_entry_says_on_which_days_it_happens(self):
        EventPageFactory(
            parent=self.agenda,
            organisers=[OrganisationFactory(name="W13")],
            rows={"sessions": [session("2019-11-12 08:45"), session("2019-11-14 08:45")]},
        )

        (entry,) = self.read()

        self.assertEqual(entry.dates.begins, datetime.date(2019, 11, 12))
        self.assertEqual(entry.dates.ends, datetime.date(2019, 11, 14))
        self.assertEqual(entry.people[0].name, "W13")

    def test_who_has_left_the_team_is_no_part_of_an_entry(self):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        team = [TeamMember(person=PersonFactory()), TeamMember(person=PersonFactory(active_until=yesterday))]
        TrajectoryPageFactory(parent=self.agenda, rows={"team": team})

        (entry,) = self.read()

        self.assertEqual(len([party for party in entry.people if party.is_person]), 1)

    def test_more_entries_cost_no_more_queries(self):
        def add(count):
            EventPageFactory.create_batch(count, parent=self.agenda)
            for _number in range(count):
                TrajectoryPageFactory(parent=self.agenda, rows={"team": [TeamMember(person=PersonFactory())]})

        add(1)
        few = self.count_queries_of(self.read)
        add(6)

        self.assertEqual(self.count_queries_of(self.read), few)
        self.assertEqual(len(self.read()), 14)
