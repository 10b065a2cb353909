"""Clients of other makers, against the server that production uses."""

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

from bench.servers import gunicorn
from tests.browser.checkers import MODULES
from tests.database import SQLiteCopy

PASSWORD = "een goed wachtwoord"
EMAIL = "baas@example.org"
DRAFT = "/nieuws/nog-niet-af"
# Demo content, a superuser, and news that is not published yet.
PREPARE = f"""
from django.core.management import call_command
from cms.models import User
from news.models import NewsIndexPage
from tests.factories import NewsPageFactory
call_command("load_demo", verbosity=0)
User.objects.create_superuser("{EMAIL}", "{PASSWORD}")
index = NewsIndexPage.objects.order_by("depth").first()
for number in range(30):
    NewsPageFactory(parent=index, title=f"Bericht {{number}}", slug=f"bericht-{{number}}")
NewsPageFactory(parent=index, title="Nog niet af", slug="nog-niet-af", live=False).save_revision(clean=False)
"""


class Running(NamedTuple):
    """A site with demo content: where it answers."""

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
    prepare = [sys.executable, "manage.py", "shell", "-c", PREPARE]
    subprocess.run(prepare, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.DEVNULL)
    with gunicorn("cms.wsgi", environment) as server:
        yield Running(server.address)


def walked(session, start):
    """The titles of all that affen finds below an address, each folder by its batches."""
    found = []
    for item in session.items(start):
        found.append(item["title"])
        content = session.get(item["@id"]).json()
        assert content["title"] == item["title"]
        if content["is_folderish"]:
            found += walked(session, item["@id"])
    return found


def all_titles(session):
    items = session.items("@search", b_size="100")
    titles = [item["title"] for item in items if item["@type"] != "Plone Site"]
    assert len(items) == len(titles) + 1
    return titles


@pytest.mark.parametrize("signs_in", [False, True])
def test_affen_walks_the_whole_site(site, signs_in):
    session = site.session("/", signs_in)

    titles = walked(session, "/")

    assert sorted(titles) == sorted(all_titles(session))
    assert len(titles) > 40
    assert ("Nog niet af" in titles) == signs_in


def test_affen_reads_below_the_marker_too(site):
    session = site.session("/++api++/")

    assert len(list(session.items("nieuws"))) == len(session.items("nieuws")) > 25
    assert session.get("nieuws/bericht-1").json()["@type"] == "News Item"


def test_affen_is_told_what_went_wrong(site):
    session = site.session("/")

    with pytest.raises(ValueError, match="Invalid credentials"):
        session.login(EMAIL, "fout")
    assert session.get("nergens/").json()["type"] == "NotFound"


def test_a_token_that_was_given_back_is_refused_by_every_process(site):
    session = site.session("/", signs_in=True)
    session.auth = None

    assert session.post("@logout").status_code == 204

    assert {session.get(DRAFT).status_code for _ in range(12)} == {401}


@pytest.mark.node
def test_plones_own_client_reads_everything(site):
    told = {"apiPath": site.address, "login": EMAIL, "password": PASSWORD, "draft": DRAFT}
    done = subprocess.run(
        [shutil.which("node"), str(MODULES.parent / "ask_plone.mjs")],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    anonymous, signed_in = found["anonymous"], found["signedIn"]

    assert anonymous.pop("draft") == {"error": 404}
    assert signed_in["draft"]["data"]["review_state"] == "private"
    assert not [name for answers in (anonymous, signed_in) for name, a in answers.items() if "error" in a]
    assert jwt.decode(found["token"], options={"verify_signature": False})["fullname"]
    assert [item["@type"] for item in found["posted"]["items"]] == ["News Item"] * 2
    check_shapes({name: answer["data"] for name, answer in anonymous.items()})
    assert anonymous["searchDraft"]["data"]["items_total"] == 0
    assert signed_in["searchDraft"]["data"]["items"][0]["title"] == "Nog niet af"


def check_shapes(told):
    """That the queries reached what they are about."""
    assert told["root"]["@type"] == "Plone Site"
    assert told["nested"]["@components"]["breadcrumbs"]["items"][0]["title"] == told["nested"]["title"]
    assert told["nested"]["items"][0]["text"]["content-type"] == "text/html"
    assert len(told["search"]["items"]) == 3
    assert all(item["UID"] for item in told["search"]["items"])
    assert told["searchBelow"]["items_total"] >= 30
    assert told["searchWords"]["items_total"] > 0
    assert {item["@type"] for item in told["querystringSearch"]["items"]} == {"News Item"}
    assert told["querystring"]["sortable_indexes"]
    assert told["navigation"]["items"][1]["title"]
    assert told["contextNavigation"]["title"] == told["nested"]["title"]
    assert told["navroot"]["navroot"]["@type"] == "Plone Site"
    assert told["site"]["plone.default_language"] == "nl"
    assert told["actions"]["object"]
    assert {"News Item", "Practice"} <= {found["id"] for found in told["types"]}
    assert told["type"]["fieldsets"]
    assert told["typeField"]["type"] == "string"
    assert told["vocabulary"]["items"][0].keys() == {"token", "title"}
    assert told["workflow"]["state"]["id"] == "published"
    assert isinstance(told["history"], list)
