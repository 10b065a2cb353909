"""Sites to break, on SQLite and PostgreSQL, with invented content and a token to write with."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from bench.servers import gunicorn, production
from tests.database import PostgreSQLCopy, SQLiteCopy, database_for_others
from tests.faults.clusters import BINARIES, Cluster, Proxy, Replica, has_postgresql

# With some hundreds of practices a list has many pages; an export of more than a thousand keeps a worker busy.
PRACTICES = {False: 40, True: 1500}
PREPARE = """
import json
from wagtail.models import APIToken
from cms.models import Theme, User
from news.models import NewsIndexPage
user = User.objects.create_superuser("drill@example.org", "een goed wachtwoord")
token, key = APIToken.create_token(user=user, name="drill")
news = NewsIndexPage.objects.order_by("depth", "path").first()
print(json.dumps({"token": key, "news": news.pk, "theme": Theme.objects.first().pk}))
"""
COUNT = """
import collections, json
from wagtail.models import Page
print(json.dumps(collections.Counter(Page.objects.filter(title__startswith={name!r}).values_list("title", flat=True))))
"""


class Site:
    """A site with production settings, its files in a folder; `extra` are more variables."""

    # Pages that are kept, one that is not, an API, a feed.
    paths = (
        "/",
        "/praktijken/",
        "/praktijken/?theme=wonen",
        "/api/v1/practices",
        "/nieuws/feed.atom",
        "/zoeken/?q=zorg",
    )
    static = "/static/site.css"

    def __init__(self, url, folder, server=None):
        self.url, self.folder, self.server = url, folder, server
        self.secret_key = secrets.token_urlsafe(50)
        self.log = folder / "log"

    @property
    def environment(self):
        variables = {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "CACHE_URL": ""}
        return production(self.url, self.folder, self.secret_key) | variables

    def prepare(self, practices):
        self.manage("load_scale", f"--practices={practices}")
        self.token, self.news, self.theme = json.loads(self.shell(PREPARE)).values()
        shutil.copytree(settings.BASE_DIR / "static", self.folder / "static")

    def manage(self, *arguments, **variables):
        """What a command of the site prints; an error of it is one of the drill."""
        return self.start(*arguments, **variables).stdout

    def start(self, *arguments, check=True, **variables):
        command = [sys.executable, "manage.py", *arguments]
        environment = self.environment | variables
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, check=check, capture_output=True, text=True
        )

    def shell(self, code, **variables):
        return self.manage("shell", "-v", "0", "--no-imports", "-c", code, **variables)

    def copies(self, name):
        """How often each title that begins with this name is stored."""
        return json.loads(self.shell(COUNT.format(name=name)))

    @contextmanager
    def serve(self, application="cms.wsgi", port=None, workers=None, **variables):
        environment = self.environment | variables
        with (
            self.log.open("a") as log,
            gunicorn(application, environment, port=port, workers=workers, stderr=log) as server,
        ):
            yield server


@contextmanager
def sqlite(folder, whole):
    SQLiteCopy().ensure_template()
    shutil.copy(SQLiteCopy().template, folder / "site.sqlite3")
    site = Site(f"sqlite:///{folder}/site.sqlite3", folder)
    site.prepare(PRACTICES[whole])
    yield site


@contextmanager
def postgresql(folder, whole):
    """On a cluster of its own; in the suite, which tests on a shared server, behind a proxy."""
    if whole:
        if not has_postgresql():
            pytest.skip("no PostgreSQL on this machine")
        server = Cluster()
        try:
            site = Site(server.url, folder, server)
            site.manage("migrate", "--verbosity=0")
            site.prepare(PRACTICES[whole])
            yield site
        finally:
            server.remove()
        return
    if connection.vendor != "postgresql":
        pytest.skip("with the tests on PostgreSQL, or with make drill")
    with database_for_others(folder, "faults") as url:
        server = Proxy(url)
        site = Site(server.url, folder, server)
        site.prepare(PRACTICES[whole])
        yield site
        server.remove()


@contextmanager
def replicated(folder, whole):
    """On a cluster of its own with a streaming replica: `site.server` and `site.replica`.

    In the suite the tables come from the template of the tests, because migrations take a minute.
    """
    if not has_postgresql():
        pytest.skip("no PostgreSQL on this machine")
    if not whole and connection.vendor != "postgresql":
        pytest.skip("with the tests on PostgreSQL, or with make drill")
    primary = Cluster()
    replica = None
    try:
        site = Site(primary.url, folder, primary)
        if whole:
            site.manage("migrate", "--verbosity=0")
        else:
            copy_tables(primary.url)
        site.prepare(PRACTICES[whole])
        site.replica = replica = Replica(primary)
        yield site
    finally:
        for server in filter(None, (replica, primary)):
            server.remove()


def copy_tables(url):
    template = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{PostgreSQLCopy().template}").geturl()
    dump = subprocess.run([BINARIES / "pg_dump", "--no-owner", template], check=True, capture_output=True)
    subprocess.run(
        [BINARIES / "psql", "--quiet", url], input=dump.stdout, check=True, stdout=subprocess.DEVNULL
    )
