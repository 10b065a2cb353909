"""What is due, and who hears of it."""

from django.contrib.auth import get_user_model
from django.test import SimpleTestCase, override_settings

from cms.models import PageReview
from cms.models.page_reviews import months_later
from periodic_review.upkeep import keep_up
from periodic_review.work import PagesToReview
from tests.factories import NewsPageFactory
from tests.periodic_review.cases import TODAY, ReviewCase, day
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform
from tests.registrations.cases import at


class MonthTests(SimpleTestCase):
    def test_a_day_that_a_month_does_not_have_is_its_last(self):
        for begin, months, end in [
            ("2028-02-29", 24, "2030-02-28"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2026-12-05", 1, "2027-01-05"),
            ("2026-01-05", -12, "2025-01-05"),
        ]:
            self.assertEqual(months_later(day(begin), months), day(end))


class DayTests(ReviewCase):
    def setUp(self):
        self.enterContext(at(TODAY))

    def test_a_page_that_nobody_reviewed_is_due_a_term_after_it_was_published_and_has_no_day_of_review(self):
        review = self.review()

        self.assertIsNone(review.reviewed_on)
        self.assertEqual(review.review_by, day("2026-11-20"))
        [item] = PagesToReview().items(self.them)
        self.assertEqual(item.note, "Nog nooit nagekeken")

    def test_what_a_script_saves_or_publishes_is_no_review(self):
        self.page.search_description = "Nieuwe huisstijl"
        self.page.save()
        self.page.save_revision().publish()

        self.assertIsNone(self.review().reviewed_on)
        self.assertEqual(self.review().review_by, day("2026-11-20"))
        self.assertEqual(self.pages_due_for(self.them), ["Over de Westhoek"])

    def test_types_without_term_are_never_due(self):
        news = NewsPageFactory(parent=place_of(self.westhoek, NewsPageFactory._meta.model))

        self.assertFalse(PageReview.objects.filter(page=news.pk).exists())
        self.assertEqual(self.pages_due_for(self.them), ["Over de Westhoek"])

    def test_an_editor_chooses_another_term_or_none_for_a_page(self):
        review = self.review()
        review.months = 0
        review.schedule(self.page)
        review.save()

        self.assertIsNone(review.review_by)
        self.assertEqual(self.pages_due_for(self.them), [])

    def test_drafts_are_never_due(self):
        self.page.unpublish()

        self.assertEqual(self.pages_due_for(self.them), [])

    def test_another_term_in_the_settings_holds_from_the_next_minute(self):
        with override_settings(REVIEW_MONTHS={"home.StandardPage": 36}):
            keep_up()

            self.assertEqual(self.review().review_by, day("2028-11-20"))

    def test_pages_of_before_and_those_made_in_bulk_get_their_day_from_the_clock(self):
        PageReview.objects.all().delete()

        keep_up()

        self.assertEqual(self.review().review_by, day("2026-11-20"))


class WhoTests(ReviewCase):
    def setUp(self):
        self.enterContext(at(TODAY))

    def give_to(self, user, page=None):
        PageReview.objects.filter(page=page or self.page).update(responsible=user)

    def test_without_somebody_responsible_the_team_hears_and_no_other_team(self):
        self.assertEqual(self.pages_due_for(self.them), ["Over de Westhoek"])
        self.assertEqual(self.pages_due_for(self.us), [])

    def test_pages_of_the_whole_site_go_to_the_reviewers_and_those_of_teams_do_not(self):
        self.assertEqual(self.pages_due_for(self.reviewer), ["Over ons"])

    def test_who_is_responsible_hears_alone(self):
        colleague = a_member_of(self.westhoek)
        self.give_to(colleague)

        self.assertEqual(self.pages_due_for(colleague), ["Over de Westhoek"])
        self.assertEqual(self.pages_due_for(self.them), [])

    def test_what_belonged_to_somebody_who_left_is_the_teams(self):
        for leave in (
            lambda user: get_user_model().objects.filter(pk=user.pk).update(is_active=False),
            lambda user: user.groups.clear(),
            lambda user: user.delete(),
        ):
            colleague = a_member_of(self.westhoek)
            self.give_to(colleague)

            leave(colleague)

            self.assertEqual(self.pages_due_for(self.them), ["Over de Westhoek"])

    def test_who_left_the_team_and_has_another_now_sees_nothing_of_it(self):
        self.give_to(self.us)

        self.assertEqual(self.pages_due_for(self.us), [])
        self.assertEqual(PagesToReview().count(self.us), 0)

    def test_a_team_without_active_people_is_the_reviewers(self):
        alone = a_platform(self.home, "Verlaten streek")
        self.a_page(alone, "Verlaten pagina")

        self.assertEqual(set(self.pages_due_for(self.reviewer)), {"Over ons", "Verlaten pagina"})

    def test_more_pages_cost_no_more_queries(self):
        few = self.count_queries_of(lambda: PagesToReview().items(self.them))
        for number in range(8):
            self.a_page(self.westhoek, f"Pagina {number}")

        many = self.count_queries_of(lambda: PagesToReview().items(self.them))

        self.assertEqual(len(PagesToReview().items(self.them)), 9)
        self.assertEqual(many, few)
