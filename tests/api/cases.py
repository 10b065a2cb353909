"""A test case with a page of every type, and requests to the public API."""

from urllib.parse import urlencode

from api import collections
from platforms.models import PlatformMunicipality
from tests.events.factories import EventIndexPageFactory, EventPageFactory, TrajectoryPageFactory
from tests.factories import (
    MunicipalityFactory,
    NewsPageFactory,
    ThemeFactory,
)
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import (
    ActionProgrammePageFactory,
    CoordinatorPageFactory,
    PlatformPageFactory,
)
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

V1 = "/api/v1/"
PROBLEM = "application/problem+json"
FACTORIES = {
    "practices": PracticePageFactory,
    "news": NewsPageFactory,
    "events": EventPageFactory,
    "trajectories": TrajectoryPageFactory,
    "platforms": PlatformPageFactory,
    "action-programmes": ActionProgrammePageFactory,
    "coordinators": CoordinatorPageFactory,
}
FILTERED = ["practices", "news", "events", "trajectories", "coordinators"]
WORDS = ["themes", "target-groups", "methods", "organisations", "municipalities"]


def clear_caches():
    """Empties what this process keeps in memory, as if it had just started."""
    collections.summaries_of.memory.clear()


class ApiTestCase(PlatformTestCase):
    """`places` has the parent page for new pages of each collection."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.theme = ThemeFactory(name="Wonen", slug="wonen")
        cls.town = MunicipalityFactory(name="Ieper", slug="ieper", region=cls.region, codes=["8900"])
        cls.platform.municipalities = [PlatformMunicipality(municipality=cls.town)]
        cls.platform.save()
        agenda = EventIndexPageFactory(parent=cls.home)
        cls.places = {
            "practices": PracticeIndexPageFactory(parent=cls.home),
            "news": cls.news,
            "events": agenda,
            "trajectories": agenda,
            "platforms": cls.platforms,
            "action-programmes": cls.platform,
            "coordinators": cls.platform,
        }

    def setUp(self):
        clear_caches()

    def make(self, name, parent=None, **values):
        """A new public page of the collection, with the theme; `values` override its defaults."""
        return FACTORIES[name](parent=parent or self.places[name], **{"themes": [self.theme], **values})

    def get(self, path, query=None, **headers):
        """The response to a GET below /api/v1/; `headers` as for Django's test client."""
        query_string = f"?{urlencode(query, doseq=True)}" if query else ""
        return self.client.get(f"{V1}{path}{query_string}", **headers)

    def get_json(self, path, query=None):
        response = self.get(path, query)
        self.assertEqual(response.status_code, 200, response.content)
        return response.json()

    def ids(self, path, query=None):
        return [item["id"] for item in self.get_json(path, query)["items"]]

    def assert_problem(self, response, status, named=""):
        """Asserts a problem details response that is not cached and has `named` in its detail."""
        self.assertEqual(response.status_code, status, response.content)
        self.assertEqual(response["Content-Type"], PROBLEM)
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response["Cache-Control"], "no-store")
        self.assertNotIn("ETag", response)
        data = response.json()
        self.assertEqual(data["status"], status)
        self.assertIn(named, data["detail"])
        return data


def uuid(page):
    return str(page.translation_key)
