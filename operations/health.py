"""Whether this process can serve the site: `/health/ready` (docs/decisions/0038-observability.md)."""

import threading
import time
from typing import NamedTuple

from django.db import connection

from . import checks
from .checks import UnhealthyError

# Without these a server serves nobody; what else fails, fails on all servers alike or is missed by few.
VITAL = {"database", "migrations"}
# Each group is checked in a thread of its own, one after the other.
GROUPS = [
    {
        "database": checks.check_database,
        "migrations": checks.check_migrations,
        "search": checks.check_search,
        "mail": checks.check_mail,
        "tick": checks.check_tick,
        "writing": checks.check_writing,
    },
    {"cache": checks.check_cache},
    {"replica": checks.check_replica},
    {"storage": checks.check_storage},
]
# Seconds that an outcome is kept, so that no visitor decides the load, and that all checks may take together.
KEPT_FOR, DEADLINE = 5, 2


class Outcome(NamedTuple):
    """What a check gave. `problem` is empty if all is well."""

    problem: str
    milliseconds: int
    figures: dict

    def as_json(self):
        status = {"status": "failing", "problem": self.problem} if self.problem else {"status": "ok"}
        return {**status, "milliseconds": self.milliseconds, **self.figures}


NO_ANSWER = Outcome(f"No answer within {DEADLINE} seconds.", DEADLINE * 1000, {})


def run_check(check) -> Outcome:
    """Of an unexpected error only the kind: its message may hold a password or what somebody wrote."""
    began, figures, problem = time.monotonic(), {}, ""
    try:
        figures = check()
    except UnhealthyError as error:
        problem, figures = str(error), error.figures
    except Exception as error:
        problem = f"{type(error).__name__}."
    return Outcome(problem, round((time.monotonic() - began) * 1000), figures)


class Health:
    """The outcomes of all checks, kept for some seconds; thread-safe.

    A check that hangs is left alone and not started again until it ends, so it holds one thread.
    """

    def __init__(self, groups=None, kept_for=KEPT_FOR, deadline=DEADLINE):
        self.groups, self.kept_for, self.deadline = groups or GROUPS, kept_for, deadline
        self.lock, self.threads = threading.Lock(), {}
        self.checked_at, self.outcomes = None, {}

    def current(self) -> dict[str, Outcome]:
        """The outcome of each check by its name. Those who come while another thread checks wait for it."""
        if not self.lock.acquire(timeout=2 * self.deadline):
            return self.outcomes
        try:
            if self.checked_at is None or time.monotonic() - self.checked_at >= self.kept_for:
                self.outcomes = self.check()
                self.checked_at = time.monotonic()
        finally:
            self.lock.release()
        return self.outcomes

    def check(self):
        ends = time.monotonic() + self.deadline
        done = [self.begin(number) for number in range(len(self.groups))]
        for thread, _outcomes in done:
            thread.join(max(0, ends - time.monotonic()))
        results = [dict(outcomes) for _thread, outcomes in done]
        return {
            name: outcomes.get(name, NO_ANSWER)
            for group, outcomes in zip(self.groups, results, strict=True)
            for name in group
        }

    def begin(self, number):
        """The thread that checks this group, and where it puts its outcomes."""
        running = self.threads.get(number)
        if running and running[0].is_alive():
            return running[0], {}
        outcomes = {}
        thread = threading.Thread(
            target=run_group, args=(self.groups[number], outcomes), daemon=True, name=f"health-{number}"
        )
        self.threads[number] = (thread, outcomes)
        thread.start()
        return thread, outcomes


def run_group(group, outcomes):
    try:
        for name, check in group.items():
            outcomes[name] = run_check(check)
    finally:
        connection.close()


def is_ready(outcomes) -> bool:
    return bool(outcomes) and not any(outcomes[name].problem for name in VITAL if name in outcomes)


def public_status(outcomes) -> str:
    return "ok" if is_ready(outcomes) else "unavailable"


def details(outcomes) -> dict:
    """For operators: `degraded` is a site that serves, with something to mend."""
    status = public_status(outcomes)
    if status == "ok" and any(outcome.problem for outcome in outcomes.values()):
        status = "degraded"
    return {"status": status, "checks": {name: outcome.as_json() for name, outcome in outcomes.items()}}


# Of this process.
health = Health()
