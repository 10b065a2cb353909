"""Who sees which broken links, on the start screen and in the report."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.rich_text import RichText

from events.models import EventPage
from internal_links.checking import check_due
from internal_links.work import BrokenInternalLinks
from news.models import NewsPage
from practices.models import PracticePage
from tests.internal_links.cases import to_page
from tests.permissions.cases import SECRET_WORD, TwoTeamsCase, place_of
from tests.permissions.factories import a_user, put_online


class ListTests(TwoTeamsCase):
    def a_page(self, platform, title, target=999_999):
        page = NewsPage(title=title, slug=title.lower().replace(" ", "-"), live=False)
        page.body = [("paragraph", RichText(to_page(target, f"woorden van {title}")))]
        return put_online(place_of(platform, NewsPage).add_child(instance=page))

    def setUp(self):
        super().setUp()
        self.page = self.a_page(self.ours, "Ons bericht")
        check_due()

    def see(self, user, name="wagtailadmin_home", **query):
        self.client.force_login(user)
        return self.client.get(reverse(name), query)

    def test_the_team_sees_the_page_the_words_and_what_is_wrong(self):
        [item] = BrokenInternalLinks().items(self.us)

        self.assertEqual(item.title, "Ons bericht")
        self.assertEqual(item.place, "Rivierenland")
        self.assertEqual(item.note, "“woorden van Ons bericht” leidt naar: pagina, verdwenen")
        self.assertContains(self.see(self.us), item.note)
        self.assertContains(self.see(self.us), reverse("wagtailadmin_pages:edit", args=[self.page.pk]))

    def test_another_team_sees_nothing_of_it(self):
        for response in (self.see(self.them), self.see(self.them, "internal_links")):
            self.assertNotContains(response, "woorden van")
        self.assertEqual(BrokenInternalLinks().count(self.them), 0)

    def test_reviewers_see_all_in_the_report_and_on_the_start_screen_what_has_no_team(self):
        self.assertEqual(BrokenInternalLinks().items(self.reviewer), [])
        self.assertContains(self.see(self.reviewer, "internal_links"), "woorden van Ons bericht")

        self.us.is_active = False
        self.us.save()

        self.assertEqual(BrokenInternalLinks().count(self.reviewer), 1)

    def test_who_has_no_pages_does_not_get_in(self):
        self.assertEqual(self.see(a_user(), "internal_links").status_code, 302)

    def test_what_nobody_else_may_know_of_the_target_is_not_told(self):
        self.a_page(self.ours, "Wijst naar geheim", self.pages[EventPage, "private"].pk)
        self.a_page(self.ours, "Wijst naar concept", self.pages[PracticePage, "draft"].pk)
        check_due()

        self.assertEqual(BrokenInternalLinks().count(self.us), 3)
        for response in (self.see(self.us), self.see(self.us, "internal_links")):
            self.assertNotContains(response, SECRET_WORD)
            self.assertContains(response, "woorden van Wijst naar geheim")

    def test_more_links_cost_no_more_queries(self):
        def queries(name):
            self.see(self.us, name)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse(name))
            return len(queries)

        few = [queries(name) for name in ("wagtailadmin_home", "internal_links")]
        for number in range(25):
            self.a_page(self.ours, f"Nog een bericht {number}")
        check_due()

        self.assertEqual(BrokenInternalLinks().count(self.us), 26)
        self.assertEqual([queries(name) for name in ("wagtailadmin_home", "internal_links")], few)
