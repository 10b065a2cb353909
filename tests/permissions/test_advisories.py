"""Wagtail's security advisories of 2024 to 2026, each with what proves that this site does not have the fault.

15 of the 21 are a missing permission check: `url_matrix.csv` has the addresses, and `test_url_matrix.py` asks them.
"""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import SimpleTestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.blocks import Block
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Page, Task, get_page_models

from cms.models import CustomDocument
from news.models import NewsPage
from tests.permissions.cases import SECRET_WORD, TwoTeamsCase
from tests.permissions.crawl import body_of, concrete_routes
from tests.permissions.test_matrix import filled_in
from tests.permissions.url_matrix import rows_of, states_of
from tests.permissions.url_walk import OUTSIDERS

PAGE = "/admin/pages/<int:page_id>/"
# The addresses of each advisory about a missing check: no outsider may be let in, in no state but live.
CLOSED = {
    "CVE-2024-35228 settings": ["/admin/settings/cms/*"],
    "CVE-2026-25517 previews": [
        f"{PAGE}edit/preview/",
        f"{PAGE}view_draft/",
        f"{PAGE}revisions/<int:revision_id>/view/",
        "/admin/pages/add/*/preview/",
        "/admin/pages/workflow/preview/*",
        "/admin/settings/*/preview/",
    ],
    "CVE-2026-44197 revision compare": ["/admin/pages/*/revisions/compare/*"],
    "CVE-2026-44198 page history": [f"{PAGE}history/*", f"{PAGE}workflow_history/*"],
    "CVE-2026-44200 copying a page": [
        f"{PAGE}copy/",
        "/admin/api/main/pages/<int:pk>/action/copy/",
        "/api/cms/pages/<page_id>/actions/copy/",
    ],
    "CVE-2026-44201 files of private collections": [
        "/admin/api/main/images/<int:pk>/",
        "/admin/api/main/documents/<int:pk>/",
        "/api/cms/images/<image_id>/",
        "/api/cms/documents/<document_id>/",
    ],
    "CVE-2026-54259 chosen": [
        "/admin/images/chooser/chosen/*",
        "/admin/documents/chooser/chosen/*",
        "/admin/choose-page/chosen-multiple/",
        "/admin/snippets/choose/search/*/chosen/*",
        "/admin/workflows/task_chooser/<int:task_id>/",
    ],
    "CVE-2026-54260, -54261 and -54263 image previews and URLs": [
        "/admin/images/<int:image_id>/preview/*",
        "/admin/images/<int:image_id>/generate_url/*",
    ],
    "CVE-2026-54262 and GHSA-jm5p-837g-rv8g translations": ["*copy_for_translation/"],
    "GHSA-3vrh-m9w7-v94f drafts in the admin's API": ["/admin/api/main/pages/<int:pk>/"],
    "GHSA-c2xx-cjmh-9q8f descendants of private collections": [
        "/admin/api/main/documents/<int:pk>/",
        "/api/cms/documents/<document_id>/",
    ],
}
FILES = ["images", "documents"]
# Not installed, so their faults are not ours: forms, and copying pages and snippets to other languages.
ABSENT_APPS = ["wagtail.contrib.forms", "wagtail.contrib.simple_translation", "wagtail.locales"]
ABSENT_ROUTES = {
    "CVE-2026-28223 and CVE-2026-54262 translations": "/(?:translation|locales)/",
    "CVE-2026-44199 submissions of forms": "/forms/",
    "CVE-2026-44201 the public API of files": r"^/api/v2/",
    "CVE-2026-54263 images by URL": r"^/images/",
    "GHSA-x5cx-w6p2-mxf2 copying snippets": r"/(?:snippets/\w+/\w+|region)/copy/",
}


class RouteTests(SimpleTestCase):
    def test_the_addresses_of_an_advisory_are_closed_to_outsiders(self):
        for advisory, patterns in CLOSED.items():
            for pattern in patterns:
                fitting = [route for route in concrete_routes() if matches(pattern, route)]
                with self.subTest(advisory, pattern=pattern):
                    self.assertTrue(fitting)
                    self.assertEqual([route for route in fitting if is_open(route)], [])

    def test_features_with_a_fault_that_we_do_without_are_not_there(self):
        self.assertEqual([name for name in ABSENT_APPS if apps.is_installed(name)], [])
        self.assertFalse(settings.WAGTAIL_I18N_ENABLED)
        for advisory, pattern in ABSENT_ROUTES.items():
            with self.subTest(advisory):
                self.assertEqual([route for route in concrete_routes() if re.search(pattern, route)], [])

    def test_no_table_takes_html_from_a_browser(self):
        """CVE-2026-28222: TableBlock put class attributes of an editor into the page."""
        blocks = [
            block
            for model in get_page_models()
            for field in model._meta.fields
            if isinstance(field, StreamField)
            for block in blocks_in(field.stream_block)
        ]

        self.assertTrue([block for block in blocks if isinstance(block, BaseTypedTableBlock)])
        self.assertEqual([block for block in blocks if isinstance(block, TableBlock)], [])

    def test_the_search_of_the_site_parses_no_filters(self):
        """CVE-2024-39317: `parse_query_string` was slow for long words between quotation marks."""
        ours = [path for path in Path(settings.BASE_DIR).glob("[a-z]*/**/*.py") if "tests" not in path.parts]

        self.assertGreater(len(ours), 100)
        self.assertEqual([path for path in ours if "parse_query_string" in path.read_text("utf-8")], [])


class CraftedRequestTests(TwoTeamsCase):
    def test_a_field_that_a_form_leaves_out_is_not_taken(self):
        """CVE-2024-32882, mass assignment (ASVS 15.3.3): own account, and a page of the own section."""
        self.client.force_login(self.us)
        rights = {"is_superuser": "on", "is_staff": "on", "groups": [1], "user_permissions": [1]}
        groups, page = set(self.us.groups.all()), self.own[NewsPage]
        owned = {"owner": self.them.pk, "live": "on", "path": "0001", "locked": "on", "permanent_id": "x"}
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = filled_in(self.client.get(address), NewsPage)

        self.client.post(
            reverse("wagtailadmin_account"), {"name_email-first_name": "Jan", **rights, **prefixed(rights)}
        )
        self.client.post(address, {**data, "title": "Nieuwe titel", **owned})

        self.us.refresh_from_db()
        self.assertFalse(self.us.is_superuser)
        self.assertEqual(set(self.us.groups.all()), groups)
        draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
        self.assertEqual(draft.title, "Nieuwe titel")
        self.assertEqual((draft.owner, draft.live, draft.locked), (self.us, False, False))
        self.assertEqual(draft.path, page.path)

    def test_a_token_takes_no_field_that_the_schema_leaves_out(self):
        page, headers = self.own[NewsPage], self.token_of(self.us)
        extra = {"owner_id": self.them.pk, "live": True, "locked": True, "path": "0001"}

        response = self.client.patch(
            f"/api/cms/pages/{page.pk}/",
            {"title": "Nieuwe titel", "meta": {"type": "news.NewsPage", **extra}, **extra},
            content_type="application/json",
            **headers,
        )

        self.assertIn(response.status_code, (200, 422), response.content)
        page.refresh_from_db()
        self.assertEqual((page.owner, page.live, page.locked), (self.us, False, False))

    def test_a_parameter_that_comes_twice_misleads_no_check(self):
        """HTTP parameter pollution (ASVS 15.3.7): the check and the answer take the same one, or all."""
        self.client.force_login(self.us)
        secret, own = self.pages[NewsPage, "draft"].pk, self.own[NewsPage].pk
        address = reverse("wagtailadmin_choose_page_chosen_multiple")

        for keys in ([own, secret], [secret, own]):
            query = "&".join(f"id={key}" for key in keys)
            response = self.client.get(f"{address}?{query}")

            self.assertEqual(response.status_code, 404)
            self.assertNotIn(SECRET_WORD, body_of(response).lower())
        for page in (f"parent_page={secret}&parent_page={own}", f"parent_page={own}&parent_page={secret}"):
            response = self.client.post(
                reverse("news:choose_parent"), page, content_type="application/x-www-form-urlencoded"
            )

            self.assertNotIn(SECRET_WORD, body_of(response).lower())

    def test_a_list_counts_only_what_it_shows(self):
        """CVE-2026-44201 and GHSA-c2xx-cjmh-9q8f: a total would tell how many there are of others."""
        self.client.force_login(self.us)
        token = self.token_of(self.us)
        paths = [f"{prefix}{kind}/" for prefix in ("/admin/api/main/", "/api/cms/") for kind in FILES]

        for path in paths:
            with self.subTest(path):
                answer = self.client.get(path, **(token if path.startswith("/api/") else {})).json()

                self.assertNotIn(SECRET_WORD, str(answer).lower())
                self.assertEqual(total_of(answer), len(answer["items"]))
                self.assertEqual(len(answer["items"]), 2)

    def test_a_team_reads_no_task_of_a_workflow(self):
        """CVE-2026-54259 again: Wagtail's chooser of tasks is open to everybody in the admin."""
        task = Task.objects.last()
        name, names = "wagtailadmin_workflows:task_chosen", ("task_chooser", "task_chooser_results")
        addresses = [
            reverse(name, args=[task.pk]),
            *(reverse(f"wagtailadmin_workflows:{name}") for name in names),
        ]

        for user, is_open in ((self.us, False), (self.reviewer, False), (self.superuser, True)):
            self.client.force_login(user)
            for address in addresses:
                response = self.client.get(address)

                self.assertEqual(task.name in body_of(response), is_open, f"{user} {address}")

    def test_only_who_opened_a_form_says_that_it_is_closed(self):
        page = self.pages[NewsPage, "draft"]
        session = EditingSession.objects.create(
            user=self.them,
            content_type=ContentType.objects.get_for_model(page),
            object_id=page.pk,
            last_seen_at=timezone.now(),
        )
        address = reverse("wagtailadmin_editing_sessions:release", args=[session.pk])

        for user, is_left in ((self.us, True), (self.them, False)):
            self.client.force_login(user)
            self.client.post(address)

            self.assertEqual(EditingSession.objects.filter(pk=session.pk).exists(), is_left)

    def test_a_private_document_says_nothing_by_a_conditional_request(self):
        """GHSA-92hv-j533-69wc: who guessed the SHA-1 got 304 in place of a refusal."""
        document = CustomDocument.objects.get(pk=self.document.pk)
        document.collection.view_restrictions.create(restriction_type="login")
        tag = f'"{document.get_file_hash()}"'
        plain = self.client.get(document.url)

        for headers in (
            {"If-None-Match": tag},
            {"If-None-Match": "*"},
            {"If-Match": tag},
            {"If-Match": '"x"'},
            {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
            {"If-Unmodified-Since": "Thu, 01 Jan 1998 00:00:00 GMT"},
            {"Range": "bytes=0-0"},
        ):
            with self.subTest(str(headers)):
                response = self.client.get(document.url, headers=headers)

                self.assertEqual((response.status_code, response.url), (plain.status_code, plain.url))
                self.assertFalse({"ETag", "Last-Modified", "Content-Range"} & set(response.headers))
        self.assertEqual(plain.status_code, 302)


def matches(pattern, route):
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), route)


def is_open(route):
    """Whether an outsider is let in somewhere, other than a colleague at a live page."""
    (row,) = rows_of(route)
    cells = [states_of(row, method, role) for method in row.rules for role in OUTSIDERS]
    return any(cell is None or cell - {"live"} for cell in cells)


def blocks_in(block):
    """The block and all blocks that it may hold."""
    yield block
    children = getattr(block, "child_blocks", {}).values()
    for child in [*children, *(value for value in vars(block).values() if isinstance(value, Block))]:
        yield from blocks_in(child)


def total_of(answer):
    """How many there are, as the API of the admin and the write API say it."""
    return answer["meta"]["total_count"] if "meta" in answer else answer["count"]


def prefixed(data):
    """As the forms of the account screen name their fields."""
    return {f"name_email-{name}": value for name, value in data.items()}
