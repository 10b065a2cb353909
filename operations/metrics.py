"""`/metrics` for Prometheus: what the servers of this machine counted, and what the health checks measured."""

from functools import cache

from django.conf import settings

from cms.release import release_name, version
from monitoring.counters import counters
from monitoring.exposition import metric, request_metrics

from .health import health

# Figures of health checks: the name of the metric, its explanation, the check and the figure.
GAUGES = [
    ("mails_waiting", "Mails in the outbox that are not sent yet.", "mail", "waiting"),
    ("mail_oldest_seconds", "Age of the mail that waits longest.", "mail", "oldest_seconds"),
    ("tick_age_seconds", "Seconds since tick last ran to its end.", "tick", "age_seconds"),
    ("tick_failures", "What failed in the last tick.", "tick", "failures"),
    ("tick_duration_seconds", "Seconds that the last tick took.", "tick", "took_seconds"),
    ("migrations_unapplied", "Migrations that the database lacks.", "migrations", "unapplied"),
    ("pages", "Published pages.", "search", "pages"),
    ("storage_free_bytes", "What the disk of MEDIA_ROOT has left.", "storage", "free_bytes"),
]


def exposition() -> str:
    outcomes = health.current()
    checks = [({"check": name}, not outcome.problem) for name, outcome in sorted(outcomes.items())]
    gauges = [
        metric(name, "gauge", explanation, [({}, outcomes[check].figures[figure])])
        for name, explanation, check, figure in GAUGES
        if check in outcomes and figure in outcomes[check].figures
    ]
    return "".join(
        [
            request_metrics(counters.sums()),
            metric("check_ok", "gauge", "1 if a health check is well.", checks),
            *gauges,
            metric("build_info", "gauge", "The version that runs.", [(build(), 1)]),
        ]
    )


@cache
def build():
    """The version, and a hash of the code that runs: two releases differ in it."""
    return {
        "version": version(settings.BASE_DIR),
        "release": release_name(settings.BASE_DIR, settings.STATIC_ROOT),
    }
