"""What cancelling costs: free up to a day, then in steps, then what “to pay after that day” says.

`docs/decisions/0050-cancellation-charges.md` says how these combine.
"""

import datetime
import itertools
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from cms.publishing import Problem

from .terms import EVERYTHING, NOTHING

FIELD = "cancellation_charges"


def percent_after(page) -> Decimal:
    """The percentage after all steps; “part of the price” is what the last step says."""
    after = page.CancellationAfter
    steps = page.cancellation_charges
    if page.cancellation_after == after.PART and steps:
        return Decimal(steps[-1].value["percent"])
    return EVERYTHING if page.cancellation_after == after.FULL else NOTHING


def charge_problems(page, first_day):
    """Yields the problems of the steps; `first_day` is that of the first session, or None."""
    after = page.CancellationAfter
    steps = [child.value for child in page.cancellation_charges]
    # Elsewhere the text says which part: nobody counts with it here.
    if page.has_form and page.cancellation_after == after.PART and not steps:
        yield Problem(FIELD, _("Say which part of the price is to be paid, and until when."))
    if page.cancellation_after == after.NOTHING and steps:
        yield Problem(FIELD, _("“To pay after that day” says nothing, so there are no steps."))
    if all(is_filled_in(step) for step in steps):  # else the blocks say so themselves
        yield from problems_of_days(steps, page.free_cancellation_until, first_day)


def is_filled_in(step) -> bool:
    """Whether it has a day and a number: what programs wrote may hold anything."""
    return isinstance(step.get("until"), datetime.date) and isinstance(step.get("percent"), int)


def problems_of_days(steps, free_until, first_day):
    if free_until and any(step["until"] <= free_until for step in steps):
        yield Problem(FIELD, _("Cancelling is still free on the day of a step."))
    if first_day and any(step["until"] > first_day for step in steps):
        yield Problem(FIELD, _("A step ends after the first session."))
    for earlier, later in itertools.pairwise(steps):
        if later["until"] <= earlier["until"]:
            yield Problem(FIELD, _("Put the steps in the order of the days."))
        elif later["percent"] < earlier["percent"]:
            yield Problem(FIELD, _("Cancelling later is cheaper than cancelling earlier."))
