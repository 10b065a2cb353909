"""People who register at a running site, many at once, and what has to hold of the tables after it."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

from tests.faults.events import inside, make_events, state_of
from tests.faults.traffic import NO_ANSWER, ask
from tests.registrations.cases import aged_key, form_data

WORKERS = 4
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ACTIVE = {"confirmed", "waiting"}


class Form:
    """A form that somebody has filled in, with its one-time key: sending it again sends the same."""

    def __init__(self, site, names, number, **fields):
        key = aged_key(secret_key=site.secret_key)
        self.names, self.body = (
            names,
            urlencode(form_data(*names, key=key, waiting=True, **fields), doseq=True),
        )
        # Each from a network address of its own, as the web server in front says it.
        self.headers = FORM | {"X-Forwarded-For": f"2001:db8:{number:x}::1"}


class Registering:
    """A site that serves with four workers, and its events, by name."""

    def __init__(self, site, server, process, events):
        self.site, self.server, self.process, self.events = site, server, process, events
        self.people = 0

    def forms(self, event, number, people=1, **fields):
        """So many forms of different people; their addresses begin with the slug of the event."""
        return [self.form(event, people, **fields) for _ in range(number)]

    def form(self, event, people=1, **fields):
        numbers = range(self.people + 1, self.people + people + 1)
        self.people += people
        names = [f"{self.events[event]['slug'].title()} P{number}" for number in numbers]
        return Form(self.site, names, self.people, **fields)

    def send(self, event, form):
        path = f"{self.events[event]['path']}inschrijven/"
        return ask(self.server.address, path, "POST", form.body, form.headers)

    def send_until_registered(self, event, form, tries=30):
        """As people do whose connection broke: the same form again, a moment later. All the answers."""
        answers = [self.send(event, form)]
        while answers[-1].status == NO_ANSWER and len(answers) < tries:
            time.sleep(0.1)
            answers.append(self.send(event, form))
        return answers

    def cancel(self, token):
        path = f"/inschrijving/{token}/annuleren/"
        return ask(self.server.address, path, "POST", "", FORM)

    def state(self, event):
        return State(self.process.call(state_of, self.events[event]["pk"]), self.events[event])


@contextmanager
def registering(site):
    with inside(site) as process, site.serve(workers=WORKERS) as server:
        events = process.call(make_events)
        there = Registering(site, server, process, events)
        for event in events.values():
            ask(server.address, f"{event['path']}inschrijven/")
        yield there


def all_at_once(jobs):
    """The results of functions that begin at the same moment, each in a thread of its own."""
    barrier = threading.Barrier(len(jobs))

    def begin(job):
        barrier.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(begin, jobs))


class State:
    """What the tables hold of the registrations for an event, and what is wrong with it."""

    def __init__(self, rows, event):
        self.rows, self.event = rows, event
        self.people, self.counts, self.deadlocks = rows["people"], rows["counts"], rows["deadlocks"]

    def number_of(self, state):
        return sum(person["state"] == state for person in self.people)

    @property
    def active(self):
        return [person for person in self.people if person["state"] in ACTIVE]

    def places(self, state, part):
        active = {person["pk"] for person in self.active}
        return [
            place["registration"]
            for place in self.rows["places"]
            if place["registration"] in active and (place["state"], place["part"]) == (state, part)
        ]

    @property
    def seated(self):
        """Who has a seat at the page: a confirmed place in any part of it."""
        return {key for part in ["", *self.event["parts"]] for key in self.places("confirmed", part)}

    def problems(self):
        """All that is wrong, in words; nothing if the seats are right."""
        return [
            *self.problems_of_numbers(),
            *self.problems_of_counts(),
            *self.problems_of_waiting(),
            *self.problems_of_mails(),
        ]

    def problems_of_numbers(self):
        numbers = [person["number"] for person in self.people]
        identities = Counter(person["identity"] for person in self.active)
        if numbers != list(range(1, len(numbers) + 1)):
            yield "there is a gap in the numbers, or a double"
        if self.rows["in_order_of_time"] != numbers:
            yield "the numbers are not in the order of the lock"
        if self.counts and self.counts[""][2] != len(numbers):
            yield "the counter is not that of the last number"
        if doubles := [identity for identity, times in identities.items() if times > 1]:
            yield f"{len(doubles)} people are registered twice"

    def problems_of_counts(self):
        for part, (taken, waiting, _number) in self.counts.items():
            seated = self.seated if part == "" else self.places("confirmed", part)
            if taken != len(seated):
                yield f"{taken} are counted in part “{part}”, and {len(seated)} have a seat"
            seats = self.event["seats"] if part == "" else self.event["parts"][part]
            if seats is not None and taken > seats:
                yield f"part “{part}” has {seats} seats, and {taken} people"
            if part and waiting != len(self.places("waiting", part)):
                yield f"{waiting} are counted in the line of part “{part}”"

    def problems_of_waiting(self):
        seated = self.seated
        is_full = len(seated) >= self.event["seats"]
        for part, seats in self.event["parts"].items() or [("", None)]:
            is_part_full = seats is not None and len(self.places("confirmed", part)) >= seats
            for person in self.places("waiting", part):
                if not is_part_full and (person in seated or not is_full):
                    yield f"somebody waits while part “{part}” has a free seat"

    def problems_of_mails(self):
        """A mail for each registration, in the outbox, and none for anybody else."""
        people = {person["pk"]: person["email"] for person in self.people}
        outgoing, mails = dict(self.rows["outgoing"]), self.rows["mails"]
        if unwritten := people.keys() - {registration for registration, _kind, _key in mails}:
            yield f"{len(unwritten)} people got no mail"
        firsts = Counter(
            registration for registration, kind, _key in mails if kind in ("confirmed", "waiting")
        )
        if twice := [registration for registration, times in firsts.items() if times > 1]:
            yield f"{len(twice)} people got two confirmations"
        if astray := [key for person, _kind, key in mails if outgoing.get(key) != people[person]]:
            yield f"{len(astray)} mails are not in the outbox"
        written_to = {
            address for address in outgoing.values() if address.startswith(f"{self.event['slug']}.")
        }
        if strangers := written_to - set(people.values()):
            yield f"{len(strangers)} mails go to nobody who is registered"
