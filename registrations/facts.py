"""The facts of a page that participants have to hear of, as `EventFacts` stores them, and what changed between two."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from .meetings import CANCELLED, place_in_words, when_in_words
from .models import EventFacts


class Difference(NamedTuple):
    """What changed: lines of `{"label", "old", "new"}`, in words. `moves_day` opens free cancelling again."""

    lines: list
    moves_day: bool = False
    is_cancellation: bool = False


def facts_of(page) -> dict:
    """The facts of a page, in values that JSON has; empty for a page that nobody can register for."""
    with translation.override("nl"):
        terms = page.registration_terms()
        if terms is None:
            return {}
        meetings = {each.key: facts_of_meeting(each, terms) for each in page.entry_occurrences()}
        return {
            "place": terms.place,
            "status": str(terms.place_status),
            "is_cancelled": terms.is_cancelled,
            "begins": text_of(terms.begins_at),
            "ends": text_of(terms.last_day_ends_at),
            "meetings": meetings,
            "cancelled_parts": {part.key: part.label for part in terms.parts if part.is_cancelled},
        }


def facts_of_meeting(occurrence, terms) -> dict:
    """Its own place only, or the new place of a whole event would be said for each meeting."""
    return {
        "title": occurrence.title,
        "begins": text_of(occurrence.begins),
        "ends": text_of(occurrence.ends),
        "is_off": occurrence.status == CANCELLED,
        "place": occurrence.place if occurrence.place != terms.place else "",
    }


def text_of(moment) -> str:
    """As ISO 8601 has it; a date for whole days."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).isoformat()
    return moment.isoformat() if moment else ""


def moment_of(text):
    """The reverse: a datetime, a date, or None."""
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def facts_by_page(keys) -> dict[int, dict]:
    """The facts as published last of the pages with these keys; those of now, stored, where there were none yet."""
    facts = dict(EventFacts.objects.filter(page__in=keys).values_list("page", "facts"))
    for page in Page.objects.filter(pk__in=set(keys) - facts.keys()).specific():
        row, _is_new = EventFacts.objects.get_or_create(page_id=page.pk, defaults={"facts": facts_of(page)})
        facts[page.pk] = row.facts
    return facts


def days_of(facts) -> set[date]:
    """The days here on which something of it begins."""
    begins = [each["begins"] for each in facts.get("meetings", {}).values()]
    moments = [moment_of(text) for text in [facts.get("begins"), *begins] if text]
    return {timezone.localdate(each) if isinstance(each, datetime) else each for each in moments}


def difference(old, new) -> Difference:
    """What participants have to hear of; call it in their language."""
    if old["is_cancelled"] != new["is_cancelled"]:
        states = [_("it does not go on") if each["is_cancelled"] else _("it goes on") for each in (old, new)]
        line = line_of(_("Does it go on?"), *states)
        return Difference([line], moves_day=True, is_cancellation=new["is_cancelled"])
    meetings = changed_meetings(old["meetings"], new["meetings"])
    lines = [line for line, _moves in meetings]
    moves_day = any(moves for _line, moves in meetings)
    if not new["meetings"] and not old["meetings"] and old["begins"] != new["begins"]:
        lines.append(line_of(_("Begins"), *[begin_in_words(facts) for facts in (old, new)]))
        moves_day = bool(old["begins"])
    places = [place_in_words(facts["place"], facts["status"]) for facts in (old, new)]
    if places[0] != places[1]:
        lines.append(line_of(_("Place"), *places))
    lines += cancelled_tracks(old, new)
    return Difference(lines, moves_day)


def begin_in_words(facts) -> str:
    begins = moment_of(facts["begins"])
    return when_in_words(begins) if begins else ""


def changed_meetings(old, new) -> list[tuple]:
    """Pairs of a line and whether it moves the day or the hour of begin."""
    changes = []
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        words = [meeting_in_words(each) for each in (before, after)]
        if words[0] != words[1]:
            label = (before or after)["title"] if len(new) > 1 else _("When")
            changes.append((line_of(label, *words), is_moved(before, after)))
    return changes


def meeting_in_words(meeting) -> str:
    if meeting is None:
        return ""
    if meeting["is_off"]:
        return _("it does not go on")
    when = when_in_words(moment_of(meeting["begins"]), moment_of(meeting["ends"]))
    return ", ".join(part for part in (when, meeting["place"]) if part)


def is_moved(before, after) -> bool:
    """A meeting that was added moves nothing; one that is gone does."""
    if before is None or before["is_off"]:
        return False
    return after is None or after["is_off"] or before["begins"] != after["begins"]


def cancelled_tracks(old, new) -> list[dict]:
    """Lines for tracks that are cancelled since, or go on again; sessions have theirs already."""
    states = [facts["cancelled_parts"] for facts in (old, new)]
    labels = {**states[0], **states[1]}
    keys = [key for key in labels if key not in new["meetings"] and (key in states[0]) != (key in states[1])]
    words = {True: _("it does not go on"), False: _("it goes on")}
    return [line_of(labels[key], words[key in states[0]], words[key in states[1]]) for key in keys]


def line_of(label, old, new) -> dict:
    nothing = _("nothing yet")
    return {"label": str(label), "old": str(old or nothing), "new": str(new or nothing)}
