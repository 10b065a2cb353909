from platforms.models import PlatformPage
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import PlatformPageFactory, many


class TileMapTests(PlatformTestCase):
    """The map on the home page."""

    def assertHasTile(self, response, address):  # noqa: N802 - as unittest names its assertions
        words = " ".join(response.content.decode().split())
        self.assertIn(f'<a class="tile on" href="{address}">', words)

    def test_a_tile_leads_to_the_platform_of_its_region(self):
        response = self.client.get(self.home.url)

        self.assertHasTile(response, self.platform.url)
        self.assertNotContains(response, 'id="streek-westhoek"')

    def test_each_platform_of_a_region_can_be_reached(self):
        second = PlatformPageFactory(parent=self.platforms, region=self.region)

        response = self.client.get(self.home.url)

        self.assertHasTile(response, "#streek-westhoek")
        for platform in (self.platform, second):
            self.assertContains(response, f'<li><a href="{platform.url}">{platform.title}</a></li>')

    def test_a_platform_that_is_not_public_is_not_on_it(self):
        self.platform.unpublish()

        response = self.client.get(self.home.url)

        self.assertContains(response, '<span class="tile">')
        self.assertNotContains(response, self.platform.title)

    def test_more_platforms_in_a_region_cost_no_more_queries(self):
        many(PlatformPage, 2, self.platforms, region=self.region)
        few = self.count_queries(self.home.url)
        many(PlatformPage, 8, self.platforms, region=self.region)

        self.assertEqual(self.count_queries(self.home.url), few)
