"""Re-encodes stored pictures as uploads are today, and creates missing renditions."""

from django.core.management.base import BaseCommand

from caching.models import ListingChange
from cms.models import CustomImage
from media.stored_pictures import clean_stored_pictures


class Command(BaseCommand):
    help = "Writes stored pictures anew where needed, makes missing sizes, lists what can't be read; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument(
            "--megapixels",
            type=int,
            help="Read pictures of up to so many, where memory allows: a megapixel takes up to 16 MB.",
        )

    def handle(self, megapixels=None, **options):
        images, max_pixels = CustomImage.objects.order_by("pk"), megapixels and megapixels * 1_000_000
        problems = {
            image.pk: problem for image, problem in clean_stored_pictures(images.iterator(), max_pixels)
        }
        for image in images.iterator():
            if not image.renew_sizes():
                problem = problems.get(image.pk) or "It can't be shown in all sizes."
                self.stdout.write(f"Picture {image.pk} ({image.title}, {image.file.name}): {problem}")
        ListingChange.record(CustomImage)
