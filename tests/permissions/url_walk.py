"""Sends the requests of the URL matrix, each as each role, and notes what was answered and written."""

import json
import re
import zlib
from http.cookies import SimpleCookie
from typing import NamedTuple

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from tests.editor.english import NO_SCREEN, english_in_response
from tests.permissions.cases import CONTENT, SECRETS
from tests.permissions.crawl import body_of, concrete_routes
from tests.permissions.url_matrix import METHODS, rows_of, states_of
from tests.permissions.url_objects import SECRET_SIZE

# Where a refused request is sent: to sign in, to the start screen, to the own part of the page tree, to ask a reviewer.
REFUSAL = re.compile(r"/(?:admin|_util)/login/|^/admin/$|^/admin/pages/\d+/$|/ask/\d+/$")
WRITE = re.compile(r'^(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) [`"]?(\w+)')
# Written about every request, also one that is refused: no content.
BOOKKEEPING = {
    "audit_auditentry",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "django_session",
    "registrations_attempt",
    "wagtailcore_apitoken",
    "wagtailusers_userprofile",
}
OUTSIDERS = ("anonymous", "no permissions", "another section")
INSIDERS = ("own section", "reviewer", "superuser")
# What everybody who gets the object may read: its name is in its address.
OBJECTS_WITH_A_NAME = ("document", "image", "shared link", "private link")
API = "/api/cms/"
# What is sent where no form says it, by the last two words of the route. `$name` is a parameter of the object.
CONTENTS = {
    "cms/pages": {
        "title": "x",
        "slug": "x",
        "meta": {"type": "news.NewsPage", "parent_id": "$parent_page_id"},
    },
    "pages/<page_id>": {"title": "x", "meta": {"type": "news.NewsPage"}},
    "review/terms": {"home.StandardPage": "24"},
    "<int:pk>/not-applicable": {"check_name": "long_sentence", "digest": "0" * 64},
    "<int:pk>/take-back": {"check_name": "long_sentence", "digest": "0" * 64},
    "admin/likely-doubles": {"word": "organisation", "q": "x"},
    "cms/sites": {"hostname": "x.be", "root_page_id": 1, "site_name": "x"},
    "cms/redirects": {"old_path": "/x", "redirect_link": "https://voorbeeld.be/"},
    "actions/move": {"destination_id": "$destination_id", "position": "last-child"},
    "actions/revert": {"revision_id": "$revision_id"},
    "action/move": {"destination_page_id": "$destination_id", "position": "last-child"},
    "action/revert_to_page_revision": {"revision_id": "$revision_id"},
    "page/move": {"chooser": "$destination_id"},
    "user/set_active_state": {"mark_as_active": "False"},
    "user/assign_role": {"role": "$group_id"},
    "customimage/add_tags": {"tags": "x"},
    "customdocument/add_tags": {"tags": "x"},
    "customimage/add_to_collection": {"collection": "$collection_id"},
    "customdocument/add_to_collection": {"collection": "$collection_id"},
}
# Routes that take a file and nothing else.
UPLOADS = re.compile("/multiple/add/$")


class Answer(NamedTuple):
    """What one role got for one request, and what the matrix says."""

    role: str
    method: str
    route: str
    state: str
    address: str
    status: int
    location: str
    is_let_in: bool
    may_enter: bool
    tables: frozenset
    secret: str
    validators: tuple
    english: frozenset

    def __str__(self):
        state = f" ({self.state})" if self.state else ""
        where = f" → {self.location}" if self.location else ""
        return f"{self.role}: {self.method} {self.address}{state} gave {self.status}{where}"


class Walk:
    """All requests of the matrix on the objects of a `UrlObjects`; a superuser's come first, for the forms."""

    def __init__(self, case):
        self.case, self.forms, self.answers = case, {}, []

    def as_role(self, role):
        user = self.case.users[role]
        self.role, self.client = role, self.case.client_class(raise_request_exception=False)
        self.token = self.case.token_of(user) if user else {}
        if user:
            self.client.force_login(user)
        for route in concrete_routes():
            for row in rows_of(route)[:1]:
                for method in methods(route):
                    for state in self.states(row, route, method):
                        self.answers.append(self.ask(method, route, row, state))

    def states(self, row, route, method):
        """All states where the answer could differ; else one, a different one from route to route.

        Who may not enter the admin is sent away before an object is looked up. What nobody may do is tried by the most
        powerful and by the editor of another section.
        """
        if method not in row.rules and self.role not in ("superuser", "another section"):
            return []
        states, cell = list(self.case.states(row, route)), states_of(row, method, self.role)
        is_looked_up = self.role == "another section" or not route.startswith("/admin/")
        if (cell and cell & set(states)) or (cell is not None and self.role in OUTSIDERS and is_looked_up):
            return states
        return [states[zlib.crc32(route.encode()) % len(states)]]

    def ask(self, method, route, row, state):
        values, address = self.case.states(row, route)[state], self.case.address(row, route, state)
        response, tables = self.send(method, address, self.content(route, values))
        body, location = body_of(response), response.headers.get("Location", "")
        if method == "GET" and self.role == "superuser" and "POST" in row.rules:
            self.forms[route] = form_in(response, body)
        is_screen = self.role in INSIDERS and response.status_code == 200 and is_a_screen(method, route)
        cell = states_of(row, method, self.role)
        may_enter = cell is None or state in cell
        is_open = may_enter and (row.object in OBJECTS_WITH_A_NAME or "private" in state)
        return Answer(
            role=self.role,
            method=method,
            route=route,
            state=state,
            address=address,
            status=response.status_code,
            location=location,
            is_let_in=is_let_in(method, address, response.status_code, location, tables),
            may_enter=may_enter,
            tables=tables,
            secret="" if is_open or self.role not in OUTSIDERS else secret_in(response, body, address),
            validators=tuple(name for name in ("ETag", "Last-Modified") if response.headers.get(name)),
            english=frozenset(english_in_response(response, CONTENT.sub("", body)) if is_screen else ()),
        )

    def content(self, route, values):
        """What the form holds that a superuser got there, and what `CONTENTS` adds."""
        if UPLOADS.search(route):
            return {"title": "x", "files[]": SimpleUploadedFile("x.txt", b"x")}
        template = json.dumps(CONTENTS.get("/".join(route.strip("/").split("/")[-2:]), {}))
        added = json.loads(re.sub(r'"\$(\w+)"', lambda match: str(values[match[1]]), template))
        return {**self.forms.get(route, {}), **added}

    def send(self, method, address, content):
        """The response, and the tables that were written; both are taken back."""
        client, tables = self.client, set()
        cookies = SimpleCookie({name: item.value for name, item in client.cookies.items()})

        def note(execute, sql, params, many, context):
            if match := WRITE.match(sql):
                tables.add(match[1])
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(note):
            response = self.request(method, address, content)
            body_of(response)
            transaction.set_rollback(True)
        client.cookies = cookies
        return response, frozenset(tables - BOOKKEEPING)

    def request(self, method, address, content):
        headers = self.token if address.startswith(API) else {}
        if method == "GET":
            return self.client.get(address, **headers)
        if address.startswith(API):
            body = json.dumps(content)
            # Whoever wrote the latest version is no matter of permissions.
            headers = {**headers, "HTTP_IF_MATCH": "*"}
            return self.client.generic(method, address, body, content_type="application/json", **headers)
        return self.client.post(address, content)


def methods(route):
    return METHODS if route.startswith(API) else METHODS[:2]


def is_let_in(method, address, status, location, tables):
    """Whoever changed something, or was neither refused nor sent elsewhere.

    A bulk action leaves out what one may not change: it goes back to its form, or shows it again.
    """
    if tables or (method == "POST" and "/bulk/" in address):
        return bool(tables)
    is_same = location.partition("?")[0] == address.partition("?")[0]
    return status < 300 or (status < 400 and not is_same and not REFUSAL.search(location))


def secret_in(response, body, address):
    """A secret word or number in the answer, apart from the address that was asked."""
    text = (body + str(response.headers)).lower().replace(address.lower(), "")
    return next((secret for secret in [*SECRETS, str(SECRET_SIZE)] if secret in text), "")


def is_a_screen(method, route):
    return method == "GET" and route.startswith("/admin/") and not NO_SCREEN.match(route)


def form_in(response, body):
    """What a browser would send from the form in this answer, as it stands."""
    kind = response.headers.get("Content-Type", "")
    content = json.loads(body) if "json" in kind else {"html": body if "html" in kind else ""}
    body = content.get("html") or "" if isinstance(content, dict) else ""
    soup = BeautifulSoup(body, "html.parser")
    # A stream without blocks, as its script would add it.
    data = {f"{stream['id']}-count": "0" for stream in soup.select("form[method=post i] [data-block][id]")}
    for field in soup.select("form[method=post i] :is(input, textarea, select)[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen.get("value", "") if chosen else ""
        elif field.get("type") not in {"checkbox", "radio", "submit", "file"} or field.has_attr("checked"):
            data[field["name"]] = field.get("value", field.text)
    return {name: value for name, value in data.items() if "__prefix__" not in name}
