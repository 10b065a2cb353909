"""A site that runs: gunicorn with two processes, and a third one that changes the content."""

import http.client
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection as test_connection

from bench.servers import gunicorn
from cms.settings.base import VERSION_CHECKED_EVERY
from tests.database import PostgreSQLCopy

LIST = "/praktijken/"
PREPARE = """
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction, Site
from caching.models import ListingChange
from cms.drafts import token_for
from cms.models import MenuLink, Navigation, Publisher
from tests.factories import NewsIndexPageFactory, NewsPageFactory, PersonFactory, ThemeFactory, home_page
from tests.platforms.factories import CoordinatorIndexPageFactory, CoordinatorPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory
home, site = home_page(), Site.objects.get()
index, other = PracticeIndexPageFactory(parent=home), PracticeIndexPageFactory(parent=home, slug="elders")
theme, person = ThemeFactory(name="Wonen", slug="wonen"), PersonFactory(first_name="An", last_name="Vertrekt")
person.active_until = timezone.localdate(); person.save()
pages = {
    name: PracticePageFactory(parent=index, title=name, slug=name.lower(), themes=[theme])
    for name in ("Een", "Twee", "Drie", "Vier", "Blijft")
}
french = Locale.objects.create(language_code="fr")
PracticePageFactory(
    parent=other, title="Reste", locale=french, translation_key=pages["Blijft"].translation_key
)
coordinators = CoordinatorIndexPageFactory(parent=home)
CoordinatorPageFactory(parent=coordinators, person=person)
navigation, publisher = Navigation.for_site(site), Publisher.for_site(site)
"""
# Runs each line it is sent, and says when it is done.
LISTEN = """
import sys
print("done", flush=True)
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""


class Answer(NamedTuple):
    status: int
    headers: dict
    text: str

    @property
    def mark(self):
        return self.headers.get("Cache-Status", "")

    @property
    def is_hit(self):
        return "hit" in self.mark


class RunningSite(NamedTuple):
    """`shares` is whether its processes share their responses, in Redis; `log` has what it wrote to stderr."""

    shares: bool
    address: str
    pid: int
    shell: subprocess.Popen
    folder: Path
    database: str

    @property
    def port(self):
        return urlsplit(self.address).port

    @property
    def log(self):
        return (self.folder / "log").read_text()

    def run(self, code):
        """What this line prints in the third process; what it changes has to show by then."""
        self.shell.stdin.write(f"{code}\n")
        self.shell.stdin.flush()
        lines = []
        while (line := self.shell.stdout.readline()) != "done\n":
            assert line, "The process ended; what stands above says why."
            lines.append(line.strip())
        time.sleep(VERSION_CHECKED_EVERY)
        return "".join(lines)

    def get(self, path, method="GET", **headers):
        """An answer over a new connection: either process may give it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return answer_of(connection)

    def get_many(self, path):
        """So many at once that both processes have to answer."""
        with ThreadPoolExecutor(8) as visitors:
            return list(visitors.map(self.get, [path] * 24))

    def is_kept(self, path):
        """Asks until all answers come from the cache."""
        return any(all(answer.is_hit for answer in self.get_many(path)) for _ in range(20))

    def becomes(self, is_so):
        """Whether it is so within some seconds."""
        until = time.monotonic() + 20
        while not (done := is_so()) and time.monotonic() < until:
            time.sleep(0.1)
        return done

    def get_at_once(self, path, times):
        """The answers to so many requests, all sent before the first answer is read."""
        connections = [http.client.HTTPConnection("127.0.0.1", self.port, timeout=60) for _ in range(times)]
        for connection in connections:
            connection.connect()
        for connection in connections:
            connection.request("GET", path)
        return [answer_of(connection) for connection in connections]

    @contextmanager
    def tomorrow(self):
        """Sets the clock of the site, not of the third process, a day on."""
        tomorrow = self.folder / "tomorrow"
        tomorrow.touch()
        try:
            yield
        finally:
            tomorrow.unlink()

    @contextmanager
    def without_database(self):
        """Nobody can reach the database."""
        take, give = self.take_postgresql if test_connection.vendor == "postgresql" else self.take_sqlite
        take()
        time.sleep(VERSION_CHECKED_EVERY)
        try:
            yield
        finally:
            give()
            self.run("connection.close()")

    @property
    def take_sqlite(self):
        here, away = self.folder / "database", self.folder / "away"
        return lambda: here.rename(away), lambda: away.rename(here)

    @property
    def take_postgresql(self):
        name, server = urlsplit(self.database).path.strip("/"), PostgreSQLCopy()
        end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
        return (
            lambda: server.tell(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", end),
            lambda: server.tell(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"),
        )


def answer_of(connection):
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read().decode(errors="replace"))
    connection.close()
    return answer


@contextmanager
def running_site(folder, database, redis_url, application="tests.caching.served"):
    environment = os.environ | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "CACHE_URL": redis_url,
        "TOMORROW": str(folder / "tomorrow"),
    }
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", PREPARE + LISTEN]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes) as shell,
        gunicorn(application, environment, stderr=log) as server,
    ):
        assert shell.stdout.readline() == "done\n"
        yield RunningSite(bool(redis_url), server.address, server.pid, shell, folder, database)
        shell.stdin.close()
