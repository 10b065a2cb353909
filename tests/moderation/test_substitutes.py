"""Who is away names a colleague, who gets the mails, sees what waits, and decides; the history says for whom."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import WorkflowTask

from accounts.teams import grant, grant_on_page
from moderation.models import ReviewTask, Substitution
from news.models import NewsPage
from tests.moderation.cases import ReviewCase
from tests.permissions.factories import a_user

BEA, DIRK = "bea@voorbeeld.be", "dirk@voorbeeld.be"


class SubstituteCase(ReviewCase):
    """`dirk` decides in a second step only; Bea in the first."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        directors = Group.objects.create(name="Directie")
        grant(directors, "access_admin")
        grant_on_page(directors, cls.westhoek, ["change_page"])
        cls.dirk = cls.rename(a_user(directors), "Dirk", "Smet")
        cls.second = ReviewTask.objects.create(name="Akkoord van de directie")
        cls.second.groups.add(directors)
        workflow = cls.page.get_workflow()
        WorkflowTask.objects.create(workflow=workflow, task=cls.second.task_ptr, sort_order=1)

    def substitute(self, days=7, reviewer=None, substitute=None):
        until = timezone.localdate() + timedelta(days=days)
        return Substitution.objects.create(
            reviewer=reviewer or self.bea, substitute=substitute or self.dirk, until=until
        )

    def may_decide(self, user):
        task = NewsPage.objects.get(pk=self.page.pk).current_workflow_task
        user = type(user).objects.get(pk=user.pk)
        return bool(task.get_actions(self.page, user))


class SubstitutionTests(SubstituteCase):
    def test_the_substitute_gets_the_mail_that_says_for_whom(self):
        self.substitute()

        self.submit()

        mails = self.mails()
        self.assertEqual(list(mails), [DIRK])
        self.assertIn("Je beslist in de plaats van Bea Maes", mails[DIRK].body)

    def test_a_substitute_may_decide_and_nobody_else_of_that_group(self):
        self.submit()
        self.assertFalse(self.may_decide(self.dirk))

        self.substitute()

        self.assertTrue(self.may_decide(self.dirk))
        self.assertTrue(self.may_decide(self.bea))
        self.assertFalse(self.may_decide(self.an))

    def test_it_ends_after_the_last_day(self):
        self.substitute(days=0)
        self.submit()
        self.assertTrue(self.may_decide(self.dirk))

        Substitution.objects.update(until=timezone.localdate() - timedelta(days=1))

        self.assertFalse(self.may_decide(self.dirk))

    def test_it_ends_with_the_account_or_the_group_of_who_is_away(self):
        self.substitute()
        self.submit()
        self.bea.groups.clear()

        self.assertFalse(self.may_decide(self.dirk))

        self.bea.is_active = False
        self.bea.save()
        self.assertFalse(self.may_decide(self.dirk))

    def test_the_history_and_the_mail_say_for_whom_it_was_decided(self):
        self.substitute()
        self.submit()
        self.mails()

        self.decide("reject", user=self.dirk, comment="Nog niet.")

        mails = self.mails()
        self.assertIn("Dirk Smet besliste in de plaats van Bea Maes", mails["an@voorbeeld.be"].body)
        self.client.force_login(self.an)
        history = self.client.get(reverse("wagtailadmin_pages:history", args=[self.page.pk]))
        self.assertContains(history, "Besliste in de plaats van Bea Maes")

    def test_who_is_away_and_has_no_account_any_more_is_not_named(self):
        self.substitute()
        self.submit()
        self.decide("reject", user=self.dirk)
        self.bea.delete()
        self.client.force_login(self.an)

        history = self.client.get(reverse("wagtailadmin_pages:history", args=[self.page.pk]))

        self.assertContains(history, "Besliste in de plaats van iemand die geen account meer heeft")

    def test_a_member_who_decides_does_so_for_nobody(self):
        self.substitute(reviewer=self.a_colleague(), substitute=self.bea)
        self.submit()

        self.decide("reject")

        self.assertNotIn("in de plaats van", self.mails()["an@voorbeeld.be"].body)

    def test_the_substitute_opens_the_page_and_its_comparison_and_approves(self):
        page = self.a_page("Een nachtopvang", live=True)
        revision = self.change(page, self.an, title="De nachtopvang")
        self.substitute()
        state = self.submit(page)
        self.client.force_login(self.dirk)
        compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision.pk])
        action = reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state_id]
        )

        self.assertContains(
            self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])), "nachtopvang"
        )
        self.assertContains(self.client.get(compare), "nachtopvang")
        self.client.post(action, {"comment": "Goed."})

        state.refresh_from_db()
        self.assertEqual(state.current_task_state.task.name, "Akkoord van de directie")


class SettingsTests(SubstituteCase):
    ADDRESS = "/admin/account/"

    def panel(self, user):
        self.client.force_login(user)
        return self.client.get(self.ADDRESS)

    def name(self, substitute, until):
        self.client.force_login(self.bea)
        data = {
            "name_email-first_name": "Bea",
            "name_email-last_name": "Maes",
            "name_email-email": self.bea.email,
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "substitute-substitute": substitute,
            "substitute-until": until,
        }
        return self.client.post(self.ADDRESS, data)

    def test_only_who_reviews_has_it(self):
        self.assertContains(self.panel(self.bea), "Als je afwezig bent")
        self.assertNotContains(self.panel(self.an), "Als je afwezig bent")

    def test_it_offers_who_may_review_and_not_oneself_or_who_left(self):
        carl = self.a_colleague()
        carl.is_active = False
        carl.save()

        response = self.panel(self.bea)

        self.assertContains(response, f'<option value="{self.dirk.pk}">Dirk Smet</option>')
        for user in (self.bea, self.an, self.other, carl):
            self.assertNotContains(response, f'<option value="{user.pk}">')

    def test_a_substitute_is_named_and_taken_away(self):
        until = timezone.localdate() + timedelta(days=7)

        self.name(self.dirk.pk, until.strftime("%d-%m-%Y"))
        substitution = Substitution.objects.get()
        self.assertEqual(
            (substitution.reviewer, substitution.substitute, substitution.until), (self.bea, self.dirk, until)
        )

        self.name("", "")
        self.assertFalse(Substitution.objects.exists())

    def test_a_past_day_a_missing_day_and_who_is_away_are_refused(self):
        tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d-%m-%Y")
        yesterday = (timezone.localdate() - timedelta(days=1)).strftime("%d-%m-%Y")

        self.assertContains(self.name(self.dirk.pk, yesterday), "Deze dag is voorbij")
        self.assertContains(self.name(self.dirk.pk, ""), "Tot wanneer beslist je collega")
        self.assertContains(self.name("", tomorrow), "Wie beslist er in jouw plaats?")
        self.substitute(reviewer=self.dirk, substitute=self.a_colleague())
        self.assertContains(self.name(self.dirk.pk, tomorrow), "Dirk Smet is zelf afwezig")
        self.assertFalse(Substitution.objects.filter(reviewer=self.bea).exists())

    def test_who_does_not_review_cannot_be_named_by_a_forged_form(self):
        tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d-%m-%Y")

        self.name(self.an.pk, tomorrow)

        self.assertFalse(Substitution.objects.exists())
