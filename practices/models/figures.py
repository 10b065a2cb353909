"""The figures of a practice, as people write them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def ages(practice):
    """“12 tot en met 18 jaar”, or as much of it as is known."""
    known = {"lowest": practice.age_min, "highest": practice.age_max}
    if practice.age_min is None and practice.age_max is None:
        return ""
    if practice.age_max is None:
        return _("from %(lowest)s years") % known
    if practice.age_min is None:
        return _("up to and including %(highest)s years") % known
    return _("%(lowest)s up to and including %(highest)s years") % known


def staff(practice):
    """“1,5”: with no more decimals than it needs."""
    return "" if practice.staff_fte is None else number_format(practice.staff_fte.normalize())
