"""Which fields Wagtail's write API serves: those that the model's form edits. Also how it reads dates."""

import datetime
from collections.abc import Iterator
from typing import Annotated

from django.utils.translation import gettext as _
from ninja.orm import register_field
from pydantic import BeforeValidator
from wagtail.api import APIField
from wagtail.models.panels import PanelPlaceholder

# Wagtail serves these for every page anyway.
OF_EVERY_PAGE = {"title", "slug", "seo_title", "search_description", "show_in_menus"}


def iso_only(value):
    """The value if it is an ISO 8601 date. Raises ValueError for a number: pydantic would take 2017 for a timestamp."""
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value):
        raise ValueError(_("Write a date as ISO 8601 has it: 2017-09-05 or 2017-09-05T09:30:00Z."))
    return value


# Has to run before Wagtail makes the schemas of its models.
register_field("DateField", Annotated[datetime.date, BeforeValidator(iso_only)])
register_field("DateTimeField", Annotated[datetime.datetime, BeforeValidator(iso_only)])


class EditedFields:
    """A descriptor for `api_fields`: a readable and writable API field for each field that the panels edit.

    So the API never lags behind the form, and leaves out what no form edits: Wagtail 8.0.1 answers 500 to a writable
    child relation without a panel.
    """

    def __get__(self, instance, owner):
        served = OF_EVERY_PAGE if hasattr(owner, "content_panels") else ()
        names = dict.fromkeys(names_in(panels_of(owner)))
        return [APIField(name, writable=True) for name in names if name not in served]


def panels_of(model) -> list:
    """The panels that the model declares for its form."""
    if handler := getattr(model, "edit_handler", None):
        return [handler]
    if hasattr(model, "content_panels"):
        return [*model.content_panels, *model.promote_panels, *model.settings_panels]
    return model.panels


def names_in(panels) -> Iterator[str]:
    """Yields the names of the fields and child relations that these panels edit, nested ones included."""
    for panel in panels:
        # Wagtail's panel for the schedule is constructed lazily.
        panel = panel.construct() if isinstance(panel, PanelPlaceholder) else panel
        if isinstance(panel, str):
            yield panel
        elif hasattr(panel, "children"):
            yield from names_in(panel.children)
        elif name := getattr(panel, "field_name", None) or getattr(panel, "relation_name", None):
            yield name
            yield from getattr(panel, "unseen_fields", ())
