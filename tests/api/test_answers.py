"""The headers of responses, when a response is a 304, and when it changes."""

import datetime
import json

from django.test import override_settings
from django.utils import timezone
from wagtail.models import Site
from wagtail.models.api import APIToken

from api import conditional
from caching.models import ListingChange
from cms.models.page_rows import Keyword
from tests.factories import (
    ImageFactory,
    LegalReferenceFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    UserFactory,
)

from .cases import FACTORIES, FILTERED, V1, WORDS, ApiTestCase, clear_caches, uuid

PATHS = [
    *FACTORIES,
    *WORDS,
    *(f"{name}/facets" for name in FILTERED),
    "search?q=wonen",
    "find-platform?q=8900",
    "openapi.json",
]
METHODS = ["post", "put", "patch", "delete", "trace"]


class HeaderTests(ApiTestCase):
    def setUp(self):
        super().setUp()
        self.page = self.make("news")
        self.paths = [*PATHS, f"news/{uuid(self.page)}", f"by-id/{uuid(self.page)}"]

    def test_is_open_to_every_origin_and_may_be_kept(self):
        for path in self.paths:
            with self.subTest(path):
                response = self.get(path)
                self.assertEqual(response["Content-Type"], "application/json")
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertNotIn("Access-Control-Allow-Credentials", response)
                self.assertEqual(response["Vary"], "Accept-Encoding")
                self.assertEqual(response["Cache-Control"], conditional.KEPT)
                self.assertFalse(response.cookies)

    def test_the_same_answer_is_not_sent_again(self):
        for path in self.paths:
            with self.subTest(path):
                first = self.get(path)
                again = self.get(path, headers={"if-none-match": first["ETag"]})
                self.assertEqual((again.status_code, again.content), (304, b""))
                for header in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"):
                    self.assertEqual(again[header], first[header])

    def test_another_process_gives_the_same_etag(self):
        for path in self.paths:
            with self.subTest(path):
                first = self.get(path)
                clear_caches()
                again = self.get(path)
                self.assertEqual((again["ETag"], again.content), (first["ETag"], first.content))

    def test_a_packed_answer_is_known_again(self):
        MunicipalityFactory.create_batch(20)
        packed = {"accept-encoding": "gzip"}
        first = self.get("municipalities", headers=packed)
        self.assertEqual(first["Content-Encoding"], "gzip")

        again = self.get("municipalities", headers={**packed, "if-none-match": first["ETag"]})

        self.assertEqual(again.status_code, 304)

    def test_head_says_the_same_without_the_body(self):
        for path in self.paths:
            with self.subTest(path):
                full, head = self.get(path), self.client.head(f"{V1}{path}")
                self.assertEqual((head.status_code, head.content), (200, b""))
                self.assertEqual(head["ETag"], full["ETag"])

    def test_a_browser_may_ask_first(self):
        for path in [*self.paths, "docs", "nowhere"]:
            with self.subTest(path):
                response = self.client.options(f"{V1}{path}")
                self.assertEqual((response.status_code, response.content), (204, b""))
                self.assertIn("If-None-Match", response["Access-Control-Allow-Headers"])
                self.assertEqual(response["Access-Control-Allow-Methods"], "GET, HEAD, OPTIONS")

    def test_nothing_can_be_written(self):
        for path in [*self.paths, "docs", "nowhere"]:
            for method in METHODS:
                with self.subTest(path=path, method=method):
                    response = getattr(self.client, method)(f"{V1}{path}")
                    self.assert_problem(response, 405)
                    self.assertEqual(response["Allow"], "GET, HEAD, OPTIONS")

    def test_what_is_not_there_is_a_problem(self):
        for path in (
            "",
            "nowhere",
            "news/",
            "practices/abc",
            f"news/{uuid(self.page)}/",
            "themes/facets",
            "by-id",
        ):
            with self.subTest(path):
                self.assert_problem(self.get(path), 404)

    def test_the_date_is_told_and_believed(self):
        ListingChange.objects.update(at=timezone.now() - datetime.timedelta(minutes=5))
        for path in ("news", "news/facets", f"news/{uuid(self.page)}", "themes"):
            with self.subTest(path):
                date = self.get(path)["Last-Modified"]
                again = self.get(path, headers={"if-modified-since": date})
                self.assertEqual(again.status_code, 304)

    def test_times_have_their_zone(self):
        data = self.get_json(f"news/{uuid(self.page)}")

        self.assertIsNotNone(datetime.datetime.fromisoformat(data["published"]).tzinfo)

    def test_no_session_is_asked_nor_a_token(self):
        user = UserFactory(is_superuser=True)
        _token, key = APIToken.create_token(user=user, name="proef")
        plain = {path: self.get(path).content for path in self.paths}
        self.client.force_login(user)
        for path in self.paths:
            with self.subTest(path):
                response = self.get(path, headers={"authorization": f"Bearer {key}"})
                self.assertEqual(response.content, plain[path])
                self.assertFalse(response.wsgi_request.session.accessed)

    @override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False)
    def test_our_own_fault_is_told_without_a_trace(self):
        type(self.page).objects.filter(pk=self.page.pk).update(byline_role="shoe")
        self.home.save()
        for debug in (True, False):
            with self.subTest(debug=debug), self.settings(DEBUG=debug), self.assertLogs("cms", "ERROR"):
                data = self.assert_problem(self.get(f"news/{uuid(self.page)}"), 500)
                self.assertNotIn("shoe", json.dumps(data))
                self.assertNotIn("Traceback", json.dumps(data))


class FreshnessTests(ApiTestCase):
    """After any change the next response has it, also with the ETag of before, and from another process."""

    def check(self, path, change, text):
        before = self.get(path)
        self.assertNotIn(text, before.content.decode())
        change()
        for is_other_process in (False, True):
            if is_other_process:
                clear_caches()
            after = self.get(path, headers={"if-none-match": before["ETag"]})
            self.assertEqual(after.status_code, 200, path)
            self.assertIn(text, after.content.decode())

    def test_a_page(self):
        for name in FACTORIES:
            with self.subTest(name):
                page = self.make(name)
                page.title = f"Nieuwe titel {name}"
                self.check(
                    f"{name}?page_size=100", lambda page=page: page.save_revision().publish(), page.title
                )
                page.title = f"Nog nieuwer {name}"
                self.check(
                    f"{name}/{uuid(page)}", lambda page=page: page.save_revision().publish(), page.title
                )

    def test_a_page_that_is_new(self):
        for name in FACTORIES:
            with self.subTest(name):
                title = f"Splinternieuw {name}"
                self.check(
                    f"{name}?page_size=100",
                    lambda name=name, title=title: self.make(name, title=title),
                    title,
                )

    def test_a_word(self):
        page = self.make("practices", owner=OrganisationFactory(name="Oude naam"))
        organisation = page.owners.first().organisation
        for thing, paths in (
            (self.theme, ["themes", "practices", "practices/facets", f"practices/{uuid(page)}"]),
            (self.town, ["municipalities", f"platforms/{uuid(self.platform)}", "find-platform?q=8900"]),
            (organisation, ["organisations?page_size=100", "practices", f"practices/{uuid(page)}"]),
            (self.region, ["municipalities", "platforms"]),
        ):
            for number, path in enumerate(paths):
                with self.subTest(path=path, thing=thing):
                    thing.name = f"Andere naam {number}"
                    self.check(path, thing.save, thing.name)

    def test_a_new_word(self):
        def use():
            self.make("practices", owner=OrganisationFactory(name="Nieuwkomer"))

        self.check("organisations?page_size=100", use, "Nieuwkomer")

    def test_a_keyword(self):
        page = self.make("news")
        keyword = Keyword.objects.create(name="oud", slug="oud")
        page.tags.add(keyword)
        page.save()
        keyword.name = "gloednieuw"

        self.check(f"news/{uuid(page)}", keyword.save, "gloednieuw")

    def test_a_picture(self):
        image = ImageFactory()
        page = self.make("news", listing_image=image)
        for number, path in enumerate(("news", f"news/{uuid(page)}")):
            image.description, image.credit = f"Beschrijving {number}", f"Fotograaf {number}"
            self.check(path, image.save, image.description)

    def test_a_person(self):
        person = PersonFactory(last_name="Peeters")
        page = self.make("coordinators", person=person)
        person.email = "nieuw@voorbeeld.be"

        self.check(f"coordinators/{uuid(page)}", person.save, "nieuw@voorbeeld.be")

    def test_a_legal_reference(self):
        reference = LegalReferenceFactory()
        page = self.make("practices")
        page.legal_references = [type(page).legal_references.rel.related_model(legal_reference=reference)]
        page.save()
        reference.citation = "Nieuw decreet"

        self.check(f"practices/{uuid(page)}", reference.save, "Nieuw decreet")

    def test_the_address_of_the_site(self):
        self.make("news")
        site = Site.objects.get()
        site.hostname = "www.nieuw.be"

        self.check("news", site.save, "http://www.nieuw.be/nieuws/")

    def test_search(self):
        self.check(
            "search?q=katrolwerking",
            lambda: self.make("news", title="Katrolwerking"),
            '"title": "Katrolwerking"',
        )

    def test_taken_offline(self):
        page = self.make("news", title="Katrolwerking")
        addresses = ["news", "search?q=katrolwerking", f"by-id/{uuid(page)}"]
        etags = [self.get(path)["ETag"] for path in addresses]
        page.unpublish()

        for path, etag in zip(addresses, etags, strict=True):
            self.assertNotIn(
                uuid(page), self.get(path, headers={"if-none-match": etag}).content.decode(), path
            )
