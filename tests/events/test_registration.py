from django.test import TestCase
from django.utils.translation import gettext as _

from events.models import TrajectoryPage
from tests.events.factories import AgendaTestCase, EventPageFactory, moment, session


def trajectory(deadline=None, **values):
    """A trajectory that takes registrations; it has no rows, so no database is asked."""
    return TrajectoryPage(
        registration_mode="form", registration_deadline=deadline and moment(deadline), **values
    )


class RegistrationTests(TestCase):
    def test_before_noon_excludes_noon(self):
        page = trajectory("2018-01-26 12:00", registration_deadline_is_exclusive=True)

        self.assertTrue(page.registration_is_open(moment("2018-01-26 11:59:59")))
        self.assertFalse(page.registration_is_open(moment("2018-01-26 12:00")))

    def test_up_to_and_including_an_hour_includes_that_minute(self):
        page = trajectory("2018-01-26 12:00")

        self.assertTrue(page.registration_is_open(moment("2018-01-26 12:00:59")))
        self.assertFalse(page.registration_is_open(moment("2018-01-26 12:01")))

    def test_up_to_and_including_a_day_includes_all_of_it(self):
        page = trajectory("2019-11-07 00:00")

        self.assertTrue(page.registration_is_open(moment("2019-11-07 23:59:59")))
        self.assertFalse(page.registration_is_open(moment("2019-11-08 00:00")))

    def test_the_day_ends_in_brussels_also_when_the_clock_changes(self):
        page = trajectory("2019-10-27 00:00")  # a day of 25 hours

        self.assertTrue(page.registration_is_open(moment("2019-10-27 23:59:59")))
        self.assertFalse(page.registration_is_open(moment("2019-10-28 00:00")))

    def test_it_is_not_open_before_it_opens(self):
        page = trajectory("2019-11-07 00:00", registration_opens_at=moment("2019-09-02 09:00"))

        self.assertFalse(page.registration_is_open(moment("2019-09-02 08:59:59")))
        self.assertTrue(page.registration_is_open(moment("2019-09-02 09:00")))

    def test_nobody_registers_where_nobody_said_how(self):
        silent, without = trajectory(), trajectory()
        silent.registration_mode, without.registration_mode = "", "none"

        self.assertFalse(silent.registration_is_open())
        self.assertFalse(without.registration_is_open())


class RegistrationButtonTests(AgendaTestCase):
    def test_the_button_goes_when_the_event_is_over(self):
        url = "https://inschrijven.voorbeeld.be/"
        values = {"parent": self.agenda, "registration_mode": "link", "registration_url": url}
        coming = EventPageFactory(**values, rows={"sessions": [session("2099-11-12 09:00")]})
        over = EventPageFactory(**values)

        self.assertContains(self.client.get(coming.url), url)
        self.assertNotContains(self.client.get(over.url), url)
        self.assertContains(self.client.get(over.url), _("This event is over"))

    def test_a_cancelled_event_takes_nobody(self):
        event = EventPageFactory(
            parent=self.agenda,
            registration_mode="form",
            rows={"sessions": [session("2099-11-12 09:00", status="cancelled")]},
        )

        self.assertFalse(event.registration_is_open())
