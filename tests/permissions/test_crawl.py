"""Nothing leaks through links, nor through what lists can be asked.

Every address by itself, as every role, is in `test_url_matrix.py`.
"""

import re

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from news.models import NewsPage
from tests.permissions.cases import SECRET_WORD, SECRETS, STATES, TwoTeamsCase
from tests.permissions.crawl import BULK_PAGES, addresses, body_of, links, parameters, queries, routes

MOST_LINKS = 150
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

    def questions(self, things):
        """The addresses with a query string."""
        return [address for address in self.all_addresses(things) if "?" in address]

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
        waiting, visited = [*self.questions(self.things()), "/admin/"], set()
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

        self.assertGreater(len(visited), 400)
        self.assertFalse(self.leaks, "\n".join(f"{text} {address}" for address, text in self.leaks.items()))
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
        self.assertFalse(self.leaks, "\n".join(f"{address}: {text}" for address, text in self.leaks.items()))
        self.assertFalse(self.broken, "\n".join(self.broken))

    def test_a_token_of_another_team_tells_nothing(self):
        self.leaks, headers = {}, self.token_of(self.us)
        redirect = Redirect.objects.create(old_path=f"/{SECRET_WORD}", redirect_page=self.live_child)
        things = [*self.things(), *self.pages.values(), *self.own.values(), redirect]
        paths = [address for address in self.all_addresses(things) if address.startswith("/api/cms/")]
        paths = [address if "?" in address else f"{address}?version=draft" for address in paths]

        for address in paths:
            self.assert_no_secret(address, self.visit(address, **headers))

        self.assertGreater(len(paths), 100)
        self.assertFalse(self.leaks, "\n".join(f"{address}: {text}" for address, text in self.leaks.items()))
        self.assertFalse(self.broken, "\n".join(self.broken))


def public_links(response):
    """The addresses of this site in a page, without those of the admin."""
    hrefs = re.findall(r'href="(/[^"#]*)', body_of(response)) if response.status_code == 200 else []
    return [href for href in hrefs if not href.startswith(("/admin/", "/static/", "/media/"))]
