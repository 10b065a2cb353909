import datetime
import logging
import re
from functools import reduce
from io import BytesIO
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.documents.models import AbstractDocument
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.search import index
from wagtail.utils.file import hash_filelike

from caching.functions import cached_until_change
from caching.models import ListingChange
from caching.validity import has_no_version
from cms.failures import ReadOnlyError
from cms.models.licences import Licence
from cms.models.picture_consent import PictureConsent, has_ended
from cms.models.read_only import refuse_if_read_only
from media.documents import matches_extension
from media.pictures import CleanPicture, clean_picture, one_at_a_time, smaller_copy
from media.stored_pictures import delete_renditions

logger = logging.getLogger(__name__)

# Rendition sizes: on pages, in lists, in the API, on shared links, beside a person, in the admin.
PAGE_WIDTHS = ["width-400", "width-800", "width-1200", "width-1600"]
# Cut to 3:2 around the focal point; the second for screens with small pixels.
CARD_SIZES = ["fill-384x256", "fill-768x512"]
# What a card shows until these are made.
STAND_IN = "width-800"
API_WIDTHS = ["width-400", "width-800", "width-1600"]
SHARED_SIZE = (1200, 630)
SHARED_PICTURE = "fill-{}x{}|format-jpeg".format(*SHARED_SIZE)
PORTRAIT = "fill-240x300"
ADMIN_SIZES = ["max-165x165", "max-800x600"]
SIZES = [*dict.fromkeys([*ADMIN_SIZES, *PAGE_WIDTHS, *CARD_SIZES, *API_WIDTHS, SHARED_PICTURE, PORTRAIT])]
DESCRIBE = _("Say in a few words what the picture shows, or tick “decorative”.")
# The size that stands in for the original, for instance in Wagtail's form.
LARGEST = "width-1600"


@cached_until_change(Collection, CollectionViewRestriction)
def private_collections():
    """The keys of the collections with a view restriction, on themselves or above them."""
    paths = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    below = [Q(path__startswith=path) for path in paths]
    return set(Collection.objects.filter(reduce(or_, below)).values_list("pk", flat=True)) if below else set()


def name_of(size):
    """The filter specification of a size, given as text or as Wagtail's Filter."""
    return size if isinstance(size, str) else size.spec


class PictureFile(WagtailImageFieldFile):
    """The file of a picture; always stored as `media.pictures` rewrites it."""

    @property
    def url(self):
        """The URL of the largest rendition, because uploads themselves are not served to the public."""
        return self.instance.get_rendition(LARGEST).url

    def save(self, name, content, save=True):
        if not isinstance(content, CleanPicture):
            content = clean_picture(content, name)
        super().save(content.name, content, save)
        # Wagtail would look it up and store it when somebody first asks: in the request of a visitor.
        self.instance.file_size = content.size
        # What is stored by another way than a form is compared with new uploads too.
        content.seek(0)
        self.instance.file_hash = hash_filelike(content)


class PictureFileField(WagtailImageField):
    """An image field whose file is a PictureFile."""

    attr_class = PictureFile

    def deconstruct(self):
        """Gives Wagtail's own field, so that no migration is needed."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class CustomImage(PictureConsent, AbstractImage):
    """An image with a text alternative, a credit, a licence, and the consent of who is in it.

    WCAG 2.2, success criterion 1.1.1: an image has a description or is marked as decorative. A withdrawn one keeps its
    file, which is private, and has no renditions, which are public.
    """

    file = PictureFileField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    description = models.CharField(
        _("description"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("What does the picture show? Who can't see it hears this sentence."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tick this when the picture only decorates: screen readers then skip it."),
    )
    credit = models.CharField(
        _("credit"),
        max_length=120,
        help_text=_("Who made the picture? If you don't know, write the name of your organisation."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence,
        blank=True,
        default="",
        help_text=_("What others may do with the picture. Leave empty if its maker did not say."),
    )

    # A smaller copy as bytes, only while renditions are made: decoding it is faster.
    working_copy = None

    # No tags: Wagtail suggests the most used ones to everybody, so teams would see each other's.
    admin_form_fields = (
        *(name for name in Image.admin_form_fields if name != "tags"),
        "is_decorative",
        "credit",
        "licence",
        "people_shown",
        "consent_note",
        "consent_until",
    )

    # Wagtail 8.0.1 lets programs write these fields but does not show them. Nor do we show `consent_note`.
    api_fields = [
        APIField(name) for name in ("is_decorative", "credit", "licence", "people_shown", "consent_until")
    ]

    # The chooser may filter by tag and search at the same time.
    search_fields = [*AbstractImage.search_fields, index.RelatedFields("tags", [index.FilterField("name")])]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def __str__(self):
        return f"{self.title} ({self.consent_notice})" if self.is_withdrawn else self.title

    @property
    def default_alt_text(self) -> str:
        return "" if self.is_decorative else self.description

    @property
    def is_public(self) -> bool:
        """Whether everybody may have the whole picture. The sizes that pages show are public in any case."""
        return self.collection_id not in private_collections()

    @property
    def kind(self) -> str:
        """The extension of the stored file, one of the two that `media.pictures` writes."""
        return "png" if self.file.name.lower().endswith(".png") else "jpg"

    @property
    def licence_choice(self) -> Licence | None:
        """The licence as a Licence, or None where none is given."""
        return Licence(self.licence) if self.licence else None

    def clean(self):
        super().clean()
        if not self.description and not self.is_decorative:
            raise ValidationError({"description": DESCRIBE})

    def save(self, *args, sizes_at_once=True, **kwargs):
        """Saves the file first, as it decides width and height, and makes the renditions after the commit.

        With `sizes_at_once=False` renditions are left to the next `tick`.
        """
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if self.is_withdrawn:
            transaction.on_commit(self.withdraw, robust=True)
        elif sizes_at_once and not kwargs.get("update_fields"):
            transaction.on_commit(self.make_sizes if is_new else self.renew_sizes, robust=True)

    @classmethod
    def without_sizes(cls) -> models.QuerySet:
        """The images of the last hour without renditions, because the process left them out or was killed."""
        recent = timezone.now() - datetime.timedelta(hours=1)
        return cls.objects.filter(created_at__gt=recent, renditions=None).exclude(has_ended())

    @classmethod
    def to_withdraw(cls) -> models.QuerySet:
        """The images that may not be shown any more, of which anybody who knows the address can still get a file."""
        return cls.without_consent().exclude(renditions=None)

    def withdraw(self) -> None:
        """Deletes the renditions, also of earlier files: web servers serve them without asking us."""
        delete_renditions(self)
        for rendition in self.replaced_renditions.all():
            rendition.delete_file()

    def make_sizes(self) -> bool:
        """Makes the renditions for all SIZES, so that no visitor waits. False if one can't be made."""
        if self.is_withdrawn:
            return True
        if len(self.find_existing_renditions(*map(Filter, SIZES))) == len(SIZES):
            return True
        try:
            with self.open_file() as file:
                self.working_copy = smaller_copy(file)
            return not any(self.get_rendition(size).is_missing for size in SIZES)
        except Exception as error:
            logger.error("Picture %s can't be read: %r", self.pk, error)
            return False
        finally:
            self.working_copy = None

    def renew_sizes(self) -> bool:
        """As `make_sizes`, for a picture that pages may show: what was kept without new sizes is out of date."""
        before = self.renditions.count()
        is_made = self.make_sizes()
        if self.renditions.count() != before:
            ListingChange.record(type(self))
        return is_made

    def get_rendition(self, size):
        name = name_of(size)
        return self.as_original() if name == "original" else self.get_renditions(size)[name]

    def get_renditions(self, *sizes):
        """Renditions by filter specification; `missing` ones for an unreadable file, so that the page still works.

        Those of a withdrawn image are missing for readers, and lead to its file for who may choose it.
        """
        if self.is_withdrawn:
            return {name: CustomRendition.withdrawn(self, name) for name in map(name_of, sizes)}
        try:
            return super().get_renditions(*sizes)
        except (OSError, ReadOnlyError) as error:
            has_no_version()  # Perhaps it can be made in a moment.
            logger.error("Picture %s can't be shown: %s: %r", self.pk, error, error.__cause__)
            return dict.fromkeys(map(name_of, sizes), CustomRendition.missing(self))

    def create_renditions(self, *sizes):
        """Makes them one by one: Wagtail makes three at once, each up to a third of a gigabyte."""
        return {size: self.create_rendition(size) for size in sizes}

    def create_rendition(self, size):
        """Makes one rendition, one at a time per machine; takes it from another process if that made it meanwhile.

        Raises ReadOnlyError, before a file is written, while the site is read-only.
        """
        refuse_if_read_only()
        key = {"filter_spec": size.spec, "focal_point_key": size.get_cache_key(self)}
        with one_at_a_time():
            if rendition := self.renditions.filter(**key).first():
                return rendition
            file = self.generate_rendition_file(size)
        return self.renditions.get_or_create(**key, defaults={"file": file})[0]

    def generate_rendition_file(self, size, *, source=None):
        """Raises SourceImageIOError for an unreadable or too large file."""
        if self.width * self.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise SourceImageIOError(
                f"Picture {self.pk} is too large: manage.py mend_pictures tells what to do"
            )
        # A focal point is in pixels of the original.
        is_cut_there = self.has_focal_point() and size.spec.startswith("fill")
        if self.working_copy and not is_cut_there:
            source = File(BytesIO(self.working_copy), self.file.name)
        try:
            return super().generate_rendition_file(size, source=source)
        except InvalidFilterSpecError:
            raise
        except Exception as error:  # Pillow raises whatever its decoders stumble over
            raise SourceImageIOError(f"No {size.spec} of picture {self.pk}") from error

    def as_original(self):
        """The largest rendition with the dimensions of the original, which takes WebP ten seconds."""
        if self.is_withdrawn:
            return CustomRendition.withdrawn(self, "original")
        original = CustomRendition(image=self, width=self.width, height=self.height)
        original.file.name = self.get_rendition(LARGEST).file.name
        return original


class CustomRendition(AbstractRendition):
    """A rendition of an image, in WebP; always public."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    # Only for one that stands in for those of a withdrawn image.
    is_withdrawn = False

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]

    @classmethod
    def withdrawn(cls, image, spec):
        """A rendition that the admin can show, as large as one of this specification."""
        sides = [int(side) for side in re.findall(r"\d+", spec.partition("|")[0])] or [
            max(image.width, image.height)
        ]
        scale = min(sides[0] / image.width, sides[-1] / image.height, 1)
        width, height = round(image.width * scale), round(image.height * scale)
        rendition = cls(image=image, filter_spec=spec, width=width, height=height)
        rendition.is_withdrawn = True
        return rendition

    @classmethod
    def missing(cls, image):
        """A rendition of zero by zero pixels for one that can't be made, as Wagtail's own."""
        rendition = cls(image=image, width=0, height=0)
        rendition.file.name = "not-found"
        return rendition

    @property
    def url(self):
        return reverse("withdrawn_picture", args=[self.image_id]) if self.is_withdrawn else super().url

    @property
    def is_missing(self) -> bool:
        """True where readers see nothing."""
        return self.is_withdrawn or not self.width


class CustomDocument(AbstractDocument):
    """A file to download; private in a collection with a view restriction."""

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]

    def clean(self):
        """Checks that the content of a new file matches its extension, which Wagtail doesn't do.

        Skips stored files, so that a title can be edited in a form without a file field.
        """
        if not self.file or self.file._committed:
            return
        super().clean()
        if not matches_extension(self.file, self.file_extension.lower()):
            message = _(
                "This is no %(kind)s file, whatever its name says, or it has a password or macros in it. Open it in"
                " the program that made it, save it as %(kind)s without these, and upload that."
            )
            raise ValidationError({"file": message % {"kind": self.file_extension.lower()}})

    @property
    def is_public(self) -> bool:
        return self.collection_id not in private_collections()
