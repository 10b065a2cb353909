"""The next edition of an event or trajectory: a draft with what recurs, its dates moved, without what belongs to one
time only.
"""

import datetime
import re

from django.utils import timezone

from cms.slugs import free_slug, slug_for
from fields.dates import DatePrecision

from .models import EventPage, EventSession

MOMENTS = ("registration_opens_at", "registration_deadline")
# What belongs to one time only, with its value in a new edition.
ONE_TIME = {
    "notices": [],
    "deliverables": [],
    "report": "",
    "registered_confirmed": None,
    "reviewed_on": None,
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "title_suffix": "",
}
ONE_TIME_RELATIONS = ["practices", "related_pages"]
# Of a part of the programme: who speaks and what is presented differs each time.
ONE_TIME_KEYS = {"speakers", "moderators", "practices"}


def usual_first_day(page, today=None) -> datetime.date | None:
    """About a year later or more, not in the past, on the same day of the week; None for a page without a day."""
    first, today = page.first_day, today or timezone.localdate()
    if first is None:
        return None
    year = max(first.year + 1, today.year)
    day = same_weekday(first, year)
    return day if day >= today else same_weekday(first, year + 1)


def same_weekday(first, year) -> datetime.date:
    """The day of that year nearest to this date that is the same day of the week."""
    day = first + (datetime.date(year, 1, 1) - datetime.date(first.year, 1, 1))
    return day + datetime.timedelta((first.weekday() - day.weekday() + 3) % 7 - 3)


def next_edition(page, first_day, user):
    """A new draft beside the page that begins on this day (None keeps it without dates). Gives the draft.

    Raises Wagtail's CopyPagePermissionError if this user may not copy the page there.
    """
    move = Move(page, first_day)
    title, parent = move.years_in(page.title), page.get_parent()
    return page.copy(
        to=parent,
        update_attrs={
            **changes_to(page, move),
            "title": title,
            "draft_title": title,
            "slug": free_slug(slug_for(title), parent),
        },
        exclude_fields=ONE_TIME_RELATIONS,
        copy_revisions=False,
        keep_live=False,
        user=user,
        process_child_object=lambda _page, _copy, _relation, row: move_row(row, move),
    )


def changes_to(page, move) -> dict:
    """The values of the fields of the page that are other ones in the new edition, by name."""
    changes = {name: value for name, value in ONE_TIME.items() if hasattr(page, name)}
    changes |= {name: move.moment(getattr(page, name)) for name in MOMENTS}
    if isinstance(page, EventPage):
        changes["free_cancellation_until"] = move.day(page.free_cancellation_until)
        changes["cancellation_charges"] = moved_charges(page, move)
    else:
        changes["season"] = move.years_in(page.season)
        for name in ("period_start", "period_end"):
            changes[name] = move.day(getattr(page, name), getattr(page, f"{name}_precision"))
        changes["tracks"] = going_on(page.tracks)
    return changes


def moved_charges(page, move):
    charges = page._meta.get_field("cancellation_charges")
    raw = [
        {**item, "value": {**item["value"], "until": move.day_in_text(item["value"].get("until"))}}
        for item in page.cancellation_charges.raw_data
    ]
    return charges.to_python(raw)


def going_on(tracks):
    """The tracks, none of them cancelled."""
    raw = [{**item, "value": {**item["value"], "is_cancelled": False}} for item in tracks.raw_data]
    return tracks.stream_block.to_python(raw)


def move_row(row, move) -> None:
    """Moves a session, and empties what was of that day; leaves other rows as they are."""
    if not isinstance(row, EventSession):
        return
    row.starts_at, row.ends_at = move.moment(row.starts_at), move.moment(row.ends_at)
    row.status, row.previous_starts_at, row.online_url = EventSession.Status.PLANNED, None, ""
    if re.search(r"\d\d", row.label):  # “12 nov '19”, but not “Day 1”
        row.label = ""
    raw = [
        {**item, "value": {key: value for key, value in item["value"].items() if key not in ONE_TIME_KEYS}}
        for item in row.programme.raw_data
    ]
    row.programme = row._meta.get_field("programme").to_python(raw)


class Move:
    """From the first day of a page to that of its next edition. Without one of both, days are emptied."""

    def __init__(self, page, first_day):
        self.is_known = bool(page.first_day and first_day)
        self.days = first_day - page.first_day if self.is_known else None
        self.years = first_day.year - page.first_day.year if self.is_known else 0

    def day(self, day, precision=DatePrecision.DAY):
        """The date that many days later; a month or year with that precision that many years later."""
        if day is None or not self.is_known:
            return None
        return (
            day + self.days
            if precision == DatePrecision.DAY
            else day.replace(year=day.year + self.years, day=1)
        )

    def day_in_text(self, text):
        """The same for a date in ISO 8601, or None."""
        day = self.day(text and datetime.date.fromisoformat(text))
        return day and day.isoformat()

    def moment(self, moment):
        """The same hour on the clock of Brussels, that many days later."""
        if moment is None or not self.is_known:
            return None
        local = timezone.localtime(moment)
        return timezone.make_aware(datetime.datetime.combine(local.date() + self.days, local.time()))

    def years_in(self, text) -> str:
        """The text with each year from 1990 to 2099 that much later: “Studiedag 2026” becomes “Studiedag 2027”."""
        return re.sub(r"\b(?:199\d|20\d\d)\b", lambda year: str(int(year[0]) + self.years), text)
