from django.test import SimpleTestCase
from wagtail.blocks import StructBlockValidationError

from cms.blocks import VideoBlock


class VideoBlockTests(SimpleTestCase):
    def test_a_video_without_subtitles_or_text_is_refused_however_little_was_sent(self):
        with self.assertRaises(StructBlockValidationError) as refusal:
            VideoBlock().clean({"url": "https://vimeo.com/12345678"})

        self.assertEqual(list(refusal.exception.block_errors), ["transcript"])

    def test_an_empty_one_is_let_through(self):
        self.assertEqual(VideoBlock().clean({}), {})
