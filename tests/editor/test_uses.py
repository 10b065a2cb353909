"""Who deletes a picture or document is told first which pages use it, as far as this user may know."""

from django.urls import reverse

from cms.models import CustomImage
from editor.uses import MOST_FILES, MOST_USES, uses_of
from news.models import NewsIndexPage
from platforms.teams import files_of
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, PersonFactory, UserFactory
from tests.partners.cases import PartnerTestCase
from tests.permissions.factories import a_member_of, a_platform, a_reviewer


class UsesTests(PartnerTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.image = ImageFactory(collection=files_of(cls.platform))
        cls.document = DocumentFactory(title="Nota", collection=files_of(cls.platform))
        cls.member, cls.reviewer = a_member_of(cls.platform), a_reviewer(cls.home)
        cls.others = a_platform(cls.home, "Van een ander")

    def on_page(self, parent=None, **values):
        return NewsPageFactory(parent=parent or self.own_lists["news"], **values)

    def uses(self, user, file=None):
        file = file or self.image
        return uses_of([file], user)[file.pk]

    def test_pages_and_people_that_show_it_are_named(self):
        self.on_page(title="Buurtfeest", listing_image=self.image)
        self.on_page(title="Ontwerp", live=False, listing_image=self.image)
        PersonFactory(first_name="Mia", last_name="Maes", photo=self.image, photo_consent_on="2026-01-01")

        uses = self.uses(self.member)

        self.assertEqual(
            [(use.title, use.is_live) for use in uses.shown],
            [("Buurtfeest", True), ("Mia Maes", True), ("Ontwerp", False)],
        )
        self.assertEqual(uses.hidden, 0)

    def test_what_a_user_may_not_see_is_a_number(self):
        parent = NewsIndexPage.objects.child_of(self.others).get()
        self.on_page(parent, title="Geheim plan", live=False, listing_image=self.image)

        of_member, of_reviewer = self.uses(self.member), self.uses(self.reviewer)

        self.assertEqual((of_member.shown, of_member.hidden), ([], 1))
        self.assertEqual([use.title for use in of_reviewer.shown], ["Geheim plan"])

    def test_somebody_without_rights_sees_listed_pages_only(self):
        self.on_page(title="Buurtfeest", listing_image=self.image)
        self.on_page(title="Ontwerp", live=False, listing_image=self.image)

        uses = self.uses(UserFactory())

        self.assertEqual(([use.title for use in uses.shown], uses.hidden), (["Buurtfeest"], 1))

    def test_the_question_whether_to_delete_shows_them(self):
        self.on_page(title="Buurtfeest", listing_image=self.image)
        body = [("file", {"title": "Nota", "document": self.document})]
        self.on_page(title="Verslag", body=body)
        self.client.force_login(self.member)
        screens = {
            "Buurtfeest": reverse("wagtailimages:delete", args=[self.image.pk]),
            "Verslag": reverse("wagtaildocs:delete", args=[self.document.pk]),
        }
        for title, address in screens.items():
            with self.subTest(title):
                self.assertContains(self.client.get(address), title)

    def test_that_of_several_at_once_too(self):
        self.on_page(title="Buurtfeest", listing_image=self.image)
        unused = ImageFactory(title="Ongebruikt", collection=files_of(self.platform))
        self.client.force_login(self.member)
        address = reverse("wagtail_bulk_action", args=["cms", "customimage", "delete"])

        response = self.client.get(f"{address}?id={self.image.pk}&id={unused.pk}")

        self.assertContains(response, "Buurtfeest")
        self.assertContains(response, "Geen pagina gebruikt dit bestand")

    def test_the_answer_still_deletes(self):
        self.client.force_login(self.member)

        self.client.post(reverse("wagtailimages:delete", args=[self.image.pk]))

        self.assertFalse(CustomImage.objects.filter(pk=self.image.pk).exists())

    def test_more_files_and_uses_cost_no_more_queries(self):
        files = [self.image]
        self.on_page(listing_image=self.image)
        PersonFactory(photo=self.image, photo_consent_on="2026-01-01")
        one = self.count_queries_of(lambda: uses_of(files, self.member))
        for _number in range(4):
            files.append(ImageFactory(collection=files_of(self.platform)))
            self.on_page(listing_image=files[-1])
        five = self.count_queries_of(lambda: uses_of(files, self.member))

        self.assertEqual(one, five)

    def test_a_bound_holds(self):
        for number in range(MOST_USES + 2):
            self.on_page(title=f"Bericht {number}", listing_image=self.image)

        uses = self.uses(self.member)

        self.assertEqual((len(uses.shown), uses.more), (MOST_USES, 2))
        self.assertEqual(len(uses_of([self.image] * (MOST_FILES + 1), self.member)), 1)
