"""Seeds 002 and 003, and the two platforms that seeds 000 and 001 name."""

from datetime import date
from decimal import Decimal

from cms.models import PageFootnote, PageTheme, Region
from platforms.models import (
    ActionProgrammePage,
    CoordinatorPage,
    CurrentTheme,
    Funding,
    Inspiration,
    Member,
    PlatformPage,
    ProgrammeBasis,
)

from .source import labelled, lines, rich, seeds
from .vocabularies import address

KINDS = {"welzijnsplatform": "welfare_platform", "welzijnskoepel": "welfare_umbrella"}
LEGAL_FORMS = {"dienstverlenende vereniging": "service_association"}
BODY_KINDS = {"adviesorgaan": "advisory", "beleidsorgaan": "policy_group"}
# Noord-West-Vlaanderen reaches over regions; its seat is in Brugge.
SEATS = {"noord-west-vlaanderen": "REFREG06"}

SUMMARIES = {
    "westhoek": "Lokale besturen en welzijns- en zorgactoren uit de Westhoek werken samen aan een toegankelijk aanbod.",
    "rivierenland": "De koepel behartigt de belangen van lokale besturen, deelt kennis en zoekt externe financiering.",
    "noord-west-vlaanderen": "Het platform brengt lokale besturen en welzijnspartners in Noord-West-Vlaanderen samen.",
    "west-brabant": "De koepel is partner in het ontwikkeltraject Zorg & Welzijn van de centrumregio Halle-Vilvoorde.",
}


def platform(record, words):
    """The profile page of a platform."""
    founding = record.get("founding", {})
    governance = record.get("governance", {})
    form = record.get("organisation_form", {})
    page = PlatformPage(
        title=record["title"],
        slug=record["slug"],
        search_description=SUMMARIES[record["slug"]],
        kind=KINDS[record["kind"]],
        tagline=record.get("tagline", ""),
        region_name=record["region_name"],
        region=Region.objects.get(code=record.get("reference_region", SEATS.get(record["slug"]))),
        intro=rich(*record.get("intro", [])),
        mission=rich(record.get("mission", {}).get("text")),
        objectives=lines(record.get("objectives", [])),
        host_organisation=words.organisations.get(record.get("host_organisation")),
        legal_form=LEGAL_FORMS.get(form.get("legal_form"), ""),
        organisation_form=rich(form.get("text")),
        founded_year=founding.get("year"),
        founding_decision_by=founding.get("decided_by", ""),
        founding_initiators=founding.get("initiators", ""),
        founding_story=rich(founding.get("text")),
        inspired_by_is_open=bool(founding),  # the seed ends its examples with “…”
        mandated_organisation=words.organisations.get(founding.get("mandated_organisation")),
        member_categories=lines(record.get("member_categories", [])),
        governance_intro=rich(governance.get("intro"), governance.get("text")),
        coordinator_roles_intro=governance.get("coordinator_roles_intro", ""),
        coordinator_roles=labelled(governance.get("coordinator_roles", []), label="role"),
        bodies=[("body", body(item)) for item in governance.get("bodies", [])],
        **current_themes(record.get("current_themes")),
        highlights=[("highlight", highlight(item, words)) for item in record.get("highlights", [])],
        videos=[("video", video(item, words)) for item in record.get("videos", [])],
        gallery=[("image", {"caption": item["caption"]}) for item in record.get("images", [])],
        **contact(record.get("contact")),
    )
    add_rows(page, record, words)
    return page


def current_themes(record):
    """The words before the current themes; the seed's list ends with “…”."""
    return {"themes_intro": rich(*record["intro"]), "current_themes_is_open": True} if record else {}


def body(item):
    return {
        "name": item["name"],
        "kind": BODY_KINDS[item["kind"]],
        "description": rich(item.get("description")),
        "tasks": item.get("tasks", []),
        "reps_per_municipality": item.get("representatives_per_municipality"),
        "has_substitutes": item.get("has_substitutes", False),
        "meeting_frequency": item.get("meeting_frequency", ""),
    }


def highlight(item, words):
    return {
        "heading": item["heading"],
        "text": rich(item["text"]),
        "theme": words.themes[item["theme"]],
        "organisations": [words.organisations[slug] for slug in item["organisations"]],
        "link_label": item["link_label"],
    }


def video(item, words):
    return {
        "kind": item["kind"],
        "event_date": date.fromisoformat(item["event_date"]),
        "caption": item["caption"],
        "theme": words.themes[item["theme"]],
        "regions": item["regions"],
    }


def contact(record):
    if not record:
        return {}
    return {
        **address(record),
        "phone": record["phone_display"],
        "email": record["email"],
        "website": f"https://{record['website']}",
    }


def add_rows(page, record, words):
    """The facts of a platform that are rows."""
    page.inspired_by = [
        Inspiration(organisation=words.organisations[slug])
        for slug in record.get("founding", {}).get("inspired_by", [])
    ]
    page.members = [Member(organisation=words.organisations[slug]) for slug in record.get("partners", [])]
    page.footnotes = footnotes(record.get("mission", {}), words)
    page.funding = [
        Funding(
            kind="membership", amount=Decimal(item["amount_eur"]), unit="per_inhabitant", frequency="yearly"
        )
        for item in record.get("funding", [])
    ]
    page.current_themes = [
        CurrentTheme(
            label=item["label"],
            theme=words.themes[item["theme"]],
            organisation=words.organisations.get(item.get("organisation")),
            status="running",
        )
        for item in record.get("current_themes", {}).get("items", [])
    ]


def footnotes(record, words):
    return [
        PageFootnote(
            number=int(note["marker"]),
            text=note["text"],
            legal_reference=words.legal_references[note["legal_reference"]],
        )
        for note in record.get("footnotes", [])
    ]


def programme(record, words):
    """The action programme of a platform."""
    names = {theme.name.casefold(): theme for theme in words.themes.values()}
    basis = record["based_on"]
    page = ActionProgrammePage(
        title=f"{record['title']} {record['period_start']}-{record['period_end']}",
        search_description="Wat de partners van het platform samen willen doen, in twee luiken.",
        period_start=record["period_start"],
        period_end=record["period_end"],
        cycle_years=record["cycle_years"],
        description=rich(*record["description"]),
        partners_take_lead=record["partners_take_lead"],
        parts_heading=record["parts_heading"],
        parts_intro=record["parts_intro"],
        parts=[("part", {"text": rich(part["text"])}) for part in record["parts"]],
        yearly_intro=rich(record["yearly_programme"]),
    )
    page.page_themes = [PageTheme(theme=names[name.casefold()]) for name in record["policy_domains"]]
    page.based_on = [
        ProgrammeBasis(
            text=basis["text"],
            legal_reference=words.legal_references[basis["legal_reference"]],
            period="2020-2025",
        )
    ]
    page.footnotes = footnotes(record, words)
    return page


def coordinators(platform_slug, words):
    """The coordinator pages of a platform, with the function that the seed names."""
    for record in seeds()["people"]:
        if record.get("is_coordinator") and record["platform"] == platform_slug:
            yield CoordinatorPage(
                title=f"{record['first_name']} {record['last_name']}",
                person=words.people[record["slug"]],
                job_title=record["job_title"],
                job_title_short=record.get("job_title_short", ""),
                search_description=record["job_title"],
            )
