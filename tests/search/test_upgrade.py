"""A site that is brought up to date keeps what its search has learnt, in tables of this room's name."""

import datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import TransactionTestCase
from wagtail.models import Page

from search.models import SearchRefresh, SearchWord

BEFORE = [("cms", "0018_picture_licence"), ("search", None), ("caching", None)]


class UpgradeTests(TransactionTestCase):
    def migrate(self, targets):
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return executor.loader.project_state([target for target in targets if target[1]]).apps

    def test_words_and_days_to_renew_are_taken_along(self):
        page, day = Page.objects.get(depth=1), datetime.date(2026, 12, 1)
        old = self.migrate(BEFORE)
        old.get_model("cms", "SearchWord").objects.create(word="daklozen")
        old.get_model("cms", "SearchRefresh").objects.create(page_id=page.pk, due_on=day)

        self.migrate([("cms", "0019_leave_rooms")])

        self.assertEqual(list(SearchWord.objects.values_list("word", flat=True)), ["daklozen"])
        self.assertEqual(list(SearchRefresh.objects.values_list("page", "due_on")), [(page.pk, day)])
        left = {name for name in connection.introspection.table_names() if name.startswith("cms_")}
        self.assertFalse({"cms_searchword", "cms_searchrefresh", "cms_listingchange"} & left)
