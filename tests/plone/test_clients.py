"""Third-party clients against gunicorn."""

import json
import os
import shutil
import subprocess
import sys
from typing import NamedTuple

import affen
import jwt
import pytest
from django.conf import settings

from bench.servers import free_port, gunicorn
from tests.browser.checkers import MODULES
from tests.database import SQLiteCopy

PASSWORD = "een goed wachtwoord"
EMAIL = "baas@example.org"
DRAFT = "/nieuws/nog-niet-af"
# Demo content, a superuser, and news that is not published yet.
PREPARE = f"""
from django.core.management import call_command
from wagtail.models import Site
from cms.models import User
from news.models import NewsIndexPage
from tests.factories import NewsPageFactory
call_command("load_demo", seeds_only=True, verbosity=0)
User.objects.create_superuser("{EMAIL}", "{PASSWORD}")
index = NewsIndexPage.objects.order_by("depth").first()
for number in range(30):
    NewsPageFactory(parent=index, title=f"Bericht {{number}}", slug=f"bericht-{{number}}")
NewsPageFactory(parent=index, title="Nog niet af", slug="nog-niet-af", live=False).save_revision(clean=False)
"""


class RunningSite(NamedTuple):
    """A running site with demo content."""

    address: str

    def session(self, root, signs_in=False):
        session = affen.Session(api_root=f"{self.address}{root}")
        if signs_in:
            session.login(EMAIL, PASSWORD)
        return session


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """gunicorn with two processes, on a database of its own."""
    copy, folder = SQLiteCopy(), tmp_path_factory.mktemp("site")
    copy.ensure_template()
    shutil.copy(copy.template, folder / "site.sqlite3")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    port = free_port()
    prepare = [sys.executable, "manage.py", "shell", "-c", f"{PREPARE}Site.objects.update(port={port})"]
    subprocess.run(prepare, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.DEVNULL)
    with gunicorn("cms.wsgi", environment, port) as server:
        yield RunningSite(server.address)


def walk(session, start):
    """The titles of all pages below an address, with all batches of each folder."""
    titles = []
    for item in session.items(start):
        titles.append(item["title"])
        content = session.get(item["@id"]).json()
        assert content["title"] == item["title"]
        if content["is_folderish"]:
            titles += walk(session, item["@id"])
    return titles


def all_titles(session):
    items = session.items("@search", b_size="100")
    titles = [item["title"] for item in items if item["@type"] != "Plone Site"]
    assert len(items) == len(titles) + 1
    return titles


@pytest.mark.parametrize("signs_in", [False, True])
def test_affen_reads_the_whole_site(site, signs_in):
    session = site.session("/", signs_in)

    titles = walk(session, "/")

    assert sorted(titles) == sorted(all_titles(session))
    assert len(titles) > 40
    assert ("Nog niet af" in titles) == signs_in


def test_affen_reads_below_the_marker_too(site):
    session = site.session("/++api++/")

    assert len(list(session.items("nieuws"))) == len(session.items("nieuws")) > 25
    assert session.get("nieuws/bericht-1").json()["@type"] == "News Item"


def test_affen_gets_error_messages(site):
    session = site.session("/")

    with pytest.raises(ValueError, match="Invalid credentials"):
        session.login(EMAIL, "fout")
    assert session.get("nergens/").json()["type"] == "NotFound"


def test_a_revoked_token_is_refused_by_every_process(site):
    session = site.session("/", signs_in=True)
    session.auth = None

    assert session.post("@logout").status_code == 204

    assert {session.get(DRAFT).status_code for _ in range(12)} == {401}


@pytest.mark.node
def test_plones_own_client_reads_everything(site):
    options = {"apiPath": site.address, "login": EMAIL, "password": PASSWORD, "draft": DRAFT}
    process = subprocess.run(
        [shutil.which("node"), str(MODULES.parent / "ask_plone.mjs")],
        input=json.dumps(options),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(process.stdout)
    anonymous, signed_in = answers["anonymous"], answers["signedIn"]

    assert anonymous.pop("draft") == {"error": 404}
    assert signed_in["draft"]["data"]["review_state"] == "private"
    assert not [
        name for group in (anonymous, signed_in) for name, answer in group.items() if "error" in answer
    ]
    assert jwt.decode(answers["token"], options={"verify_signature": False})["fullname"]
    assert [item["@type"] for item in answers["posted"]["items"]] == ["News Item"] * 2
    check_shapes({name: answer["data"] for name, answer in anonymous.items()})
    assert anonymous["searchDraft"]["data"]["items_total"] == 0
    assert signed_in["searchDraft"]["data"]["items"][0]["title"] == "Nog niet af"


def check_shapes(payload):
    """Checks that every request got the kind of answer it is for. `payload` maps request names to answers."""
    assert payload["root"]["@type"] == "Plone Site"
    assert payload["nested"]["@components"]["breadcrumbs"]["items"][0]["title"] == payload["nested"]["title"]
    assert payload["nested"]["items"][0]["text"]["content-type"] == "text/html"
    assert len(payload["search"]["items"]) == 3
    assert all(item["UID"] for item in payload["search"]["items"])
    assert payload["searchBelow"]["items_total"] >= 30
    assert payload["searchWords"]["items_total"] > 0
    assert {item["@type"] for item in payload["querystringSearch"]["items"]} == {"News Item"}
    assert payload["querystring"]["sortable_indexes"]
    assert payload["navigation"]["items"][1]["title"]
    assert payload["contextNavigation"]["title"] == payload["nested"]["title"]
    assert payload["navroot"]["navroot"]["@type"] == "Plone Site"
    assert payload["site"]["plone.default_language"] == "nl"
    assert payload["actions"]["object"]
    assert {"News Item", "Practice"} <= {item["id"] for item in payload["types"]}
    assert payload["type"]["fieldsets"]
    assert payload["typeField"]["type"] == "string"
    assert payload["vocabulary"]["items"][0].keys() == {"token", "title"}
    assert payload["workflow"]["state"]["id"] == "published"
    assert isinstance(payload["history"], list)
