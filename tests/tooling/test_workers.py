"""gunicorn's workers, forked from one loaded application, on the database of the tests."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

import pytest
from django.conf import settings

from bench.servers import gunicorn
from tests.database import database_for_others

pytestmark = pytest.mark.django_db  # on each database
# gunicorn.conf.py, with twenty seconds in which a new worker has not set its signals.
SLOW_START = """
import time
from pathlib import Path
here = Path({path!r})
__file__ = str(here)
exec(compile(here.read_text(), here, "exec"))
prepared = post_fork
def post_fork(server, worker):
    prepared(server, worker)
    time.sleep(20)
"""
SECONDS = 60
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
COUNT = """
from django.db.models import Sum
from cms.models import PageViews
print(PageViews.objects.aggregate(Sum("count", default=0))["count__sum"])
"""


@pytest.fixture
def environment(tmp_path):
    with database_for_others(tmp_path, "workers") as url:
        variables = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        manage(variables, "make_site")
        yield variables


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def visit(address):
    with urlopen(Request(address, headers=BROWSER), timeout=SECONDS) as response:  # noqa: S310 - our own server
        return response.status, response.read()


def ask_each(address):
    """What each of the two workers says of itself, by process."""
    workers, until = {}, time.monotonic() + SECONDS
    with ThreadPoolExecutor(8) as visitors:
        while len(workers) < 2 and time.monotonic() < until:
            for _status, body in visitors.map(visit, [f"{address}/worker"] * 16):
                worker = json.loads(body)
                workers[worker["pid"]] = worker
    return workers


def wait_for_views(environment, number):
    until = time.monotonic() + SECONDS
    while (views := int(manage(environment, "shell", "--no-imports", "-c", COUNT))) < number:
        assert time.monotonic() < until, f"{views} views"
    return views


def test_workers_share_the_application_but_no_connection_and_no_thread(environment):
    with gunicorn("tests.tooling.served", environment) as server:
        workers = ask_each(server.address)

    assert len(workers) == 2
    for worker in workers.values():
        assert worker["threads"] == ["MainThread"]
        assert not worker["connected"]
        assert worker["frozen"] > 100_000


def test_workers_answer_side_by_side_and_write_the_views_that_they_counted(environment):
    with gunicorn("tests.tooling.served", environment) as server, ThreadPoolExecutor(8) as visitors:
        statuses = [status for status, _body in visitors.map(visit, [f"{server.address}/"] * 40)]
        written = wait_for_views(environment, 40)

        visit(f"{server.address}/")

    assert statuses == [200] * 40
    assert written == 40
    assert wait_for_views(environment, 41) == 41  # the last by a worker that stopped


def test_a_worker_that_still_starts_is_stopped_at_once(environment, tmp_path):
    config = tmp_path / "slow_start.py"
    config.write_text(SLOW_START.format(path=str(settings.BASE_DIR / "gunicorn.conf.py")))
    variables = environment | {"GUNICORN_CMD_ARGS": f"--config {config}"}

    with gunicorn("tests.tooling.served", variables):
        stopped_at = time.monotonic()

    assert time.monotonic() - stopped_at < 15


def test_the_lists_are_there_before_the_first_worker(environment):
    code = "from cms import preloading; preloading.load_indexes(); from listing.current import _kept; print(len(_kept))"

    lists = manage(environment, "shell", "-v", "0", "-c", code)

    assert int(lists) == 5  # practices, news, events, coordinators and platforms
    missing = environment | {"DATABASE_URL": "sqlite:////nowhere/site.sqlite3"}
    assert manage(missing, "shell", "-v", "0", "-c", code) == "0\n"
