"""What Wagtail's write API serves of a model: what its form edits, and nothing else."""

from wagtail.api import APIField
from wagtail.models.panels import PanelPlaceholder

# Wagtail serves these of every page without being told.
OF_EVERY_PAGE = {"title", "slug", "seo_title", "search_description", "show_in_menus"}


class EditedFields:
    """Stands beside the panels as `api_fields`: one, to read and to write, for each field that they edit.

    So a new field is served with its panel, and what no form edits stays out: Wagtail 8.0.1 answers 500 to a child
    relation that may be written and has no panel.
    """

    def __get__(self, instance, owner):
        served = OF_EVERY_PAGE if hasattr(owner, "content_panels") else ()
        names = dict.fromkeys(names_in(panels_of(owner)))
        return [APIField(name, writable=True) for name in names if name not in served]


def panels_of(model):
    """The panels of the model's form, as the model declares them."""
    if handler := getattr(model, "edit_handler", None):
        return [handler]
    if hasattr(model, "content_panels"):
        return [*model.content_panels, *model.promote_panels, *model.settings_panels]
    return model.panels


def names_in(panels):
    """The names of the fields and child relations that these panels, and the panels inside them, edit."""
    for panel in panels:
        # Wagtail's own for the schedule is made when somebody asks.
        panel = panel.construct() if isinstance(panel, PanelPlaceholder) else panel
        if isinstance(panel, str):
            yield panel
        elif hasattr(panel, "children"):
            yield from names_in(panel.children)
        elif name := getattr(panel, "field_name", None) or getattr(panel, "relation_name", None):
            yield name
