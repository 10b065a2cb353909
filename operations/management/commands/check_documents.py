"""Lists stored documents that today's upload checks would refuse."""

from django.core.management.base import BaseCommand

from cms.models import CustomDocument
from media.documents import CHECKS, matches_extension


class Command(BaseCommand):
    help = "Lists documents that are not what their name says, hold macros, or are gone; changes nothing."

    def handle(self, **options):
        for document in CustomDocument.objects.order_by("pk").iterator():
            if problem := problem_of(document):
                self.stdout.write(
                    f"Document {document.pk} ({document.title}, {document.file.name}): {problem}"
                )


def problem_of(document):
    """What is wrong with the file, or None."""
    extension = document.file_extension.lower()
    if extension not in CHECKS:
        return "no document of this kind may be uploaded any more."
    try:
        with document.open_file() as file:
            is_right = matches_extension(file, extension)
    except OSError:
        return "the file is gone."
    return None if is_right else f"it is no {extension} file, or has a password or macros in it."
