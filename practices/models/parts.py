"""The sections of a practice's page, in the order of the reader's questions."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Part(NamedTuple):
    """A section: where it is, what it is called, how it is shown, and the attributes that fill it."""

    anchor: str
    heading: str
    template: str
    filled_by: tuple[str, ...]


PARTS = [
    Part("aanleiding", _("Reason"), "practices/parts/background.html", ("problem", "goals")),
    Part("aanpak", _("Approach"), "practices/parts/approach.html", ("approach", "steps")),
    Part(
        "resultaten",
        _("Results and figures"),
        "practices/parts/results.html",
        ("results", "indicators", "evaluations"),
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
    Part("verwant", _("Related practices"), "practices/parts/related.html", ("related",)),
]
