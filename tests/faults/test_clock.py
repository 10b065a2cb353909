"""What is scheduled happens once: with two ticks at once, one of them stopped, and while the clocks change."""

import json
import signal
import subprocess
import sys
from datetime import datetime

import pytest
from django.conf import settings

from tests.faults.traffic import ask, until

# Pages that are due, or over: what an editor scheduled some minutes ago.
SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from news.models import NewsIndexPage, NewsPage
index, now = NewsIndexPage.objects.get(pk={news}), timezone.now()
template = NewsPage.objects.live().first()
for number in range({count}):
    page = template.copy(
        to=index, update_attrs=dict(title=f"{name} {{number}}", slug=f"{slug}-{{number}}", live=False), keep_live=False
    )
    page.go_live_at = now - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at, clean=False)
"""
PUBLISHED = """
import collections, json
from wagtail.models import PageLogEntry
entries = PageLogEntry.objects.filter(action__in=["wagtail.publish.scheduled", "wagtail.unpublish.scheduled"])
entries = entries.filter(label__startswith={name!r})
print(json.dumps([[entry.label, entry.action.split(".")[1], str(entry.timestamp)] for entry in entries]))
"""
# A tick every ten minutes through a night in which the clocks change, with the clock of that night. The hour that comes
# twice, or not at all, holds the moments of going live and expiring.
NIGHT = """
from datetime import datetime, timedelta, timezone as zones
from zoneinfo import ZoneInfo
from django.core.management import call_command
from django.utils import timezone
from news.models import NewsIndexPage, NewsPage
brussels, index = ZoneInfo("Europe/Brussels"), NewsIndexPage.objects.get(pk={news})
template = NewsPage.objects.live().first()
moments = {{}}
for night in (datetime(2027, 3, 28), datetime(2027, 10, 31)):
    clock = night.replace(tzinfo=brussels).astimezone(zones.utc)
    timezone.now = lambda: clock
    for hour, fold in ((1, 0), (2, 0), (2, 1), (3, 0)):
        title = f"{name} {{night:%m}} {{hour}} {{fold}}"
        page = template.copy(
            to=index, update_attrs=dict(title=title, slug=title.lower().replace(" ", "-"), live=False), keep_live=False
        )
        page.go_live_at = night.replace(hour=hour, minute=30, fold=fold, tzinfo=brussels)
        page.expire_at = page.go_live_at.astimezone(zones.utc) + timedelta(minutes=45)
        page.save_revision(approved_go_live_at=page.go_live_at, clean=False)
        moments[title] = [str(page.go_live_at.astimezone(zones.utc)), str(page.expire_at)]
    for _ in range(36):
        clock += timedelta(minutes=10)
        call_command("tick")
import json
print(json.dumps(moments))
"""
# So many that a tick is stopped in the middle of them.
PAGES = 60


@pytest.mark.fault(
    "two ticks at once, one of them stopped meanwhile", "each happens once, feeds and cache agree"
)
@pytest.mark.django_db
@pytest.mark.usefixtures("only_whole")
def test_two_ticks_at_once_publish_each_page_once(sqlite_site, figures):
    name, site = "Proef tik", sqlite_site
    with site.serve() as server:
        ask(server.address, "/nieuws/")
        site.shell(SCHEDULE.format(news=site.news, count=PAGES, name=name, slug="proef-tik"))
        first = tick(site)
        until(lambda: is_shown(server.address, name) or first.poll() is not None, 60)
        first.send_signal(signal.SIGSTOP)
        second = site.start("tick")
        first.send_signal(signal.SIGCONT)
        assert first.wait(60) == 0
        site.manage("tick")
        shown = until(lambda: agree(server.address, name), 10)
    events = happened(site, name)

    figures += [
        f"{PAGES} pages due, {len(events)} published, {len({label for label, *_ in events})} of them different",
        f"the second tick said: {second.stdout.strip() or 'nothing'}",
        f"list, feed and API agree after {shown * 1000:.0f} ms",
    ]
    assert len(events) == len({label for label, *_ in events}) == PAGES
    assert "Another tick" in second.stdout


@pytest.mark.fault("go-live and expiry while the clocks change", "each happens once, on time")
@pytest.mark.django_db
@pytest.mark.usefixtures("only_whole")
def test_the_hour_that_comes_twice_or_never_changes_nothing(sqlite_site, figures):
    name = "Proef nacht"
    moments = json.loads(sqlite_site.shell(NIGHT.format(news=sqlite_site.news, name=name)).splitlines()[-1])
    events = happened(sqlite_site, name)
    late = [
        (label, action, moment)
        for label, action, moment in events
        if not 0 <= minutes_between(moments[label][action == "unpublish"], moment) < 10
    ]

    figures += [
        f"{len(moments)} pages: {len(events)} of {2 * len(moments)} moments happened, {len(late)} not at their time"
    ]
    assert sorted((label, action) for label, action, _moment in events) == sorted(
        (label, action) for label in moments for action in ("publish", "unpublish")
    )
    assert not late


def tick(site):
    return subprocess.Popen(
        [sys.executable, "manage.py", "tick"], cwd=settings.BASE_DIR, env=site.environment
    )


def happened(site, name):
    return json.loads(site.shell(PUBLISHED.format(name=name)))


def is_shown(address, name):
    """Whether the API shows the first of the pages."""
    return name in ask(address, "/api/v1/news?q=proef+tik").body.decode()


def agree(address, name):
    """Whether list, feed and API all show the pages."""
    paths = ("/nieuws/?q=proef+tik", "/nieuws/feed.atom?q=proef+tik", "/api/v1/news?q=proef+tik")
    return all(name in ask(address, path).body.decode() for path in paths)


def minutes_between(earlier, later):
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds() / 60
