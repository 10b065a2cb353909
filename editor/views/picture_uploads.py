"""Uploading pictures: says when the same one is there already, before it is there twice.

Wagtail says so in the chooser. It does not where the form of many at once has more to ask, as ours has: then it
compares nothing. Only pictures that this user may choose are compared.
"""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.images.views.images import CreateView
from wagtail.images.views.multiple import AddView, CreateFromUploadedImageView
from wagtail.utils.file import hash_filelike

from cms.models import CustomImage
from cms.permissions import choosable
from media.pictures import as_stored


def same_picture(file_hash, user, but=None) -> CustomImage | None:
    """The oldest other picture that is stored with the same bytes, among those that this user may choose."""
    same = choosable(CustomImage, user).filter(file_hash=file_hash).exclude(pk=but)
    return same.order_by("pk").first()


class AddPictures(AddView):
    """Many at once: each row says whether its picture is there already."""

    def get_edit_upload_response_data(self):
        data = super().get_edit_upload_response_data()
        with self.upload_object.file.open() as file:
            existing = same_picture(hash_filelike(file), self.request.user)
        if existing is None:
            return data
        delete = reverse(self.delete_upload_url_name, args=[self.upload_object.pk])
        context = {"existing_image": existing, "delete_action": delete}
        question = render_to_string(
            "wagtailimages/images/confirm_duplicate_upload.html", context, request=self.request
        )
        return data | {"duplicate": True, "confirm_duplicate_upload": question}


class CreateFromUploadedPicture(CreateFromUploadedImageView):
    """Stores the waiting file as it is: rewriting it twice costs quality, and it would be no duplicate any more."""

    def save_object(self, form):
        self.upload.file.file = as_stored(self.upload.file)
        super().save_object(form)


class AddPicture(CreateView):
    """One picture: said after it is stored, with a way to delete it again."""

    def save_instance(self):
        image = super().save_instance()
        if existing := same_picture(image.file_hash, self.request.user, but=image.pk):
            messages.warning(
                self.request,
                _("This picture was here already: “%s”. Choose that one, and delete the new one.") % existing,
                buttons=[
                    messages.button(reverse("wagtailimages:edit", args=[existing.pk]), _("Show that one")),
                    messages.button(
                        reverse("wagtailimages:delete", args=[image.pk]), _("Delete the new one")
                    ),
                ],
            )
        return image
