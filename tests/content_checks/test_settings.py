"""Reviewers turn checks on and off."""

from django.urls import reverse

from audit.models import AuditEntry
from audit.wording import details
from content_checks.checks import checks
from content_checks.gathering import gather, gather_due
from content_checks.models import CheckSetting, PageFinding, Reading
from content_checks.switches import checks_on

from .cases import FIRST, SECOND, ChecksCase

SETTINGS = "/admin/content-checks/settings/"


class SettingsTests(ChecksCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.reviewer)

    def save(self, *names):
        return self.client.post(SETTINGS, dict.fromkeys(names, "on"))

    def names_on(self):
        return [check.name for check in checks_on()]

    def test_each_check_says_what_it_looks_for_and_why_it_is_off_by_itself(self):
        response = self.client.get(SETTINGS)

        for words in ("Groot woord", "Wie overdrijft, overtuigt niet.", "Woorden", "Vorm"):
            self.assertContains(response, words)
        text = (
            "Hoofdletters lezen traag. Staat uit tot jij ze aanzet: ze was vaker dan één op de tien keer mis."
        )
        self.assertContains(response, text)
        self.assertEqual(self.names_on(), ["enormous"])

    def test_what_was_found_vanishes_at_once_when_a_check_is_turned_off(self):
        gather(self.page)

        self.assertRedirects(self.save(), SETTINGS)

        self.assertEqual((self.names_on(), PageFinding.objects.count()), ([], 0))
        gather(self.page)
        self.assertEqual(self.excerpts(), [])

    def test_what_is_turned_on_reads_all_pages_from_the_next_tick_on(self):
        page = self.gathered(self.westhoek, title="IN HOOFDLETTERS")
        self.assertEqual(self.excerpts(page), [])

        self.save("enormous", "shouting")
        self.assertFalse(Reading.objects.exists())
        gather_due()

        self.assertEqual(self.excerpts(page), ["IN HOOFDLETTERS"])
        self.assertEqual(self.excerpts(), [FIRST, SECOND])

    def test_only_what_differs_from_the_check_itself_is_stored(self):
        self.save("shouting")
        own = CheckSetting.objects.exclude(check_name__in=[check.name for check in checks()])
        self.assertEqual(own.count(), 2)

        self.save("enormous")

        self.assertFalse(own.exists())

    def test_the_audit_log_says_what_was_changed_and_nothing_where_nothing_was(self):
        self.save("shouting")
        self.save("shouting")

        entry = AuditEntry.objects.exclude(user_key=None).get(action="checks_changed")
        self.assertEqual((entry.user_key, str(entry.kind)), (self.reviewer.pk, "review"))
        self.assertEqual(details(entry), "controles: enormous: on → off, shouting: off → on")

    def test_only_reviewers_change_it(self):
        self.client.force_login(self.them)

        self.assertEqual(self.client.get(SETTINGS).status_code, 302)
        self.assertEqual(self.save("shouting").status_code, 302)
        self.assertEqual(self.names_on(), ["enormous"])

    def test_the_settings_show_it_to_reviewers(self):
        for user, is_there in ((self.reviewer, True), (self.them, False)):
            self.client.force_login(user)
            screen = self.client.get(reverse("wagtailadmin_home")).content.decode()

            self.assertEqual(SETTINGS in screen, is_there)
