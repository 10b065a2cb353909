"""The closed lists of a practice. Their values stand in addresses and data: they never change."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far a practice is. The values are the classes of the stylesheet too."""

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
    """How sure we are that a practice works: a ladder of five rungs, after the one of Movisie (NL)."""

    DESCRIBED = 0, _("Described")
    WELL_DESCRIBED = 1, _("Well described")
    WELL_FOUNDED = 2, _("Well founded")
    FIRST_SIGNS = 3, _("First signs")
    EFFECTIVE = 4, _("Effective")

    @property
    def slug(self):
        """How addresses and data write the rung."""
        return self.name.lower().replace("_", "-")

    @property
    def explanation(self):
        """What the rung means, in one or two sentences."""
        return EVIDENCE_EXPLAINED[self]

    @property
    def height(self):
        """How many rungs are climbed, counted from one."""
        return self + 1

    @classmethod
    def ladder(cls, level):
        """The rungs from top to bottom, for a practice on this level; none while nobody judged it."""
        if level is None:
            return []
        return [Rung(rung, rung <= level, rung == level) for rung in reversed(cls)]


class Rung(NamedTuple):
    """A step of the evidence ladder, as one practice stands on it."""

    level: Evidence
    is_reached: bool
    is_here: bool


EVIDENCE_EXPLAINED = {
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


class CostBand(models.TextChoices):
    """What a practice costs in a year, in euros. 100.000 is still in the third band."""

    UNDER_5000 = "under-5000", _("Less than € 5,000")
    UNDER_25000 = "5000-25000", _("€ 5,000 to € 25,000")
    UNDER_100000 = "25000-100000", _("€ 25,000 to € 100,000")
    OVER_100000 = "over-100000", _("More than € 100,000")
    UNKNOWN = "unknown", _("Unknown")

    @classmethod
    def of(cls, amount):
        """The band that an amount falls in."""
        if amount < 5_000:
            return cls.UNDER_5000
        if amount < 25_000:
            return cls.UNDER_25000
        return cls.UNDER_100000 if amount <= 100_000 else cls.OVER_100000


class Transferability(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
