"""Reviewers change the term of a type of pages; the settings of Django say what holds until then."""

from django.urls import reverse

from audit.models import AuditEntry
from audit.wording import details
from cms.models import PageReview, ReviewTerm
from cms.models.page_reviews import usual_term
from home.models import PrivacyStatementPage, StandardPage
from news.models import NewsIndexPage, NewsPage
from periodic_review.upkeep import keep_up
from practices.models import PracticePage
from tests.factories import NewsPageFactory
from tests.periodic_review.cases import TODAY, ReviewCase, day
from tests.registrations.cases import at

TERMS, PLAIN, NEWS = "/admin/review/terms/", "home.StandardPage", "news.NewsPage"


class TermsTests(ReviewCase):
    def setUp(self):
        self.enterContext(at(TODAY))
        self.client.force_login(self.reviewer)

    def save(self, **terms):
        return self.client.post(TERMS, {label.replace("_", "."): months for label, months in terms.items()})

    def test_another_term_holds_for_what_is_due_from_the_next_tick(self):
        self.assertEqual(self.pages_due_for(self.them), ["Over de Westhoek"])

        response = self.save(home_StandardPage="24")
        keep_up()

        self.assertRedirects(response, TERMS)
        self.assertEqual(self.review().review_by, day("2027-11-20"))
        self.assertEqual(self.pages_due_for(self.them), [])

    def test_never_and_back_to_what_was_usual(self):
        self.save(home_StandardPage="0")
        keep_up()
        self.assertIsNone(self.review().review_by)

        self.save(home_StandardPage="")
        keep_up()

        self.assertEqual(self.review().review_by, day("2026-11-20"))
        self.assertFalse(ReviewTerm.objects.exists())

    def test_a_type_that_had_none_gets_one(self):
        item = NewsPageFactory(parent=self.news)
        self.assertFalse(PageReview.objects.filter(page=item).exists())

        self.save(news_NewsPage="6")
        keep_up()

        self.assertEqual(self.review(item).term, 6)

    def test_the_term_of_one_page_stays_its_own(self):
        PageReview.objects.filter(page=self.page).update(months=18)

        self.save(home_StandardPage="24")
        keep_up()

        self.assertNotEqual(self.review().term, 24)

    def test_the_audit_log_says_what_was_changed_and_nothing_where_nothing_was(self):
        self.save(home_StandardPage="24", news_NewsPage="0", practices_PracticePage="24")
        self.save(home_StandardPage="24")

        entry = AuditEntry.objects.get(action="terms_changed")
        self.assertEqual((entry.user_key, str(entry.kind)), (self.reviewer.pk, "review"))
        self.assertEqual(details(entry), "termijnen: home.StandardPage: 12 → 24")

    def test_from_one_to_120_months_or_none(self):
        for typed in ("121", "-1", "twaalf", "1,5"):
            response = self.save(home_StandardPage=typed)

            self.assertEqual(response.status_code, 200, typed)
            self.assertTrue(response.context["form"].errors[PLAIN])
        for typed, months in (("1", 1), ("120", 120), ("0", 0)):
            self.save(home_StandardPage=typed)

            self.assertEqual(usual_term(StandardPage), months)

    def test_the_screen_names_each_type_and_what_is_usual(self):
        self.save(home_StandardPage="24")

        response = self.client.get(TERMS)

        form = response.context["form"]
        self.assertEqual(form[PLAIN].value(), 24)
        self.assertEqual(str(form[PLAIN].help_text), "Leeg: 12 maanden.")
        self.assertEqual(str(form[NEWS].help_text), "Leeg: nooit.")
        labels = {PracticePage._meta.label, NewsPage._meta.label, PrivacyStatementPage._meta.label}
        self.assertLessEqual(labels, form.fields.keys())
        self.assertNotIn(NewsIndexPage._meta.label, form.fields)

    def test_only_reviewers_change_it(self):
        for user in (self.them, None):
            self.client.logout()
            if user:
                self.client.force_login(user)
            self.assertEqual(self.client.get(TERMS).status_code, 302)
            self.assertEqual(self.save(home_StandardPage="24").status_code, 302)
        self.assertEqual(usual_term(StandardPage), 12)

    def test_the_settings_show_it_to_reviewers(self):
        for user, is_there in ((self.reviewer, True), (self.them, False)):
            self.client.force_login(user)
            screen = self.client.get(reverse("wagtailadmin_home")).content.decode()

            self.assertEqual(TERMS in screen, is_there)
