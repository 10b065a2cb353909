"""`make run`: brings database, texts and static files up to date, then runs gunicorn and `tick`."""

import ctypes
import hashlib
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page

from cms.files import write_whole
from operations.management.commands import messages

HOST = "127.0.0.1"
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # prctl(2)
ACCOUNTS = Path(settings.MEDIA_ROOT).parent / "demo-accounts.txt"
STATIC_STAMP = Path(settings.STATIC_ROOT) / "collected-from.txt"


def static_fingerprint():
    """A hash that changes when a static file is added, changed or removed."""
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            fingerprint.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return fingerprint.hexdigest()


def has_unapplied_migrations():
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty_site():
    """Whether the site has no page but the plain one of Wagtail's migrations."""
    return not Page.objects.filter(depth__gt=1).exclude(content_type__model="page").exists()


def check_settings():
    """Refuses production settings: `make run` is for one machine; docs/operations.md is for servers."""
    if not hasattr(settings, "PORT"):
        raise CommandError(
            "`make run` is for trying Streekwijzer on one machine, and these are the settings"
            f" {settings.SETTINGS_MODULE}."
            " Start a server as docs/operations.md tells, or put .env elsewhere."
        )


def check_port(port):
    """Checked first, because the next steps take a minute."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} can't be used: something else may be running there."
                " Choose another one: make run PORT=8001"
            ) from error


def end_with_parent():
    """Makes the kernel end this process with its parent, even if that is killed, to free the port. Linux only."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def child(*arguments):
    """A process that ends with this one, in a session of its own, so that Ctrl-C does not reach it directly."""
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, *arguments],
        start_new_session=True,
        preexec_fn=end_with_parent,  # this process has one thread
    )
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
        check_settings()
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
        if has_unapplied_migrations():
            self.say("Bringing the database up to date: half a minute the first time.")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static_files(self):
        fingerprint = static_fingerprint()
        if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == fingerprint:
            return
        self.say("Collecting and compressing the static files: half a minute.")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        write_whole(STATIC_STAMP, fingerprint)

    def load_first_content(self):
        """Loads the demo into an empty site only, so that no edits are overwritten."""
        if is_empty_site():
            self.say("Making the site and loading the demo content.")
            call_command("load_demo", stdout=self.stdout)

    def serve(self):
        tick = child("manage.py", "tick", "--every", "60")
        gunicorn = child("-m", "gunicorn", "--bind", f"{HOST}:{settings.PORT}", "--log-level", "warning")
        with tick as ticker, gunicorn as server:
            self.print_addresses()
            self.watch(ticker, server)

    def print_addresses(self):
        self.say(f"\nThe site:   {settings.BASE_URL}/\nThe admin:  {settings.BASE_URL}/admin/")
        if ACCOUNTS.exists():
            self.say(f"\n{ACCOUNTS.read_text().strip()}")
        self.say("\nCtrl-C stops it.")

    def watch(self, ticker, server):
        """Waits until the server ends; warns if `tick` ends before."""
        while ticker.poll() is None and server.poll() is None:
            time.sleep(0.5)
        if server.poll() is None:
            self.stderr.write("`manage.py tick` has ended: nothing is published or expires on time any more.")
        if status := server.wait():
            raise CommandError(f"The server ended with status {status}.")
