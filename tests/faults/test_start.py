"""The first start is killed at any second, and started again."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from bench.servers import free_port
from tests.faults.traffic import ask, until

KILLED_AFTER = (3, 8, 20)
MISSING = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Page
executor = MigrationExecutor(connection)
plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
print(len(plan), sum(map(len, Page.find_problems())), Page.objects.count())
"""


@pytest.mark.fault("first start killed at any second, then started again", "mends itself")
@pytest.mark.django_db
@pytest.mark.usefixtures("only_whole")
def test_a_first_start_that_was_killed_mends_itself(tmp_path, figures):
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.local",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "STATIC_ROOT": str(tmp_path / "static"),
        "MEDIA_ROOT": str(tmp_path / "media"),
        "CACHE_URL": "",
        "PORT": str(port),
    }
    for seconds in KILLED_AFTER:
        process = start(environment)
        time.sleep(seconds)
        kill(process)
    process = start(environment)
    try:
        took = until(lambda: ask(f"http://127.0.0.1:{port}", "/", headers={"Host": "127.0.0.1"}).is_good, 240)
        answers = [
            ask(f"http://127.0.0.1:{port}", path, headers={"Host": "127.0.0.1"})
            for path in ("/praktijken/", "/nieuws/feed.atom", "/api/v1/practices", "/admin/login/")
        ]
    finally:
        kill(process)
    command = [sys.executable, "manage.py", "shell", "-v", "0", "--no-imports", "-c", MISSING]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True, text=True
    )
    unmigrated, problems, pages = map(int, done.stdout.split())

    figures += [
        f"killed after {', '.join(map(str, KILLED_AFTER))} s; the next start served after {took:.0f} s",
        f"{pages} pages, {problems} problems in the tree, {unmigrated} migrations missing",
    ]
    assert all(answer.is_good for answer in answers)
    assert (unmigrated, problems) == (0, 0)
    assert pages > 20


def start(environment):
    command = [sys.executable, "manage.py", "start"]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )


def kill(process):
    """With what it started, as when the machine loses power."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.5)
