"""The choices of a practice. Never change their values: they are stored and part of addresses."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """The state of a practice. The values are class names in the stylesheet too."""

    IDEA = "idea", _("Idea")
    PILOT = "pilot", _("Pilot")
    RUNNING = "running", _("Running")
    ANCHORED = "anchored", _("Anchored for good")
    DONE = "done", _("Finished")
    STOPPED = "stopped", _("Stopped early")


class Scale(models.TextChoices):
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    MUNICIPALITY = "municipality", _("Municipality")
    INTERMUNICIPAL = "intermunicipal", _("Several municipalities")
    REGIONAL = "regional", _("Regional")
    PROVINCIAL = "provincial", _("Provincial")
    FLEMISH = "flemish", _("Flemish")


class Evidence(models.IntegerChoices):
    """The evidence that a practice works: a ladder of five rungs, after that of Movisie (NL)."""

    DESCRIBED = 0, _("Described")
    WELL_DESCRIBED = 1, _("Well described")
    WELL_FOUNDED = 2, _("Well founded")
    FIRST_SIGNS = 3, _("First signs")
    EFFECTIVE = 4, _("Effective")

    @property
    def slug(self):
        """The value in addresses and data."""
        return self.name.lower().replace("_", "-")

    @property
    def explanation(self):
        """What the level means, in one or two sentences."""
        return EVIDENCE_EXPLANATIONS[self]

    @property
    def height(self):
        """The number of rungs up to this one, from 1."""
        return self + 1

    @classmethod
    def ladder(cls, level):
        """The rungs from top to bottom for a practice on this level; empty without a level."""
        if level is None:
            return []
        return [Rung(rung, rung <= level, rung == level) for rung in reversed(cls)]


class Rung(NamedTuple):
    """A rung of the ladder: whether a practice reached it, and whether it is the practice's level."""

    level: Evidence
    is_reached: bool
    is_here: bool


EVIDENCE_EXPLANATIONS = {
    Evidence.DESCRIBED: _("Somebody wrote down what happens. Nobody has worked it out further yet."),
    Evidence.WELL_DESCRIBED: _(
        "Goal, target group and approach are on paper. Nothing has been studied about the effect yet."
    ),
    Evidence.WELL_FOUNDED: _(
        "Sources explain why this approach should work. The effect itself is not measured yet."
    ),
    Evidence.FIRST_SIGNS: _("An evaluation shows the first signs that it works."),
    Evidence.EFFECTIVE: _("Research shows that it works."),
}


class Assessment(models.TextChoices):
    """Who says on which rung a practice stands: the team itself, or somebody else."""

    INDEPENDENT = "independent", _("Judged by others")
    SELF = "self", _("Own assessment")

    @classmethod
    def of(cls, level, judged_level, judge, judged_on):
        """The assessment of this level, given a judgement; None without a level.

        A judgement counts when it is complete and about this very level.
        """
        if level is None:
            return None
        return cls.INDEPENDENT if judge and judged_on and judged_level == level else cls.SELF


class CostBand(models.TextChoices):
    """The cost in a year, in euros. 100.000 is in the third band."""

    UNDER_5000 = "under-5000", _("Less than € 5,000")
    UNDER_25000 = "5000-25000", _("€ 5,000 to € 25,000")
    UNDER_100000 = "25000-100000", _("€ 25,000 to € 100,000")
    OVER_100000 = "over-100000", _("More than € 100,000")
    UNKNOWN = "unknown", _("Unknown")

    @classmethod
    def of(cls, amount):
        """The band of an amount."""
        if amount < 5_000:
            return cls.UNDER_5000
        if amount < 25_000:
            return cls.UNDER_25000
        return cls.UNDER_100000 if amount <= 100_000 else cls.OVER_100000


class Transferability(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class TimeUnit(models.TextChoices):
    """The unit of a frequency or a duration."""

    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class OriginRelation(models.TextChoices):
    """The relation of a practice to an earlier one."""

    CONTINUES = "continues", _("continues it")
    MERGED_FROM = "merged_from", _("it went up in this one")
