"""The licence of a picture: set in the admin or by a program, and shown with the picture everywhere."""

from django.urls import reverse
from wagtail.models import APIToken

from cms.models import CustomImage
from tests.cms.cases import PublishingTestCase
from tests.cms.heads import data_of
from tests.factories import ImageFactory, NewsPageFactory
from tests.media.test_images import picture

ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
FACTS = {"title": "Tafel", "description": "Een tafel", "credit": "An Peeters", "licence": "cc-by"}
SAID = ("Een tafel", "An Peeters", "cc-by")


class PictureLicenceTests(PublishingTestCase):
    def send(self, method, path, content, **options):
        _token, key = APIToken.create_token(user=self.chief, name="test")
        headers = {"authorization": f"Bearer {key}"}
        return getattr(self.client, method)(f"/api/cms/images/{path}", content, headers=headers, **options)

    def assert_is_said(self):
        image = CustomImage.objects.get()
        self.assertEqual((image.description, image.credit, image.licence), SAID)

    def test_is_chosen_in_the_admin(self):
        data = {**FACTS, "file": picture(), "collection": "1", "tags": ""}

        self.client.post(reverse("wagtailimages:add"), data)

        self.assert_is_said()

    def test_is_sent_by_a_program(self):
        response = self.send("post", "", {**FACTS, "file": picture(), "collection_id": "1"})

        self.assertEqual(response.status_code, 201, response.content)
        self.assert_is_said()

    def test_is_changed_and_read_by_a_program(self):
        image = ImageFactory(**{**FACTS, "licence": ""})

        response = self.send("patch", f"{image.pk}/", {"licence": "cc-by"}, content_type="application/json")

        self.assertEqual(response.status_code, 200, response.content)
        self.assertEqual(self.send("get", f"{image.pk}/", {}).json()["licence"], "cc-by")
        self.assert_is_said()

    def test_one_that_does_not_exist_is_refused(self):
        image = ImageFactory(**FACTS)

        response = self.send("patch", f"{image.pk}/", {"licence": "mijn"}, content_type="application/json")

        self.assertEqual(response.status_code, 422, response.content)
        self.assert_is_said()

    def test_is_told_wherever_the_picture_stands(self):
        image = ImageFactory(**FACTS)
        block = ("image", {"image": image, "alt": "", "caption": ""})
        page = NewsPageFactory(parent=self.news, listing_image=image, body=[block])

        response = self.client.get(page.url)
        api_data = self.client.get(f"/api/v1/news/{page.translation_key}").json()
        dialect = self.client.get(f"/++api++{page.url}").json()

        self.assertContains(response, f'<a href="{ADDRESS}" rel="license">CC BY 4.0</a>', count=2)
        data = data_of(response, "NewsArticle")["image"]
        self.assertEqual((data["license"], data["creditText"]), (ADDRESS, "An Peeters"))
        for credited in (
            api_data["image"],
            api_data["body"]["blocks"][0]["value"]["image"],
            dialect["image"],
        ):
            self.assertEqual((credited["licence"]["uri"], credited["credit"]), (ADDRESS, "An Peeters"))
        self.assertIn(ADDRESS, dialect["text"]["data"])
