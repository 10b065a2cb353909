"""A scratch site of a given size with production settings, and gunicorn in front of it."""

import gzip
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from .load import BenchError

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
HOST = "bench.example"
# What the web server in front would say: the production settings answer nothing else.
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}
START_SECONDS = 120


class Site:
    """A site with so many practices, on SQLite or on the PostgreSQL server of an address."""

    def __init__(self, size, server=""):
        self.size, self.server = size, server

    @property
    def database(self):
        return "PostgreSQL" if self.server else "SQLite"

    @property
    def environment(self):
        name = f"streekwijzer_bench_{self.size}"
        url = (
            urlsplit(self.server)._replace(path=f"/{name}").geturl()
            if self.server
            else f"sqlite:///{FOLDER}/{name}.sqlite3"
        )
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.base",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"https://{HOST}",
            "BEHIND_TLS_PROXY": "yes",
            "DATABASE_URL": url,
            "STATIC_ROOT": str(FOLDER / "static"),
            "MEDIA_ROOT": str(FOLDER / "media"),
        }

    def prepare(self):
        """Makes the database where it lacks, and in it what lacks."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        if self.server:
            make_database(self.server, f"streekwijzer_bench_{self.size}")
        self.manage("migrate", "--no-input", "--verbosity=0")
        self.manage("load_scale", f"--practices={self.size}")
        self.manage("collectstatic", "--no-input", "--verbosity=0", "--clear")

    def manage(self, *arguments):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)  # noqa: S603

    def probe(self):
        """The addresses to measure, with their queries, as `bench.probe` finds them."""
        command = [sys.executable, "-m", "bench.probe"]
        found = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
        return json.loads(found.stdout)


def make_database(server, name):
    import psycopg

    with psycopg.connect(server, autocommit=True, connect_timeout=5) as session:
        if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).rowcount:
            session.execute(f"CREATE DATABASE {name}")


class Served(NamedTuple):
    """Where a server answers on this machine, and the process that its workers come from."""

    address: str
    pid: int


@contextmanager
def gunicorn(application, environment, port=None):
    """The application under the settings of `gunicorn.conf.py`, on a free port unless one is given."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "warning",
        application,
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)  # noqa: S603
    try:
        wait_for(port, server)
        yield Served(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(30)


def free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def wait_for(port, server):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise BenchError("gunicorn did not start; what it said stands above.")


class Answer(NamedTuple):
    """What came back: the bytes as a browser reads them, how many travelled compressed, and after how many seconds."""

    body: bytes
    size: int
    seconds: float
    headers: Message


def fetch(address, path):
    """Asks as a browser does, which takes gzip. What the server leaves as it is, the one in front would compress."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
    begun = time.monotonic()
    connection.request("GET", path, headers={**HEADERS, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    sent = answer.read()
    seconds = time.monotonic() - begun
    connection.close()
    if answer.status != 200:
        raise BenchError(f"{path} answers {answer.status}.")
    if answer.headers.get("Content-Encoding") == "gzip":
        return Answer(gzip.decompress(sent), len(sent), seconds, answer.headers)
    return Answer(sent, len(gzip.compress(sent, 6)), seconds, answer.headers)
