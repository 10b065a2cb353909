"""More content costs no more queries."""

from tests.factories import NewsPageFactory, StandardPageFactory
from tests.practices.factories import PracticePageFactory

from .cases import DialectCase

PATHS = [
    "",
    "nieuws",
    "nieuws?fullobjects=1",
    "nieuws/eerste",
    "nieuws/eerste?expand=breadcrumbs,navigation,contextnavigation,navroot,actions,types,workflow,translations",
    "over-ons",
    "@search",
    "@search?fullobjects=1&b_size=100",
    "@search?metadata_fields=_all&b_size=100",
    "@search?SearchableText=bericht&Subject=Wonen&sort_on=start",
    "@querystring-search?query=%7B%22query%22%3A%5B%5D%7D&fullobjects=1&b_size=100",
    "@navigation?expand.navigation.depth=4",
    "over-ons/ploeg/@contextnavigation",
    "over-ons/ploeg/@breadcrumbs",
    "@types",
    "@types/Folder",
    "@vocabularies/plone.app.vocabularies.Keywords",
    "nieuws/eerste/@history",
    "nieuws/eerste/@workflow",
    "nieuws/eerste/@translations",
    "@aliases",
]


class GrowthTests(DialectCase):
    def queries(self, path, user):
        return self.count_queries_of(lambda: self.request(path, user=user))

    def test_more_pages_cost_no_more_queries(self):
        readers = (None, self.superuser)
        for kind in self.lists:
            self.make(kind)
        few = {(path, user): self.queries(path, user) for path in PATHS for user in readers}
        NewsPageFactory.create_batch(6, parent=self.news, themes=[self.theme])
        PracticePageFactory.create_batch(6, parent=self.lists["practices"])
        for _ in range(4):
            self.make("events")
            StandardPageFactory(parent=self.below)
            NewsPageFactory(parent=self.own_lists["news"], live=False).save_revision(clean=False)

        for (path, user), count in few.items():
            with self.subTest(f"{path} {user}"):
                self.assertLessEqual(self.queries(path, user), count)
