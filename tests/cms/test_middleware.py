"""No query string or form data leads to a 500."""

from urllib.parse import urlencode

from django.test import SimpleTestCase
from django.utils.translation import gettext as _
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cms.query_strings import LARGEST_NUMBER, clean_search_text, is_giant
from tests.cms.cases import PublishingTestCase, form_data, latest
from tests.factories import NewsPageFactory

NUL = "\x00"
TEXT_MESSAGE = _("The address holds a character that can't be there.")
NUMBER_MESSAGE = _("The address holds a number that is too large.")

NASTY = st.one_of(
    st.text(max_size=30),
    st.text("\"'*()-:^~<>&|{}[]\\%_ aANDORNEAR\t\n\x00", max_size=20),
    st.integers().map(str),
    st.sampled_from(
        [
            '"',
            '"a',
            "a AND",
            "NEAR(",
            "title:",
            "*",
            '"><img src=x>',
            "-1",
            "1e999",
            "NaN",
            "9" * 25,
            "٣" * 30,
        ]
    ),
)
KEYS = st.sampled_from(
    [
        "q",
        "search",
        "page",
        "p",
        "offset",
        "limit",
        "order",
        "ordering",
        "type",
        "child_of",
        "id",
        "locale",
        "pk",
        "x",
    ]
)
QUERIES = st.lists(st.tuples(KEYS, NASTY), max_size=5)

PUBLIC = ["/", "/nieuws/"]
ADMIN = [
    "/admin/pages/search/",
    "/admin/choose-page/search/",
    "/admin/images/",
    "/admin/images/chooser/results/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/reports/site-history/",
    "/admin/bulk/wagtailcore/page/publish/",
]
API = ["/api/cms/pages/", "/api/cms/pages/find/"]


class AddressTests(PublishingTestCase):
    def test_nul_is_refused_with_a_word_about_it(self):
        for address in [
            "/nieuws/?q=%00",
            "/nieuws/?%00=1",
            "/nie%00uws/",
            "/admin/pages/search/?q=a%00b",
            "/?next=%00",
        ]:
            response = self.client.get(address)

            self.assertContains(response, TEXT_MESSAGE, status_code=400)

    def test_a_program_gets_a_problem(self):
        for query, message in [
            ("?search=%00", TEXT_MESSAGE),
            ("?offset=99999999999999999999", NUMBER_MESSAGE),
        ]:
            response = self.api("get", f"pages/{query}")

            self.assertEqual(response.status_code, 400)
            self.assertEqual(response["content-type"], "application/problem+json")
            self.assertEqual(response.json()["detail"], message)

    def test_a_giant_number_is_refused(self):
        for number in ["9" * 19, "-" + "9" * 19, "1" * 5000, "9_" * 20 + "9", " %2B" + "9" * 30]:
            response = self.client.get(f"/nieuws/?page={number}")

            self.assertContains(response, NUMBER_MESSAGE, status_code=400)

    def test_the_number_of_a_campaign_is_none_of_our_business(self):
        response = self.client.get("/nieuws/?utm_id=1781234567890123456&fbclid=IwAR0abc")

        self.assertEqual(response.status_code, 200)

    def test_a_lone_quote_is_searched_for_without_it(self):
        page = NewsPageFactory(parent=self.news, title="Woonzorg")

        for address in [
            "/admin/pages/search/",
            "/admin/choose-page/search/",
            "/admin/images/",
            "/admin/documents/",
        ]:
            self.assertEqual(self.client.get(address, {"q": '"'}).status_code, 200)
        self.assertContains(self.client.get("/admin/pages/search/", {"q": '"Woonzorg'}), page.title)

    def test_a_lone_quote_in_the_api_too(self):
        response = self.api("get", "pages/?search=%22")

        self.assertEqual(response.status_code, 200, response.content)

    def test_wagtails_own_500s_in_the_write_api_are_refusals(self):
        alias = NewsPageFactory(parent=self.news).create_alias(update_slug="alias")

        for method, path, status in [
            ("get", "pages/?pk=1", 422),
            ("post", "pages/1/actions/copy/", 409),
            ("post", "pages/1/actions/create_alias/", 409),
            ("post", f"pages/{alias.pk}/actions/publish/", 409),
        ]:
            response = self.api(method, path, {} if method == "post" else None)

            self.assertEqual(response.status_code, status, path)
            self.assertEqual(response["content-type"], "application/problem+json")

    def test_a_bulk_action_on_nothing_is_not_found(self):
        for query in ["id=x", "id=999999", "id=all&childOf=x", "id=all&childOf=999999", ""]:
            response = self.client.get(f"/admin/bulk/wagtailcore/page/publish/?{query}")

            self.assertEqual(response.status_code, 404, query)

    def test_filters_and_next_addresses_are_left_alone(self):
        request = self.client.get("/nieuws/", {"q": 'a"b', "next": '/x/?q="'}).wsgi_request

        self.assertEqual(request.GET.dict(), {"q": "a b", "next": '/x/?q="'})
        self.assertEqual(request.META["QUERY_STRING"], urlencode({"q": "a b", "next": '/x/?q="'}))


class PostedTests(PublishingTestCase):
    def test_nul_in_a_form_is_refused(self):
        response = self.edit(self.draft, form_data(title="Half\x00", slug="half"))

        self.assertEqual(response.status_code, 400)
        self.assertEqual(response["content-type"], "text/plain; charset=utf-8")

    def test_a_browser_gets_a_page_that_says_why_it_was_refused(self):
        response = self.client.get("/zoeken/?page=" + "9" * 30, headers={"accept": "text/html"})

        self.assertContains(response, "<h1>Hier kunnen we niets mee</h1>", status_code=400, html=True)
        self.assertContains(response, "getal dat te groot is", status_code=400)

    def test_nul_in_rich_text_is_left_out_and_every_word_is_kept(self):
        """Rich text is posted as JSON, where NUL is an escape."""
        raw = '{"blocks": [{"key": "a", "text": "a\\u0000b", "type": "unstyled"}], "entityMap": {}}'
        data = self.complete(slug="half") | {
            "body-count": "1",
            "body-0-type": "paragraph",
            "body-0-value": raw,
            "body-0-order": "0",
            "body-0-deleted": "",
        }

        response = self.edit(self.draft, data)

        self.assertEqual(response.status_code, 302)
        self.assertNotIn("\0", str(latest(self.draft).body))
        self.assertRegex(str(latest(self.draft).body), r"a.?b")

    def test_nul_in_json_is_refused(self):
        response = self.api("patch", f"pages/{self.draft.pk}/", {"title": "a\x00b"})

        self.assertEqual(response.status_code, 400)
        self.assertEqual(response["content-type"], "application/problem+json")


class NumberTests(SimpleTestCase):
    @given(st.integers())
    @example(LARGEST_NUMBER)
    @example(LARGEST_NUMBER + 1)
    def test_a_number_is_giant_when_no_column_holds_it(self, number):
        self.assertEqual(is_giant(str(number)), abs(number) > LARGEST_NUMBER)

    @given(st.text())
    def test_other_text_is_no_number(self, text):
        if not any(character.isdecimal() for character in text):
            self.assertFalse(is_giant(text))

    @given(st.text())
    def test_a_search_holds_nothing_that_breaks_it(self, text):
        cleaned = clean_search_text(text)

        self.assertLessEqual(len(cleaned), 100)
        self.assertFalse(set(cleaned) & set('"\n\r\t'))


class OddQueryTests(TestCase, PublishingTestCase):
    def setUp(self):
        """Each example has its own client, so it signs in itself."""

    @settings(max_examples=60)
    @given(st.sampled_from(PUBLIC + ADMIN), QUERIES)
    def test_pages_and_admin_never_break(self, address, query):
        self.client.force_login(self.chief)

        response = self.client.get(f"{address}?{urlencode(query)}")

        self.assertLess(response.status_code, 500)

    @settings(max_examples=60)
    @given(st.sampled_from(API), QUERIES)
    def test_the_write_api_never_breaks(self, address, query):
        self.client.force_login(self.chief)

        response = self.api("get", f"{address.removeprefix('/api/cms/')}?{urlencode(query)}")

        self.assertLess(response.status_code, 500)

    @settings(max_examples=30)
    @given(st.text(max_size=30))
    def test_a_path_never_breaks(self, path):
        self.client.force_login(self.chief)

        response = self.client.get("/" + path)

        self.assertLess(response.status_code, 500)
