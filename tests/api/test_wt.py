"""`wt`, Wagtail's own client, writes a practice as an editor does. It knows nothing of this site but its address."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from wagtail.models import APIToken

from practices.models import PracticeIndexPage, PracticePage
from tests.factories import OrganisationFactory, TargetGroupFactory, ThemeFactory, home_page
from tests.permissions.factories import a_member_of, a_platform

WT = Path(sys.executable).with_name("wt")
APPROACH = [
    {"type": "heading", "value": "Eerst wonen"},
    {"type": "paragraph", "value": "<p>Wie op straat leeft, krijgt <b>eerst</b> een woning.</p>"},
]
FACTS = {
    "search_description": "Aanpak van dak- en thuisloosheid in zeven gemeenten.",
    "status": "running",
    "scale": "regional",
    "evidence_level": 1,
    "problem": "<p>De wachtlijsten zijn lang.</p>",
    "licence": "modellicentie",
    "contacts": [{"name": "An Peeters", "email": "an@voorbeeld.be"}],
}


class Refusal(Exception):  # noqa: N818 - an answer of the server
    """`wt` failed; holds its error output."""


class Wt:
    """The client in a folder of its own, so that nobody's settings get in."""

    def __init__(self, folder, url, token):
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "WAGTAIL_CLI_BASE_URL": f"{url}/api/cms/",
            "WAGTAIL_CLI_TOKEN": token,
        }

    def __call__(self, *arguments, **fields):
        """The answer to `wt api …`, with these fields. Texts go through a file, as people would do with long ones."""
        for name, value in fields.items():
            file = self.folder / f"{name}.json"
            file.write_text(json.dumps(value) if not isinstance(value, str) else value)
            arguments += ("--field", f"{name}:@{file if not isinstance(value, str) else as_text(file)}")
        command = [str(WT), "--json", "api", *map(str, arguments)]
        completed = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60
        )
        if completed.returncode:
            raise Refusal(completed.stderr)
        return json.loads(completed.stdout)


def as_text(file):
    return file.rename(file.with_suffix(".txt"))


@pytest.fixture
def section(transactional_db):
    return a_platform(home_page(), "Westhoek")


@pytest.fixture
def wt(section, live_server, tmp_path):
    _token, key = APIToken.create_token(user=a_member_of(section), name="wt")
    return Wt(tmp_path, live_server.url, key)


@pytest.fixture
def rows(section):
    return {
        "owners": [
            {"organisation_id": OrganisationFactory().pk},
            {"organisation_id": OrganisationFactory().pk},
        ],
        "page_themes": [{"theme_id": ThemeFactory().pk}],
        "target_groups": [{"target_group_id": TargetGroupFactory().pk}],
    }


def create(wt, section, **fields):
    parent = PracticeIndexPage.objects.child_of(section).get()
    options = ("--parent", parent.pk, "--title", "Kracht.wonen")
    return wt("pages", "create", "practices.PracticePage", *options, **fields)["id"]


def test_wt_creates_edits_publishes_and_reads_a_practice(wt, section, rows, client):
    key = create(wt, section, approach=APPROACH, **rows)
    practice = PracticePage.objects.get(pk=key)
    assert not practice.live

    wt("pages", "update", key, "--yes", "--title", "Kracht.wonen 2", **FACTS)
    wt("pages", "publish", key)

    read = wt("pages", "get", key)
    assert read["title"] == "Kracht.wonen 2"
    assert [block["type"] for block in read["approach"]] == ["heading", "paragraph"]
    assert [row["organisation"]["id"] for row in read["owners"]] == [
        row["organisation_id"] for row in rows["owners"]
    ]
    assert read["page_themes"][0]["theme"]["id"] == rows["page_themes"][0]["theme_id"]
    html = client.get(PracticePage.objects.get(pk=key).url).content.decode()
    for text in ("Kracht.wonen 2", "Eerst wonen", "krijgt <b>eerst</b> een woning", "wachtlijsten"):
        assert text in html


def test_an_incomplete_practice_is_not_published_and_nothing_is_lost(wt, section, rows):
    key = create(wt, section, approach=APPROACH, **rows)

    with pytest.raises(Refusal, match=r"\(422\)") as refusal:
        wt("pages", "publish", key)

    message = str(refusal.value)
    named = set(re.findall(r'"loc": \[\s*"(\w+)"', message))
    assert {"search_description", "status", "scale", "problem", "contacts"} <= named
    assert not {"owners", "approach", "page_themes", "target_groups"} & named
    assert json.loads(message[message.index("{") :])["errors"][0]["msg"] == _(
        "Fill this in before you publish."
    )
    practice = PracticePage.objects.get(pk=key)
    assert not practice.live
    assert len(practice.get_latest_revision_as_object().approach) == 2


def test_wt_finds_its_way_by_address_and_looks_up_words(wt, section, rows):
    parent = PracticeIndexPage.objects.child_of(section).get()
    address = parent.url

    page = wt("pages", "create", "practices.PracticePage", "--parent", address, "--title", "Katrol")
    words = wt("snippets", "list", "cms.Theme")

    assert page["meta"]["parent"]["id"] == parent.pk
    assert rows["page_themes"][0]["theme_id"] in {word["id"] for word in words["items"]}


def test_a_wrong_token_is_told_apart(wt):
    wt.environment["WAGTAIL_CLI_TOKEN"] = "verkeerd"

    with pytest.raises(Refusal, match=r"\(401\)"):
        wt("whoami")
