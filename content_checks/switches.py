"""Which checks there are, and which are on."""

from django.db import transaction
from wagtail import hooks

from audit.models import Action
from audit.recording import record

from .checks import checks
from .findings import Check
from .models import CheckSetting, PageFinding, Reading

HOOK = "register_content_check"


def all_checks() -> list[Check]:
    """Those of this room, then those that others register by the hook `register_content_check` (a `Check` class)."""
    return [*checks(), *(make() for make in hooks.get_hooks(HOOK))]


def checks_on() -> list[Check]:
    """The checks that read pages now."""
    chosen = dict(CheckSetting.objects.values_list("check_name", "is_on"))
    return [check for check in all_checks() if chosen.get(check.name, check.is_on)]


@transaction.atomic
def switch(wanted: dict[str, bool]) -> list[str]:
    """Turns checks on and off, by name; says what changed, as “name: before → after”.

    What a check found that is off now goes at once. For one that is on now, `tick` reads all pages again.
    """
    before = {check.name for check in checks_on()}
    after = {check.name for check in all_checks() if wanted.get(check.name, check.name in before)}
    for check in all_checks():
        is_on = check.name in after
        if is_on == check.is_on:
            CheckSetting.objects.filter(check_name=check.name).delete()
        else:
            CheckSetting.objects.update_or_create(check_name=check.name, defaults={"is_on": is_on})
    PageFinding.objects.exclude(check_name__in=after).delete()
    if after - before:
        Reading.objects.all().delete()
    changes = [f"{name}: {'off → on' if name in after else 'on → off'}" for name in sorted(before ^ after)]
    if changes:
        record(Action.CHECKS_CHANGED, checks=changes)
    return changes
