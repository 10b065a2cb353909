"""The server processes purge the cache before the site: one of them at a time, also after it was killed."""

import os
import signal
import time

import pytest

from bench.processes import workers
from tests.faults.traffic import publish, until
from tests.operations.caches import cache_server


@pytest.mark.django_db
def test_one_process_purges_and_another_takes_over_when_it_is_killed(sqlite_site):
    site = sqlite_site
    with cache_server() as cache, site.serve(PURGE_URLS=cache.address) as server:
        until(lambda: cache.purges)
        for number in range(2):
            time.sleep(1)
            before = len(cache.purges)
            assert publish(server.address, site, f"Proef leeg {number}").status == 201
            took = until(lambda before=before: len(cache.purges) > before, 15)
            time.sleep(1)
            assert len(cache.purges) <= before + 2  # a publish records two changes
            assert took < 15
            for worker in workers(server.pid):
                os.kill(worker, signal.SIGKILL)
            until(lambda: len(workers(server.pid)) == 2)
