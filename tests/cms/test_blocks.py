from bs4 import BeautifulSoup
from django.test import SimpleTestCase, TestCase
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.rich_text import RichText

from api.html import absolutise
from cms.blocks import AudioBlock, VideoBlock
from tests.factories import DocumentFactory
from tests.media.documents import SOUNDS, document_file


class VideoBlockTests(SimpleTestCase):
    def test_a_video_without_subtitles_or_text_is_refused_however_little_was_sent(self):
        with self.assertRaises(StructBlockValidationError) as refusal:
            VideoBlock().clean({"url": "https://vimeo.com/12345678"})

        self.assertEqual(list(refusal.exception.block_errors), ["transcript"])

    def test_an_empty_one_is_let_through(self):
        self.assertEqual(VideoBlock().clean({}), {})


class AudioBlockTests(TestCase):
    def recording(self, **values):
        return DocumentFactory(file=document_file("gesprek.mp3", SOUNDS["mp3"]), **values)

    def refused(self, **values):
        try:
            AudioBlock().clean(values)
        except StructBlockValidationError as refusal:
            return set(refusal.block_errors)
        return set()

    def rendered(self, values):
        block = AudioBlock()
        value = block.normalize({"title": "Een gesprek", "transcript": RichText("<p>Dag.</p>"), **values})
        return BeautifulSoup(block.render(value), "html.parser")

    def test_a_recording_without_its_text_is_not_published(self):
        self.assertEqual(self.refused(url="https://voorbeeld.be/podcast"), {"transcript"})
        self.assertEqual(self.refused(document=self.recording()), {"transcript"})
        self.assertEqual(self.refused(document=self.recording(), transcript=RichText("<p>Dag.</p>")), set())

    def test_an_empty_one_is_let_through(self):
        self.assertEqual(self.refused(), set())

    def test_a_file_that_is_no_sound_is_not_published(self):
        self.assertEqual(
            self.refused(document=DocumentFactory(), transcript=RichText("<p>Dag.</p>")), {"document"}
        )

    def test_a_file_is_played_by_the_browser_and_loads_nothing_before(self):
        recording = self.recording()

        player = self.rendered({"document": recording}).audio

        self.assertEqual((player["src"], player["preload"]), (recording.url, "none"))
        self.assertTrue(player.has_attr("controls"))
        self.assertEqual(player["aria-label"], "Een gesprek")

    def test_nothing_of_another_site_is_loaded(self):
        part = self.rendered({"url": "https://voorbeeld.be/podcast"})

        self.assertEqual(part.select("[src]"), [])
        self.assertEqual(part.select_one("details a")["href"], "https://voorbeeld.be/podcast")

    def test_a_private_recording_is_not_told_of(self):
        private = Collection.get_first_root_node().add_child(name="Intern")
        CollectionViewRestriction.objects.create(
            collection=private, restriction_type=CollectionViewRestriction.LOGIN
        )

        part = self.rendered({"document": self.recording(collection=private)})

        self.assertEqual(part.select("[src], a"), [])

    def test_read_elsewhere_it_is_a_link(self):
        recording = self.recording()
        html = absolutise(str(self.rendered({"document": recording})), "https://site.be/nieuws/")

        self.assertNotIn("<audio", html)
        self.assertIn(f'href="https://site.be{recording.url}"', html)
