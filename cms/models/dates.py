from django.db import models
from django.utils.translation import gettext_lazy as _


class DatePrecision(models.TextChoices):
    """How much of a date is known: seeds say “6 oktober”, “eind maart 2018” and “2018”."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
