"""The facts of a practice as readers see them: in words, without rows that say nothing."""

from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext

from cms.models import Category, Licence, with_keys

from . import figures
from .choices import CostBand, Evidence, Scale, Status

# What people call the values of the choices. Django's own `get_…_display` takes five times as long.
WORDS = {
    "scale": dict(Scale.choices),
    "status": dict(Status.choices),
    "evidence": {rung.slug: rung.label for rung in Evidence},
    "cost": dict(CostBand.choices),
}


class ShownFacts:
    """Stands left of a page that has the fields and rows of a practice."""

    @cached_property
    def regions(self):
        """The whole regions where it works."""
        return [row.region for row in with_keys(self.working_regions, "region") if row.region]

    @cached_property
    def region(self):
        """The region whose sign and colour the page carries, if it works in one region only."""
        return self.regions[0] if len(self.regions) == 1 else None

    @cached_property
    def owner_names(self):
        return [row.organisation.name for row in with_keys(self.owners, "organisation") if row.organisation]

    @property
    def owner_text(self):
        """The owners as one phrase: “W13 en Welzijnszorg Kempen”."""
        return get_text_list(self.owner_names, gettext("and"))

    @property
    def owner_line(self):
        """The owners with the words after them: “Welzijnszorg Kempen en partners”."""
        return f"{self.owner_text} {self.owner_note}".strip()

    @cached_property
    def target_group_words(self):
        return [row.target_group for row in with_keys(self.target_groups, "target_group") if row.target_group]

    @cached_property
    def target_group_names(self):
        return [group.name for group in self.target_group_words]

    @cached_property
    def partner_rows(self):
        return [row for row in with_keys(self.partners, "organisation") if row.organisation]

    @property
    def age_text(self):
        return figures.ages(self)

    @property
    def staff_text(self):
        return figures.staff(self)

    @cached_property
    def towns(self):
        """The municipalities where it works."""
        return [row.municipality for row in with_keys(self.working_area, "municipality") if row.municipality]

    @property
    def places(self):
        """Where it works: whole regions first, then municipalities."""
        return [*[region.name for region in self.regions], *sorted(town.name for town in self.towns)]

    @property
    def rungs(self):
        """The evidence ladder from top to bottom; empty while nobody judged the evidence."""
        return Evidence.ladder(self.evidence_level)

    @property
    def evidence(self):
        return None if self.evidence_level is None else Evidence(self.evidence_level)

    @property
    def states(self):
        """What the filters know of it beside its rows: each value as addresses write it, with its words."""
        level = None if self.evidence_level is None else Evidence(self.evidence_level).slug
        values = {"scale": self.scale, "status": self.status, "evidence": level, "cost": self.cost_band}
        return [
            Category(scheme, value, str(WORDS[scheme].get(value, value)))
            for scheme, value in values.items()
            if value
        ]

    @property
    def licence_uri(self):
        return Licence(self.licence).uri if self.licence else ""

    @cached_property
    def legislation(self):
        rows = with_keys(self.legal_references, "legal_reference")
        return [row.legal_reference for row in rows if row.legal_reference]
