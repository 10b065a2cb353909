"""Seed 004 as an event, seed 001 and the trajectory of seed 000 as trajectories."""

from calendar import monthrange
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from cms.models import PageTheme
from events.models import (
    EventOrganiser,
    EventPage,
    EventPartner,
    EventPractice,
    EventSession,
    TeamMember,
    TrajectoryGuide,
    TrajectoryOrganiser,
    TrajectoryPage,
    TrajectoryPartner,
)

from .source import labelled, lines, rich

SLOT_KINDS = {
    "onthaal": "welcome",
    "plenair": "plenary",
    "café-formule": "cafe",
    "panel": "panel",
    "netwerkmoment": "network",
}
TRAJECTORY_KINDS = {"thematraject": "theme", "ontwikkeltraject": "development"}
MOMENTS = {"vooraf": "before", "nadien": "after"}
# Where the seed's line about a slot goes on with what has a field of its own, or with a description.
SPEAKER_FOLLOWS = {"09:15": ": Piet", "09:25": " door prof.", "12:10": " door de nieuwe"}
DESCRIPTION_FOLLOWS = {"10:00": ": ", "11:20": " Met "}
MODERATOR_FOLLOWS = " Debat gemodereerd"

EVENT_THEMES = ["regionaal-sociaal-beleid"]
EVENT_SUMMARY = (
    "Met deze inspiratiedag illustreren we aan de hand van concrete en goede praktijken wat de meerwaarde is van"
    " regionaal sociaal beleid."
)
TRAJECTORY_SUMMARIES = {
    "traject-bovenlokaal-zorg-en-welzijnsbeleid-2018": (
        "Lokale besturen, netwerkorganisaties en zorg- en welzijnspartners gaan aan de slag in vijf thematrajecten."
    ),
    "ontwikkeltraject-zorg-en-welzijn-halle-vilvoorde": (
        "Een breed netwerk zoekt oplossingen voor de achterstelling op het vlak van Zorg & Welzijn in Halle-Vilvoorde."
    ),
}
TRAJECTORY_THEMES = {
    "traject-bovenlokaal-zorg-en-welzijnsbeleid-2018": ["zorg", "welzijn", "regionaal-sociaal-beleid"],
    "ontwikkeltraject-zorg-en-welzijn-halle-vilvoorde": ["zorg", "welzijn", "regiovorming"],
}


def event(record, words, practices):
    """The inspiration day, with its session, its programme and the practices it presents."""
    why, what, audience = record["why"], record["what"], record["audience"]
    price, payment = record["price"], record["payment"]
    page = EventPage(
        title=record["title"],
        slug=record["slug"],
        search_description=EVENT_SUMMARY,
        kind="inspiration_day",
        why_intro=rich(why["intro"]),
        drivers=labelled(why["drivers"]),
        why_text=rich(*why["body"]),
        motives=labelled(why["motives"]),
        what=rich(what["text"][0]),  # the second paragraph counts the practices: the page does that
        what_after=rich(*what["text"][2:]),
        audience_text=rich(audience["text"]),
        audience_groups=lines(audience["groups"]),
        organisation_types=lines(audience["organisation_types"]),
        organisation_types_is_open=True,
        partners_text=rich(record["partners_text"]),
        price=Decimal(price["amount_eur"]),
        price_includes=lines(price["includes"]),
        payment_method="invoice",
        payment_text=rich(payment["text"]),
        registration_mode="none",
        **cancelling(record["cancellation"]),
    )
    page.page_themes = [PageTheme(theme=words.themes[slug]) for slug in EVENT_THEMES]
    page.organisers = [
        EventOrganiser(organisation=words.organisations[slug]) for slug in record["organisers"]
    ]
    page.partners = [EventPartner(organisation=words.organisations[slug]) for slug in record["partners"]]
    page.practices = [EventPractice(practice=practices[slug]) for slug in record["practices"]]
    slots = [("slot", slot(item, words, practices)) for item in record["programme"]["slots"]]
    page.sessions = [session(item, slots) for item in record["sessions"]]
    return page


def cancelling(record):
    return {
        "free_cancellation_until": date.fromisoformat(record["free_until"]),
        "cancellation_after": "full",
        "cancellation_text": rich(record["text"]),
        "substitution_allowed": record["substitution_allowed"],
        "substitution_text": record["substitution_text"],
    }


def session(record, slots):
    begins = datetime.combine(date.fromisoformat(record["date"]), time.fromisoformat(record["start"]))
    return EventSession(
        label=record["label"],
        heading=record["heading"],
        starts_at=timezone.make_aware(begins),
        end_is_informal=True,
        status="confirmed",
        programme=slots,
    )


def slot(record, words, practices):
    """A part of the programme; who speaks has a field of its own, and leaves the title."""
    title, description = slot_texts(record)
    speakers = [speaker(words.people[slug]) for slug in record.get("speakers", [])]
    if "speaker_display" in record:
        speakers.append({"name": record["speaker_display"]})
    return {
        "start": time.fromisoformat(record["start"]),
        "title": title,
        "kind": SLOT_KINDS[record["kind"]],
        "description": rich(description),
        "speakers": speakers,
        "moderators": [speaker(words.people[slug]) for slug in record.get("moderators", [])],
        "practices": [practices[slug] for slug in record.get("practices", [])],
        "rounds": record.get("rounds"),
        "pitch_minutes": record.get("pitch_minutes_max"),
    }


def slot_texts(record):
    title = record["title"]
    if (follows := SPEAKER_FOLLOWS.get(record["start"])) is not None:
        return title.partition(follows)[0], ""
    if (follows := DESCRIPTION_FOLLOWS.get(record["start"])) is not None:
        title, separator, description = title.partition(follows)
        return title, (separator.strip(": ") + " " + description).strip().partition(MODERATOR_FOLLOWS)[0]
    return title, ""


def speaker(person):
    return {"person": person, "function": person.function or str(person.organisation or "")}


def trajectory(record, words, contacts):
    """A trajectory; the one of seed 000 has no period, tracks or registration."""
    period, place = record.get("period", {}), record.get("venue", {})
    audience, registration = record.get("audience", {}), record.get("registration", {})
    page = TrajectoryPage(
        title=record["title"],
        slug=record["slug"],
        search_description=TRAJECTORY_SUMMARIES[record["slug"]],
        kind=TRAJECTORY_KINDS[record["kind"]],
        title_suffix=record.get("title_suffix", ""),
        subtitle=record.get("subtitle", ""),
        season=record.get("season", ""),
        intro=rich(*record.get("intro", [])),
        trends=lines(record.get("trends", [])),
        guiding_questions=[("group", item["questions"]) for item in record.get("guiding_questions", [])],
        closing=rich(*record.get("closing", [])),
        expected_result=rich(record.get("expected_result")),
        tracks_intro=rich(record.get("tracks_intro")),
        tracks=[("track", track(item, words)) for item in record.get("tracks", [])],
        phases=[
            ("step", {"title": item["title"], "text": rich(item["text"])})
            for item in record.get("phases", [])
        ],
        team_name=record.get("team", {}).get("name", ""),
        partner_categories=lines(record.get("partner_categories", [])),
        audience_intro=record.get("audience_intro", ""),
        audience_text=rich(audience.get("text")),
        audience_groups=lines(audience.get("groups", [])),
        audience_groups_is_open=bool(audience),
        sharing_note=record.get("sharing_note", ""),
        deliverables=[("document", deliverable(item)) for item in record.get("deliverables", [])],
        contact=contacts.get(record.get("contact")),
        **planning(period),
        **venue(place),
        **registering(registration),
        **support(record.get("support_programme"), words),
    )
    add_rows(page, record, words)
    return page


def planning(period):
    if not period:
        return {}
    year, month = map(int, period["end"].split("-"))
    return {
        "period_start": date.fromisoformat(f"{period['start']}-01"),
        "period_end": date(year, month, monthrange(year, month)[1]),
        "period_start_precision": "month",
        "period_end_precision": "month",
        "period_text": rich(period["text"]),
        "period_full_text": rich(period["full_text"]),
        "sessions_per_track_min": period["sessions_per_track_min"],
        "sessions_per_track_max": period["sessions_per_track_max"],
        "session_duration": period["session_duration"],
    }


def venue(place):
    if not place:
        return {}
    return {
        "venue_name": place["name"],
        "venue_status": "provisional",
        "venue_text": rich(place["text"]),
        "venue_changes_announced": f"per {place['change_notice_channel']} aan de {place['change_notice_to']}",
    }


def registering(registration):
    if not registration:
        return {}
    return {
        "registration_mode": "form",
        "registration_deadline": datetime.fromisoformat(registration["deadline"]),
        "registration_deadline_is_exclusive": True,
        "registration_text": rich(registration["deadline_text"]),
        "allow_multiple_tracks": registration["multiple_tracks"],
        "multiple_tracks_text": registration["multiple_tracks_text"],
        "attendance_note": registration["attendance_note"],
        "asks_organisation": True,
        "asks_function": True,
    }


def support(record, words):
    if not record:
        return {}
    return {
        "support_programme": words.organisations[record["organisation"]],
        "support_backed_by": words.organisations[record["supported_by"]],
        "support_from_year": record["period_start"],
        "support_until_year": record["period_end"],
        "support_offers": lines(record["offer"]),
    }


def track(record, words):
    return {
        "title": record["title"],
        "theme": words.themes[record["theme"]],
        "key_question": record["key_question"],
        "principles": principles(record["principles"]),
        "target_group": record.get("target_group", ""),
        "age_groups": record.get("age_groups", []),
        "examples": record.get("examples", ""),
        "questions": record["questions"],
    }


def principles(texts):
    """The principles; texts after a colon become points, and “en passend.” continues the text before it."""
    values = []
    for text in texts:
        if values and text.startswith("en "):
            values[-1]["text"] += f" {text}"
        elif values and values[-1]["text"].endswith(":"):
            values[-1]["points"].append(text)
        else:
            values.append({"text": text, "points": []})
    return values


def deliverable(record):
    return {
        "title": record["title"],
        "when": MOMENTS[record["when"]],
        "audience": "participants",
        "text": rich(record.get("text")),
    }


def add_rows(page, record, words):
    """Sets the themes, organisations and team members of the trajectory."""
    organisations = words.organisations
    page.page_themes = [PageTheme(theme=words.themes[slug]) for slug in TRAJECTORY_THEMES[record["slug"]]]
    page.organisers = [TrajectoryOrganiser(organisation=organisations[slug]) for slug in record["organisers"]]
    page.partners = [
        TrajectoryPartner(organisation=organisations[slug]) for slug in record.get("partners", [])
    ]
    page.guided_by = [
        TrajectoryGuide(organisation=organisations[slug]) for slug in record.get("guided_by", [])
    ]
    page.team = [
        TeamMember(person=words.people[slug], organisation=words.people[slug].organisation)
        for slug in record.get("team", {}).get("members", [])
    ]
