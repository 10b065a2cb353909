"""The upload forms, which the admin's single and multiple uploads, the choosers and the write API share."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.forms.fields import FileField
from django.templatetags.static import static
from django.utils.html import format_html, json_script
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.models import ReplacedRendition
from cms.models.media import DESCRIBE
from media.pictures import PictureError, clean_picture


def script() -> str:
    """Checks upload forms before they are sent; on every screen, because choosers open anywhere."""
    words = {"required": _("Fill this in."), "description": DESCRIBE}
    return format_html(
        '{}<script src="{}" defer></script>', json_script(words, "upload-words"), static("admin/upload.js")
    )


class PictureField(WagtailImageField):
    """Re-encodes an uploaded picture; rejects a file that can't be decoded, whatever its extension."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        still = _("Of a moving picture the site shows the first image, standing still.")
        self.help_text = f"{self.help_text} {still}"

    def to_python(self, data):
        file = FileField.to_python(self, data)
        if file is None:
            return None
        if Path(file.name).suffix.lower().removeprefix(".") not in self.allowed_image_extensions:
            raise ValidationError(self.error_messages["invalid_image_extension"], "invalid_image_extension")
        self.check_image_file_size(file)
        try:
            return clean_picture(file, file.name)
        except PictureError as error:
            raise ValidationError(str(error), "invalid_image") from error


class PictureForm(BaseImageForm):
    """The form of a picture, with our file field: Wagtail has no setting for that.

    An empty title, or one that is the file name, becomes the description.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )

    def clean(self):
        cleaned = super().clean()
        if "title" not in self.fields or "title" in self.errors:
            return cleaned
        file = cleaned.get("file")
        name = Path(getattr(file, "name", "") or "").stem
        if cleaned.get("title", "") in ("", name):
            cleaned["title"] = cleaned.get("description") or name or self.instance.title
        if not cleaned["title"] and "file" not in self.errors and "description" not in self.errors:
            self.add_error("title", self.fields["title"].error_messages["required"])
        return cleaned

    def save(self, commit=True):
        """Keeps the renditions of a file that is replaced, before Wagtail deletes them: cached pages show them."""
        if commit and self.original_file and "file" in self.changed_data:
            ReplacedRendition.keep(self.instance)
        return super().save(commit)


class AvatarForm(AvatarPreferencesForm):
    """The picture of a user: Wagtail's own form checks no size and keeps the metadata."""

    avatar = PictureField(required=False)
