"""A kept page shows the sizes of its picture that are made later."""

from django.core.management import call_command

from tests.caching.test_responses import ResponseCacheCase
from tests.factories import ImageFactory
from tests.practices.factories import PracticePageFactory


class PictureTests(ResponseCacheCase):
    def test_a_list_that_is_kept_shows_the_sizes_that_tick_makes(self):
        picture = ImageFactory(file__width=900, file__height=600)
        PracticePageFactory(parent=self.index, themes=[self.theme], listing_image=picture)
        kept = self.is_kept(self.index.url)
        before = self.get(self.index.url).body

        call_command("tick")

        self.assertTrue(kept)
        self.assertNotIn(b"card-picture", before)
        self.assertIn(b"card-picture", self.get(self.index.url).body)
