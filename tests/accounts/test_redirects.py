"""No address of ours sends a visitor to another site because a link says so (OWASP ASVS 5.0, 3.7.2)."""

from urllib.parse import urlsplit

from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory
from tests.permissions.factories import PASSWORD, a_user

EMAIL = "mieke@voorbeeld.be"
ELSEWHERE = [
    "https://kwaad.example/",
    "//kwaad.example/",
    "///kwaad.example/",
    "/\\kwaad.example/",
    "\\\\kwaad.example",
    "https:kwaad.example",
    "http:///kwaad.example",
    "javascript:alert(1)",
    "https://testserver@kwaad.example/",
    "https://testserver.kwaad.example/",
]


class OffSiteTests(SiteTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.user = a_user(is_superuser=True, email=EMAIL)
        cls.article = NewsPageFactory(parent=cls.news)

    def assert_stays_here(self, response, address):
        self.assertIn(response.status_code, (301, 302, 303), address)
        parts = urlsplit(response["Location"].replace("\\", "/"))
        self.assertIn((parts.scheme, parts.netloc), {("", ""), ("http", "testserver")}, address)
        self.assertTrue(parts.path.startswith("/") and not parts.path.startswith("//"), response["Location"])

    def test_signing_in_leads_to_the_site_itself(self):
        for address in ELSEWHERE:
            for door in ("wagtailadmin_login", "wagtailcore_login"):
                data = {"username": EMAIL, "password": PASSWORD, "next": address}

                self.assert_stays_here(self.client.post(reverse(door), data), address)

    def test_who_is_signed_in_already_stays_too(self):
        self.client.force_login(self.user)
        for address in ELSEWHERE:
            response = self.client.get(reverse("wagtailadmin_login"), {"next": address})

            self.assert_stays_here(response, address)

    def test_signing_out_stays_too(self):
        for address in ELSEWHERE:
            self.client.force_login(self.user)

            self.assert_stays_here(
                self.client.post(f"{reverse('wagtailadmin_logout')}?next={address}"), address
            )

    def test_so_does_the_password_of_a_page_and_of_documents(self):
        kind = {"restriction_type": "password", "password": "geheim"}
        page = PageViewRestriction.objects.create(page=self.article, **kind)
        collection = CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node(), **kind
        )
        doors = [
            reverse("wagtailcore_authenticate_with_password", args=[page.pk, self.article.pk]),
            reverse("wagtaildocs_authenticate_with_password", args=[collection.pk]),
        ]
        for address in ELSEWHERE:
            for door in doors:
                response = self.client.post(door, {"password": "geheim", "return_url": address})

                self.assert_stays_here(response, address)

    def test_so_does_what_editors_do(self):
        self.client.force_login(self.user)
        for address in ELSEWHERE:
            page = NewsPageFactory(parent=self.news)
            unpublish = reverse("wagtailadmin_pages:unpublish", args=[page.pk])

            self.assert_stays_here(self.client.post(unpublish, {"next": address}), address)

    def test_no_slash_is_added_to_the_name_of_another_site(self):
        for path in ("//kwaad.example", "/%2Fkwaad.example", "//kwaad.example/%2e%2e"):
            response = self.client.get(path)

            if response.status_code in (301, 302):
                self.assert_stays_here(response, path)
