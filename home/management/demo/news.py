"""Seed 000 as a news item."""

from datetime import date

from cms.models import PageTheme, Region
from news.models import Decision, NewsOrganisation, NewsPage, NewsPerson, NewsTrajectory

from .source import rich, seeds

SUMMARY = (
    "Op 6 oktober kozen de burgemeesters van de centrumregio voor een ontwikkeltraject. Ze willen de kansen van"
    " kwetsbare burgers in de regio verbeteren."
)


def news_item(record, words, trajectories):
    """The page, with its decisions, organisations and people; the body keeps the seed's own words."""
    page = NewsPage(
        title=record["title"],
        slug=record["slug"],
        search_description=SUMMARY,
        publication_date=date.fromisoformat(record["publication_date"]),
        author=record["author"],
        byline=record["byline"],
        region=Region.objects.get(code=record["reference_region"]),
        region_name=record["region_name"],
        body=[block(part, words) for part in record["body"]],
    )
    page.page_themes = [PageTheme(theme=words.themes[slug]) for slug in record["themes"]]
    page.decisions = [
        Decision(
            date=date.fromisoformat(decision["date"]),
            place=decision.get("place", ""),
            body=decision["body"],
            text=decision["decision"],
        )
        for decision in record["decisions"]
    ]
    page.organisations = [
        NewsOrganisation(organisation=words.organisations[slug]) for slug in record["organisations"]
    ]
    page.people = [NewsPerson(person=words.people[slug]) for slug in people_in(record)]
    page.related_trajectories = [
        NewsTrajectory(trajectory=trajectories[slug]) for slug in record["related_trajectories"]
    ]
    return page


def block(part, words):
    """A part of the seed's text as a block of the body."""
    if part["type"] == "paragraph":
        return ("paragraph", rich(part["text"]))
    if part["type"] == "heading":
        return ("heading", part["text"])
    person = words.people[part["speaker"]]
    return (
        "quote",
        {
            "text": part["text"],
            "person": person,
            "function": person.function,
            "lead_in": part["attribution"].rpartition(", ")[2],
        },
    )


def people_in(record):
    """The people that the seed's text names, in its order."""
    text = " ".join(part["text"] + part.get("attribution", "") for part in record["body"])
    named = [(text.find(f"{p['first_name']} {p['last_name']}"), p["slug"]) for p in seeds()["people"]]
    return [slug for position, slug in sorted(named) if position >= 0]
