"""The S3 server refuses or hangs: pages come without what is missing, and nothing is half stored."""

import socket
import threading
import time
from contextlib import closing, contextmanager, suppress

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from bench.servers import free_port
from cms.models import CustomDocument, CustomImage, Person
from media import object_client, patience
from media.storages import StorageUnavailableError
from monitoring.breaker import Breaker
from operations.checks import check_storage
from operations.health import Health, details
from tests.cms.cases import PublishingTestCase
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory
from tests.media.buckets import files_at
from tests.media.documents import document_file
from tests.media.pictures import drawn, picture_file
from tests.media.test_uploads import ABOUT
from tests.platforms import test_leaving

SORRY = "We kunnen nu niet aan onze bestanden"
# The wait for a server that hangs, and then some for a busy machine.
LONGEST = patience.BRIEF.read + 2


def url(port):
    return f"s3+http://sleutel:geheim@127.0.0.1:{port}/proef"


@pytest.fixture
def _brief(monkeypatch):
    """As in a process that answers visitors, whose server answered until now."""
    monkeypatch.setattr(object_client, "breaker", Breaker(pause=5))
    monkeypatch.setattr(patience, "_is_brief", True)


@contextmanager
def refusing():
    yield free_port()


@contextmanager
def hanging():
    """Takes connections, and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.usefixtures("_brief")
class RefusingTests(PublishingTestCase):
    fault = staticmethod(refusing)

    def setUp(self):
        """A page with pictures whose sizes are not made, and a document: stored before the server went away."""
        super().setUp()
        cache.clear()
        images = [ImageFactory(file__width=900, file__height=600) for _ in range(5)]
        self.document = DocumentFactory(title="Nota")
        body = [("paragraph", "<p>Tekst.</p>")]
        body += [("image", {"image": image, "caption": "", "alt": ""}) for image in images[1:]]
        self.page = NewsPageFactory(parent=self.news, listing_image=images[0], body=body)
        self.enterContext(files_at(url(self.enterContext(self.fault()))))

    def test_a_page_comes_without_its_pictures_and_only_the_first_of_them_is_waited_for(self):
        began = time.monotonic()
        response = self.client.get(self.page.url)

        self.assertEqual(response.status_code, 200)
        self.assertNotContains(response, "/media/images/")
        self.assertNotContains(response, "not-found")
        self.assertLess(time.monotonic() - began, LONGEST)

    def test_so_does_everything_else_that_shows_the_page(self):
        for address in (
            "/",
            self.news.url,
            f"{self.news.url}feed.atom",
            f"{self.news.url}feed.json",
            f"/api/v1/news/{self.page.translation_key}",
            f"/++api++{self.page.url}",
            reverse("wagtailimages:index"),
            reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
        ):
            response = self.client.get(address)

            self.assertEqual(response.status_code, 200, address)

    def test_a_document_is_promised_for_later(self):
        self.client.raise_request_exception = False

        response = self.client.get(self.document.url)

        self.assertContains(response, SORRY, status_code=503)
        self.assertEqual(response["Retry-After"], "60")
        self.assertEqual(response["Cache-Control"], "no-store")

    def test_an_upload_is_refused_in_words_and_stores_nothing(self):
        self.client.raise_request_exception = False
        before = CustomImage.objects.count(), CustomDocument.objects.count()

        for address, values in {
            reverse("wagtailimages:add"): ABOUT | {"file": picture_file(picture=drawn())},
            reverse("wagtaildocs:add"): {
                "title": "Nota",
                "collection": "1",
                "file": document_file("nota.pdf"),
            },
        }.items():
            response = self.client.post(address, values)

            self.assertContains(response, SORRY, status_code=503)
        self.assertEqual((CustomImage.objects.count(), CustomDocument.objects.count()), before)

    def test_nothing_is_deleted_whose_files_would_stay(self):
        self.client.raise_request_exception = False
        image = CustomImage.objects.first()

        for item, name in ((image, "wagtailimages"), (self.document, "wagtaildocs")):
            response = self.client.post(reverse(f"{name}:delete", args=[item.pk]))

            self.assertContains(response, SORRY, status_code=503)
            self.assertTrue(type(item).objects.filter(pk=item.pk).exists())

    def test_readiness_says_so_and_stays_ready(self):
        outcomes = Health(groups=[{"storage": check_storage}], deadline=LONGEST).current()

        self.assertEqual(details(outcomes)["status"], "degraded")
        self.assertIn("does not answer", outcomes["storage"].problem)


@pytest.mark.usefixtures("_brief")
class LeavingTests(test_leaving.LeavingTestCase):
    erase = test_leaving.ErasureTests.erase

    def test_nobody_is_erased_while_the_photo_cannot_be(self):
        with files_at(url(free_port())), pytest.raises(StorageUnavailableError):
            self.erase()
        self.assertTrue(Person.objects.filter(pk=self.person.pk).exists())

        self.erase()

        self.assertFalse(Person.objects.filter(pk=self.person.pk).exists())


class TickTests(PublishingTestCase):
    def test_scheduled_work_does_not_wait_for_pictures(self):
        """Not even in a process that may wait, as commands do."""
        for _number in range(3):
            ImageFactory()
        self.assertEqual(CustomImage.without_sizes().count(), 3)

        with hanging() as port, files_at(url(port)), self.assertLogs("cms.models.media", "ERROR"):
            began = time.monotonic()
            call_command("tick")

        self.assertLess(time.monotonic() - began, LONGEST)


class HangingTests(RefusingTests):
    fault = staticmethod(hanging)


@pytest.mark.usefixtures("_brief")
def test_after_one_wait_in_vain_others_fail_at_once_until_the_server_is_back(monkeypatch):
    monkeypatch.setattr(object_client, "breaker", Breaker(pause=0.2))
    port = free_port()
    with files_at(url(port)) as storage:
        exists = lambda: object_client.request(  # noqa: E731 - three words, three times
            object_client.client(storage).head_object, Bucket="proef", Key="x"
        )
        with pytest.raises(StorageUnavailableError, match="does not answer"):
            exists()
        with pytest.raises(StorageUnavailableError, match="a moment ago"):
            exists()
        with closing(socket.create_server(("127.0.0.1", port))) as server:
            threading.Thread(target=answer, args=(server,), daemon=True).start()
            time.sleep(0.3)

            with pytest.raises(FileNotFoundError):
                exists()
            assert not object_client.breaker.is_open


def answer(server):
    """An S3 server without files."""
    with suppress(OSError):
        while True:
            client, _address = server.accept()
            with client:
                client.recv(65_536)
                client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
