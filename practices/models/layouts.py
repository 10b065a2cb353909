"""Which facts of a practice its page, its card in a list and the comparison show, and which are still missing."""

from functools import cache
from typing import NamedTuple

from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cms.publishing import is_empty
from fields.formatting import euro, precise
from practices.choices import CostBand, Evidence, Status


class Part(NamedTuple):
    """A part of the page; shown if one of the attributes in `filled_by` has a value."""

    anchor: str
    heading: str
    template: str
    filled_by: tuple[str, ...]


# In the order of the page.
PARTS = [
    Part("aanleiding", _("Reason"), "practices/parts/background.html", ("problem", "goals")),
    Part("aanpak", _("Approach"), "practices/parts/approach.html", ("approach", "steps")),
    Part(
        "resultaten",
        _("Results and figures"),
        "practices/parts/results.html",
        ("results", "indicators", "reach_rows", "evaluations"),
    ),
    Part(
        "middelen",
        _("Money and means"),
        "practices/parts/means.html",
        ("funding_sources", "resources_needed"),
    ),
    Part(
        "lessen",
        _("What helped, what did not"),
        "practices/parts/lessons.html",
        ("success_factors", "pitfalls", "lessons"),
    ),
    Part(
        "overnemen",
        _("Take it over"),
        "practices/parts/adoption.html",
        ("prerequisites", "transferability", "transferability_note", "adoptions"),
    ),
    Part("voorgesteld", _("Presented at"), "practices/parts/presentations.html", ("presentations",)),
    Part(
        "contact",
        _("Contact and downloads"),
        "practices/parts/contact.html",
        ("shown_contacts", "downloads", "links"),
    ),
    Part("regelgeving", _("Legislation"), "practices/parts/legislation.html", ("legislation",)),
    Part("zie-ook", _("See also"), "practices/parts/see_also.html", ("see_also",)),
    Part("verwant", _("Related"), "practices/parts/related.html", ("related",)),
]


def missing_labels(practice) -> list[str]:
    """The labels of the facts that readers expect and the practice lacks."""
    has_cost = practice.cost_total is not None or practice.cost_band not in ("", CostBand.UNKNOWN)
    values = [
        (_("summary"), practice.search_description),
        (_("reason"), practice.problem),
        (_("approach"), practice.approach),
        (_("results"), practice.results),
        (_("cost"), has_cost or None),
        (_("evidence"), practice.evidence_level),
        (_("contact person"), practice.has_contacts or None),
    ]
    return [str(label) for label, value in values if is_empty(value)]


def missing_on_card(practice) -> str:
    """What a reader misses who wants to take it over, in words; a card says of each other fact itself that it lacks."""
    values = [
        (_("approach"), practice.approach),
        (_("results"), practice.results),
        (_("contact person"), practice.has_contacts or None),
    ]
    return get_text_list([str(label) for label, value in values if is_empty(value)], gettext("and"))


@cache
def labels(choices, language):
    """Maps the values of the choices to their labels in this language; cached, as a list shows many cards."""
    return {value: str(label) for value, label in choices.choices}


def card_context(practice) -> dict:
    """The context of a card, as a dictionary: templates read it twice as fast as an object."""
    region, language = practice.display_region, get_language()
    area, level = practice.area, practice.evidence_level
    return {
        "key": practice.pk,
        "address": practice.get_url(),
        "title": practice.title,
        "picture": practice.card_picture,
        "owners": practice.owner_line,
        "summary": practice.search_description,
        "region": region.slug if region else "",
        "place": area.text if area else "",
        "places": area.regions if area else (),
        "target_groups": ", ".join(practice.target_group_names),
        "themes": [{"name": theme.name, "address": theme.get_absolute_url()} for theme in practice.themes],
        "template": f"practices/{'stub_line' if practice.is_stub else 'card'}.html",
        "missing": "" if practice.is_stub else missing_on_card(practice),
        "status": practice.status,
        "status_label": labels(Status, language).get(practice.status, ""),
        "evidence": labels(Evidence, language).get(level, ""),
        "rungs": Evidence(level).height if level is not None else 0,
        "is_judged": practice.is_judged,
        "cost": euro(practice.cost_total) or labels(CostBand, language).get(practice.cost_band, ""),
    }


class ComparisonRow(NamedTuple):
    """A fact with a list of lines for each practice; an empty list where it has no value."""

    label: str
    cells: list[list[str]]


def yearly_cost(practice):
    return euro(practice.cost_total) or practice.get_cost_band_display()


def participant_cost(practice):
    return [practice.participant_cost_text, practice.participant_cost_note]


def who_judged(practice):
    """“Eigen inschatting”, or who judged and when."""
    if not practice.is_judged:
        return practice.assessment and practice.assessment.label
    judged_on = precise(practice.evidence_judged_on, practice.evidence_judged_on_precision)
    return [practice.judge_name, judged_on, practice.evidence_criteria]


def block_lines(name):
    return lambda practice: [str(line.value) for line in getattr(practice, name)]


# The label and the value of each row; a value is a text or a list of texts.
COMPARED_FACTS = [
    (_("Summary"), lambda practice: practice.search_description),
    (_("Owner"), lambda practice: practice.owner_line),
    (_("For whom"), lambda practice: [*practice.target_group_names, practice.age_text]),
    (_("Method"), lambda practice: [method.name for method in practice.method_words]),
    (_("Intensity"), lambda practice: practice.intensity_text),
    (_("Where"), lambda practice: practice.places),
    (_("Scale"), lambda practice: practice.get_scale_display()),
    (_("State of the practice"), lambda practice: practice.get_status_display()),
    (_("Since"), lambda practice: precise(practice.started_on, practice.started_on_precision)),
    (_("Cost in a year"), yearly_cost),
    (_("For participants"), participant_cost),
    (_("Staff (FTE)"), lambda practice: practice.staff_text),
    (_("Reach"), lambda practice: [row.text for row in practice.reach_rows]),
    (_("Evidence"), lambda practice: practice.get_evidence_level_display()),
    (_("Who judged the evidence"), who_judged),
    (_("Belongs to"), lambda practice: [row.label for row in practice.network_rows]),
    (_("Recognised"), lambda practice: [row.name for row in practice.recognition_rows]),
    (_("What helped"), block_lines("success_factors")),
    (_("What did not work"), block_lines("pitfalls")),
    (_("Preconditions"), block_lines("prerequisites")),
    (_("Can it be taken over?"), lambda practice: practice.get_transferability_display()),
    (_("What another region has to adapt"), lambda practice: practice.transferability_note),
]


def compare(practices) -> list[ComparisonRow]:
    """The rows of the comparison, without facts that no practice has a value for."""
    rows = [
        ComparisonRow(label, [as_lines(value_of(practice)) for practice in practices])
        for label, value_of in COMPARED_FACTS
    ]
    return [row for row in rows if any(row.cells)]


def as_lines(value):
    lines = value if isinstance(value, list) else [value]
    return [str(line) for line in lines if line]
