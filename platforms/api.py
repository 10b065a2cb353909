"""The public API of platforms, action programmes and coordinators, and of the finder."""

from collections import defaultdict
from datetime import date
from typing import Annotated, Literal

from ninja import Field, Router, Schema
from pydantic import BeforeValidator

from api.blocks import ImageValue, Labelled, Video
from api.collections import Collection, get_summaries, register
from api.lists import raise_for, respond
from api.operations import add_operation, add_operations, parameter
from api.schemas import (
    LegalReference,
    OrganisationRef,
    Organisations,
    PageDetail,
    PageRef,
    PageSummary,
    Picture,
    PublicFile,
    rows,
)
from api.values import Html, Lines, Number, Text, Word, choice, items
from cms.querysets import deduplicated

from .blocks import BODY_KINDS, LANGUAGES
from .filters import CoordinatorFilterForm, FinderForm
from .finder import Finder
from .models import ActionProgrammePage, CoordinatorPage, PlatformPage
from .models.action_programme import Action as ActionRow
from .models.rows import CurrentTheme as CurrentThemeRow
from .models.rows import Funding as FundingRow
from .schemas import (
    Director,
    Initiative,
    Moment,
    ServedMunicipality,
    Staff,
    serialize_directors,
    serialize_initiatives,
    serialize_served,
)

platforms, action_programmes, coordinators, finder = Router(), Router(), Router(), Router()


class PlatformSummary(PageSummary):
    """A platform as lists show it."""

    kind: choice(PlatformPage.Kind, "PlatformKind")
    region: Word | None
    region_name: str = Field(description="As people call the region there.")
    tagline: str
    host_organisation: OrganisationRef | None


class GoverningBody(Schema):
    name: str
    kind: choice(BODY_KINDS, "BodyKind")
    description: Html
    tasks: Lines
    reps_per_municipality: int | None
    has_substitutes: bool
    meeting_frequency: Text
    chair: str = Field(description="Empty when that person has left.")

    @staticmethod
    def resolve_chair(body):
        return body.shown_chair.name if body.shown_chair else ""


class Highlight(Schema):
    """Something to be proud of."""

    heading: str
    text: Html
    link: str
    until: date | None


def serialize_highlights(highlights):
    return [
        {"heading": value["heading"], "text": value["text"], "link": address, "until": value["until"]}
        for value, address, _label in highlights
    ]


class Funding(Schema):
    """Money that the platform runs on, in euro."""

    kind: choice(FundingRow.Kind, "FundingKind")
    amount: Number | None
    unit: choice(FundingRow.Unit, "FundingUnit")
    frequency: choice(FundingRow.Frequency, "FundingFrequency")
    year: int | None
    source: str


class Member(Schema):
    organisation: OrganisationRef | None
    role: str
    since: int | None
    until: int | None
    contribution: str


class CurrentTheme(Schema):
    """What the platform works on, in its own words."""

    label: str
    theme: Word | None
    organisation: OrganisationRef | None
    status: choice(CurrentThemeRow.Status, "CurrentThemeStatus")


class Platform(PageDetail, PlatformSummary):
    """A platform with all that its page shows."""

    intro: Html
    mission: Html
    objectives: Lines
    legal_form: choice(PlatformPage.LegalForm, "LegalForm")
    organisation_form: Html
    founded_year: int | None
    founded_on: date | None
    founding_decision_by: str
    founding_initiators: str
    mandated_organisation: OrganisationRef | None
    founding_story: Html
    inspired_by: Organisations
    governance_intro: Html
    coordinator_roles: items(Labelled)
    bodies: items(GoverningBody)
    themes_intro: Html
    current_themes: rows(CurrentTheme) = Field(validation_alias="theme_rows")
    highlights: Annotated[list[Highlight], BeforeValidator(serialize_highlights)] = Field(
        validation_alias="current_highlights"
    )
    videos: items(Video)
    gallery: items(ImageValue) = Field(validation_alias="shown_gallery")
    funding: rows(Funding)
    members: rows(Member) = Field(validation_alias="member_rows")
    member_categories: Lines
    municipalities: Annotated[list[ServedMunicipality], BeforeValidator(serialize_served)] = Field(
        validation_alias="municipality_rows"
    )
    history: items(Moment)
    staff: list[Staff] = Field(validation_alias="staff_rows", description="Newest year first.")
    directors: Annotated[list[Director], BeforeValidator(serialize_directors)] = Field(
        validation_alias="director_rows"
    )
    initiatives: Annotated[list[Initiative], BeforeValidator(serialize_initiatives)] = Field(
        validation_alias="initiative_rows", description="What the platform runs, besides its programmes."
    )
    street: str
    postal_code: str
    city: str
    phone: str
    email: str
    website: str
    decisions_url: str
    accepts_submissions: bool = Field(description="Others may send in practices.")
    coordinators: list[PageRef]
    programmes: list[PageRef]

    @staticmethod
    def resolve_city(page):
        return page.municipality.name if page.municipality else page.city


class ProgrammeSummary(PageSummary):
    """An action programme as lists show it."""

    period_start: int | None
    period_end: int | None
    is_open_ended: bool = Field(description="Runs on: it has no last year.")


class Basis(Schema):
    """What the programme builds on."""

    text: str
    period: str
    legal_reference: LegalReference | None


class Part(Schema):
    title: Text
    text: Html


class Action(Schema):
    """Something the programme sets out to do."""

    part: int | None
    title: str
    theme: Word | None
    lead: OrganisationRef | None
    partners: str
    status: choice(ActionRow.Status, "ActionStatus")
    year_from: int | None
    year_to: int | None
    selected_in: list[int] = Field(description="The years that give it priority.")
    indicator: str
    result: str

    @staticmethod
    def resolve_selected_in(row):
        return sorted(row.selected_in)


class Year(Schema):
    """The words and the document of one year."""

    year: int | None
    intro: str
    document: PublicFile


class Programme(PageDetail, ProgrammeSummary):
    """An action programme with all that its page shows."""

    cycle_years: int | None
    description: Html
    partners_take_lead: bool
    document: PublicFile
    based_on: rows(Basis)
    parts_name: str = Field(description="What the programme calls its parts: “actielijnen”. Often empty.")
    parts_heading: str
    parts_intro: str
    parts: items(Part)
    actions: rows(Action)
    yearly_intro: Html
    yearly_programmes: rows(Year)


class CoordinatorSummary(PageSummary):
    """A coordinator as lists show one: no phone or e-mail, which stand with the coordinator alone."""

    job_title: str
    organisation: str
    place: str

    @staticmethod
    def resolve_organisation(page):
        organisation = page.person.organisation if page.person else None
        return organisation.name if organisation else ""


class Language(Schema):
    code: str
    name: str


def person_attribute(name, default=""):
    """A resolver of an attribute of the page's person; the default if the page has none."""
    return staticmethod(lambda page: getattr(page.person, name) if page.person else default)


class Coordinator(PageDetail, CoordinatorSummary):
    """A coordinator with what that person shows."""

    email: str = Field(description="Empty unless the person shows it; phone and mobile too.")
    phone: str
    mobile: str
    website: str
    street: str
    available: str
    languages: list[Language]
    photo: Picture | None = Field(description="Of who agreed to it.")
    shown_themes: list[Word] = Field(description="Without own themes: what the platform works on.")

    resolve_email = person_attribute("public_email")
    resolve_phone = person_attribute("public_phone")
    resolve_mobile = person_attribute("public_mobile")
    resolve_website = person_attribute("website")
    resolve_street = person_attribute("street")
    resolve_photo = person_attribute("public_photo", None)

    @staticmethod
    def resolve_languages(page):
        names, codes = dict(LANGUAGES), dict.fromkeys(block.value for block in page.languages)
        return [{"code": code, "name": str(names[code])} for code in codes if code in names]


platform_collection = register(Collection("platforms", PlatformPage, PlatformSummary, Platform))
add_operations(platforms, platform_collection, "platform")
add_operations(
    action_programmes,
    register(Collection("action-programmes", ActionProgrammePage, ProgrammeSummary, Programme)),
    "action_programme",
)
add_operations(
    coordinators,
    register(
        Collection("coordinators", CoordinatorPage, CoordinatorSummary, Coordinator, CoordinatorFilterForm)
    ),
    "coordinator",
)


class Place(Schema):
    """A municipality of today, and its postal codes."""

    slug: str
    name: str
    nis_code: str
    postal_codes: list[str]
    region: Word | None
    parts: list[str] = Field(description="The parts of it that the text names: a village, a deelgemeente.")


class Found(Schema):
    """What the finder makes of a text. `places` has several where the text can mean several, or nearly means them."""

    way: str = Field(
        description="How the places were found. named: by a full name or postal code. region: the text names a region. "
        "elsewhere: what it names lies outside Flanders. To be offered: part (of a name or code), typo, nearest. "
        "Otherwise nothing."
    )
    places: list[Place]
    also: list[Place] = Field(
        description="Others of that name, or those of the name where the postal code decided."
    )
    regions: list[Word] = Field(description="Those that the text names.")
    elsewhere: Literal["brussels", "wallonia"] | None = Field(
        description="Where a place of that name lies outside Flanders."
    )
    platforms: list[platform_collection.summary] = Field(
        description="Those that name the place as theirs, if the text names exactly one."
    )
    in_region: list[platform_collection.summary] = Field(
        description="Those of its region, where none names the place as theirs, or of the region that the text names."
    )


def serialize_word(word):
    return {"slug": word.slug, "name": word.name} if word else None


def serialize_places(atlas, candidates):
    """The municipalities of these candidates, each once."""
    parts = defaultdict(list)
    for candidate in candidates:
        parts[candidate.municipality] += [candidate.part] if candidate.part else []
    return [
        Place(
            slug=place.slug,
            name=place.name,
            nis_code=place.nis_code,
            postal_codes=atlas.codes[place.pk],
            region=serialize_word(place.region),
            parts=names,
        ).model_dump()
        for place, names in parts.items()
    ]


def find_platform(request):
    def make(site):
        form = FinderForm(request.GET)
        raise_for(request.GET, form)
        listed_platforms = deduplicated(platform_collection.listed(site), site.root_page.path)
        result = Finder(listed_platforms, form.cleaned_data["q"])
        guess = result.guess
        return {
            "way": guess.way,
            "places": serialize_places(result.atlas, guess.candidates),
            "also": serialize_places(result.atlas, guess.also),
            "regions": [serialize_word(region) for region in guess.regions],
            "elsewhere": guess.elsewhere or None,
            "platforms": get_summaries(platform_collection, [page.pk for page in result.serving]),
            "in_region": get_summaries(platform_collection, [page.pk for page in result.in_region]),
        }

    return respond(request, make)


QUERY_PARAMETER = parameter(
    "q",
    "A municipality, a village, a postal code or a region, in any way of writing; also a name of before a merger.",
    {"type": "string", "maxLength": 60, "minLength": 1},
    required=True,
    example="8900",
)
ABOUT_FINDER = (
    "What the finder on the site finds: the places that the text can mean, and the platforms that name one of them as "
    "theirs; where none does, those of its region."
)
FINDER = ("find_platform", "The platform behind a municipality or postal code", ABOUT_FINDER)
add_operation(finder, "platforms", "/find-platform", find_platform, FINDER, Found, [QUERY_PARAMETER])
