"""The contract of lists of what waits: what each gives, to whom, in how many queries."""

from wagtail.models import Workflow

from cms.work_lists import MOST, WorkItem, work_lists
from internal_links.models import BrokenLink
from tests.feedback.cases import some_feedback
from tests.periodic_review.cases import TODAY, ReviewCase
from tests.permissions.factories import put_online
from tests.registrations.cases import at


class WorkListTests(ReviewCase):
    def setUp(self):
        self.enterContext(at(TODAY))

    def titles(self, name, user):
        work_list = next(one for one in work_lists() if one.name == name)
        return [item.title for item in work_list.items(user)]

    def submit(self, title="Ingediend", user=None):
        page = self.a_page(self.westhoek, title, live=False)
        page.save_revision(user=user or self.them)
        Workflow.objects.get(active=True, workflow_pages__page=self.home).start(page, user or self.them)
        return page

    def test_every_list_keeps_to_the_contract(self):
        some_feedback(self.page)
        self.submit()

        names = set()
        for work_list in work_lists():
            names.add(work_list.name)
            for user in (self.them, self.us, self.reviewer):
                items = work_list.items(user)
                self.assertTrue(all(isinstance(item, WorkItem) and item.url for item in items))
                self.assertLessEqual(len(items), MOST)
                self.assertGreaterEqual(work_list.count(user), len(items))
        self.assertEqual(
            names,
            {
                "sent_back",
                "waiting_for_me",
                "comments_for_me",
                "pages_to_review",
                "feedback",
                "people_leaving",
                "ending_consents",
                "broken_internal_links",
                "broken_links",
            },
        )

    def test_what_is_submitted_waits_for_the_reviewer_and_for_nobody_else(self):
        self.submit()

        self.assertEqual(self.titles("waiting_for_me", self.reviewer), ["Ingediend"])
        for user in (self.us, self.them):
            self.assertEqual(self.titles("waiting_for_me", user), [])

    def test_a_list_has_a_column_of_buttons_only_where_there_is_one(self):
        BrokenLink.objects.create(page=self.page, kind="page", target="0", reason="gone")
        self.client.force_login(self.them)

        start = self.client.get("/admin/")

        self.assertContains(start, "Klopt dit nog?")
        self.assertContains(start, "Links binnen de site die nergens heen leiden")
        self.assertContains(start, "Klaar?", count=1)

    def test_what_is_sent_back_shows_to_its_team_with_the_comment(self):
        page = self.submit()
        task = page.current_workflow_task_state
        task.reject(user=self.reviewer, comment="Wie  is\nde contactpersoon?")

        [item] = next(one for one in work_lists() if one.name == "sent_back").items(self.them)

        self.assertIn("“Wie is de contactpersoon?”", item.note)
        for user in (self.us, self.reviewer):
            self.assertEqual(self.titles("sent_back", user), [])

    def test_feedback_shows_to_the_team_and_to_reviewers_only_what_no_team_has(self):
        put_online(self.page)
        some_feedback(self.page)
        some_feedback(self.general)

        self.assertEqual(self.titles("feedback", self.them), ["Over de Westhoek"])
        self.assertEqual(self.titles("feedback", self.reviewer), ["Over ons"])
        self.assertEqual(self.titles("feedback", self.us), [])

    def test_more_work_costs_no_more_queries(self):
        def read():
            return [work_list.items(self.them) for work_list in work_lists()]

        some_feedback(self.page)
        self.submit("Ingediend 0")
        few = self.count_queries_of(read)
        for number in range(1, 6):
            page = self.submit(f"Ingediend {number}")
            put_online(page)
            some_feedback(page)

        self.assertEqual(self.count_queries_of(read), few)
