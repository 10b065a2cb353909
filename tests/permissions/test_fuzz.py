"""Nothing that an editor's browser can send to the admin is a server error.

`make fuzz` asks 5,000 things and other ones each time; here it is a few, the same ones each time.
"""

import os
import random
import sys

from news.models import NewsPage
from platforms.models import CoordinatorPage
from practices.models import PracticePage
from tests.permissions.fuzz import AdminFuzz
from tests.permissions.test_crawl import CrawlCase

REQUESTS = os.environ.get("ADMIN_REQUESTS")
FEW = 240


class AdminFuzzTests(CrawlCase):
    def addresses(self):
        pages = [self.own[model] for model in (NewsPage, PracticePage, CoordinatorPage)]
        files = [self.our_image, self.our_document, self.shared_image, self.person]
        site_addresses = self.all_addresses(
            [*pages, self.ours, self.public[NewsPage], *files, *self.words], with_queries=False
        )
        return [address for address in site_addresses if address.startswith("/admin/")]

    def fuzz(self, user, requests, seed):
        self.client.force_login(user)
        fuzz = AdminFuzz(self.client, random.Random(seed))
        addresses = self.addresses()
        while sum(fuzz.statuses.values()) < requests:
            fuzz.ask(fuzz.chance.choice(addresses))
        sys.stdout.write(f"\n{user}: seed {seed}, {dict(sorted(fuzz.statuses.items()))}\n")
        return fuzz

    def test_no_request_of_a_signed_in_person_is_a_server_error(self):
        requests, seed = int(REQUESTS or FEW), random.randrange(10**6) if REQUESTS else 1
        shares = {self.us: 0.6, self.reviewer: 0.2, self.superuser: 0.2}

        fuzzes = [self.fuzz(user, requests * share, seed) for user, share in shares.items()]

        faults = [f"{fault}\n    {request}" for fuzz in fuzzes for fault, request in fuzz.faults.items()]
        self.assertFalse(faults, "\n".join(faults))
        self.assertTrue(all(fuzz.statuses[200] for fuzz in fuzzes))
