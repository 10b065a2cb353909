"""The smallest site with a platform."""

from tests.cases import SiteTestCase
from tests.factories import RegionFactory
from tests.platforms.factories import (
    CoordinatorIndexPageFactory,
    PlatformIndexPageFactory,
    PlatformPageFactory,
)


class PlatformTestCase(SiteTestCase):
    """A platform in a list of platforms, and a directory of coordinators."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.region = RegionFactory(name="Westhoek", slug="westhoek")
        cls.platforms = PlatformIndexPageFactory(parent=cls.home)
        cls.directory = CoordinatorIndexPageFactory(parent=cls.home)
        cls.platform = PlatformPageFactory(
            parent=cls.platforms, title="Welzijnsplatform Heuvelland", region=cls.region
        )

    def assertRefuses(self, page, field):  # noqa: N802 - as unittest names its assertions
        """Publishing the page is refused because of this field, and of nothing else."""
        self.assertEqual([problem.field for problem in page.publishing_problems()], [field])
