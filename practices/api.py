"""What the public API tells of practices."""

from typing import Annotated

from ninja import Field, Router, Schema
from pydantic import BeforeValidator

from cms.models import OrganisationRole
from cms.rest.blocks import RunningText, Step
from cms.rest.collections import Collection, register
from cms.rest.operations import add_operations
from cms.rest.schemas import (
    File,
    LegalReference,
    Licence,
    MunicipalityRef,
    OrganisationRef,
    Organisations,
    PageDetail,
    PageRef,
    PageSummary,
    licence_of,
)
from cms.rest.values import (
    Html,
    Lines,
    Number,
    PartialDate,
    Text,
    Word,
    choice,
    items,
    partial_date,
)

from .blocks import DownloadKind, EvaluationKind
from .filters import PracticeFilterForm
from .models import PracticePage
from .models.choices import CostBand, Evidence, Scale, Status, Transferability

router = Router()


class PracticeSummary(PageSummary):
    """A practice as lists show it."""

    owner_names: list[str]
    is_stub: bool = Field(description="Only title and owner are known so far.")
    status: choice(Status, "PracticeStatus")
    scale: choice(Scale, "PracticeScale")
    evidence: choice([(rung.slug, rung.label) for rung in Evidence], "EvidenceRung")
    cost: choice(CostBand, "CostBand") = Field(validation_alias="cost_band")
    target_groups: list[Word] = Field(validation_alias="target_group_words")
    regions: list[Word] = Field(description="The whole regions where it works.")

    @staticmethod
    def resolve_evidence(page):
        return page.evidence.slug if page.evidence is not None else None


class Partner(Schema):
    organisation: OrganisationRef
    role: choice(OrganisationRole, "OrganisationRole")


class Indicator(Schema):
    """A figure about the results, now and before, with its source."""

    label: str
    value: Text
    unit: Text
    baseline: Text
    year: int | None
    source: Text


class Evaluation(Schema):
    kind: choice(EvaluationKind, "EvaluationKind")
    by: Text
    year: int | None
    finding: Text
    document: File | None
    url: Text


class FundingSource(Schema):
    """Who pays, how much (euros) and when."""

    source: str
    amount: Number | None
    year: int | None


class PracticeDownload(Schema):
    title: str
    kind: choice(DownloadKind, "DownloadKind")
    document: File | None


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


def contacts_of(pairs):
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
    """Who took the practice over, since when, and what they changed."""

    organisation: OrganisationRef
    year: int | None
    adaptation: str
    practice: PageRef | None


def adoptions_of(pairs):
    return [
        {"organisation": row.organisation, "year": row.year, "adaptation": row.adaptation, "practice": page}
        for row, page in pairs
    ]


class Practice(PageDetail, PracticeSummary):
    """A practice with all that its page shows."""

    owners: Organisations = Field(description="The main owner first.")
    owner_note: str
    partners: list[Partner] = Field(validation_alias="partner_rows")
    intersectoral: bool
    age_min: int | None
    age_max: int | None
    started_on: PartialDate | None
    ended_on: PartialDate | None
    municipalities: list[MunicipalityRef] = Field(validation_alias="towns")
    problem: Html
    goals: Lines
    approach: RunningText
    steps: items(Step)
    results: Html
    indicators: items(Indicator)
    evaluations: items(Evaluation)
    cost_total: Number | None = Field(description="In euros, in a year.")
    staff_fte: Number | None
    funding_sources: items(FundingSource)
    resources_needed: Html
    success_factors: Lines
    pitfalls: Lines = Field(description="What did not work.")
    lessons: Html
    prerequisites: Lines
    transferability: choice(Transferability, "Transferability")
    transferability_note: str
    adopted_by: Annotated[list[Adoption], BeforeValidator(adoptions_of)] = Field(validation_alias="adoptions")
    downloads: items(PracticeDownload)
    links: items(Link)
    licence: Annotated[Licence | None, BeforeValidator(licence_of)]
    legislation: list[LegalReference]
    contacts: Annotated[list[Contact], BeforeValidator(contacts_of)] = Field(
        validation_alias="shown_contacts"
    )
    presented_at: list[PageRef] = Field(description="The events that present it.")
    related: list[PageRef] = Field(description="Other practices on the same, the nearest first.")

    resolve_started_on = partial_date("started_on")
    resolve_ended_on = partial_date("ended_on")

    @staticmethod
    def resolve_presented_at(page):
        return list({found.event.pk: found.event for found in page.presentations}.values())


practices = register(Collection("practices", PracticePage, PracticeSummary, Practice, PracticeFilterForm))
add_operations(router, practices, "practice")
