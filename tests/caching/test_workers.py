"""Two processes of gunicorn, each with a cache of its own, show every change of a third process at once."""

import http.client
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from bench.servers import free_port, gunicorn
from tests.database import SQLiteCopy

PREPARE = """
from django.utils import timezone
from datetime import timedelta
from wagtail.models import PageViewRestriction, Site
from cms.models import Person, Publisher, Theme
from practices.models import PracticePage
from tests.factories import ThemeFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory
home = home_page()
index = PracticeIndexPageFactory(parent=home)
theme = ThemeFactory(name="Wonen", slug="wonen")
pages = {
    name: PracticePageFactory(parent=index, title=name, themes=[theme]) for name in ("Een", "Twee", "Drie", "Blijft")
}
"""
# Runs each line it is sent, and answers when it is done.
LISTEN = """
import sys
print("done", flush=True)
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""
LIST = "/praktijken/"
# What somebody does, where it shows, what is there from then on, and what no longer.
CHANGES = {
    "publish": ("PracticePageFactory(parent=index, title='Vers')", LIST, ">Vers<", None),
    "unpublish": ("pages['Een'].unpublish()", LIST, None, ">Een<"),
    "delete": ("PracticePage.objects.get(title='Twee').delete()", LIST, None, ">Twee<"),
    "restrict": (
        "PageViewRestriction.objects.create(page=pages['Drie'], restriction_type='login')",
        LIST,
        None,
        ">Drie<",
    ),
    "rename a word": ("theme.name = 'Dak'; theme.save()", LIST, ">Dak<", ">Wonen<"),
    "rename the list": ("index.title = 'Voorbeelden'; index.save()", LIST, ">Voorbeelden<", None),
    "a setting": (
        "publisher = Publisher.for_site(Site.objects.get()); publisher.name = 'Koepel'; publisher.save()",
        LIST,
        "Koepel",
        None,
    ),
    "feed": ("PracticePageFactory(parent=index, title='Vijf')", f"{LIST}feed.atom", "Vijf", None),
    "API": ("PracticePageFactory(parent=index, title='Zes')", "/api/v1/practices", "Zes", None),
}


class Site:
    """A running site, and a process that changes its content."""

    def __init__(self, port, shell):
        self.port, self.shell = port, shell

    def run(self, code):
        """Runs the code in the other process; returns when it is done."""
        self.shell.stdin.write(f"{code}\n")
        self.shell.stdin.flush()
        assert self.shell.stdout.readline() == "done\n"

    def get(self, path):
        """The text and whether it came from the cache, over a new connection: either process may answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", path)
        response = connection.getresponse()
        text, mark = response.read().decode(), response.headers.get("Cache-Status", "")
        connection.close()
        assert response.status == 200
        return text, "hit" in mark

    def get_many(self, path):
        """So many at once that both processes have to answer."""
        with ThreadPoolExecutor(8) as visitors:
            return list(visitors.map(self.get, [path] * 24))

    def is_kept(self, path):
        """Asks until all answers come from the cache."""
        return any(all(is_hit for _text, is_hit in self.get_many(path)) for _ in range(20))


@contextmanager
def other_process(environment):
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", PREPARE + LISTEN]
    with subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as shell:
        assert shell.stdout.readline() == "done\n"
        yield shell
        shell.stdin.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    copy, folder = SQLiteCopy(), tmp_path_factory.mktemp("site")
    copy.ensure_template()
    shutil.copy(copy.template, folder / "site.sqlite3")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }
    with (
        other_process(environment) as shell,
        gunicorn("cms.wsgi", environment, free_port()) as server,
    ):
        yield Site(urlsplit(server.address).port, shell)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_shows_in_both_processes_at_once(site, change):
    code, path, appears, disappears = CHANGES[change]
    assert site.is_kept(path)
    before = site.get(path)[0]
    assert appears is None or appears not in before
    assert disappears is None or disappears in before

    site.run(code)

    for text, _is_hit in site.get_many(path):
        assert appears is None or appears in text
        assert disappears is None or disappears not in text
