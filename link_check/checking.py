"""Asks for the addresses that are due: a bounded number, one after the other, each host seldom."""

from time import monotonic

from django.conf import settings
from django.utils import timezone

from cms.models import Publisher
from cms.outgoing import GuardedClient

from .judging import judge, outcome_of
from .models import Address, Pause

# What one tick spends on it. A last question may take `cms.outgoing.SECONDS_IN_ALL` more.
MOST_AT_ONCE, SECONDS_AT_ONCE = 30, 20


def check_due(client=None) -> None:
    """One round. One address of each host, so that a host has as long a rest between two questions as there is between
    two ticks, and 30 seconds at least. `client` is for tests.
    """
    Pause.objects.filter(until__lte=timezone.now()).delete()
    client = client or GuardedClient(user_agent())
    end = monotonic() + SECONDS_AT_ONCE
    for key in list(Address.objects.due()[:MOST_AT_ONCE]):
        address = Address.objects.filter(pk=key).first()
        if monotonic() > end:
            return
        if address and not Pause.objects.filter(host=address.host).exists():
            check(address, client)


def check(address, client) -> None:
    """Asks without a transaction: nothing in the database waits for another server."""
    outcome = outcome_of(client, address.url)
    now = timezone.now()
    judge(address, outcome, now)
    Address.objects.filter(pk=address.pk).update(**{name: getattr(address, name) for name in JUDGED})
    if outcome.pause and outcome.host:
        Pause.objects.update_or_create(host=outcome.host, defaults={"until": now + outcome.pause})


JUDGED = [
    "state",
    "answer",
    "moved_to",
    "works_on",
    "failing_since",
    "checked_at",
    "next_check",
    "verified_until",
]


def user_agent() -> str:
    """Who asks, and how to reach those who run it: what an operator of another site needs to complain or to block."""
    publisher = Publisher.objects.filter(site__is_default_site=True).first()
    email = publisher.email if publisher else ""
    contact = f"+{settings.BASE_URL}/" + (f"; {email}" if email else "")
    return f"Streekwijzer-LinkCheck/1.0 ({contact})".encode("ascii", "ignore").decode()
