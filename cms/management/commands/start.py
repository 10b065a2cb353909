"""What `make run` does: bring everything up to date, then serve, with the clock beside it."""

import hashlib
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page

from cms.management.commands import messages

HOST = "127.0.0.1"
STOP_SECONDS = 10
ACCOUNTS = settings.VAR_DIR / "demo-accounts.txt"
STATIC_STAMP = Path(settings.STATIC_ROOT) / "collected-from.txt"


def static_fingerprint():
    """Changes when a static file is added, changed or taken away."""
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            fingerprint.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return fingerprint.hexdigest()


def has_migrations_to_run():
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty_site():
    """True until the first page of ours; Wagtail's own migrations leave a plain welcome page."""
    return not Page.objects.filter(depth__gt=1).exclude(content_type__model="page").exists()


def check_port(port):
    """Before anything else: nobody waits a minute to read that the port is taken."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} can't be used: something else may be running there."
                " Choose another one: make run PORT=8001"
            ) from error


@contextmanager
def child(*arguments):
    """A process that ends with this one. In a session of its own, so that Ctrl-C reaches it only through us."""
    process = subprocess.Popen([sys.executable, *arguments], start_new_session=True)  # noqa: S603 - our own words
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def stop(_signal, _frame):
    sys.exit(0)


class Command(BaseCommand):
    help = "Brings database, catalogue and static files up to date, and serves the site on this machine."

    def handle(self, **options):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        check_port(settings.PORT)
        self.compile_catalogue()
        self.migrate()
        self.collect_static_files()
        self.load_first_content()
        self.serve()

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def compile_catalogue(self):
        if messages.is_stale():
            self.say("Compiling the Dutch texts.")
            messages.compile_catalogue()

    def migrate(self):
        if has_migrations_to_run():
            self.say("Bringing the database up to date: half a minute the first time.")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static_files(self):
        fingerprint = static_fingerprint()
        if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == fingerprint:
            return
        self.say("Collecting and compressing the static files: half a minute.")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        STATIC_STAMP.write_text(fingerprint)

    def load_first_content(self):
        """Only into an empty site: what an editor changed is never written over."""
        if is_empty_site():
            self.say("Making the site and loading the demo content.")
            call_command("load_demo", stdout=self.stdout)

    def serve(self):
        tick = child("manage.py", "tick", "--every", "60")
        gunicorn = child("-m", "gunicorn", "--bind", f"{HOST}:{settings.PORT}", "--log-level", "warning")
        with tick as clock, gunicorn as server:
            self.greet()
            self.watch(clock, server)

    def greet(self):
        self.say(f"\nThe site:   {settings.BASE_URL}/\nThe admin:  {settings.BASE_URL}/admin/")
        if ACCOUNTS.exists():
            self.say(f"\n{ACCOUNTS.read_text().strip()}")
        self.say("\nCtrl-C stops it.")

    def watch(self, clock, server):
        """Until the server ends; says it when the clock does, because nothing is published on time then."""
        while clock.poll() is None and server.poll() is None:
            time.sleep(0.5)
        if server.poll() is None:
            self.stderr.write("`manage.py tick` has ended: nothing is published or expires on time any more.")
        if status := server.wait():
            raise CommandError(f"The server ended with status {status}.")
