"""Every address, as every role, with an object in every state: who is let in, and what the others learn and change.

The matrix is in `url_matrix.csv` and `url_rules.csv`; `url_matrix.py` says how to read it.
"""

import re
import sys
from collections import Counter

from django.test import SimpleTestCase

from tests.permissions.crawl import concrete_routes
from tests.permissions.url_matrix import rows, rows_of, rules
from tests.permissions.url_objects import ROLES, UrlObjects
from tests.permissions.url_walk import OUTSIDERS, Walk

# What reading an address may write: no content, and nothing that another person sees.
WRITTEN_BY_READING = {
    "editor_openform": "what the form started from, known by its own user only",
    "cms_customrendition": "a size of a picture that was not made yet",
    "wagtailadmin_editingsession": "that somebody has the form open",
    "wagtailcore_pagesubscription": "the first time that somebody opens the form of a page: its own mails",
}
# Forms without session: what nobody else knows is the key in the form, or the token in the address.
WITHOUT_SESSION = re.compile("(inschrij(ven|ving)|reactie)/")
HOW_TO_ADD = (
    "Give each of these a row in tests/permissions/url_matrix.csv: who may enter (a rule of url_rules.csv), by which"
    " method, and with which object (url_objects.py) in its address."
)


class TableTests(SimpleTestCase):
    def test_every_route_has_one_row(self):
        without = [route for route in concrete_routes() if not rows_of(route)]
        doubtful = [route for route in concrete_routes() if len(rows_of(route)) > 1]

        self.assertEqual(without, [], HOW_TO_ADD)
        self.assertEqual(doubtful, [], "Two rows fit as well: make one of them say more of the route.")

    def test_every_row_has_a_route(self):
        used = {row.routes for route in concrete_routes() for row in rows_of(route)}
        stale = [row.routes for row in rows() if row.routes not in used]

        self.assertEqual(stale, [], "No route is left for these rows of url_matrix.csv: remove them.")

    def test_every_rule_is_used_and_exists(self):
        self.assertEqual({rule for row in rows() for rule in row.rules.values()}, set(rules()))

    def test_a_route_that_comes_fails_until_it_has_a_row(self):
        self.assertEqual(rows_of("/admin/a-new-screen/"), [])


class UrlMatrixTests(UrlObjects):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        walk = Walk(cls)
        # The superuser first: the forms that it gets are what the others send.
        for role in reversed(ROLES):
            walk.as_role(role)
        cls.answers = walk.answers

    def assert_none(self, answers, advice=""):
        self.assertFalse(answers, "\n".join(["", *map(str, answers), advice]))

    def test_everybody_gets_in_where_the_matrix_says_and_nowhere_else(self):
        wrong = [answer for answer in self.answers if answer.is_let_in != answer.may_enter]

        self.assert_none(wrong, "Whoever is let in or refused here is not by the rule in url_matrix.csv.")

    def test_a_form_of_another_site_is_refused(self):
        """Without the token of its own form a POST does nothing: cross-site request forgery (ASVS 3.5.1)."""
        walk, routes_with_forms = Walk(type(self)), []
        walk.client = self.client_class(enforce_csrf_checks=True, raise_request_exception=False)
        walk.client.force_login(self.superuser)
        for route in concrete_routes():
            row = rows_of(route)[0]
            if "POST" in row.rules and not route.startswith("/api/") and not WITHOUT_SESSION.search(route):
                routes_with_forms.append(route)
                address = self.address(row, route, next(iter(self.states(row, route))))
                with self.subTest(route):
                    self.assertEqual(walk.send("POST", address, {})[0].status_code, 403)

        self.assertGreater(len(routes_with_forms), 100)

    def test_no_answer_tells_an_outsider_a_secret(self):
        leaks = [answer for answer in self.answers if answer.secret]

        self.assert_none(leaks, "These answers hold a secret title, name, number or size.")

    def test_a_refusal_has_no_validators(self):
        """ETag and Last-Modified would tell that there is something, and when it changes."""
        tell_tales = [answer for answer in self.answers if answer.validators and not answer.is_let_in]

        self.assert_none(tell_tales)

    def test_who_is_refused_changes_nothing(self):
        changes = [answer for answer in self.answers if answer.tables and not answer.may_enter]

        self.assert_none(changes)

    def test_reading_changes_nothing(self):
        """No state changes by GET, also for a superuser (ASVS 3.5.3)."""
        reads = [answer for answer in self.answers if answer.method == "GET"]

        self.assert_none([answer for answer in reads if answer.tables - WRITTEN_BY_READING.keys()])

    def test_every_screen_of_the_admin_is_dutch(self):
        english = [f"{piece!r} {answer}" for answer in self.answers for piece in answer.english]

        self.assert_none(english)

    def test_no_request_is_a_server_error(self):
        self.assert_none([answer for answer in self.answers if answer.status >= 500 and answer.status != 501])

    def test_everybody_is_let_in_somewhere_and_refused_somewhere(self):
        figures = Counter((answer.role, answer.is_let_in) for answer in self.answers)
        for role in ROLES:
            sys.stdout.write(f"\n{role}: {figures[role, True]} allowed, {figures[role, False]} denied")

        self.assertEqual(len(figures), 2 * len(ROLES))
        for role in OUTSIDERS:
            self.assertGreater(figures[role, False], 5 * figures[role, True])
