"""`docs/api.md` and the page with the documentation do what they promise."""

import json
import re
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command

from .cases import V1

TEXT = (settings.BASE_DIR / "docs" / "api.md").read_text()
EXAMPLES = dict(re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL))
RUN = {
    "sh": ["sh", "-e", "-c"],
    "python": [sys.executable, "-c"],
    "js": ["node", "--input-type=module", "--eval"],
}


@pytest.fixture
def demo(transactional_db):
    call_command("load_demo", seeds_only=True)


@pytest.mark.parametrize("language", RUN)
def test_the_example_gives_the_first_practice(language, demo, live_server, client):
    if not shutil.which(RUN[language][0]):
        pytest.skip(f"no {RUN[language][0]} on this machine")
    first = client.get(f"{V1}practices?page_size=1").json()["items"][0]
    code = EXAMPLES[language].replace("http://127.0.0.1:8000", live_server.url)

    completed = subprocess.run([*RUN[language], code], capture_output=True, text=True, timeout=60)

    assert completed.returncode == 0, completed.stderr
    if language == "sh":
        assert json.loads(completed.stdout)["items"][0]["id"] == first["id"]
    else:
        assert completed.stdout.startswith(f"{first['title']} {first['url']}")


def test_every_address_of_the_table_is_there(db, client):
    described = client.get(f"{V1}openapi.json").json()["paths"]
    paths = re.findall(r"`(/[^`]*)`", TEXT.split("## What there is")[1].split("**Filters**")[0])
    assert paths
    for path in paths:
        path = path.partition("?")[0].replace("<list>", "practices")
        assert f"/api/v1{path}" in described, path
    for path in described:
        assert path.rpartition("/")[2] in TEXT or "preview" in path, path


@pytest.mark.django_db
def test_the_documentation_calls_nobody_else(client):
    response = client.get(f"{V1}docs")

    addresses = re.findall(r'(?:src|href)="([^"]*)"', response.content.decode())
    assert len(addresses) > 2
    assert not [address for address in addresses if urlsplit(address).netloc]
    assert not response.cookies
