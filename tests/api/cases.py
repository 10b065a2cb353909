"""A site with something of every type, and how the API is asked."""

from urllib.parse import urlencode

from cms.rest import answers, collections
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
WORDS = ["themes", "target-groups", "organisations", "municipalities"]


def forget():
    """As in a process that has just begun: nothing is remembered."""
    for memory in (answers.versions, collections.summaries, collections.details):
        memory.kept.clear()


class ApiTestCase(PlatformTestCase):
    """`places` are the pages below which the pages of each collection stand."""

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
        forget()

    def make(self, name, parent=None, **values):
        """A public page of the collection, on the theme; other values replace what it would get."""
        return FACTORIES[name](parent=parent or self.places[name], **{"themes": [self.theme], **values})

    def ask(self, path, query=None, **headers):
        """The answer at this address below /api/v1/; headers as Django's test client writes them."""
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        return self.client.get(f"{V1}{path}{asked}", **headers)

    def told(self, path, query=None):
        response = self.ask(path, query)
        self.assertEqual(response.status_code, 200, response.content)
        return response.json()

    def ids(self, path, query=None):
        return [item["id"] for item in self.told(path, query)["items"]]

    def assert_problem(self, response, status, named=""):
        """An error that a program can read, that nobody keeps, and that names what is wrong."""
        self.assertEqual(response.status_code, status, response.content)
        self.assertEqual(response["Content-Type"], PROBLEM)
        self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertEqual(response["Cache-Control"], "no-store")
        self.assertNotIn("ETag", response)
        told = response.json()
        self.assertEqual(told["status"], status)
        self.assertIn(named, told["detail"])
        return told


def uuid(page):
    return str(page.translation_key)
