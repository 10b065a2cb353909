"""Whoever uploads a picture that is there already hears it, by every way in; only of pictures that can be chosen."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.models import CustomImage
from platforms.teams import files_of
from tests.media.pictures import drawn, picture_file, with_secrets
from tests.partners.cases import PartnerTestCase
from tests.permissions.factories import a_member_of, a_platform

WORDS = "Deze afbeelding staat er al"
FILES = {
    "JPEG of a phone": lambda: with_secrets(orientation=6, name="IMG_2041.jpg"),
    "PNG": lambda: picture_file("schema.png", "PNG"),
    "WebP": lambda: picture_file("foto.webp", "WEBP", drawn(size=(90, 60))),
}


class SamePictureTests(PartnerTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.member = a_member_of(cls.platform)
        cls.stranger = a_member_of(a_platform(cls.home, "Van een ander"))

    def setUp(self):
        self.own = files_of(self.platform)
        self.client.force_login(self.member)

    def about(self, **values):
        return {
            "title": "Foto",
            "description": "Een tafel",
            "credit": "An",
            "collection": self.own.pk,
            **values,
        }

    def add(self, file):
        return self.client.post(reverse("wagtailimages:add"), self.about(file=file), follow=True)

    def choose(self, file):
        values = {f"image-chooser-upload-{name}": value for name, value in self.about(file=file).items()}
        return self.client.post(reverse("wagtailimages_chooser:create"), values).json()

    def send(self, file, collection=None):
        """One of many at once, as far as its row."""
        data = {"files[]": file, "collection": (collection or self.own).pk}
        return self.client.post(reverse("wagtailimages:add_multiple"), data).json()

    def finish(self, row):
        key = row["uploaded_file_id"]
        values = {f"uploaded-image-{key}-{name}": value for name, value in self.about().items()}
        url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[key])
        return self.client.post(url, values).json()

    def ways(self):
        """Each way to upload a picture whole."""
        return {"one": self.add, "chooser": self.choose, "many": lambda file: self.finish(self.send(file))}

    def test_a_picture_has_the_same_hash_by_every_way_in(self):
        for name, make in FILES.items():
            for way in self.ways().values():
                way(make())

            with self.subTest(name):
                hashes = CustomImage.objects.values_list("file_hash", flat=True)
                self.assertEqual((len(hashes), len(set(hashes))), (3, 1))
            CustomImage.objects.all().delete()

    def test_a_row_of_many_asks_which_one_to_use(self):
        for name, make in FILES.items():
            with self.subTest(name):
                self.add(make())

                row = self.send(make())

                self.assertTrue(row["duplicate"])
                self.assertIn(WORDS, row["confirm_duplicate_upload"])
                self.assertIn("Toch uploaden", row["confirm_duplicate_upload"])

    def test_it_can_be_uploaded_anyway(self):
        self.add(FILES["PNG"]())

        outcome = self.finish(self.send(FILES["PNG"]()))

        self.assertTrue(outcome["success"])
        self.assertEqual(CustomImage.objects.count(), 2)

    def test_or_thrown_away(self):
        self.add(FILES["PNG"]())
        key = self.send(FILES["PNG"]())["uploaded_file_id"]

        outcome = self.client.post(reverse("wagtailimages:delete_upload_multiple", args=[key])).json()

        self.assertTrue(outcome["success"])
        self.assertEqual(CustomImage.objects.count(), 1)

    def test_the_screen_of_one_says_so_with_both_at_hand(self):
        self.add(FILES["PNG"]())
        response = self.add(FILES["PNG"]())

        first, second = CustomImage.objects.order_by("pk")
        self.assertContains(response, "Deze afbeelding stond er al: “Foto”")
        self.assertContains(response, reverse("wagtailimages:edit", args=[first.pk]))
        self.assertContains(response, reverse("wagtailimages:delete", args=[second.pk]))

    def test_the_chooser_asks_which_one_to_use(self):
        self.choose(FILES["PNG"]())

        answer = self.choose(FILES["PNG"]())

        self.assertEqual(answer["step"], "duplicate_found")

    def test_another_picture_is_no_news(self):
        self.add(FILES["PNG"]())

        row = self.send(FILES["WebP"]())

        self.assertNotIn("duplicate", row)

    def test_pictures_of_others_are_never_named(self):
        self.add(FILES["PNG"]())
        self.client.force_login(self.stranger)
        self.own = files_of(self.stranger.groups.get().page_permissions.first().page.specific)

        row, answer, page = self.send(FILES["PNG"]()), self.choose(FILES["PNG"]()), None
        CustomImage.objects.filter(collection=self.own).delete()
        page = self.add(FILES["PNG"]())

        self.assertNotIn("duplicate", row)
        self.assertNotEqual(answer["step"], "duplicate_found")
        self.assertNotContains(page, "stond er al")

    def test_one_whose_consent_has_ended_is_named_with_that_word(self):
        self.add(FILES["PNG"]())
        CustomImage.objects.update(consent_until="2020-01-31")

        row = self.send(FILES["PNG"]())

        self.assertIn("Toestemming verlopen op 31 januari 2020", row["confirm_duplicate_upload"])

    def test_a_file_that_is_no_picture_gets_a_plain_answer(self):
        row = self.send(SimpleUploadedFile("foto.jpg", b"geen foto"))

        self.assertFalse(row["success"])
        self.assertNotIn("duplicate", json.dumps(row))
