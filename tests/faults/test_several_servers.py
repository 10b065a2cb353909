"""Several servers: one dies or is restarted, the database or Redis goes away, and visitors see one site."""

import json
import shutil
import subprocess
import sys
import time
from statistics import median

import pytest
from django.conf import settings

from tests.faults.servers import NAMES, several_servers
from tests.faults.test_clock import SCHEDULE, happened
from tests.faults.traffic import ask, milliseconds, publish, spread, traffic, until, write

pytestmark = [pytest.mark.django_db, pytest.mark.web_servers, pytest.mark.s3]
# No cache has these: each reaches a server. With `utm_source` the site has it in its memory, and Varnish has not.
SEARCHES = [f"/zoeken/?q=w{number}" for number in range(20)]
IN_MEMORY = [f"/praktijken/?utm_source={number}" for number in range(500)]
PUBLISHED = ("/nieuws/", "/nieuws/feed.atom", "/api/v1/news")
TITLES = """
import json
from wagtail.models import Page
print(json.dumps(list(Page.objects.filter(title__startswith={name!r}).values_list("title", flat=True))))
"""

STORE = """
import json
from django.core.files.base import ContentFile
from cms.models import CustomDocument
document = CustomDocument(title="Proef")
document.file.save("proef.txt", ContentFile(b"van iedereen"))
document.save()
print(json.dumps(document.url))
"""


@pytest.fixture(scope="module")
def servers(tmp_path_factory, whole, request):
    if not whole:
        pytest.skip("with make drill")
    store = request.getfixturevalue("object_store")
    with several_servers(tmp_path_factory.mktemp("servers"), whole, store) as servers:
        yield servers


@pytest.mark.fault(
    "several servers: one is killed under load",
    "0 reads fail after the balancer noticed, and before it only requests in flight",
)
def test_a_server_that_dies_is_missed_by_nobody(servers, figures):
    servers.wait_until_whole()
    paths = [*servers.site.paths, *SEARCHES]
    with traffic(servers.address, servers.site, writers=2, paths=paths, name="Proef server") as flow:
        time.sleep(5)
        killed = time.monotonic()
        servers.kill("one")
        noticed = until(lambda: not servers.is_up("one"))
        time.sleep(8)
    servers.stop("one")
    servers.start("one")
    servers.wait_until_whole()
    failed = [answer for answer in flow.answers if not answer.is_good]
    in_flight = [answer for answer in failed if answer.began < killed < answer.ended]
    later = [answer for answer in failed if answer.began > killed + noticed]
    stored = servers.site.copies("Proef server")
    lost = [title for title in flow.acknowledged if title not in stored]

    figures += [
        f"{len(flow.reads):,} reads, {sum(not answer.is_good for answer in flow.reads)} failed",
        f"{len(flow.writes):,} writes, {len(failed)} failed: {len(in_flight)} in flight",
        f"{len(later)} after the balancer noticed ({milliseconds(noticed)}), {len(lost)} acknowledged writes lost",
    ]
    assert not later
    assert all(answer.is_good for answer in flow.reads)
    assert not lost


@pytest.mark.fault("several servers: drained and restarted, one after the other", "0 failed requests")
def test_a_drained_server_is_restarted_without_a_failure(servers, figures):
    servers.wait_until_whole()
    with traffic(servers.address, servers.site, writers=2, name="Proef wissel") as flow:
        for name in NAMES:
            time.sleep(3)
            servers.drain(name)
            time.sleep(2)
            servers.stop(name)
            servers.start(name)
            servers.bring_back(name)
            servers.wait_until_whole()
        time.sleep(3)
    failed = [answer for answer in flow.answers if not answer.is_good]

    figures += [f"{len(flow.answers):,} requests, {len(failed)} failed", spread(flow.answers)]
    assert flow.acknowledged
    assert not failed


@pytest.mark.fault("several servers: Redis dies", "0 errors")
def test_without_redis_both_go_on(servers, figures):
    servers.wait_until_whole()
    with traffic(servers.address, servers.site, writers=1, name="Proef geheugen") as flow:
        time.sleep(4)
        servers.redis.end()
        time.sleep(8)
        servers.redis.start()
        time.sleep(6)
    failed = [answer for answer in flow.answers if not answer.is_good]

    figures += [f"{len(flow.answers):,} requests, {len(failed)} failed", spread(flow.answers)]
    assert not failed


@pytest.mark.fault(
    "several servers: something is published",
    "visible within 1 s at both servers, and through the cache, in list, feed and API",
)
def test_what_is_published_is_visible_everywhere_within_a_second(servers, figures):
    servers.wait_until_whole()
    addresses = [*map(servers.address_of, NAMES), servers.address]
    before = Counters(servers)
    seen = {address: [] for address in addresses}
    for number in range(12):
        for address in addresses:
            for path in PUBLISHED:
                ask(address, path)
        title = f"Proef zichtbaar {number:02}"
        assert publish(servers.address, servers.site, title).status == 201
        published = time.monotonic()
        for address in addresses:
            until(lambda: all(title in ask(address, path).body.decode() for path in PUBLISHED))  # noqa: B023
            seen[address].append(time.monotonic() - published)
        time.sleep(2)
    hits, requests, bans = before.difference()
    *direct, through_cache = (max(times) for times in seen.values())

    figures += [
        f"12 times, through the cache at most {milliseconds(through_cache)}, median "
        + milliseconds(median(seen[servers.address])),
        f"at the servers at most {milliseconds(max(direct))}",
        f"the cache answered {hits / requests:.0%} of it by itself, and was purged {bans} times",
    ]
    assert through_cache < 1
    assert bans < 12 * 4  # one of four processes does it, at most twice a change
    assert max(direct) < 1


class Counters:
    """What Varnish counts from here on: answers by itself, requests, and bans, which purges are."""

    NAMES = ("cache_hit", "client_req", "bans_added")

    def __init__(self, servers):
        self.folder = servers.machine.folder / "varnish"
        self.before = self.now()

    def now(self):
        command = [shutil.which("varnishstat"), "-n", self.folder, "-1", "-j"]
        counters = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["counters"]
        return [counters[f"MAIN.{name}"]["value"] for name in self.NAMES]

    def difference(self):
        return [now - before for now, before in zip(self.now(), self.before, strict=True)]


@pytest.mark.fault(
    "several servers: a file is stored on S3 by one", "both send it at once, also at the address of visitors"
)
def test_what_one_server_stores_every_server_sends(servers, figures):
    servers.wait_until_whole()

    document = json.loads(servers.site.shell(STORE, **servers.variables))
    addresses = [servers.address, *map(servers.address_of, NAMES)]
    answers = [ask(address, document) for address in addresses]

    figures.append(
        f"{sum(answer.is_good for answer in answers)} of {len(answers)} sent it,"
        f" at most {milliseconds(max(answer.seconds for answer in answers))}"
    )
    assert {(answer.status, answer.body) for answer in answers} == {(200, b"van iedereen")}


@pytest.mark.fault("several servers: both run tick at once", "each page is published once")
def test_two_servers_publish_what_is_due_once(servers, figures):
    servers.wait_until_whole()
    name, site, pages = "Proef beurt", servers.site, 12
    site.shell(SCHEDULE.format(news=site.news, count=pages, name=name, slug="proef-beurt"))
    command, environment = [sys.executable, "manage.py", "tick"], site.environment | servers.variables
    options = {"cwd": settings.BASE_DIR, "env": environment, "stdout": subprocess.PIPE, "text": True}
    ticks = [subprocess.Popen(command, **options) for _name in NAMES]
    said = [tick.communicate(timeout=120)[0].strip() for tick in ticks]
    events = happened(site, name)

    figures += [
        f"{pages} pages due, {len(events)} published, {len({label for label, *_ in events})} of them different",
        f"{sum(bool(words) for words in said)} of 2 ticks said that another one runs",
    ]
    assert [tick.returncode for tick in ticks] == [0, 0]
    assert len(events) == len({label for label, *_ in events}) == pages


# The last one: the primary stays dead.
@pytest.mark.fault(
    "several servers: the primary dies, the replica is promoted",
    "kept pages meanwhile, all of it again within 1.5 s of the promotion without a restart, "
    "nothing lost that the replica had",
)
def test_after_a_promotion_the_site_goes_on(servers, figures):
    servers.wait_until_whole()
    site = servers.site
    for address in map(servers.address_of, NAMES):
        for path in IN_MEMORY[:30]:
            ask(address, path)
    with traffic(servers.address, site, readers=2, writers=2, paths=IN_MEMORY, name="Proef opvolger") as flow:
        time.sleep(5)
        died = time.monotonic()
        servers.primary.end()
        time.sleep(4)
        other = ask(servers.address, "/zoeken/?q=dood")
        promoted = time.monotonic()
        servers.replica.promote()
        until(lambda: write(servers.address, site.token, "Proef eerste", site.news).status == 201)
        back = time.monotonic() - promoted
        time.sleep(4)
    until(lambda: all(servers.is_up(name) for name in NAMES))
    variables = servers.variables | {"DATABASE_REPLICA_URL": ""}
    stored = json.loads(site.shell(TITLES.format(name="Proef opvolger"), **variables))
    lost = [title for title in flow.acknowledged if title not in stored]
    early = [title for title in lost if flow.writes[title].ended < died - 0.5]
    while_gone = [answer for answer in flow.reads if died < answer.began < promoted]

    figures += [
        f"meanwhile {sum(answer.is_good for answer in while_gone):,} of {len(while_gone):,} kept pages",
        f"the others {other.status}",
        f"a write acknowledged {milliseconds(back)} after the promotion began",
        f"{len(flow.acknowledged):,} writes acknowledged, {len(lost)} lost, {len(early)} of them older than 0.5 s",
    ]
    assert all(answer.is_good for answer in while_gone)
    assert other.status == 503
    assert back < 1.5
    assert not early
