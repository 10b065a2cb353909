"""The files of pictures that somebody replaced, for as long as kept pages of others may show them."""

from datetime import timedelta

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cms.models.picture_consent import has_ended
from media.storages import KeptFiles

# Longer than browsers and proxies keep a page of ours, and than most mails are read.
KEPT_FOR = timedelta(days=30)


class ReplacedRenditionQuerySet(models.QuerySet):
    def due(self):
        """Those whose file is to be deleted: it is old, or may not be shown."""
        return self.filter(Q(replaced_at__lt=timezone.now() - KEPT_FOR) | has_ended("image__"))


class ReplacedRendition(models.Model):
    """A rendition of the file that a picture had before. Its own file keeps its address for a while."""

    wagtail_reference_index_ignore = True

    image = models.ForeignKey("cms.CustomImage", on_delete=models.CASCADE, related_name="replaced_renditions")
    file = models.CharField(max_length=255)
    replaced_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ReplacedRenditionQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.file

    @classmethod
    def keep(cls, image) -> None:
        """Has the files of this picture's renditions stay, while the renditions go."""
        for rendition in image.renditions.all():
            cls.objects.create(image=image, file=rendition.file.name)
            rendition.file.storage = KeptFiles()
            rendition.delete()

    def delete_file(self) -> None:
        """Deletes the file before the row: a server that is away is tried again."""
        storages["public"].delete(self.file)
        self.delete()
