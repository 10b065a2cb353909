from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from fields.amounts import AmountField
from fields.formatting import euro
from practices.choices import TimeUnit

from .rows import at_least_one

DURATIONS = {
    TimeUnit.DAY: ngettext_lazy("for %(count)s day", "for %(count)s days", "count"),
    TimeUnit.WEEK: ngettext_lazy("for %(count)s week", "for %(count)s weeks", "count"),
    TimeUnit.MONTH: ngettext_lazy("for %(count)s month", "for %(count)s months", "count"),
    TimeUnit.YEAR: ngettext_lazy("for %(count)s year", "for %(count)s years", "count"),
}


class ParticipationMixin(models.Model):
    """What participation takes: its cost, frequency and duration. Must precede `Page` in the bases.

    A cost of None is unknown, 0 is free.
    """

    participant_cost = AmountField(
        _("cost for a participant, in euros"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, _("A cost is 0 or more."))],
        help_text=_("Fill in 0 if it is free."),
    )
    participant_cost_note = models.CharField(
        _("note to this cost"), max_length=200, blank=True, help_text=_("For example: per session")
    )
    frequency_count = models.PositiveSmallIntegerField(
        _("how often"), null=True, blank=True, validators=[at_least_one]
    )
    frequency_unit = models.CharField(_("per"), max_length=5, choices=TimeUnit, blank=True)
    sessions_count = models.PositiveSmallIntegerField(
        _("how many times in all"), null=True, blank=True, validators=[at_least_one]
    )
    duration_count = models.PositiveSmallIntegerField(
        _("how long in all"), null=True, blank=True, validators=[at_least_one]
    )
    duration_unit = models.CharField(_("counted in"), max_length=5, choices=TimeUnit, blank=True)

    class Meta:
        abstract = True

    @property
    def participant_cost_text(self):
        """“Gratis”, or the amount; empty if unknown."""
        return gettext("Free") if self.participant_cost == 0 else euro(self.participant_cost)

    @property
    def intensity_text(self):
        """“2 keer per week, 16 keer in totaal, 8 weken lang”, as far as it is filled in."""
        return ", ".join(filter(None, [self.frequency_text, self.sessions_text, self.duration_text]))

    @property
    def frequency_text(self):
        count, unit = self.frequency_count, self.frequency_unit
        if not (count and unit):
            return ""
        text = ngettext("%(count)s time per %(unit)s", "%(count)s times per %(unit)s", count)
        return text % {"count": count, "unit": TimeUnit(unit).label}

    @property
    def sessions_text(self):
        count = self.sessions_count
        if not count:
            return ""
        return ngettext("%(count)s time in all", "%(count)s times in all", count) % {"count": count}

    @property
    def duration_text(self):
        count, unit = self.duration_count, self.duration_unit
        return DURATIONS[unit] % {"count": count} if count and unit else ""
