"""Only reviewers say who judged the evidence of a practice, whatever the way of writing."""

import json
from datetime import date

from django.urls import reverse
from wagtail.models import APIToken

from practices.models import PracticeIndexPage, PracticePage
from tests.cases import SiteTestCase
from tests.factories import OrganisationFactory
from tests.permissions.factories import a_member_of, a_platform, a_reviewer
from tests.permissions.test_matrix import filled_in
from tests.practices.factories import PracticePageFactory

NAMES = ("evidence_judged_level", "evidence_judged_by", "evidence_judged_on", "evidence_criteria")


class JudgementTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        platform, other = a_platform(cls.home, "Westhoek"), a_platform(cls.home, "Waasland")
        cls.team, cls.others, cls.reviewer = a_member_of(platform), a_member_of(other), a_reviewer(cls.home)
        cls.judge, cls.other_judge = OrganisationFactory(name="De Lakmoes"), OrganisationFactory()
        cls.index = PracticeIndexPage.objects.child_of(platform).get()
        cls.judgement = {
            "evidence_judged_level": 1,
            "evidence_judged_by": cls.judge,
            "evidence_judged_on": date(2024, 5, 2),
            "evidence_criteria": "Twee lezers",
        }
        cls.page = PracticePageFactory(parent=cls.index, **cls.judgement)
        cls.page.save_revision()
        cls.unjudged = PracticePageFactory(parent=cls.index)
        cls.unjudged.save_revision()

    def draft(self, page):
        return PracticePage.objects.get(pk=page.pk).get_latest_revision_as_object()

    def judgement_of(self, page):
        draft = self.draft(page)
        return {name: getattr(draft, name) for name in NAMES}

    def edit(self, user, page, **changes):
        self.client.force_login(user)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = filled_in(self.client.get(address), PracticePage) | changes
        return self.client.post(address, data, follow=True)

    def call(self, user, method, path, **data):
        _token, key = APIToken.create_token(user=user, name="proef")
        return self.client.generic(
            method,
            f"/api/cms/pages/{path}",
            json.dumps(data),
            content_type="application/json",
            HTTP_AUTHORIZATION=f"Bearer {key}",
            HTTP_IF_MATCH="*",
        )

    def test_a_reviewer_fills_it_in(self):
        typed = {
            "evidence_judged_level": "1",
            "evidence_judged_by": self.judge.pk,
            "evidence_judged_on": "2-5-2024",
            "evidence_criteria": "Twee lezers",
        }

        self.edit(self.reviewer, self.unjudged, **typed)

        self.assertEqual(self.judgement_of(self.unjudged), self.judgement)

    def test_a_team_reads_it_and_has_no_field_for_it(self):
        self.client.force_login(self.team)

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.page.pk]))

        self.assertContains(response, "Beoordeeld als “Goed beschreven” door De Lakmoes")
        for name in NAMES:
            self.assertNotContains(response, f'name="{name}"')

    def test_a_team_s_own_edits_leave_it_as_it_is(self):
        self.edit(self.team, self.page, title="Andere titel")

        self.assertEqual(self.draft(self.page).title, "Andere titel")
        self.assertEqual(self.judgement_of(self.page), self.judgement)

    def test_a_forged_field_is_refused_by_name(self):
        for page, judge in [(self.page, self.other_judge), (self.unjudged, self.judge), (self.page, "")]:
            with self.subTest(page=page, judge=judge):
                before = self.judgement_of(page)

                response = self.edit(self.team, page, evidence_judged_by=getattr(judge, "pk", ""))

                self.assertContains(response, "Alleen de eindredactie zegt wie dit beoordeelde.")
                self.assertEqual(self.judgement_of(page), before)

    def test_another_level_of_the_team_s_is_its_own_assessment(self):
        self.edit(self.team, self.page, evidence_level="0")

        draft = self.draft(self.page)
        self.assertEqual((draft.assessment, draft.judged_level), ("self", 1))
        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.page.pk]))
        self.assertContains(response, "Nu is een andere trede gekozen, dus toont de site eigen inschatting.")

    def test_the_write_api_takes_it_from_a_reviewer_only(self):
        meta = {"type": "practices.PracticePage"}
        for user, status in [(self.team, 422), (self.others, 403), (self.reviewer, 200)]:
            with self.subTest(status):
                response = self.call(
                    user, "PATCH", f"{self.page.pk}/", evidence_judged_by_id=self.other_judge.pk, meta=meta
                )

                self.assertEqual(response.status_code, status, response.content)
                judge = self.judgement_of(self.page)["evidence_judged_by"]
                self.assertEqual(judge == self.other_judge, user == self.reviewer)

    def test_a_team_creates_no_judged_page_by_program(self):
        meta = {"type": "practices.PracticePage", "parent_id": self.index.pk}

        response = self.call(
            self.team, "POST", "", title="Nieuw", evidence_judged_by_id=self.judge.pk, meta=meta
        )

        self.assertEqual(response.status_code, 422, response.content)
        self.assertFalse(PracticePage.objects.filter(title="Nieuw").exists())

    def test_a_team_that_restores_an_old_version_neither_brings_it_back_nor_drops_it(self):
        judged = self.page.latest_revision
        page = self.draft(self.page)
        page.take_judgement_of(self.unjudged)
        unjudged = page.save_revision(user=self.reviewer)

        response = self.call(self.team, "POST", f"{page.pk}/actions/revert/", revision_id=judged.pk)

        self.assertEqual(response.status_code, 200, response.content)
        self.assertIsNone(self.judgement_of(page)["evidence_judged_by"])
        self.call(self.reviewer, "POST", f"{page.pk}/actions/revert/", revision_id=judged.pk)
        self.assertEqual(self.judgement_of(page), self.judgement)
        self.call(self.team, "POST", f"{page.pk}/actions/revert/", revision_id=unjudged.pk)
        self.assertEqual(self.judgement_of(page), self.judgement)

    def test_the_editor_s_way_of_restoring_keeps_it_too(self):
        page = self.draft(self.page)
        page.take_judgement_of(self.unjudged)
        old = page.save_revision(user=self.reviewer)
        page.take_judgement_of(self.page)
        page.save_revision(user=self.reviewer)
        self.client.force_login(self.team)

        form = self.client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk]))
        self.client.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            filled_in(form, PracticePage) | {"revision": old.pk},
        )

        self.assertEqual(self.judgement_of(page), self.judgement)

    def test_a_copy_is_not_judged_whoever_makes_it(self):
        for number, user in enumerate([self.team, self.reviewer]):
            with self.subTest(number):
                copy = self.page.copy(
                    update_attrs={"title": "Kopie", "slug": f"kopie-{number}"}, user=user, copy_revisions=True
                )

                for version in [copy, *[revision.as_object() for revision in copy.revisions.all()]]:
                    self.assertIsNone(version.evidence_judged_by)
                    self.assertEqual(version.evidence_criteria, "")

    def test_an_alias_is_the_same_page_and_judged_likewise(self):
        alias = self.page.create_alias(update_slug="alias")

        self.assertEqual(PracticePage.objects.get(pk=alias.pk).assessment, "independent")
