"""Measures the site search against queries with known relevant pages."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from home.management.quality.measuring import FIRST, Measurement, facts_of_site
from home.management.quality.query_files import QueryFileError, read_file

FOLDER = settings.BASE_DIR / "tests" / "search" / "quality"
FILES = [str(FOLDER / "tuning.toml"), str(FOLDER / "unread.toml")]
HEADINGS = ["file", "queries", "left out", "precision", "no page", "none relevant", "median", "p95", "max"]


class Command(BaseCommand):
    help = (
        "Asks the site search the queries of each file. Prints how many of the first five pages are relevant (of"
        " fewer, where fewer are), for how many queries it gave no page or none that is relevant, and the time. A query"
        " without a relevant page on this site is left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", default=FILES, help="query files; default: both of the tests")
        parser.add_argument(
            "--misses", action="store_true", help="print the queries below 1, but for those of unread files"
        )
        parser.add_argument(
            "--misses-of-unread", action="store_true", help="print those of unread files: then they are read"
        )

        parser.add_argument(
            "--rounds", type=int, default=1, help="ask each query so many times and print the shortest time"
        )

    def handle(self, *, files, misses, misses_of_unread, rounds, **options):
        if rounds < 1:
            raise CommandError("Ask for at least one round.")
        try:
            query_files = [read_file(path) for path in files]
        except QueryFileError as error:
            raise CommandError(str(error)) from error
        facts = facts_of_site()
        measurements = [Measurement(query_file, facts, rounds) for query_file in query_files]
        self.stdout.write(f"{len(facts)} pages, {connection.vendor}")
        self.stdout.write(row(HEADINGS))
        for measurement in measurements:
            self.stdout.write(row(figures(measurement)))
        for measurement in measurements:
            if misses_of_unread if measurement.file.is_unread else misses:
                self.write_misses(measurement, facts)

    def write_misses(self, measurement, facts):
        """The queries below 1, the worst first, each with the first five pages; a plus marks the relevant ones."""
        self.stdout.write(f"\n{measurement.file.name}: queries below 1")
        for query in measurement.left_out:
            self.stdout.write(f"left out  {query.kind}: {query.text}")
        for answer in sorted(measurement.answers, key=lambda answer: answer.precision):
            if answer.precision < 1:
                counts = f"{len(answer.ids)} pages, {len(answer.relevant_ids)} relevant on the site"
                self.stdout.write(
                    f"{answer.precision:.2f}  {answer.query.kind}: {answer.query.text} ({counts})"
                )
                for pk in answer.ids[:FIRST]:
                    self.stdout.write(f"      {'+' if pk in answer.relevant_ids else '-'} {facts[pk].title}")


def figures(measurement) -> list[str]:
    times = [f"{measurement.milliseconds(share):.1f} ms" for share in (0.5, 0.95, 1)]
    counts = [len(measurement.answers), len(measurement.left_out), f"{measurement.precision:.3f}"]
    misses = [measurement.without_pages, measurement.without_relevant]
    return [measurement.file.name, *counts, *misses, *times]


def row(cells) -> str:
    first, *others = cells
    return f"{first:<12}" + "".join(f"{cell:>14}" for cell in others)
