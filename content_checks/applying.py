"""Remembers of a sentence that what a check finds in it does not apply."""

from django.db import transaction

from .models import NotApplicable

# Of one page; the oldest goes for a new one.
MOST_REMEMBERED = 500


@transaction.atomic
def say_not_applicable(page, check_name, digest, user) -> None:
    said = NotApplicable.objects.filter(page=page.pk)
    said.get_or_create(
        check_name=check_name, digest=digest, defaults={"page_id": page.pk, "user_id": user.pk}
    )
    too_many = list(said.order_by("-at", "-pk").values_list("pk", flat=True)[MOST_REMEMBERED:])
    said.filter(pk__in=too_many).delete()


def take_back(page, check_name, digest) -> None:
    NotApplicable.objects.filter(page=page.pk, check_name=check_name, digest=digest).delete()


def not_applicable_on(page) -> set[tuple[str, str]]:
    """What was said of this page, as names of checks with digests."""
    return set(NotApplicable.objects.filter(page=page.pk).values_list("check_name", "digest"))
