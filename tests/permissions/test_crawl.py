"""The only proof that nothing leaks: ask every address, as everybody."""

import re

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from news.models import NewsPage
from tests.permissions.cases import SECRET_WORD, SECRETS, STATES, TwoTeamsCase
from tests.permissions.crawl import BULK_PAGES, addresses, body_of, links, parameters, queries, routes

MOST_LINKS = 300
# Signing out ends the crawl; actions of the API answer 405 to a question.
AVOIDED = re.compile("logout|/actions?/")


class CrawlCase(TwoTeamsCase):
    def things(self):
        """One of everything of theirs that nobody may know, and one of ours."""
        pages = [self.pages[NewsPage, state] for state in STATES]
        files = [self.image, self.document, self.person, self.our_image, self.our_document]
        return [
            *pages,
            self.live_child,
            self.theirs,
            self.public[NewsPage],
            self.own[NewsPage],
            *files,
            *self.words,
        ]

    def all_addresses(self, things, with_queries=True):
        keys = [thing.pk for thing in things if isinstance(thing, Page) or "custom" in thing._meta.model_name]
        things = [(thing, parameters(thing)) for thing in things]
        all_addresses = {}
        for route in [*routes(), *BULK_PAGES]:
            if route.startswith(("/admin/", "/api/")) and not AVOIDED.search(route):
                for address in addresses(route, things):
                    all_addresses[address] = None
                    if with_queries:
                        all_addresses.update(dict.fromkeys(queries(address, keys)))
        return list(all_addresses)

    def setUp(self):
        self.client.raise_request_exception = False
        self.broken = {}

    def visit(self, address, **headers):
        response = self.client.get(address, **headers)
        if response.status_code >= 500:
            self.broken[address] = response.status_code
        return response


class LeakTests(CrawlCase):
    def assert_no_secret(self, address, response):
        body = body_of(response) + str(response.headers)
        shown = [secret for secret in SECRETS if secret in body.lower()]
        if shown:
            place = body.lower().index(shown[0])
            self.leaks[address] = " ".join(body[max(place - 200, 0) : place + 60].split())

    def crawl(self, user, **headers):
        self.leaks = {}
        waiting, visited = self.all_addresses(self.things()), set()
        followed = 0
        while waiting:
            address = waiting.pop()
            if address in visited:
                continue
            visited.add(address)
            response = self.visit(address, **headers)
            self.assert_no_secret(address, response)
            fresh = [link for link in links(response) if link not in visited]
            if followed < MOST_LINKS:
                followed += len(fresh)
                waiting += fresh
        return visited

    def test_another_team_learns_nothing(self):
        self.client.force_login(self.us)

        visited = self.crawl(self.us)

        self.assertGreater(len(visited), 500)
        self.assertFalse(self.leaks, "\n".join(f"{found} {address}" for address, found in self.leaks.items()))
        self.assertFalse(self.broken, "\n".join(self.broken))

    def test_the_public_learns_nothing(self):
        """The site's pages, and everything that they link to."""
        self.leaks, waiting, visited = {}, [self.home.url, "/api/cms/"], set()
        waiting += [
            page.url for page in [*self.pages.values(), *self.public.values(), self.live_child, self.theirs]
        ]
        while waiting:
            address = waiting.pop()
            if address not in visited:
                visited.add(address)
                response = self.visit(address)
                self.assert_no_secret(address, response) if response.status_code == 200 else None
                waiting += public_links(response)

        self.assertGreater(len(visited), 50)
        self.assertFalse(
            self.leaks, "\n".join(f"{address}: {found}" for address, found in self.leaks.items())
        )
        self.assertFalse(self.broken, "\n".join(self.broken))

    def test_a_token_of_another_team_tells_nothing(self):
        self.leaks, headers = {}, self.token_of(self.us)
        redirect = Redirect.objects.create(old_path=f"/{SECRET_WORD}", redirect_page=self.live_child)
        things = [*self.things(), *self.pages.values(), *self.own.values(), redirect]
        found = [address for address in self.all_addresses(things) if address.startswith("/api/")]
        found += [f"{address}?version=draft" for address in found if "?" not in address]

        for address in found:
            self.assert_no_secret(address, self.visit(address, **headers))

        self.assertGreater(len(found), 100)
        self.assertFalse(
            self.leaks, "\n".join(f"{address}: {found}" for address, found in self.leaks.items())
        )
        self.assertFalse(self.broken, "\n".join(self.broken))


class AccessTests(CrawlCase):
    """Nobody gets an error, and who has no business somewhere gets nothing."""

    def answers(self, things):
        found = self.all_addresses(things, with_queries=False)
        answers = {
            address: self.visit(address).status_code for address in found if address.startswith("/admin/")
        }
        self.assertFalse(self.broken, "\n".join(self.broken))
        return answers

    def test_anonymous_gets_to_sign_in_and_no_further(self):
        public = re.compile(r"^/admin/(?:login|password_reset|jsi18n|signed-in|sprite)/")

        answers = self.answers([self.pages[NewsPage, "draft"], self.image, self.person])

        let_in = {
            address for address, status in answers.items() if status == 200 and not public.match(address)
        }
        self.assertEqual(let_in, set())

    def test_the_edit_addresses_of_another_team_are_closed(self):
        self.client.force_login(self.us)

        for page in [*self.pages.values(), *self.public.values(), self.theirs]:
            for name in ("edit", "history", "usage", "copy", "move", "delete", "unpublish", "view_draft"):
                status = self.visit(f"/admin/pages/{page.pk}/{name}/").status_code

                self.assertIn(status, (302, 403, 404), f"{page} {name}")

    def test_a_team_gets_no_errors_at_home(self):
        self.client.force_login(self.us)

        answers = self.answers([self.own[NewsPage], self.our_image, self.our_document, self.words[2]])

        self.assertEqual(answers[f"/admin/pages/{self.own[NewsPage].pk}/edit/"], 200)

    def test_a_reviewer_gets_no_errors_and_sees_all(self):
        self.client.force_login(self.reviewer)

        answers = self.answers([self.pages[NewsPage, "in review"], self.image, self.person])

        self.assertEqual(answers[f"/admin/pages/{self.pages[NewsPage, 'in review'].pk}/edit/"], 200)
        self.assertEqual(answers[f"/admin/images/{self.image.pk}/"], 200)

    def test_a_superuser_gets_no_errors(self):
        self.client.force_login(self.superuser)

        answers = self.answers([self.pages[NewsPage, "in review"], self.document, *self.words])

        self.assertGreater(len(answers), 300)


def public_links(response):
    """The addresses of this site in a page, without those of the admin."""
    found = re.findall(r'href="(/[^"#]*)', body_of(response)) if response.status_code == 200 else []
    return [link for link in found if not link.startswith(("/admin/", "/static/", "/media/"))]
