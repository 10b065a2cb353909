"""What an editor can fill in, and what of that the content of a site has filled in somewhere.

Both are sets of places as texts: `PracticePage.costs` for a field, `PracticePage.partners.role` for one of a kind of
row, `BodyBlock.table.caption` for a block. A block counts once, in whichever text of whichever page it stands.
"""

from itertools import chain

from wagtail import blocks
from wagtail.admin.panels import get_edit_handler
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.forms import get_image_form
from wagtail.models import Comment, Page

from cms.models import CustomImage

OF_LISTS = "intro reviewed_on tags"
OF_PLAIN_LISTS = f"{OF_LISTS} search_description"  # their title says enough
# Places that no example needs to fill, and why. A name alone stands for that field of every type.
EXCEPTIONS = {
    "go_live_at": "a page that waits for its day is not there to be seen",
    "expire_at": "a page that is gone is not there to be seen",
    "seo_title": "the title says it to search engines too",
    **{
        f"{page}.{name}": "who runs the site says it about their site"
        for page, names in {
            "HomePage": "reviewed_on tags",
            "PracticeIndexPage": OF_LISTS,
            "NewsIndexPage": OF_PLAIN_LISTS,
            "EventIndexPage": OF_PLAIN_LISTS,
            "CoordinatorIndexPage": OF_LISTS,
            "PlatformIndexPage": OF_PLAIN_LISTS,
            "AccessibilityStatementPage": "reviewed_on tags",
            "PrivacyStatementPage": "tags",
        }.items()
        for name in names.split()
    },
    "ProcessingsBlock.processing.recipients": "as above",
    "Organisation.enterprise_number": "an invented number may be that of somebody",
    "Organisation.ovo_code": "as above",
    "Organisation.logo": "an invented organisation has no mark",
    "registered_confirmed": "nobody has taken away places that people had",
    "CustomImage.is_decorative": "every picture of an example shows something",
    "CustomImage.focal_point_x": "nothing of a drawing has to stay in view more than the rest",
    "CustomImage.focal_point_y": "as above",
    "CustomImage.focal_point_width": "as above",
    "CustomImage.focal_point_height": "as above",
    "AccessibilityStatementPage.answer_days": "who runs the site says it about their site",
    "AccessibilityStatementPage.assessed_by": "as above",
    "AccessibilityStatementPage.report_url": "as above",
    "PrivacyStatementPage.officer_email": "as above",
    "PrivacyStatementPage.officer_name": "as above",
    "PrivacyStatementPage.supervisor_url": "as above",
}


def is_excepted(place):
    return place in EXCEPTIONS or place.rpartition(".")[2] in EXCEPTIONS


def form_of(model):
    """The form in which editors fill in a thing of this model."""
    if model is CustomImage:
        return get_image_form(model)
    handler = model.get_edit_handler() if issubclass(model, Page) else get_edit_handler(model)
    return handler.get_form_class()


def places(model):
    """All places that an editor can fill."""
    return {place for place, _value in walked(model, form_of(model), None)}


def used_places(model):
    """The places that some stored thing of this model fills."""
    things = model._default_manager.all()
    values = chain.from_iterable(walked(model, form_of(model), thing) for thing in things)
    return {place for place, value in values if is_filled(value)}


def walked(model, form, thing):
    """Each place of the form, with its value in the thing (None where there is no thing)."""
    name = model.__name__
    yield from of_fields(name, model, form, thing)
    for relation, formset in getattr(form, "formsets", {}).items():
        if formset.model is Comment:
            continue
        rows = [None] if thing is None else list(getattr(thing, relation).all())
        yield f"{name}.{relation}", rows
        for row in rows:
            yield from of_fields(f"{name}.{relation}", formset.model, formset.form, row)


def of_fields(prefix, model, form, thing):
    names = {field.name for field in model._meta.get_fields()}
    for name in form.base_fields:
        if name not in names:
            continue
        field = model._meta.get_field(name)
        value = getattr(thing, name) if thing is not None else None
        yield f"{prefix}.{name}", differing(field, value)
        if isinstance(field, StreamField):
            block = field.stream_block
            yield from of_block(type(block).__name__, block, value)


def differing(field, value):
    """The value, unless every thing has it from the start. Of keywords and the like, whether there are any."""
    if hasattr(value, "all"):
        return list(value.all())
    if not hasattr(field, "has_default") or not field.has_default() or field.choices:
        return value
    return value != field.get_default() or None


def of_block(place, block, value):
    """The block itself is the caller's; here come the blocks inside it."""
    if isinstance(block, blocks.StreamBlock):
        yield from of_stream(place, block, value or [])
    elif isinstance(block, blocks.ListBlock):
        for part in list(value or []) or [None]:
            yield from of_child(f"{place}[]", block.child_block, part)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from of_child(f"{place}.{name}", child, value.get(name) if value else None)
    elif isinstance(block, TypedTableBlock):
        yield f"{place}.caption", value.caption if isinstance(value, TypedTable) else None


def of_stream(place, block, parts):
    for name, child in block.child_blocks.items():
        for value in [part.value for part in parts if part.block_type == name] or [None]:
            yield from of_child(f"{place}.{name}", child, value)


def of_child(place, block, value):
    yield place, value
    yield from of_block(place, block, value)


def is_filled(value):
    if isinstance(value, TypedTable):
        return bool(value.row_data)
    if isinstance(value, blocks.StructValue):
        return any(is_filled(part) for part in value.values())
    return value not in (None, "", False) and (not hasattr(value, "__len__") or len(value) > 0)
