"""A scratch site of a given size with production settings, and gunicorn in front of it."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from .client import HOST
from .load import BenchError
from .processes import workers as workers_of

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench"
START_SECONDS = 120
# gunicorn kills after thirty what does not stop by itself.
STOP_SECONDS = 60


def production(url, folder, secret_key):
    """The environment of a site with production settings on this database, with its files in this folder."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
        "SECRET_KEY": secret_key,
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "BEHIND_TLS_PROXY": "yes",
        "CHECK_LINKS": "no",
        "DATABASE_URL": url,
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
    }


class Site:
    """A site with so many practices, on SQLite or on the PostgreSQL server of an address."""

    def __init__(self, size, server=""):
        self.size, self.server = size, server
        self.secret_key = secrets.token_urlsafe(50)

    @property
    def database(self):
        """What stores the content, and the responses of the cache if all processes share them."""
        database = "PostgreSQL" if self.server else "SQLite"
        return f"{database} with Redis" if os.environ.get("CACHE_URL") else database

    @property
    def environment(self):
        name = f"streekwijzer_bench_{self.size}"
        url = (
            urlsplit(self.server)._replace(path=f"/{name}").geturl()
            if self.server
            else f"sqlite:///{FOLDER}/{name}.sqlite3"
        )
        # The screens of the admin are measured, not the one that asks for a second factor.
        return production(url, FOLDER, self.secret_key) | {"SECOND_FACTOR_FOR": "nobody"}

    def prepare(self):
        """Makes the database where there is none, and the content that is missing."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        if self.server:
            make_database(self.server, f"streekwijzer_bench_{self.size}")
        self.manage("migrate", "--no-input", "--verbosity=0")
        self.manage("load_scale", f"--practices={self.size}")
        self.manage("collectstatic", "--no-input", "--verbosity=0", "--clear")

    def manage(self, *arguments):
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, check=True)  # noqa: S603

    def addresses(self):
        """The addresses to measure, with their queries, as `bench.addresses` gives them."""
        with self.start("-m", "bench.addresses", stdout=subprocess.PIPE) as process:
            output = process.stdout.read()
        if process.returncode:
            raise BenchError("The site gave no addresses to measure; what stands above says why.")
        return json.loads(output)

    def start(self, *arguments, **options):
        """A Python process with the site's settings."""
        return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=self.environment, **options)  # noqa: S603


def make_database(server, name):
    import psycopg

    with psycopg.connect(server, autocommit=True, connect_timeout=5) as session:
        if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).rowcount:
            session.execute(f"CREATE DATABASE {name}")


class Server(NamedTuple):
    """Where a server answers on this machine, the process that its workers come from, and when that was started."""

    address: str
    pid: int
    started_at: float


@contextmanager
def gunicorn(application, environment, port=None, workers=None, stderr=None):
    """The application under the settings of `gunicorn.conf.py`, on a free port unless one is given.

    `stderr` is a file for its log and the site's.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    if workers:
        command += ["--workers", str(workers)]
    started_at = time.monotonic()
    options = {"cwd": ROOT, "env": environment, "stderr": stderr, "start_new_session": True}
    server = subprocess.Popen([*command, application], **options)  # noqa: S603
    try:
        wait_for(port, server)
        yield Server(f"http://127.0.0.1:{port}", server.pid, started_at)
    finally:
        server.terminate()
        server.wait(STOP_SECONDS)


def free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def wait_for(port, server):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as attempt:
            # The master listens before it has loaded what its workers share.
            if attempt.connect_ex(("127.0.0.1", port)) == 0 and workers_of(server.pid):
                return
        time.sleep(0.1)
    raise BenchError("gunicorn did not start; its messages stand above.")
