"""Adds up what readers did in the last thirty days and in the thirty before, for each place, once a day.

`tick` does it, in one pass over the counts and in bounded memory: a number for each page and day, never a row.
"""

import datetime
from collections import defaultdict

from django.utils import timezone
from wagtail.models import Page

from cms.models import CustomDocument, PageViews
from search.searched_queries import FEWEST_ASKERS, totals

from .models import Downloads, ReaderFigures
from .places import FILES, PAGES, SEARCHES, all_places, kind_and_path

DAYS = 30
# Of each kind the start screen shows fewer: some may be gone since, or moved out of the section.
MOST_ON_TOP = 12
# The report has so many of each kind.
MOST_IN_REPORT = 5000
# Counts of the evening are written up to VIEWS_WRITTEN_AFTER seconds after midnight.
AFTER_MIDNIGHT = datetime.timedelta(minutes=10)
AT_ONCE = 5000


class Sums:
    """The figures of one place: `days` and `most`, both by what was counted."""

    def __init__(self):
        self.days = defaultdict(lambda: [0] * (2 * DAYS))
        self.most = defaultdict(lambda: defaultdict(lambda: [0, 0]))

    def add_day(self, what, day, count):
        self.days[what][day] += count

    def add_one(self, what, key, day, count):
        """`day` counts from the first of the sixty: what is before is the second number."""
        self.most[what][key][0 if day >= DAYS else 1] += count

    def ranked(self, most):
        return {what: rank(counts, most) for what, counts in self.most.items()}

    def figures(self, name, day):
        top = {"days": dict(self.days), "most": self.ranked(MOST_ON_TOP)}
        return ReaderFigures(place=name, day=day, top=top, whole=self.ranked(MOST_IN_REPORT))


def rank(counts, most) -> list:
    """`[key, now, before]` for each key of `{key: (now, before)}`, most first."""
    rows = [[key, now, before] for key, (now, before) in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], -(row[2] or 0), str(row[0])))[:most]


def sum_up() -> None:
    """Adds up the figures of all places that have none of today, and forgets those of places that are gone."""
    Downloads.sum_up()
    today, places = timezone.localdate(timezone.now() - AFTER_MIDNIGHT), all_places()
    known = dict(ReaderFigures.objects.values_list("place", "day"))
    if gone := known.keys() - places:
        ReaderFigures.objects.filter(place__in=gone).delete()
    missing = [name for name in sorted(places) if known.get(name) != today]
    if missing:
        store(missing, today)


def store(places, today) -> None:
    """Writes the figures of these places, up to and including yesterday."""
    sums = {name: Sums() for name in places}
    first = today - datetime.timedelta(days=2 * DAYS)
    period = {"is_year": False, "day__gte": first, "day__lt": today}
    add_views(of_kind(sums, PAGES), period)
    add_downloads(of_kind(sums, FILES), period)
    for each in of_kind(sums, SEARCHES).values():
        add_searches(each, first, today)
    ReaderFigures.objects.bulk_create(
        [each.figures(name, today) for name, each in sums.items()],
        update_conflicts=True,
        unique_fields=["place"],
        update_fields=["day", "top", "whole"],
    )


def of_kind(sums, kind) -> dict[str, Sums]:
    """The sums of the places of this kind, by path."""
    named = ((kind_and_path(name), each) for name, each in sums.items())
    return {path: each for (its_kind, path), each in named if its_kind == kind}


def add_views(sums, period):
    """Views on the site by page, and views in embeds by site."""
    if not sums:
        return
    holders = holders_of(Page.objects.values_list("pk", "path"), sums)
    rows = PageViews.objects.filter(**period).values_list("page_id", "embed", "day", "count")
    for page, embed, day, count in rows.iterator(chunk_size=AT_ONCE):
        number = (day - period["day__gte"]).days
        what, key = ("embedded", embed) if embed else ("views", page)
        for each in holders.get(page, ()):
            each.add_day(what, number, count)
            each.add_one(what, key, number, count)


def add_downloads(sums, period):
    if not sums:
        return
    holders = holders_of(CustomDocument.objects.values_list("pk", "collection__path"), sums)
    rows = Downloads.objects.filter(**period).values_list("document_id", "day", "count")
    for document, day, count in rows.iterator(chunk_size=AT_ONCE):
        number = (day - period["day__gte"]).days
        for each in holders.get(document, ()):
            each.add_day("downloads", number, count)
            each.add_one("downloads", document, number, count)


def holders_of(paths, sums) -> dict[int, tuple[Sums, ...]]:
    """By key the sums of the places that something at this path is in; tuples are shared, to take little memory."""
    shared, holders = {}, {}
    for key, path in paths.iterator(chunk_size=AT_ONCE):
        holding = tuple(each for place, each in sums.items() if path.startswith(place))
        holders[key] = shared.setdefault(tuple(map(id, holding)), holding)
    return holders


def add_searches(sums, first, today):
    """Searches by which at least FEWEST_ASKERS people found nothing; of before None, where they were fewer."""
    middle = first + datetime.timedelta(days=DAYS)
    before = {total.words: total.askers_without_result for total in totals(first, middle)}
    for total in totals(middle, today):
        if total.askers_without_result >= FEWEST_ASKERS:
            earlier = before.get(total.words, 0)
            sums.most["searches"][total.words] = [
                total.askers_without_result,
                earlier if earlier >= FEWEST_ASKERS else None,
            ]
