"""Hundreds register at once, cancel, while workers are killed and editors publish: no seat goes wrong."""

import json
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from bench.processes import cpu_seconds, workers
from tests.cms.mail import mail_server
from tests.faults.applicants import all_at_once, registering
from tests.faults.events import keep_publishing, make_links, waiting_mails
from tests.faults.traffic import milliseconds, spread, traffic, until

SEED = 18
MUST_SEAT = (
    "one confirmed, all others waiting, numbered in the order of the lock, nobody twice, a mail each, 0 × 5xx"
)
MUST_MIX = (
    "never more people than seats, nobody waits while a seat is free, counts equal to the rows, 0 × 5xx"
)
MUST_LIVE = (
    "no seat lost or doubled, who repeats the form is registered once, one mail each at the mail server"
)
MUST_PUBLISH = "0 deadlocks, 0 × 5xx, then the seats are right"
MUST_SHOW = "page, structured data and API, kept by all workers until then, say so within 1 s"


@pytest.fixture(scope="module")
def on_sqlite(sqlite_site):
    with registering(sqlite_site) as there:
        yield there


@pytest.fixture(scope="module")
def on_postgresql(postgresql_site):
    with registering(postgresql_site) as there:
        yield there


@pytest.fixture
def there(request):
    """The site of this drill, on the engine that `on_both` names."""
    return request.getfixturevalue(request.param)


def on_both(name, must):
    """Makes a drill of each engine; that of PostgreSQL belongs to the tests of the database."""
    on_sqlite = pytest.param("on_sqlite", marks=pytest.mark.fault(f"{name}, SQLite", must))
    marks = [pytest.mark.django_db, pytest.mark.fault(f"{name}, PostgreSQL", must)]
    on_postgresql = pytest.param("on_postgresql", marks=marks)
    return pytest.mark.parametrize("there", [on_sqlite, on_postgresql], indirect=True)


@on_both("SIGKILL of workers while people register", MUST_LIVE)
def test_killed_workers_lose_no_seat_and_no_mail(there, figures, whole):
    """People register, and repeat their form where the connection broke."""
    kills, forms = (30 if whole else 4), there.forms("killed", 400 if whole else 60)
    with ThreadPoolExecutor(12) as people:
        tries = people.map(partial(there.send_until_registered, "killed"), forms)
        for _kill in range(kills):
            time.sleep(0.5 if whole else 0.2)
            os.kill(workers(there.server.pid)[0], signal.SIGKILL)
        tries = list(tries)
    state, answers = there.state("killed"), [answer for each in tries for answer in each]
    delivered = deliver(there)
    received = {person["email"]: delivered[person["email"]] for person in state.people}

    figures += [
        f"{kills} kills, {len(forms)} people, {len(answers) - len(forms)} forms repeated; {in_words(answers)}",
        f"{len(state.people)} registered, {len(state.seated)} of them with a seat",
        f"{sum(received.values())} mails delivered to {len(received)} people",
        *state.problems(),
    ]
    assert {each[-1].status for each in tries} == {303}
    assert len(state.people) == len(forms)
    assert len(state.seated) == 10
    assert state.problems() == []
    assert set(received.values()) == {1}


def deliver(there):
    """How many mails reach the mail server for each address once `tick` has delivered all."""
    with mail_server() as mails:
        variables = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mails.server_address[1])}
        while there.process.call(waiting_mails):
            there.site.manage("tick", **variables)
        return Counter(mail.split(b"To: ")[1].split(b"\r\n")[0].decode() for mail in mails.messages)


@on_both("200 people and 20 repeats at once for one seat", MUST_SEAT)
def test_one_of_many_gets_the_only_seat(there, figures, whole):
    people, processes = (200 if whole else 60), workers(there.server.pid)
    forms = there.forms("one seat", people)
    sent = [*forms, *forms[:4] * (5 if whole else 2)]
    random.Random(SEED).shuffle(sent)
    before = cpu_seconds(processes)
    answers = all_at_once([partial(there.send, "one seat", form) for form in sent])
    cpu = cpu_seconds(processes) - before
    state = there.state("one seat")
    wall = max(answer.ended for answer in answers) - min(answer.began for answer in answers)

    figures += [
        f"{state.number_of('confirmed')} confirmed, {state.number_of('waiting')} waiting; {in_words(answers)}",
        f"all within {wall:.1f} s; {spread(answers)}; {milliseconds(cpu / len(sent))} of CPU each",
        *state.problems(),
    ]
    assert {answer.status for answer in answers} == {303}
    assert len(state.people) == people
    assert [person["state"] for person in state.people] == ["confirmed", *["waiting"] * (people - 1)]
    assert state.problems() == []


@on_both("groups for tracks and for two seats, others cancel meanwhile", MUST_MIX)
def test_groups_and_cancelling_leave_the_seats_right(there, figures, whole):
    """Waves of groups; in each half of those who came in the wave before cancel, by two clicks."""
    dice, answers, cancelled = random.Random(SEED), [], []
    for _wave in range(5 if whole else 2):
        links = [link for event in ("two seats", "tracks") for link in links_of(there, event)]
        leaving = dice.sample(links, len(links) // 2)
        jobs = [partial(there.cancel, link) for link in leaving * 2]
        jobs += [group(there, event, dice) for event in ("two seats", "tracks") * (20 if whole else 6)]
        dice.shuffle(jobs)
        answers += all_at_once(jobs)
        cancelled += leaving
    states = [there.state(event) for event in ("two seats", "tracks")]
    problems = [problem for state in states for problem in state.problems()]

    figures += [
        f"{sum(len(state.people) for state in states)} people, {len(cancelled)} of them cancelled",
        f"{sum(len(state.seated) for state in states)} have a seat; {in_words(answers)}; {spread(answers)}",
        *problems,
    ]
    assert {answer.status for answer in answers} == {303}
    assert [len(state.seated) for state in states] == [2, 6]
    assert sum(state.number_of("cancelled") for state in states) == len(cancelled)
    assert problems == []


def links_of(there, event):
    return there.process.call(make_links, there.events[event]["pk"])


def group(there, event, dice):
    people, parts = dice.randint(1, 3), list(there.events[event]["parts"])
    tracks = {
        f"p{number}__parts": dice.sample(parts, dice.randint(1, 2)) for number in range(people) if parts
    }
    return partial(there.send, event, there.form(event, people, **tracks))


@on_both("an editor changes, unpublishes and moves the event while people register", MUST_PUBLISH)
def test_publishing_meanwhile_stops_nobody(there, figures, whole):
    deadlocks, event = there.state("published").deadlocks, there.events["published"]
    answers, stopped = [], threading.Event()
    with ThreadPoolExecutor(4) as people:
        crowd = [people.submit(register_on, there, answers, stopped) for _ in range(4)]
        try:
            published = there.process.call(keep_publishing, event["pk"], 20 if whole else 1.5)
        finally:
            stopped.set()
        for each in crowd:
            each.result()
    state = there.state("published")

    figures += [
        f"{published['done']} publications, {len(published['errors'])} of them failed",
        f"{len(answers)} forms, {len(state.people)} people registered; {in_words(answers)}; {spread(answers)}",
        f"{state.deadlocks - deadlocks} deadlocks",
        *state.problems(),
    ]
    assert published["errors"] == []
    assert state.deadlocks == deadlocks
    # 303: registered; 404 and 409: unpublished at that moment.
    assert {answer.status for answer in answers} <= {303, 404, 409}
    assert state.problems() == []


def register_on(there, answers, stopped):
    while not stopped.is_set():
        answers.append(there.send("published", there.form("published")))


@on_both("the last seat is taken while others read the event", MUST_SHOW)
def test_readers_see_at_once_that_the_last_seat_is_taken(there, figures, whole):
    """Readers ask from before it is taken until a second after the answer to who took it."""
    event, site = there.events["last seat"], there.site
    paths = [event["path"], f"/api/v1/events/{event['id']}"]
    assert there.send("last seat", there.form("last seat")).status == 303
    with traffic(there.server.address, site, readers=4 if whole else 2, paths=paths) as flow:
        time.sleep(3 if whole else 0)
        until(lambda: len(flow.reads) > 1)
        last = there.send("last seat", there.form("last seat"))
        time.sleep(3 if whole else 0)
        until(lambda: any(answer.began > last.ended + 1 for answer in list(flow.reads)))
    late = [answer for answer in flow.reads if says_seats(answer) == [1] and answer.began > last.ended]
    after = [answer for answer in flow.reads if answer.began > last.ended + 1]
    longest = max((answer.began - last.ended for answer in late), default=0)

    figures += [
        f"{len(flow.reads):,} readings, {len(late)} said one seat after the answer to who took it",
        f"the last of them {milliseconds(longest)} later; {in_words(flow.reads)}",
    ]
    assert last.status == 303
    assert [says_seats(answer) for answer in flow.reads[:2]] == [[1], [1]]
    assert after
    assert {tuple(says_seats(answer)) for answer in after} == {(0,)}


def says_seats(answer):
    """The different numbers of seats left in a page (in words and as structured data) or in an answer of the API."""
    body = answer.body.decode()
    if answer.path.startswith("/api/"):
        return [json.loads(body)["registration"]["seats_left"]]
    structured = re.findall(r'"remainingAttendeeCapacity": ?(\d+)', body)
    in_words = [1] * ("nog 1 plaats" in body.lower()) + [0] * ("Er zijn geen plaatsen meer" in body)
    return sorted({*map(int, structured), *in_words})


def in_words(answers):
    """How many answers there were of each status."""
    counted = Counter(answer.status for answer in answers)
    return ", ".join(f"{times} × {status or 'no answer'}" for status, times in sorted(counted.items()))
