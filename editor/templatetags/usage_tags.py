"""Where files are used, for the screens that ask whether to delete them."""

from django import template

from editor.uses import MOST_FILES, uses_of

register = template.Library()


@register.simple_tag(takes_context=True)
def uses_of_one(context, file):
    """The Uses of a file."""
    return uses_of([file], context["request"].user)[file.pk]


@register.simple_tag(takes_context=True)
def with_uses(context, items):
    """The items of a bulk action as `(file, uses)`; `uses` is None beyond so many."""
    files = [item["item"] for item in items]
    uses = uses_of(files[:MOST_FILES], context["request"].user)
    return [(file, uses.get(file.pk)) for file in files]
