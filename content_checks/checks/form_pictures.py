"""Pictures: a description that describes, and enough pixels."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model

from ..content import Part
from ..file_names import is_file_name
from ..findings import Check, Finding, Group

NARROWEST = 800


class AltText(Check):
    """A text alternative that is the name of a file."""

    name = "alt_text"
    group = Group.FORM
    heading = _("Descriptions of pictures that are names of files")
    reason = _("Who can’t see the picture hears this instead of it.")

    def find(self, content):
        for part in content.parts:
            for text, where in descriptions_in(part):
                if is_file_name(text):
                    yield Finding(
                        text,
                        gettext("Say in a few words what the picture shows."),
                        part.label,
                        part.path,
                        where,
                    )


class SmallPicture(Check):
    """A picture that is shown larger than it is sharp."""

    name = "small_picture"
    group = Group.FORM
    heading = _("Small pictures")
    reason = _("On a large or sharp screen, a small picture is blurred or stays small.")

    def find(self, content):
        for part in content.parts:
            picture = part.value
            if isinstance(picture, get_image_model()) and picture.width < NARROWEST:
                values = {"width": picture.width, "narrowest": NARROWEST}
                advice = gettext("It is %(width)d pixels wide. Use one of at least %(narrowest)d.") % values
                yield Finding(name_of(picture), advice, part.label, part.path, edit_path(picture))


def descriptions_in(part: Part) -> Iterator[tuple[str, str]]:
    """The texts that stand for pictures, each with the path of the form where it was typed; empty for this page's."""
    if isinstance(part.value, get_image_model()) and part.value.default_alt_text:
        yield part.value.default_alt_text, edit_path(part.value)
    is_override = isinstance(part.field, blocks.StructBlock) and "alt" in part.field.child_blocks
    if is_override and (text := (part.value or {}).get("alt")):
        yield text, ""


def name_of(picture) -> str:
    return picture.description or picture.title


def edit_path(picture) -> str:
    return reverse("wagtailimages:edit", args=[picture.pk])
