"""What the form of a new practice proposes to a team, and what becomes of it."""

import datetime

from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from editor.empty_drafts import empty_drafts
from practices.models import PracticeIndexPage, PracticePage
from tests.permissions.factories import a_platform
from tests.platforms.factories import CoordinatorPageFactory
from tests.practices.cases import PracticeTestCase

STREAMS = [field.name for field in PracticePage._meta.fields if isinstance(field, StreamField)]
NO_BLOCKS = nested_form_data({name: streamfield([]) for name in STREAMS})


class ProposalTests(PracticeTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.platform = a_platform(cls.home, "Rivierenland", host_organisation=cls.owner)
        cls.coordinator = CoordinatorPageFactory(parent=cls.platform)
        cls.editor.is_staff = True
        cls.editor.save()

    def setUp(self):
        self.client.force_login(self.editor)

    def address(self, section):
        index = PracticeIndexPage.objects.child_of(section).get()
        return reverse("wagtailadmin_pages:add", args=["practices", "practicepage", index.pk])

    def proposed(self, section):
        """The form of a new practice, as a browser sends it when nobody types."""
        response = self.client.get(self.address(section))
        data = querydict_from_html(response.content.decode(), form_id="page-edit-form")
        data.update(NO_BLOCKS)  # those are a script's to write
        return data

    def save(self, section, **changes):
        data = self.proposed(section)
        data.update(changes)
        self.client.post(self.address(section), data)
        return PracticePage.objects.order_by("-pk").first()

    def test_the_organisation_around_the_platform_and_its_one_coordinator_are_proposed_and_kept(self):
        page = self.save(self.platform, title="Samen eten")

        self.assertEqual([row.organisation for row in page.owners.all()], [self.owner])
        self.assertEqual([row.coordinator for row in page.contacts.all()], [self.coordinator])

    def test_what_is_taken_away_stays_away(self):
        rows = {"owners-0-DELETE": "1", "contacts-0-DELETE": "1"}

        page = self.save(self.platform, title="Samen eten", **rows)

        self.assertEqual((page.owners.count(), page.contacts.count()), (0, 0))

    def test_of_two_coordinators_none_is_proposed_and_an_empty_row_is_not_kept(self):
        CoordinatorPageFactory(parent=self.platform)

        data = self.proposed(self.platform)
        page = self.save(self.platform, title="Samen eten")

        self.assertEqual((data["contacts-TOTAL_FORMS"], data["contacts-0-coordinator"]), ("1", ""))
        self.assertEqual(page.contacts.count(), 0)

    def test_a_practice_of_no_platform_has_no_owner_proposed(self):
        self.assertEqual(self.proposed(self.home)["owners-TOTAL_FORMS"], "0")

    def test_a_page_that_is_there_already_is_left_as_it_is(self):
        page = self.save(self.platform, title="Samen eten", **{"owners-0-DELETE": "1"})

        response = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

        self.assertEqual(response.context["form"].formsets["owners"].initial_form_count(), 0)

    def test_a_draft_with_nothing_but_what_was_proposed_is_empty(self):
        page = self.save(self.platform, title="S")
        other = self.save(self.platform, title="T", search_description="Iets")
        long_ago = timezone.now() - datetime.timedelta(days=8)
        Page.objects.filter(pk__in=[page.pk, other.pk]).update(latest_revision_created_at=long_ago)

        self.assertEqual(empty_drafts(), [page])
