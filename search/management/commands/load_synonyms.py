from django.core.management.base import BaseCommand

from search.start_list import load_start_list


class Command(BaseCommand):
    help = "Loads the synonyms that come with the software, unless the site has had synonyms of its own."

    def handle(self, **options):
        self.stdout.write(f"{load_start_list()} synonyms loaded.")
