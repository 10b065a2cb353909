"""A colleague who comes instead takes over the place, and nothing that is private."""

from django.utils import timezone

from cms.models import SeatCount
from cms.registering import WHOLE
from registrations import registering
from registrations.admission import RefusedError
from registrations.models import Needs, State
from tests.registrations.cases import NAMES, RegistrationCase, applicant


class SubstituteTests(RegistrationCase):
    def setUp(self):
        self.event.substitution_allowed = True
        self.event.save()

    def test_a_substitute_has_the_same_place_and_the_old_link_dies(self):
        self.register(*NAMES[:3])
        old = self.of(NAMES[1])

        registering.hand_over(old.pk, self.event.pk, applicant(NAMES[5]))

        new = self.of(NAMES[5])
        old.refresh_from_db()
        self.assertEqual((old.state, new.state, old.replaced_by), (State.REPLACED, State.CONFIRMED, new))
        self.assertEqual((old.links.count(), new.links.count()), (1, 1))  # the mail that says so has one
        self.assertEqual(SeatCount.objects.of(self.event)[WHOLE].taken, 3)

    def test_what_one_eats_goes_to_nobody_else(self):
        needs = {"diet": "vegetarisch", "consent_version": "1", "consent_at": timezone.now()}
        self.register(applicant(NAMES[0], needs=needs))

        registering.hand_over(self.of(NAMES[0]).pk, self.event.pk, applicant(NAMES[5]))

        self.assertFalse(Needs.objects.exists())

    def test_who_waits_hands_over_the_place_in_the_line(self):
        self.register(*NAMES[:6])

        registering.hand_over(self.of(NAMES[3]).pk, self.event.pk, applicant(NAMES[6]))
        registering.cancel(self.of(NAMES[0]).pk, self.event.pk)

        states = self.states()
        self.assertEqual((states[NAMES[6]], states[NAMES[4]]), (State.CONFIRMED, State.WAITING))

    def test_not_where_the_event_does_not_allow_it(self):
        self.event.substitution_allowed = False
        self.event.save()
        self.register(NAMES[0])

        with self.assertRaises(RefusedError):
            registering.hand_over(self.of(NAMES[0]).pk, self.event.pk, applicant(NAMES[1]))
