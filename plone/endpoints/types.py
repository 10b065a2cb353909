"""The kinds of content, and what each is made of as JSON schema."""

from django.utils.translation import gettext_lazy as _

from cms.permissions import may_create
from cms.rest.collections import schema_of

from ..errors import not_found
from ..types import ROOT, model_of, models_by_type, title_of
from .registry import endpoint

# What every type has, in front of its own fields.
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
def types(asked, page, rest):
    """All kinds; after a name its schema, after that a field of it."""
    if not rest:
        return [type_told(asked, page, name) for name in sorted(models_by_type()) if name != ROOT]
    models = models_by_type().get(rest[0])
    if not models:
        raise not_found()
    schema = schema_told(models)
    if len(rest) == 1:
        return schema
    if rest[1] not in schema["properties"]:
        raise not_found()
    return {"@id": f"{asked.origin}/@types/{rest[0]}/{rest[1]}", **schema["properties"][rest[1]]}


def type_told(asked, page, name):
    """Can one be added here, by whoever asks?"""
    models = models_by_type()[name]
    below = [model for model in models if model in model_of(page).allowed_subpage_models()]
    can_add = asked.user and page.specific.permissions_for_user(asked.user).can_add_subpage()
    is_addable = bool(can_add) and any(may_create(model, asked.user) for model in below)
    return {
        "@id": f"{asked.origin}/@types/{name}",
        "id": name,
        "title": title_of(models[0]),
        "addable": is_addable,
        "immediately_addable": is_addable,
    }


def schema_told(models):
    """The schema of a type. Several kinds of lists go by one name: what each has, they have together."""
    own, required, definitions = {}, set(), {}
    for model in models:
        made = schema_of(model)
        schema = made.model_json_schema() if made else {}
        own |= schema.get("properties", {})
        definitions |= schema.get("$defs", {})
        required |= set(schema.get("required", ()))
    own = {name: field_told(field) for name, field in own.items() if name not in COMMON}
    properties = {**COMMON, **own}
    default = ["title", "description", *own]
    fieldsets = [("default", _("Default"), default), *FIELDSETS]
    told = {
        "title": title_of(models[0]),
        "type": "object",
        "required": ["title", *sorted(required & set(own))],
        "properties": {name: {"behavior": "", "description": "", **properties[name]} for name in properties},
        "fieldsets": [
            {"id": key, "title": title, "behavior": "plone", "fields": fields}
            for key, title, fields in fieldsets
        ],
        "layouts": ["document_view"],
    }
    return told | ({"$defs": definitions} if definitions else {})


def field_told(field):
    """Rich text has a widget of its own."""
    is_html = field.get("format") == "html"
    return field | ({"widget": "richtext", "factory": "Rich Text"} if is_html else {})
