"""A replica that lags, hangs or goes away: nobody sees less than he was shown, and nothing wrong is kept."""

import json
import threading
import time
from collections import deque
from contextlib import contextmanager

import pytest

from tests.faults.databases import replicated
from tests.faults.traffic import ask, milliseconds, publish, traffic, until

# Seconds after which a change is seen by everybody: the version is read ten times a second.
SEEN_AFTER = 0.2
READ = "SELECT xact_commit FROM pg_stat_database WHERE datname = 'drill'"
LAST = """
SELECT COALESCE(max(query_start), '-infinity')::text FROM pg_stat_activity
WHERE datname = 'drill' AND pid <> pg_backend_pid()
"""
COUNT = """
from news.models import NewsPage
print(NewsPage.objects.live().filter(title__startswith={name!r}).count())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory, whole):
    with replicated(tmp_path_factory.mktemp("replicated"), whole) as site:
        yield site


@pytest.fixture(scope="module")
def server(site):
    with site.serve(DATABASE_REPLICA_URL=site.replica.url) as server:
        yield server


def last_question(replica):
    """When the site last asked the replica something, of the connections that it has; they compare as texts."""
    return replica.tell(LAST)[0][0]


class Reader:
    """Reads how many pages the API counts, again and again."""

    def __init__(self, server, path):
        self.server, self.path, self.answers, self.stopped = server, path, [], threading.Event()

    def run(self):
        while not self.stopped.is_set():
            self.answers.append(ask(self.server.address, self.path))

    @property
    def older(self):
        """The answers that count fewer pages than one that was there before the time in which changes are seen."""
        older, most, earlier = [], 0, deque()
        for answer in self.answers:
            total = json.loads(answer.body)["total"]
            while earlier and earlier[0][0] < answer.began - SEEN_AFTER:
                most = max(most, earlier.popleft()[1])
            if total < most:
                older.append(answer)
            earlier.append((answer.ended, total))
        return older


@contextmanager
def reading(server, paths):
    readers = [Reader(server, path) for path in paths]
    threads = [threading.Thread(target=reader.run) for reader in readers]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.stopped.set()
        for thread in threads:
            thread.join()


@contextmanager
def lagging(replica, pauses):
    """The replica stops showing what it gets, for a while, again and again."""
    stopped = threading.Event()

    def run():
        while not stopped.is_set():
            for act in (replica.pause, replica.resume):
                act()
                stopped.wait(pauses)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


@pytest.mark.fault(
    "replica that lags",
    "nobody sees a count or page older than he was shown or wrote, nothing wrong is kept after it catches up",
)
@pytest.mark.django_db
def test_nothing_old_is_shown_or_kept_of_a_replica_that_lags(site, server, figures, whole):
    name, pages = "Proef achter", 60 if whole else 5
    late, began = [], site.replica.tell(READ)
    # Of these one is kept, and one is asked of the search index each time.
    with (
        reading(server, ["/api/v1/news", "/api/v1/news?q=proef"]) as readers,
        lagging(site.replica, 0.3),
    ):
        for number in range(1, pages + 1):
            answer = publish(server.address, site, f"{name} {number}")
            assert answer.status == 201, answer.body
            time.sleep(SEEN_AFTER)
            late += [seen for seen in api_counts(server, name) if seen != number]
    until(site.replica.has_caught_up)
    after = [count for _ in range(3) for count in api_counts(server, name)]
    stored = int(site.shell(COUNT.format(name=name)))
    older = [answer for reader in readers for answer in reader.older]

    figures += [
        f"{pages} pages published, {len(late)} counts too small right after",
        f"{sum(len(reader.answers) for reader in readers):,} readings, {len(older)} smaller than one before",
        f"after catching up {sum(count != stored for count in after)} of {len(after)} wrong",
        f"{site.replica.tell(READ)[0][0] - began[0][0]:,} transactions on the replica",
    ]
    assert not late
    assert not older
    assert set(after) == {stored}


def api_counts(server, name):
    """The count that each of some requests gets, of the list and of a search."""
    query = name.replace(" ", "+")
    return [json.loads(ask(server.address, f"/api/v1/news?q={query}").body)["total"] for _ in range(4)]


@pytest.mark.fault(
    "replica gone, hanging, back", "0 failed, nobody waits longer than 6 s, then it is read again"
)
@pytest.mark.django_db
def test_without_the_replica_the_primary_answers(site, server, figures, whole):
    replica, seconds = site.replica, 10 if whole else 2
    parts, paths = [], [f"/nieuws/?q=w{number}" for number in range(50)]
    with traffic(server.address, site, readers=4, paths=paths) as flow:
        for change in (lambda: None, replica.end, replica.start, replica.hang, replica.go_on):
            change()
            parts.append(len(flow.reads))
            time.sleep(seconds)
    failed = [answer for answer in flow.reads if not answer.is_good]
    there, gone, _back, hanging, _again = (
        max((answer.seconds for answer in flow.reads[begin:end]), default=0)
        for begin, end in zip(parts, [*parts[1:], None], strict=True)
    )
    before = last_question(replica)
    until(lambda: ask(server.address, paths[0]).is_good and last_question(replica) > before)

    figures += [
        f"{len(flow.reads):,} requests, {len(failed)} failed",
        f"longest {milliseconds(there)}, without it {milliseconds(gone)}, hanging {milliseconds(hanging)}",
    ]
    assert not failed
    assert max(answer.seconds for answer in flow.reads) < 6


@pytest.mark.django_db
def test_who_signed_in_or_has_a_token_reads_from_the_primary(site, server):
    def asks_replica(path, **headers):
        before = last_question(site.replica)
        answers = [ask(server.address, f"{path}{number}", headers=headers) for number in range(10)]
        assert all(answer.status < 500 for answer in answers)
        return last_question(site.replica) > before

    until(site.replica.has_caught_up)

    assert asks_replica("/nieuws/?q=")
    assert not asks_replica("/nieuws/?q=", Cookie="__Host-sessionid=x")
    assert not asks_replica("/nieuws/?q=", Authorization="Bearer x")
    assert not asks_replica("/admin/login/?x=")


@pytest.mark.django_db
def test_the_doctor_knows_a_replica_that_is_away_or_stands_still(site):
    def doctor():
        return site.start("doctor", check=False, DATABASE_REPLICA_URL=site.replica.url).stdout

    well = doctor()
    site.replica.pause()
    site.server.tell("CREATE TABLE IF NOT EXISTS moves (x int)")
    still = doctor()
    site.replica.resume()
    site.replica.end()
    away = doctor()
    site.replica.start()

    assert "replica" not in well.lower()
    assert "The replica does not follow the primary" in still
    assert "The replica does not answer" in away
