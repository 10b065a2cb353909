"""Load the invented content that shows what the site can do."""

from django.core.management.base import BaseCommand, CommandError
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.management.examples.loading import BrokenExamples, Loading, example_pages


class Command(BaseCommand):
    help = (
        "Loads invented practices, news, events and platforms, counted from today. Every page says that it is an"
        " example; remove_examples takes them all out again. Does nothing when they are there already."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say what is wrong with the files")
        parser.add_argument(
            "--skip-broken",
            action="store_true",
            help="load what is right, and say what is wrong with the rest",
        )

    def handle(self, *, check=False, skip_broken=False, **options):
        if not check and example_pages().exists():
            self.stdout.write("The examples are there already: nothing loaded.")
            return
        loading = Loading()
        try:
            with disable_reference_index_auto_update():
                keys = loading.load(skip_broken=skip_broken, is_rehearsal=check)
        except BrokenExamples as error:
            return self.report(error.problems)
        loading.note_references()
        for problem in loading.problems:
            self.stderr.write(problem)
        self.stdout.write(f"{len(keys)} example pages loaded.")

    def report(self, problems):
        if problems:
            raise CommandError("\n".join([*problems, f"{len(problems)} problems: nothing loaded."]))
        self.stdout.write("All files are right.")
