"""The public API of practices."""

from typing import Annotated, Any

from ninja import Field, Router, Schema
from pydantic import BeforeValidator

from api.blocks import RunningText, Step
from api.collections import Collection, register
from api.operations import add_operations
from api.schemas import (
    LegalReference,
    Licence,
    MunicipalityRef,
    OrganisationRef,
    Organisations,
    PageDetail,
    PageRef,
    PageSummary,
    PublicFile,
    licence_of,
)
from api.values import (
    Html,
    Lines,
    Number,
    PartialDate,
    Text,
    Word,
    WrittenDate,
    choice,
    dated,
    items,
    partial_date,
)
from cms.models import OrganisationRole

from .blocks import DownloadKind, EvaluationKind
from .choices import Assessment, CostBand, Evidence, OriginRelation, Scale, Status, TimeUnit, Transferability
from .filters import PracticeFilterForm
from .models import PracticePage

router = Router()


class Method(Word):
    """A known way of working that the practice applies."""

    url: str


EvidenceRung = choice([(rung.slug, rung.label) for rung in Evidence], "EvidenceRung")


class PracticeSummary(PageSummary):
    """A practice as lists show it."""

    owner_names: list[str]
    is_stub: bool = Field(description="Only title and owner are known so far.")
    status: choice(Status, "PracticeStatus")
    scale: choice(Scale, "PracticeScale")
    evidence: EvidenceRung
    assessment: choice(Assessment, "Assessment") = Field(
        description="Who says that the evidence is this good: the team itself, or others. Null without `evidence`."
    )
    cost: choice(CostBand, "CostBand") = Field(validation_alias="cost_band")
    target_groups: list[Word] = Field(validation_alias="target_group_words")
    methods: list[Method] = Field(validation_alias="method_words")
    regions: list[Word] = Field(description="The whole regions where it works.")

    @staticmethod
    def resolve_evidence(page):
        return page.evidence.slug if page.evidence is not None else None


class Partner(Schema):
    organisation: OrganisationRef
    role: choice(OrganisationRole, "OrganisationRole")


class PartnerGroup(Schema):
    """Partners that are not named one by one: 14 OCMW's."""

    count: int | None
    kind: str
    role: choice(OrganisationRole, "OrganisationRole")


class Network(Schema):
    """A network or label that the practice belongs to."""

    name: str = Field(validation_alias="label")
    organisation: OrganisationRef | None
    since: PartialDate | None
    url: str

    resolve_since = partial_date("since")


class Recognition(Schema):
    """What the practice was recognised as; `by` is the organisation's name, also of one that is not in the list."""

    name: str
    organisation: OrganisationRef | None
    by: str = Field(validation_alias="authority")
    recognised_on: PartialDate | None
    url: str

    resolve_recognised_on = partial_date("recognised_on")


class Judgement(Schema):
    """Who judged the evidence, as what, when and by which criteria.

    If the practice says another level since, `assessment` is `self`.
    """

    evidence: EvidenceRung
    by: OrganisationRef
    judged_on: PartialDate | None
    criteria: str
    criteria_url: str


class Origin(Schema):
    """An earlier practice that this one grew out of."""

    name: str
    relation: choice(OriginRelation, "OriginRelation")
    year: int | None
    practice: PageRef | None


def serialize_origins(pairs):
    return [
        {
            "name": row.name or page.title,
            "relation": row.relation,
            "year": row.year,
            "practice": page,
        }
        for row, page in pairs
    ]


def count_and_unit(name):
    """A resolver of a count with its unit; None if one of the two is missing."""

    def resolve(page) -> Any:
        count, unit = getattr(page, f"{name}_count"), getattr(page, f"{name}_unit")
        return {"count": count, "unit": unit} if count and unit else None

    return staticmethod(resolve)


class Pace(Schema):
    """So many times, days, weeks, months or years."""

    count: int
    unit: choice(TimeUnit, "TimeUnit")


class Reach(Schema):
    """How many the practice reached, where and in which years."""

    count: int
    who: str
    municipality: MunicipalityRef | None
    region: Word | None
    place: str
    year_from: int | None
    year_until: int | None
    source: str


class WorkingMunicipality(MunicipalityRef):
    name_then: str = Field(description="What it was called when the practice worked there; mostly empty.")


def serialize_working_municipalities(rows):
    return [
        {
            "slug": row.municipality.slug,
            "name": row.municipality.name,
            "nis_code": row.municipality.nis_code,
            "name_then": row.name_then,
        }
        for row in rows
    ]


class FigurePart(Schema):
    label: str
    value: str


class Indicator(Schema):
    """A figure about the results, now and before, with its source."""

    label: str
    value: Text
    unit: Text
    baseline: Text
    year: int | None
    source: Text
    counted_on: WrittenDate
    published_on: WrittenDate
    parts: list[FigurePart] = Field(description="Of which: the figures that it is made of, or some of them.")


class Evaluation(Schema):
    kind: choice(EvaluationKind, "EvaluationKind")
    by: Text
    year: int | None
    finding: Text
    document: PublicFile
    url: Text


class FundingSource(Schema):
    """Who pays, how much (euros) and in which years."""

    source: str
    amount: Number | None
    year: int | None = Field(description="The only one, or the first.")
    year_until: int | None


class PracticeDownload(Schema):
    title: str
    kind: choice(DownloadKind, "DownloadKind")
    document: PublicFile


class Link(Schema):
    label: str
    url: str


class Contact(Schema):
    """Whom to ask. A coordinator's phone and e-mail stand with the coordinator."""

    name: str
    function: str
    email: str
    phone: str
    coordinator: PageRef | None


def serialize_contacts(pairs):
    return [
        {
            "name": page.title if page else row.name,
            "function": row.function or (page.job_title if page else ""),
            "email": row.email,
            "phone": row.phone,
            "coordinator": page,
        }
        for row, page in pairs
    ]


class Adoption(Schema):
    """Who took the practice over, since when, for how many, and what they changed."""

    organisation: OrganisationRef
    year: int | None = Field(description="That of `started_on`.")
    started_on: PartialDate | None
    licensed_on: PartialDate | None = Field(description="When it was allowed to.")
    reach: str
    adaptation: str
    practice: PageRef | None


def serialize_adoptions(pairs):
    return [
        {
            "organisation": row.organisation,
            "year": row.started_on.year if row.started_on else None,
            "started_on": dated(row, "started_on"),
            "licensed_on": dated(row, "licensed_on"),
            "reach": row.reach,
            "adaptation": row.adaptation,
            "practice": page,
        }
        for row, page in pairs
    ]


class Practice(PageDetail, PracticeSummary):
    """A practice with all that its page shows."""

    owners: Organisations = Field(description="The main owner first.")
    owner_note: str
    partners: list[Partner] = Field(validation_alias="named_partners")
    partner_groups: list[PartnerGroup] = Field(validation_alias="counted_partners")
    networks: list[Network] = Field(validation_alias="network_rows")
    recognitions: list[Recognition] = Field(validation_alias="recognition_rows")
    judgement: Judgement | None
    grew_from: Annotated[list[Origin], BeforeValidator(serialize_origins)] = Field(validation_alias="origins")
    intersectoral: bool
    age_min: int | None
    age_max: int | None
    started_on: PartialDate | None
    ended_on: PartialDate | None
    municipalities: Annotated[
        list[WorkingMunicipality], BeforeValidator(serialize_working_municipalities)
    ] = Field(validation_alias="town_rows")
    frequency: Pace | None = Field(description="How often a participant takes part: 2 times a week.")
    sessions: int | None = Field(
        validation_alias="sessions_count", description="How many times a participant takes part in all."
    )
    duration: Pace | None = Field(description="How long a participant takes part: 8 weeks.")
    problem: Html
    goals: Lines
    approach: RunningText
    steps: items(Step)
    results: Html
    indicators: items(Indicator)
    reach: list[Reach] = Field(validation_alias="reach_rows")
    evaluations: items(Evaluation)
    cost_total: Number | None = Field(description="In euros, in a year.")
    staff_fte: Number | None
    participant_cost: Number | None = Field(description="In euros, for a participant; 0 is free of charge.")
    participant_cost_note: str
    funding_sources: items(FundingSource)
    resources_needed: Html
    success_factors: Lines
    pitfalls: Lines = Field(description="What did not work.")
    lessons: Html
    prerequisites: Lines
    transferability: choice(Transferability, "Transferability")
    transferability_note: str
    adopted_by: Annotated[list[Adoption], BeforeValidator(serialize_adoptions)] = Field(
        validation_alias="adoptions"
    )
    downloads: items(PracticeDownload)
    links: items(Link)
    licence: Annotated[Licence | None, BeforeValidator(licence_of)]
    legislation: list[LegalReference]
    contacts: Annotated[list[Contact], BeforeValidator(serialize_contacts)] = Field(
        validation_alias="shown_contacts"
    )
    presented_at: list[PageRef] = Field(description="The events that present it.")
    related: list[PageRef] = Field(
        validation_alias="related_practices", description="Other practices on the same, the nearest first."
    )

    @staticmethod
    def resolve_judgement(page):
        if page.judged_level is None:
            return None
        return {
            "evidence": page.judged_level.slug,
            "by": page.evidence_judged_by,
            "judged_on": dated(page, "evidence_judged_on"),
            "criteria": page.evidence_criteria,
            "criteria_url": page.evidence_criteria_url,
        }

    resolve_frequency = count_and_unit("frequency")
    resolve_duration = count_and_unit("duration")
    resolve_started_on = partial_date("started_on")
    resolve_ended_on = partial_date("ended_on")

    @staticmethod
    def resolve_presented_at(page):
        events_by_key = {presentation.event.pk: presentation.event for presentation in page.presentations}
        return list(events_by_key.values())


practices = register(Collection("practices", PracticePage, PracticeSummary, Practice, PracticeFilterForm))
add_operations(router, practices, "practice")
