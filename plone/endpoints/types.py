"""The content types and their JSON schemas."""

from django.utils.translation import gettext_lazy as _

from api.collections import detail_schema
from cms.permissions import may_create

from ..errors import not_found
from ..registry import endpoint
from ..types import ROOT, model_of, models_by_type, type_title

# The fields that every type has.
COMMON = {
    "title": {"title": _("Title"), "type": "string", "factory": "Text line (String)"},
    "description": {"title": _("Summary"), "type": "string", "factory": "Text", "widget": "textarea"},
    "subjects": {"title": _("Keywords"), "type": "array", "items": {"type": "string"}, "uniqueItems": True},
    "effective": {"title": _("Publishing date"), "type": "string", "widget": "datetime"},
    "expires": {"title": _("Expiration date"), "type": "string", "widget": "datetime"},
    "relatedItems": {"title": _("See also"), "type": "array", "items": {"type": "object"}},
    "language": {"title": _("Language"), "type": "string"},
    "rights": {"title": _("Licence"), "type": "string"},
}
FIELDSETS = [
    ("categorization", _("Categorization"), ["subjects", "language", "relatedItems"]),
    ("dates", _("Dates"), ["effective", "expires"]),
    ("ownership", _("Ownership"), ["rights"]),
]


@endpoint("@types", expands=True)
def types(context, page, rest):
    """All types; `@types/<name>` a schema; `@types/<name>/<field>` one of its fields."""
    if not rest:
        return [serialize_type(context, page, name) for name in sorted(models_by_type()) if name != ROOT]
    models = models_by_type().get(rest[0])
    if not models:
        raise not_found()
    schema = serialize_schema(models)
    if len(rest) == 1:
        return schema
    if rest[1] not in schema["properties"]:
        raise not_found()
    return {"@id": f"{context.origin}/@types/{rest[0]}/{rest[1]}", **schema["properties"][rest[1]]}


def serialize_type(context, page, name):
    """A type, with whether the user may add such a page here."""
    models = models_by_type()[name]
    allowed = [model for model in models if model in model_of(page).allowed_subpage_models()]
    can_add = context.user and page.specific.permissions_for_user(context.user).can_add_subpage()
    is_addable = bool(can_add) and any(may_create(model, context.user) for model in allowed)
    return {
        "@id": f"{context.origin}/@types/{name}",
        "id": name,
        "title": type_title(models[0]),
        "addable": is_addable,
        "immediately_addable": is_addable,
    }


def serialize_schema(models):
    """The schema of a type. Several models of one type, as those of Folder, are merged."""
    own_fields, definitions = {}, {}
    for model in models:
        output_schema = detail_schema(model)
        schema = output_schema.model_json_schema() if output_schema else {}
        own_fields |= schema.get("properties", {})
        definitions |= schema.get("$defs", {})
    own_fields = {name: serialize_field(field) for name, field in own_fields.items() if name not in COMMON}
    properties = {**COMMON, **own_fields}
    default = ["title", "description", *own_fields]
    fieldsets = [("default", _("Default"), default), *FIELDSETS]
    payload = {
        "title": type_title(models[0]),
        "type": "object",
        # As in an edit form: the only field that an editor has to fill in.
        "required": ["title"],
        "properties": {name: {"behavior": "", "description": "", **properties[name]} for name in properties},
        "fieldsets": [
            {"id": key, "title": title, "behavior": "plone", "fields": fields}
            for key, title, fields in fieldsets
        ],
        "layouts": ["document_view"],
    }
    return payload | ({"$defs": definitions} if definitions else {})


def serialize_field(field):
    """Adds the rich text widget to HTML fields."""
    is_html = field.get("format") == "html"
    return field | ({"widget": "richtext", "factory": "Rich Text"} if is_html else {})
