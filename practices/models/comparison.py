"""Practices side by side: a row for each fact, with what each practice says of it."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from cms.templatetags.cms_tags import euro, precise


class Row(NamedTuple):
    """A fact, and the lines that each practice says of it; no lines where it says nothing."""

    label: str
    cells: list[list[str]]


def cost(practice):
    return euro(practice.cost_total) or practice.get_cost_band_display()


def lines(name):
    return lambda practice: [str(line.value) for line in getattr(practice, name)]


FACTS = [
    (_("Summary"), lambda practice: practice.search_description),
    (_("Owner"), lambda practice: practice.owner_line),
    (_("For whom"), lambda practice: [*practice.target_group_names, practice.age_text]),
    (_("Where"), lambda practice: practice.places),
    (_("Scale"), lambda practice: practice.get_scale_display()),
    (_("State of the practice"), lambda practice: practice.get_status_display()),
    (_("Since"), lambda practice: precise(practice.started_on, practice.started_on_precision)),
    (_("Cost in a year"), cost),
    (_("Staff (FTE)"), lambda practice: practice.staff_text),
    (_("Evidence"), lambda practice: practice.get_evidence_level_display()),
    (_("What helped"), lines("success_factors")),
    (_("What did not work"), lines("pitfalls")),
    (_("Preconditions"), lines("prerequisites")),
    (_("Can it be taken over?"), lambda practice: practice.get_transferability_display()),
    (_("What another region has to adapt"), lambda practice: practice.transferability_note),
]


def compare(practices):
    """The rows of the comparison; what no practice says anything of is left out."""
    rows = [Row(label, [as_lines(says(practice)) for practice in practices]) for label, says in FACTS]
    return [row for row in rows if any(row.cells)]


def as_lines(said):
    said = said if isinstance(said, list) else [said]
    return [str(line) for line in said if line]
