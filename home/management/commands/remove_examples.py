"""Take the invented content out again."""

from django.core.management.base import BaseCommand, CommandError

from home.management.examples.removing import PagesInTheWay, PeopleRegistered, remove_examples


class Command(BaseCommand):
    help = (
        "Takes out the invented examples: pages, people, organisations, pictures and files. What an editor made stays,"
        " and so does what an editor's page uses."
    )

    def handle(self, **options):
        try:
            count = remove_examples()
        except PeopleRegistered as error:
            raise CommandError(
                f"People registered for these examples, who are not invented: {error}. Cancel and erase their"
                " registrations first, or wait until they are forgotten. Nothing was removed."
            ) from error
        except PagesInTheWay as error:
            raise CommandError(
                f"These pages are no examples and stand below one: {error}. Move them first, or delete them."
                " Nothing was removed."
            ) from error
        self.stdout.write(f"{count} example pages removed." if count else "There are no examples.")
