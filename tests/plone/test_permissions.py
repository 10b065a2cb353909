"""The dialect reveals nothing that site or admin hide: no content, title, count, ETag or size."""

import datetime

from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import Person
from home.models import StandardPage
from news.models import NewsPage
from platforms.models import CoordinatorPage
from tests.permissions.cases import SECRET, SECRETS, STATES, TwoTeamsCase, place_of
from tests.permissions.factories import put_online

from .cases import basic

HIDDEN_STATES = [state for state in STATES if state != "changed"]
ENDPOINTS = [
    "",
    "@breadcrumbs",
    "@navigation",
    "@contextnavigation",
    "@search",
    "@history",
    "@history/0",
    "@workflow",
    "@aliases",
    "@actions",
    "@types",
    "@translations",
]
QUERIES = [
    "",
    "?fullobjects=1",
    "?expand=breadcrumbs,navigation,contextnavigation,navroot,actions,types,workflow,translations",
    "@search?b_size=100",
    "@search?b_size=100&metadata_fields=_all",
    "@search?b_size=100&fullobjects=1",
    "@search?SearchableText=Zwijgplicht",
    "@search?Title=Zwijgplicht",
    f"@search?Subject={SECRET}",
    "@search?review_state=private&review_state=pending&review_state=scheduled&review_state=expired",
    "@search?sort_on=review_state&b_size=100",
    "@search?sort_on=modified&sort_order=descending&b_size=100",
    "@navigation?expand.navigation.depth=8",
    "@contextnavigation",
    "@vocabularies/plone.app.vocabularies.Keywords",
    "@site",
    "@navroot",
]


class SecretsCase(TwoTeamsCase):
    def request(self, path, user=None, **headers):
        return self.client.get(f"/++api++/{path}", **(basic(user) if user else {}), **headers)

    def path_of(self, page):
        return page.url_path.removeprefix(self.home.url_path)

    def assert_keeps_secrets(self, response, path):
        text = response.content.decode()
        for secret in SECRETS:
            self.assertNotIn(secret, text, path)

    @property
    def outsiders(self):
        return {"anonymous": None, "other team": self.us}

    @property
    def insiders(self):
        return {"team": self.them, "reviewer": self.reviewer, "superuser": self.superuser}


class MatrixTests(SecretsCase):
    def test_outsiders_cannot_read_pages_that_are_not_public(self):
        refusals = {None: {401, 404}, self.us: {403, 404}}
        for name, user in self.outsiders.items():
            for (_page_class, state), page in self.pages.items():
                for endpoint in ENDPOINTS if state in ("private", "draft") else [""]:
                    path = self.path_of(page) + endpoint
                    response = self.request(path, user)
                    self.assert_keeps_secrets(response, f"{name} {path}")
                    if state in HIDDEN_STATES:
                        self.assertIn(response.status_code, refusals[user], f"{name} {path}")
                        self.assertNotIn("ETag", response.headers)

    def test_outsiders_cannot_find_them(self):
        for name, user in self.outsiders.items():
            for path in QUERIES:
                with self.subTest(f"{name} {path}"):
                    response = self.request(path, user)

                    self.assertEqual(response.status_code, 200)
                    self.assert_keeps_secrets(response, path)

    def test_outsiders_cannot_count_them(self):
        ids = {page.pk for (_page_class, state), page in self.pages.items() if state in HIDDEN_STATES}
        self.assertTrue(NewsPage.objects.filter(pk__in=ids).exists())
        for name, user in self.outsiders.items():
            for page in NewsPage.objects.filter(pk__in=ids):
                for query in (
                    f"UID={page.translation_key.hex}",
                    f"id={page.slug}",
                    f"path=/{self.path_of(page)}",
                ):
                    with self.subTest(f"{name} {query}"):
                        self.assertEqual(self.request(f"@search?{query}", user).json()["items_total"], 0)

    def test_insiders_can_read_them(self):
        for name, user in self.insiders.items():
            for (page_class, state), page in self.pages.items():
                with self.subTest(f"{name} {page_class.__name__} {state}"):
                    response = self.request(self.path_of(page), user)

                    # Nobody is named on these pages, and such a page is shown to nobody once it is live.
                    is_hidden = page_class is CoordinatorPage and state in ("private", "changed")
                    self.assertEqual(response.status_code, 404 if is_hidden else 200)
                    self.assertIn("no-store", response["Cache-Control"])
                    self.assertNotIn("ETag", response.headers)

    def test_review_states_have_plones_names(self):
        expected = {
            "draft": "private",
            "changed": "published",
            "scheduled": "scheduled",
            "private": "published",
            "unpublished": "private",
            "in review": "pending",
        }
        for state, name in expected.items():
            with self.subTest(state):
                payload = self.request(self.path_of(self.pages[NewsPage, state]), self.them).json()
                results = self.request(
                    f"@search?review_state={name}&portal_type=News%20Item&b_size=100", self.them
                ).json()

                self.assertEqual(payload["review_state"], name)
                self.assertIn(payload["@id"], [item["@id"] for item in results["items"]])

    def test_the_team_sees_that_a_page_has_expired(self):
        page = self.pages[NewsPage, "unpublished"]
        NewsPage.objects.filter(pk=page.pk).update(expired=True)

        self.assertEqual(self.request(self.path_of(page), self.them).json()["review_state"], "expired")
        self.assertEqual(self.request(self.path_of(page)).status_code, 404)

    def test_the_team_sees_the_newest_draft(self):
        page = self.pages[NewsPage, "draft"]
        page.title = "Nog niet af"
        page.save_revision(user=self.them, clean=False)

        payload = self.request(self.path_of(page), self.them).json()

        self.assertEqual(payload["title"], "Nog niet af")

    def test_nobody_sees_the_draft_of_a_public_page(self):
        page = self.pages[NewsPage, "changed"]
        for name, user in {**self.outsiders, **self.insiders}.items():
            with self.subTest(name):
                self.assertTrue(self.request(self.path_of(page), user).json()["title"].startswith("Openbaar"))


class PrivateSectionTests(SecretsCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.section = put_online(cls.add(cls.theirs, StandardPage, f"{SECRET} afgeschermd"))
        child = cls.section.add_child(instance=StandardPage(title=f"{SECRET} erin", slug="erin", live=False))
        cls.inside = put_online(child)
        PageViewRestriction.objects.create(page=cls.section, restriction_type="login")

    def test_anonymous_readers_have_to_sign_in(self):
        for path in (self.path_of(self.section), self.path_of(self.inside)):
            response = self.request(path)
            self.assertEqual(response.status_code, 401)
            self.assertIn("WWW-Authenticate", response.headers)

    def test_existing_and_missing_pages_in_it_get_the_same_answer(self):
        there = self.request(self.path_of(self.inside))
        not_there = self.request(self.path_of(self.section) + "verzonnen")

        self.assertEqual((there.status_code, there.content), (not_there.status_code, not_there.content))

    def test_other_teams_are_refused(self):
        self.assertEqual(self.request(self.path_of(self.inside), self.us).status_code, 403)

    def test_its_team_can_read_it(self):
        for user in self.insiders.values():
            self.assertEqual(self.request(self.path_of(self.inside), user).status_code, 200)

    def test_a_session_cookie_does_not_sign_in(self):
        self.client.force_login(self.superuser)

        self.assertEqual(self.request(self.path_of(self.inside)).status_code, 401)
        self.assertEqual(self.client.get(self.inside.url, HTTP_ACCEPT="application/json").status_code, 401)


class DraftInfluenceTests(SecretsCase):
    """Drafts leave the answers to outsiders the same, byte for byte."""

    def answers(self):
        pages = [self.path_of(page) for page in self.public.values()]
        paths = [
            *QUERIES,
            *pages,
            *(path + "@workflow" for path in pages),
            self.path_of(place_of(self.theirs, NewsPage)),
        ]
        responses = {path: self.request(path) for path in paths}
        return {
            path: (response.content, response.headers.get("ETag")) for path, response in responses.items()
        }

    def prepare(self):
        """A new draft, a scheduled page, one in moderation, and a new draft of a public page."""
        for number, state in enumerate(["draft", "scheduled", "in review"]):
            page = self.add(self.theirs, NewsPage, f"{SECRET} later {number}")
            self.bring_into(page, state)
        public = self.public[NewsPage]
        public.title = f"{SECRET} nieuwe titel"
        public.expire_at = timezone.now() + datetime.timedelta(days=9)
        public.tags.add(SECRET)
        public.save_revision(user=self.them, clean=False)

    def test_drafts_change_no_answer(self):
        before = self.answers()
        self.prepare()

        for path, answer in self.answers().items():
            self.assertEqual(answer, before[path], path)


class FormerCoordinatorTests(SecretsCase):
    def test_a_coordinator_who_has_left_is_404_for_everybody(self):
        page = self.public[CoordinatorPage]
        self.assertEqual(self.request(self.path_of(page)).status_code, 200)
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        Person.objects.filter(pk=self.person.pk).update(active_until=yesterday)
        Person.objects.get(pk=self.person.pk).save()

        for user in (None, self.us, self.them, self.superuser):
            self.assertEqual(self.request(self.path_of(page), user).status_code, 404)
            results = self.request("@search?portal_type=Coordinator&b_size=100", user).json()
            self.assertNotIn(page.slug, [item["@id"].rpartition("/")[2] for item in results["items"]])

    def test_hidden_numbers_stay_hidden(self):
        path = self.path_of(self.public[CoordinatorPage])
        for user in (None, self.us, self.them, self.superuser):
            response = self.request(path, user)
            self.assertEqual(response.status_code, 200)
            for phone in SECRETS[1:]:
                self.assertNotIn(phone, response.content.decode())
