"""Fills a site with invented practices, news and events, for measurements and trials."""

import gc
import time
from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Revision

from caching.models import ListingChange
from home.management.scale.dice import Dice, key_of
from home.management.scale.events import event
from home.management.scale.news import news_item
from home.management.scale.practices import practice
from home.management.scale.store import name_it, store
from home.management.scale.world import World
from home.models import HomePage
from practices.models import PracticePage

BATCH = 1000
PRACTICES_FOR_NEWS, PRACTICES_FOR_EVENT = 5, 20
REFUSAL = (
    "People have worked on this site: invented content would stand between theirs, and there is no way to take it"
    " out again. On a site that may be thrown away, run this with --yes."
)


@contextmanager
def without_garbage_collection():
    """A batch creates some hundred thousand objects: collecting garbage would make it a quarter slower."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


class Command(BaseCommand):
    help = (
        "Loads invented practices, a fifth as many news items and a twentieth as many events, below 15 invented"
        " platforms. The same seed gives the same content. Run again, it adds only what lacks: with a larger number"
        " the rest, after a breakdown what was left."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--practices", type=int, required=True, help="how many practices there have to be"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other content, beside it")
        parser.add_argument("--yes", action="store_true", help="also on a site on which people have worked")

    def handle(self, *, practices, seed, yes, **options):
        if practices < 1:
            raise CommandError("Ask for at least one practice.")
        if not yes and Revision.objects.exclude(user=None).exists():
            raise CommandError(REFUSAL)
        if not HomePage.objects.exists():
            call_command("make_site", stdout=self.stdout)
        self.world, self.seed, self.today = World(), seed, timezone.localdate()
        kinds = [
            ("practice", practices, practice),
            ("news", practices // PRACTICES_FOR_NEWS, news_item),
            ("event", practices // PRACTICES_FOR_EVENT, self.event),
        ]
        with without_garbage_collection():
            count = sum([self.make(*kind) for kind in kinds])
        if count:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            ListingChange.record()
        self.stdout.write(f"{count} pages made.")

    def make(self, kind, count, build):
        """Creates the missing pages of this kind in batches; prints progress and gives their number."""
        started_at, created = time.monotonic(), 0
        for start in range(0, count, BATCH):
            keys = {
                number: key_of(self.seed, kind, number) for number in range(start, min(start + BATCH, count))
            }
            existing_keys = set(
                Page.objects.filter(translation_key__in=keys.values()).values_list(
                    "translation_key", flat=True
                )
            )
            drafts = [
                self.draft(kind, number, key, build)
                for number, key in keys.items()
                if key not in existing_keys
            ]
            if drafts:
                store(drafts)
                created += len(drafts)
                gc.collect()
                seconds = time.monotonic() - started_at
                self.stdout.write(f"{kind}: {start + len(keys)} of {count}, {seconds:.0f} s")
                self.stdout.flush()
        return created

    def draft(self, kind, number, key, build):
        draft = build(self.world, Dice(self.seed, kind, number), number, self.today)
        name_it(draft.page, key, f"{self.seed}-{number}")
        return draft

    def event(self, world, dice, number, today):
        """The event with this number, which presents the practices whose numbers belong to it."""
        first = number * PRACTICES_FOR_EVENT
        keys = [key_of(self.seed, "practice", near) for near in range(first, first + PRACTICES_FOR_EVENT)]
        practices = PracticePage.objects.filter(translation_key__in=keys).order_by("slug")
        return event(world, dice, number, today, list(practices.values_list("pk", flat=True)))
