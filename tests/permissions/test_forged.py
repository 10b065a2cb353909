"""Requests that no screen sends: numbers of other teams' pages and files, typed in by hand."""

import json

from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ReferenceIndex, Revision

from cms.models import Municipality
from news.models import NewsIndexPage, NewsOrganisation, NewsPage
from tests.factories import OrganisationFactory
from tests.permissions.cases import SECRET_PHONE, SECRET_WORD, SECRETS, TwoTeamsCase
from tests.permissions.crawl import body_of
from tests.permissions.test_matrix import filled_in


class ForgedTests(TwoTeamsCase):
    def setUp(self):
        self.client.force_login(self.us)
        self.secret = self.pages[NewsPage, "draft"]
        self.page = self.own[NewsPage]

    def assert_tells_nothing(self, response):
        self.assertLess(response.status_code, 500)
        body = body_of(response).lower()
        self.assertFalse([word for word in SECRETS if word in body])

    def send(self, name, data, *args):
        return self.client.post(reverse(name, args=args), data, follow=True)

    def edit_with(self, **changes):
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        data = filled_in(self.client.get(address), NewsPage)
        return self.client.post(address, data | changes, follow=True)

    def test_a_page_can_not_point_at_a_hidden_page(self):
        row = {"related_pages-TOTAL_FORMS": "1", "related_pages-0-ORDER": "1", "related_pages-0-id": ""}

        response = self.edit_with(**row, **{"related_pages-0-related": self.secret.pk})

        self.assert_tells_nothing(response)
        self.assertNotContains(response, f'value="{self.secret.pk}"')

    def test_a_page_can_not_show_another_teams_picture(self):
        response = self.edit_with(listing_image=self.image.pk)

        self.assert_tells_nothing(response)

    def test_not_even_in_its_text(self):
        block = {
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "image",
            "body-0-id": "x",
        }

        response = self.edit_with(
            **block, **{"body-0-value-image": self.image.pk, "body-0-value": self.image.pk}
        )

        self.assert_tells_nothing(response)

    def test_a_page_can_point_at_what_everybody_sees(self):
        row = {"related_pages-TOTAL_FORMS": "1", "related_pages-0-ORDER": "1", "related_pages-0-id": ""}

        self.edit_with(**row, **{"related_pages-0-related": self.public[NewsPage].pk})

        saved = NewsPage.objects.get(pk=self.page.pk).get_latest_revision_as_object()
        self.assertEqual([link.related_id for link in saved.related_pages.all()], [self.public[NewsPage].pk])

    def test_a_copy_can_not_go_to_a_hidden_page(self):
        data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": self.secret.pk}

        self.assert_tells_nothing(self.send("wagtailadmin_pages:copy", data, self.page.pk))

    def test_another_teams_page_is_not_copied_into_the_own_section(self):
        own_list = self.page.get_parent()
        before = own_list.get_children().count()

        for page in (self.secret, self.public[NewsPage]):
            data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": own_list.pk}

            self.assert_tells_nothing(self.send("wagtailadmin_pages:copy", data, page.pk))
            self.assertEqual(own_list.get_children().count(), before, page)

    def test_nothing_is_added_below_a_hidden_page(self):
        data = {"parent_page": self.secret.pk}

        self.assert_tells_nothing(self.send("wagtailadmin_pages:choose_parent", data, "news", "newspage"))
        self.assert_tells_nothing(self.send("news:choose_parent", data))

    def test_an_address_is_not_looked_up(self):
        changed = self.pages[NewsPage, "changed"]
        data = {"external-link-chooser-url": changed.full_url, "external-link-chooser-link_text": "x"}

        self.assert_tells_nothing(self.send("wagtailadmin_choose_page_external_link", data))

    def test_bulk_actions_name_and_change_nothing(self):
        for action in ("delete", "move", "publish", "unpublish"):
            address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
            data = {"chooser": self.secret.get_parent().pk}

            response = self.client.post(f"{address}?id={self.secret.pk}", data, follow=True)

            self.assert_tells_nothing(response)
        self.secret.refresh_from_db()
        self.assertFalse(self.secret.live)

    def test_the_admins_own_api_changes_nothing(self):
        for action in ("publish", "copy", "move", "delete", "convert_alias", "create_alias"):
            address = f"/admin/api/main/pages/{self.secret.pk}/action/{action}/"

            response = self.client.post(address, {"destination_page_id": self.page.get_parent().pk})

            self.assertIn(response.status_code, (400, 403, 404))
            self.assert_tells_nothing(response)

    def test_the_uses_on_hidden_pages_are_not_counted(self):
        organisation = OrganisationFactory()
        for page in (self.secret, self.own[NewsPage]):
            NewsOrganisation.objects.create(page=page, organisation=organisation)
            ReferenceIndex.create_or_update_for_object(page)
        usage = organisation.snippet_viewset.get_url_name("usage")

        response = self.client.get(reverse(usage, args=[organisation.pk]))

        self.assertEqual(
            [row["object"].pk for row in response.context["table"].data], [self.own[NewsPage].pk]
        )

    def test_a_team_does_not_make_index_pages(self):
        NewsIndexPage.objects.child_of(self.ours).delete()

        response = self.client.get(
            reverse("wagtailadmin_pages:add", args=["news", "newsindexpage", self.ours.pk])
        )

        self.assertEqual(response.status_code, 302)


class WriteApiTests(TwoTeamsCase):
    def setUp(self):
        self.headers = self.token_of(self.us)

    def call(self, method, path, **data):
        return self.client.generic(
            method,
            f"/api/cms/{path}",
            json.dumps(data),
            content_type="application/json",
            HTTP_IF_MATCH="*",
            **self.headers,
        )

    def test_hidden_pages_are_not_there(self):
        for state in ("draft", "changed", "private", "unpublished"):
            page = self.pages[NewsPage, state]
            for path in ("", "revisions/", f"revisions/{page.latest_revision_id}/"):
                response = self.call("GET", f"pages/{page.pk}/{path}")

                self.assertEqual(response.status_code, 404)

    def test_nothing_of_another_team_changes(self):
        page = self.pages[NewsPage, "draft"]
        attempts = [
            self.call("PATCH", f"pages/{page.pk}/", title="Nieuw", meta={"type": "news.NewsPage"}),
            self.call("DELETE", f"pages/{page.pk}/"),
            *(
                self.call("POST", f"pages/{page.pk}/actions/{action}/", destination_id=self.ours.pk)
                for action in ("publish", "unpublish", "copy", "move", "create_alias")
            ),
            self.call("PATCH", f"snippets/cms.Person/{self.person.pk}/", first_name="Jan"),
        ]

        for response in attempts:
            self.assertIn(response.status_code, (403, 404, 405, 422), response.content)
            self.assertNotIn(SECRET_WORD, response.content.decode().lower())
        page.refresh_from_db()
        self.assertFalse(page.live)

    def test_the_sections_own_pages_stay_where_they_are(self):
        index = NewsIndexPage.objects.child_of(self.ours).get()

        for page in (self.ours, index):
            attempts = [
                self.call("DELETE", f"pages/{page.pk}/"),
                *(
                    self.call("POST", f"pages/{page.pk}/actions/{action}/", destination_id=self.home.pk)
                    for action in ("unpublish", "copy", "move", "create_alias")
                ),
            ]
            self.assertEqual([response.status_code for response in attempts], [403] * 5)
            self.call("PATCH", f"pages/{page.pk}/", slug="ander-adres", meta={"action": "publish"})
            page.refresh_from_db()
            self.assertNotEqual(page.slug, "ander-adres")
            self.assertTrue(page.live)

    def test_an_old_version_does_not_bring_back_an_old_place(self):
        old = self.ours.save_revision(clean=False)
        content = old.content | {"slug": "vroeger", "expire_at": "2099-01-01T00:00:00Z", "tagline": "Samen"}
        Revision.objects.filter(pk=old.pk).update(content=content)
        self.ours.save_revision(clean=False)

        for user, slug in ((self.us, "rivierenland"), (self.reviewer, "vroeger")):
            self.headers = self.token_of(user)
            response = self.call("POST", f"pages/{self.ours.pk}/actions/revert/", revision_id=old.pk)

            self.assertEqual(response.status_code, 200, response.content)
            draft = type(self.ours).objects.get(pk=self.ours.pk).get_latest_revision_as_object()
            self.assertEqual((draft.slug, draft.tagline), (slug, "Samen"))
            self.assertEqual(draft.expire_at is None, user == self.us)

    def test_only_reviewers_put_back_what_a_reviewer_deleted(self):
        NewsIndexPage.objects.child_of(self.ours).delete()
        page = {"title": "Nieuws", "slug": "nieuws"}
        meta = {"type": "news.NewsIndexPage", "parent_id": self.ours.pk}

        refused = self.call("POST", "pages/", **page, meta=meta)

        self.assertEqual(refused.status_code, 403)
        self.headers = self.token_of(self.reviewer)
        self.assertEqual(self.call("POST", "pages/", **page, meta=meta).status_code, 201)

    def test_a_team_makes_pages_of_its_own(self):
        index = NewsIndexPage.objects.child_of(self.ours).get()

        response = self.call(
            "POST", "pages/", title="Bericht", meta={"type": "news.NewsPage", "parent_id": index.pk}
        )

        self.assertEqual(response.status_code, 201, response.content)

    def test_a_team_makes_no_pages_in_the_section_of_another(self):
        index = NewsIndexPage.objects.child_of(self.theirs).get()
        before = index.get_children().count()

        for action in ({}, {"action": "publish"}):
            meta = {"type": "news.NewsPage", "parent_id": index.pk} | action
            response = self.call("POST", "pages/", title="Bericht", meta=meta)

            self.assertIn(response.status_code, (403, 404), response.content)
            self.assertEqual(index.get_children().count(), before)

    def test_files_of_others_are_not_shown(self):
        for kind, theirs, known in (
            ("images", self.image, [self.our_image, self.shared_image]),
            ("documents", self.document, [self.our_document, self.shared_document]),
        ):
            for query in ("", "?order=-title", f"?search={SECRET_WORD}"):
                listed = self.call("GET", f"{kind}/{query}")

                self.assertEqual(listed.status_code, 200, listed.content)
                self.assertNotContains(listed, SECRET_WORD)
            ids = {item["id"] for item in self.call("GET", f"{kind}/").json()["items"]}
            self.assertEqual(ids, {file.pk for file in known})
            self.assertEqual(self.call("GET", f"{kind}/{theirs.pk}/").status_code, 404)
            self.assertEqual(self.call("GET", f"{kind}/{known[0].pk}/").status_code, 200)

    def test_files_of_others_are_not_changed(self):
        for kind, theirs in (("images", self.image), ("documents", self.document)):
            for response in (
                self.call("PATCH", f"{kind}/{theirs.pk}/", title="Nieuw"),
                self.call("DELETE", f"{kind}/{theirs.pk}/"),
            ):
                self.assertEqual(response.status_code, 403, response.content)
                self.assertNotContains(response, SECRET_WORD, status_code=403)

    def test_nothing_points_at_what_the_form_would_not_offer(self):
        page = self.own[NewsPage]
        secret = self.pages[NewsPage, "draft"]

        for field, value in (
            ("listing_image_id", self.image.pk),
            ("related_pages", [{"related_id": secret.pk}]),
            ("decisions", [{"text": "x", "document_id": self.document.pk}]),
            ("body", [{"type": "paragraph", "value": f'<p><a linktype="page" id="{secret.pk}">x</a></p>'}]),
        ):
            response = self.call("PATCH", f"pages/{page.pk}/", **{field: value})

            self.assertEqual(response.status_code, 403, response.content)
            self.assertNotContains(response, SECRET_WORD, status_code=403)

    def test_a_coordinator_of_others_is_neither_shown_nor_changed(self):
        for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", "")):
            response = self.call(method, f"snippets/cms.Person/{self.person.pk}/{path}")

            self.assertIn(response.status_code, (403, 404), method)
        for query in ("", "?search=vandamme", f"?phone=%2B{SECRET_PHONE[1:]}", "?last_name=Vandamme"):
            response = self.call("GET", f"snippets/cms.Person/{query}")
            self.assertNotContains(response, "Vandamme")

    def test_old_addresses_tell_nothing_of_hidden_pages(self):
        redirect = Redirect.objects.create(
            old_path=f"/{SECRET_WORD}", redirect_page=self.pages[NewsPage, "unpublished"]
        )
        addresses = ["redirects/", f"redirects/find/?html_path=/{SECRET_WORD}", f"redirects/{redirect.pk}/"]

        for address in addresses:
            self.assertEqual(self.call("GET", address).status_code, 403, address)
        self.headers = self.token_of(self.superuser)
        for address, status in zip(addresses, (200, 302, 200), strict=True):
            self.assertEqual(self.call("GET", address).status_code, status, address)

    def test_places_are_read_and_not_written(self):
        municipality = next(word for word in self.words if isinstance(word, Municipality))
        address = f"snippets/cms.Municipality/{municipality.pk}/"

        self.headers = self.token_of(self.superuser)

        self.assertContains(self.call("GET", address), municipality.name)
        self.assertEqual(self.call("PATCH", address, name="Elders").status_code, 403)
        self.assertEqual(self.call("DELETE", address).status_code, 403)
        self.assertEqual(self.call("POST", "snippets/cms.Municipality/").status_code, 403)

    def test_without_a_token_there_is_nothing(self):
        for path in (
            "",
            "pages/",
            "images/",
            "docs/",
            "openapi.json",
            "schema/",
            "whoami/",
            "snippets/cms.Person/",
        ):
            self.assertEqual(self.client.get(f"/api/cms/{path}").status_code, 401, path)

    def test_a_signed_in_colleague_without_a_token_neither(self):
        self.client.force_login(self.superuser)

        self.assertEqual(self.client.get("/api/cms/pages/").status_code, 401)
