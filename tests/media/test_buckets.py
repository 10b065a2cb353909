"""Files on S3 behave as those in a folder, and what is private stays so: against a real S3 server."""

import io
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from PIL import Image

from cms.deleting import for_good
from cms.models import CustomDocument, CustomImage
from cms.models.media import SIZES
from media import object_client
from tests.cases import SiteTestCase
from tests.cms import test_byte_ranges
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory
from tests.media import test_documents, test_uploads
from tests.media.buckets import Requests, files_in_buckets
from tests.media.pictures import drawn, picture_file
from tests.platforms import test_leaving

pytestmark = pytest.mark.s3


@pytest.fixture(scope="module", autouse=True)
def buckets(object_store):
    with files_in_buckets(object_store) as storage:
        yield storage


@pytest.fixture(scope="class")
def storage(request, buckets):
    request.cls.storage = buckets


class ServeOnS3Tests(test_documents.ServeTests):
    """Documents are served as from a folder."""


class ByteRangesOnS3Tests(test_byte_ranges.ByteRangeTests):
    """Recordings play from any point."""


class StoredOnS3Tests(test_documents.StoredTests):
    """Documents that are wrong or gone are listed."""


class UploadsOnS3Tests(test_uploads.UploadTests):
    """Every way to upload has the same limits."""


class PublicOnS3Tests(test_uploads.PublicTests):
    """The public gets renditions alone."""


class AvatarsOnS3Tests(test_uploads.AvatarTests):
    """Pictures of users are for who has signed in."""


def status(address):
    """What somebody without a key gets."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - of our own server
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.usefixtures("storage")
class BucketTests(test_uploads.PictureCase):
    def setUp(self):
        super().setUp()
        cache.clear()

    def picture(self):
        with self.captureOnCommitCallbacks(execute=True):
            return self.add(picture_file(picture=drawn(size=(900, 600))))

    def address(self, bucket, name=""):
        return f"{self.storage.endpoint}/{bucket}/{name}"

    def test_without_a_key_only_renditions_can_be_read_and_nothing_listed(self):
        image, document = self.picture(), DocumentFactory()
        rendition = image.get_rendition("width-400")

        self.assertEqual(status(self.address(self.storage.public, rendition.file.name)), 200)
        for name in (image.file.name, document.file.name):
            self.assertEqual(status(self.address(self.storage.private, name)), 403, name)
            self.assertNotEqual(status(self.address(self.storage.public, name)), 200, name)
        for bucket in (self.storage.private, self.storage.public):
            self.assertEqual(status(self.address(bucket)), 403)
            self.assertEqual(status(self.address(bucket, "?list-type=2")), 403)

    def test_no_address_of_a_file_leads_to_the_server_or_holds_a_signature(self):
        image, document = self.picture(), DocumentFactory()

        addresses = [document.url, document.file.url, image.file.url, image.get_rendition("width-400").url]

        self.assertEqual([address for address in addresses if not address.startswith("/")], [])
        self.assertEqual([address for address in addresses if "?" in address], [])

    def test_a_page_whose_pictures_are_made_needs_nothing_of_the_server(self):
        page = NewsPageFactory(parent=self.news, listing_image=self.picture())

        with Requests(self.storage) as requests:
            self.assertContains(self.client.get(page.url), "/media/images/")
            cache.clear()
            self.client.get(f"/api/v1/news/{page.translation_key}")

        self.assertEqual(requests.names, [])

    def test_an_upload_is_stored_in_two_requests(self):
        with Requests(self.storage) as requests:
            name = default_storage.save("documents/nota.txt", ContentFile("tekst"))

        self.assertEqual(requests.names, ["HeadObject", "PutObject"])
        self.assertEqual(default_storage.open(name).read(), b"tekst")

    def test_a_size_that_is_made_reads_the_picture_once_and_one_that_is_known_costs_nothing(self):
        image = CustomImage.objects.get(pk=self.picture().pk)

        with Requests(self.storage) as requests:
            image.get_rendition("width-333")
        with Requests(self.storage) as none:
            CustomImage.objects.get(pk=image.pk).get_rendition("width-333")

        self.assertEqual(requests.names, ["HeadObject", "GetObject", "HeadObject", "PutObject"])
        self.assertEqual(none.names, [])

    def test_of_two_files_of_one_name_none_takes_the_place_of_the_other(self):
        first = default_storage._save("documents/zelfde.txt", ContentFile(b"een"))
        second = default_storage._save("documents/zelfde.txt", ContentFile(b"twee"))

        self.assertNotEqual(first, second)
        self.assertEqual(default_storage.open(first).read(), b"een")
        self.assertEqual(default_storage.open(second).read(), b"twee")

    def test_a_part_of_a_document_is_all_that_leaves_the_bucket(self):
        sound = DocumentFactory(file__filename="lang.mp3", file__data=bytes(3_000_000))
        lengths = []
        server = object_client.client(self.storage)
        note = lambda parsed, **_call: lengths.append(parsed["ContentLength"])  # noqa: E731 - an event's name
        server.meta.events.register("after-call.s3.GetObject", note)

        response = self.client.get(sound.url, headers={"Range": "bytes=1000-1999"})

        self.assertEqual(b"".join(response), bytes(1000))
        server.meta.events.unregister("after-call.s3.GetObject", note)
        self.assertEqual(lengths, [1000])

    def test_a_document_that_somebody_has_already_costs_no_request(self):
        document = DocumentFactory()
        document.get_file_hash()
        etag = self.client.get(document.url)["ETag"]

        with Requests(self.storage) as requests:
            response = self.client.get(document.url, headers={"If-None-Match": etag})

        self.assertEqual((response.status_code, requests.names), (304, []))

    def headers(self, name):
        document = DocumentFactory(file__filename=name, file__data=b"%PDF-")
        document.get_file_hash()
        response = self.client.get(document.url)
        self.assertEqual(b"".join(response), b"%PDF-")
        self.assertIn("Last-Modified", response)
        return {header.lower(): value for header, value in response.items() if header != "Last-Modified"}

    def test_a_document_has_the_headers_that_it_has_from_a_folder(self):
        folder = {"default": {"BACKEND": "media.storages.WholeFileStorage"}}
        for name in ("met-koppen.pdf", "met-koppen.txt"):
            from_s3 = self.headers(name)
            with override_settings(STORAGES={**settings.STORAGES, **folder}):
                from_folder = self.headers(name)

            self.assertEqual(from_s3, from_folder)
            self.assertIn("etag", from_s3)

    def test_a_document_that_is_gone_is_not_there(self):
        document = DocumentFactory()
        default_storage.delete(document.file.name)

        self.assertEqual(self.client.get(document.url).status_code, 404)

    def test_what_is_deleted_for_good_goes_from_both_buckets_by_the_same_client(self):
        image, document = self.picture(), DocumentFactory()
        places = [(image.file.storage, image.file.name), (document.file.storage, document.file.name)]
        places += [(rendition.file.storage, rendition.file.name) for rendition in image.renditions.all()]
        clients = object_client._client.cache_info().currsize

        with for_good(), self.captureOnCommitCallbacks(execute=True):
            image.delete()
            document.delete()

        self.assertEqual(len(places), 2 + len(SIZES))
        self.assertEqual([name for storage, name in places if storage.exists(name)], [])
        self.assertEqual(object_client._client.cache_info().currsize, clients)

    def test_no_task_gets_the_secret(self):
        for alias in ("default", "public"):
            self.assertEqual(storages[alias].deconstruct()[1:], ((), {}))

    def test_a_stored_picture_is_mended(self):
        image = self.picture()
        name = image.file.name
        default_storage.replace(name, picture_file(picture=drawn(size=(300, 200)), exif=b"Exif\0\0"))
        broken = ImageFactory()
        default_storage.replace(broken.file.name, io.BytesIO(b"kapot"))
        image.renditions.all().delete()

        output = io.StringIO()
        call_command("mend_pictures", stdout=output)

        self.assertIn(f"Picture {broken.pk} (", output.getvalue())
        self.assertNotIn(f"Picture {image.pk} (", output.getvalue())
        image = CustomImage.objects.get(pk=image.pk)
        self.assertEqual(image.renditions.count(), len(SIZES))
        self.assertEqual(Image.open(image.file.open()).size, (300, 200))

    def test_who_replaces_a_document_leaves_nothing_of_the_old_one(self):
        document = DocumentFactory(file__filename="oud.txt", file__data=b"oud")
        old = document.file.name

        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(
                reverse("wagtaildocs:edit", args=[document.pk]),
                {"title": "Nieuw", "file": ContentFile(b"nieuw", "nieuw.txt"), "collection": "1"},
            )

        document = CustomDocument.objects.get(pk=document.pk)
        self.assertEqual(document.file.read(), b"nieuw")
        self.assertFalse(default_storage.exists(old))


class LeavingOnS3Tests(test_leaving.LeavingTestCase):
    """The photo of who left goes from the server too."""

    erase = test_leaving.ErasureTests.erase
    test_photo_and_renditions_leave_the_server = (
        test_leaving.ErasureTests.test_photo_and_renditions_leave_the_disk
    )


class BucketCommandTests(SiteTestCase):
    def test_making_the_buckets_again_changes_nothing(self):
        output = io.StringIO()

        call_command("make_buckets", stdout=output)

        self.assertIn("is there", output.getvalue())
