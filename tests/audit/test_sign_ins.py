"""Sign-ins and failed ones are in the audit log, by every door that takes a password."""

from django.urls import reverse
from wagtail.models import PageViewRestriction

from audit.models import AuditEntry
from tests.accounts.test_second_factor import code_of, give_app, wrong_code
from tests.audit.cases import EMAIL, AuditTestCase, acts, last
from tests.permissions.factories import PASSWORD
from tests.plone.cases import basic, bearer

CANARY = "kanarie-geheim-91"
CANARY_NAME = "kanarie@voorbeeld.be"


class SignInCase(AuditTestCase):
    def setUp(self):
        super().setUp()
        self.client.logout()
        AuditEntry.objects.all()._raw_delete("default")

    def sign_in(self, password=PASSWORD, name=EMAIL, **more):
        form = {"username": name, "password": password}
        return self.client.post(reverse("wagtailadmin_login"), form, **more)

    def dialect(self, path, data=None, **headers):
        return self.client.post(f"/++api++/{path}", data or {}, content_type="application/json", **headers)


class SignInTests(SignInCase):
    def test_a_sign_in_and_its_end_name_who_from_where_and_by_which_door(self):
        self.sign_in(REMOTE_ADDR="192.0.2.8")
        self.client.post(reverse("wagtailadmin_logout"))

        self.assertEqual(acts(), ["signed_in", "signed_out"])
        row = AuditEntry.objects.get(action="signed_in")
        self.assertEqual(
            (row.kind, row.user_key, row.user_email, row.address, row.door),
            ("sign_in", self.chief.pk, EMAIL, "192.0.2.8", "admin"),
        )
        self.assertEqual(last().user_key, self.chief.pk)

    def test_a_second_factor_is_named_and_a_wrong_code_is_a_failure(self):
        secret = give_app(self.chief)
        AuditEntry.objects.all()._raw_delete("default")
        self.sign_in()
        for code in (wrong_code(secret), code_of(secret)):
            self.client.post(reverse("mfa_authenticate"), {"code": code})

        self.assertEqual(acts(), ["sign_in_failed", "signed_in"])
        self.assertIn("mfa", last().detail["factors"])
        self.assertEqual(AuditEntry.objects.get(kind="failure").object_key, str(self.chief.pk))

    def test_the_dialect_signs_in_by_a_token_or_with_each_request(self):
        token = self.dialect("@login", {"login": EMAIL, "password": PASSWORD}).json()["token"]
        self.dialect("@logout", **bearer(token))
        for _time in range(2):
            self.client.get("/++api++/nieuws", **basic(self.reviewer))

        self.assertEqual(acts(door="dialect"), ["signed_in", "signed_out", "signed_in"])
        self.assertEqual(last().user_key, self.reviewer.pk)

    def test_an_address_of_ipv6_is_that_of_the_network(self):
        self.sign_in(REMOTE_ADDR="2001:db8:1:2:3:4:5:6")

        self.assertEqual(last().address, "2001:db8:1:2::")


class FailureTests(SignInCase):
    def test_a_wrong_password_names_the_account_that_it_was_for(self):
        self.sign_in(CANARY, EMAIL.upper())

        row = AuditEntry.objects.get()
        self.assertEqual((row.kind, row.action, row.user_key), ("failure", "sign_in_failed", None))
        self.assertEqual((row.object_type, row.object_key), ("cms.user", str(self.chief.pk)))

    def test_a_name_of_nobody_may_be_a_password_and_is_not_kept(self):
        self.sign_in("leeg", CANARY)

        row = AuditEntry.objects.get()
        self.assertEqual((row.action, row.object_type, row.object_name), ("sign_in_failed", "", ""))

    def test_ten_failures_lock_out_and_more_of_them_fill_no_table(self):
        for _time in range(15):
            self.sign_in(CANARY)

        self.assertCountEqual(acts(), ["sign_in_failed"] * 10 + ["locked_out"])
        self.assertEqual(last(action="locked_out").object_key, str(self.chief.pk))

    def test_the_password_of_a_page_is_one_too(self):
        page = self.home
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
        address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])

        self.client.post(address, {"password": CANARY, "return_url": page.url})

        row = last()
        self.assertEqual(
            (row.action, row.door, row.detail), ("sign_in_failed", "site", {"restriction": restriction.pk})
        )


class CanaryTests(SignInCase):
    """What somebody types at a door is nowhere afterwards."""

    def knock_everywhere(self):
        self.sign_in(CANARY, CANARY_NAME, HTTP_USER_AGENT=f"x\r\nERROR {CANARY}")
        self.sign_in(CANARY, EMAIL)
        self.dialect("@login", {"login": CANARY_NAME, "password": CANARY})
        self.client.get("/++api++/nieuws", **basic(CANARY_NAME, CANARY))
        self.client.get("/api/cms/pages/", **bearer(CANARY))
        self.client.get(f"/admin/{CANARY}/", **bearer(CANARY))
        self.client.post("/admin/password_reset/", {"email": CANARY_NAME})
        self.client.post("/admin/login/", {"username": CANARY, "password": CANARY_NAME})

    def test_no_door_leaves_a_password_or_name_in_a_row_or_a_line(self):
        with self.assertLogs() as logged, self.captureOnCommitCallbacks(execute=True):
            self.knock_everywhere()

        lines = "\n".join(logged.output)
        rows = str(list(AuditEntry.objects.values()))
        self.assertGreaterEqual(AuditEntry.objects.count(), 5)
        self.assertIn("action=sign_in_failed", lines)
        self.assertIn("action=denied", lines)
        for text in (lines, rows):
            self.assertNotIn(CANARY, text)
            self.assertNotIn("kanarie", text)
