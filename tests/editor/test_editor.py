"""The editor saves what is half done, and says beside each field what publishing needs."""

import datetime

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.test.utils.form_data import inline_formset, streamfield

from cms.models import PageTheme
from cms.publishing import NotReadyToPublish
from news.models import Decision, NewsPage
from tests.cms.cases import FILL_IN, PublishingTestCase, form_data, latest
from tests.factories import NewsPageFactory, ThemeFactory


class EditorTests(PublishingTestCase):
    def test_a_draft_may_be_half_empty(self):
        response = self.create(form_data(title="Nog niets", slug="nog-niets"))

        page = NewsPage.objects.get(slug="nog-niets")
        self.assertRedirects(response, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        self.assertFalse(page.live)

    def test_autosave_takes_a_half_empty_draft(self):
        url = reverse("wagtailadmin_pages:edit", args=[self.draft.pk])

        response = self.client.post(
            url, form_data(title="Typt nog", slug="half"), headers={"accept": "application/json"}
        )

        self.assertTrue(response.json()["success"])
        self.assertEqual(latest(self.draft).title, "Typt nog")

    def test_a_draft_that_points_at_a_deleted_word_opens_without_it(self):
        theme, chosen_theme = ThemeFactory(), ThemeFactory()
        page = NewsPageFactory(parent=self.news, live=False, themes=[theme, chosen_theme])
        page.save_revision(user=self.chief)
        PageTheme.objects.all().delete()
        theme.delete()

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

        self.assertEqual(response.status_code, 200)
        self.assertEqual([row.theme for row in latest(page).page_themes.all()], [None, chosen_theme])

    def test_publishing_names_all_that_is_missing_at_once(self):
        for way in (self.create, lambda data: self.edit(self.draft, data)):
            response = way(
                form_data(title="Half", slug="half-2", publication_date="") | {"action-publish": "1"}
            )

            form = response.context["form"]
            self.assertEqual({"search_description", "publication_date", "body"}, set(form.errors))
            self.assertEqual(form.formsets["page_themes"].non_form_errors(), [FILL_IN])

    def test_the_message_stands_at_its_panel(self):
        response = self.edit(self.draft, form_data(title="Half", slug="half") | {"action-publish": "1"})

        soup = BeautifulSoup(response.content, "html.parser")
        themes = soup.find("input", {"name": "page_themes-TOTAL_FORMS"}).find_parent("section")
        summary = soup.find("textarea", {"name": "search_description"}).find_parent("section")
        self.assertIn(FILL_IN, themes.get_text())
        self.assertIn(FILL_IN, summary.get_text())

    def test_typed_text_stays_when_publishing_is_refused(self):
        decisions = inline_formset([{"text": "Er komt een raad.", "date": "", "date_precision": "day"}])
        data = self.complete(search_description="", author="Mijn naam", decisions=decisions)

        response = self.edit(self.draft, data | {"action-publish": "1"})

        self.assertContains(response, "Mijn naam")
        self.assertContains(response, "Er komt een raad.")
        self.assert_is_draft(self.draft)

    def test_a_complete_page_is_published(self):
        self.create(self.complete() | {"action-publish": "1"})
        self.edit(self.draft, self.complete(slug="half") | {"action-publish": "1"})

        self.assertTrue(NewsPage.objects.get(slug="heel").live)
        self.draft.refresh_from_db()
        self.assertTrue(self.draft.live)

    def test_a_message_about_a_child_row_stands_in_that_row(self):
        rows = [{"text": "Wel een datum", "date": "2021-10-06"}, {"text": "Geen datum", "date": ""}]
        decisions = inline_formset([row | {"date_precision": "day"} for row in rows])

        response = self.create(self.complete(decisions=decisions) | {"action-publish": "1"})

        first, second = response.context["form"].formsets["decisions"].forms
        self.assertEqual(first.errors, {})
        self.assertEqual(list(second.errors), ["date"])
        self.assertContains(response, _("When was this decided?"), count=1)

    def test_a_deleted_row_does_not_count(self):
        themes = inline_formset([{"theme": str(self.theme.pk), "DELETE": "1"}])
        decisions = inline_formset([{"text": "Weg", "date": "", "date_precision": "day", "DELETE": "1"}])

        response = self.create(
            self.complete(page_themes=themes, decisions=decisions) | {"action-publish": "1"}
        )

        formsets = response.context["form"].formsets
        self.assertEqual(formsets["page_themes"].non_form_errors(), [FILL_IN])
        self.assertEqual(formsets["decisions"].forms[0].errors, {})

    def test_an_empty_row_does_not_count(self):
        data = self.complete(page_themes=inline_formset([{"theme": ""}]))

        response = self.create(data | {"action-publish": "1"})

        self.assertEqual(response.context["form"].formsets["page_themes"].non_form_errors(), [FILL_IN])

    def test_a_stored_row_may_be_changed_and_moved(self):
        page = NewsPageFactory(
            parent=self.news,
            rows={
                "decisions": [Decision(text="A", date="2020-01-01"), Decision(text="B", date="2021-01-01")]
            },
        )
        one, two = page.decisions.all()
        rows = [
            {"id": str(one.pk), "text": "A", "date": "2020-01-01", "date_precision": "day", "ORDER": "2"},
            {"id": str(two.pk), "text": "B", "date": "2022-02-02", "date_precision": "day", "ORDER": "1"},
        ]
        themes = inline_formset(
            [{"id": str(row.pk), "theme": str(row.theme_id)} for row in page.page_themes.all()], initial=1
        )

        self.edit(
            page,
            self.complete(slug=page.slug, page_themes=themes, decisions=inline_formset(rows, initial=2))
            | {"action-publish": "1"},
        )

        page = NewsPage.objects.get(pk=page.pk)
        self.assertEqual(
            [(row.text, row.date.year) for row in page.decisions.all()], [("B", 2022), ("A", 2020)]
        )

    def test_rules_see_the_rows_in_the_order_of_the_form(self):
        rows = [{"text": "A", "ORDER": "2"}, {"text": "B", "ORDER": "1"}]
        data = self.complete(corrections=inline_formset(rows))
        form = NewsPage.get_edit_handler().get_form_class()(
            data, instance=NewsPage(), parent_page=self.news, for_user=self.chief
        )
        form.is_valid()

        self.assertEqual([row.text for row in form._rows("corrections")], ["B", "A"])

    def test_a_wrong_value_and_a_missing_one_are_told_together(self):
        data = self.complete(search_description="", publication_date="gisteren")

        response = self.create(data | {"action-publish": "1"})

        form = response.context["form"]
        self.assertEqual(form.errors["search_description"], [FILL_IN])
        self.assertEqual(len(form.errors["publication_date"]), 1)
        self.assertContains(response, "gisteren")

    def test_an_unfinished_block_waits_until_publishing(self):
        unfinished = streamfield(
            [("quote", {"text": "Mooi!", "lead_in": "", "person": "", "name": "", "function": ""})]
        )
        saved = self.create(self.complete(body=unfinished))
        page = NewsPage.objects.get(slug="heel")

        refused = self.edit(page, self.complete(body=unfinished) | {"action-publish": "1"})

        self.assertEqual(saved.status_code, 302)
        self.assertIn("body", refused.context["form"].errors)
        self.assertContains(refused, "Mooi!")
        self.assert_is_draft(page)

    def test_a_summary_has_a_limit_at_publishing(self):
        long = "a" * 301
        self.create(self.complete(search_description=long))
        response = self.edit(
            NewsPage.objects.get(slug="heel"),
            self.complete(search_description=long) | {"action-publish": "1"},
        )

        self.assertIn("301", response.context["form"].errors["search_description"][0])

    def test_an_address_of_the_site_itself_is_refused(self):
        response = self.create(form_data(title="Zoeken", slug="zoeken"))

        self.assertIn("slug", response.context["form"].errors)

    def test_too_few_rows_get_a_message_that_people_understand(self):
        form_class = NewsPage.get_edit_handler().get_form_class()
        form = form_class(
            self.complete(page_themes=inline_formset([])), instance=NewsPage(), parent_page=self.news
        )
        formset = form.formsets["page_themes"]
        formset.min_num, formset.validate_min = 1, True

        self.assertFalse(form.is_valid())
        self.assertEqual(formset.non_form_errors(), [_("Add at least one.")])


class ScheduleTests(PublishingTestCase):
    def test_a_half_empty_page_gets_no_date(self):
        tomorrow = (timezone.localtime() + datetime.timedelta(days=1)).strftime("%d-%m-%Y %H:%M")
        data = form_data(title="Half", slug="half", go_live_at=tomorrow) | {"action-publish": "1"}

        response = self.edit(self.draft, data)

        self.assertIn("search_description", response.context["form"].errors)
        self.assertFalse(self.draft.revisions.exclude(approved_go_live_at=None).exists())

    def test_a_complete_page_gets_a_date(self):
        tomorrow = (timezone.localtime() + datetime.timedelta(days=1)).strftime("%d-%m-%Y %H:%M")

        self.edit(self.draft, self.complete(slug="half", go_live_at=tomorrow) | {"action-publish": "1"})

        self.assertTrue(self.draft.revisions.exclude(approved_go_live_at=None).exists())
        self.assert_is_draft(self.draft)

    def test_code_and_the_write_api_set_no_date_for_a_half_empty_page(self):
        self.draft.go_live_at = timezone.now() + datetime.timedelta(days=1)
        revision = self.draft.save_revision(clean=False)

        with self.assertRaises(NotReadyToPublish):
            revision.publish()
        response = self.api("post", f"pages/{self.draft.pk}/actions/publish/")

        self.assertEqual(response.status_code, 422)
        self.assertFalse(self.draft.revisions.exclude(approved_go_live_at=None).exists())
