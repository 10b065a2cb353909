"""What a person says of an address, for all pages that link to it."""

from datetime import timedelta

from django.utils import timezone

# A year is long for a link, and a month is a nuisance.
COUNTS_FOR = timedelta(days=183)


def say_it_works(address) -> None:
    """Remembers it until `verified_until`, or until the address fails in another way."""
    today = timezone.localdate()
    address.verified_until, address.works_on = today + COUNTS_FOR, today
    address.verified_answer = address.answer
    address.save(update_fields=["verified_until", "works_on", "verified_answer"])


def look_again(address) -> None:
    """Has `tick` ask for it first."""
    address.next_check, address.verified_until = timezone.now(), None
    address.save(update_fields=["next_check", "verified_until"])
