"""The public API of news."""

from datetime import date
from typing import Annotated

from ninja import Field, Router, Schema
from pydantic import BeforeValidator

from api.blocks import RunningText
from api.collections import Collection, register
from api.operations import add_operations
from api.schemas import (
    OrganisationRef,
    PageDetail,
    PageRef,
    PageSummary,
    PersonRef,
    PublicFile,
    people_of,
    rows,
)
from api.values import PartialDate, Word, choice, partial_date
from cms.models import OrganisationRole

from .filters import NewsFilterForm
from .models import NewsPage

router = Router()


class NewsSummary(PageSummary):
    """A news item as lists show it."""

    publication_date: date | None
    region: Word | None = Field(validation_alias="display_region")


class Involved(Schema):
    """An organisation in the news, with its part in it."""

    organisation: OrganisationRef | None
    role: choice(OrganisationRole, "OrganisationRole")


class Decision(Schema):
    """What a body decided, when and where."""

    date: PartialDate | None
    place: str
    body: str
    text: str
    document: PublicFile

    resolve_date = partial_date("date")


class Correction(Schema):
    """What was wrong in an earlier version."""

    date: date | None
    text: str


class News(PageDetail, NewsSummary):
    """A news item with all that its page shows."""

    body: RunningText
    author: str
    byline: str = Field(description="The name under the text, as what `byline_role` says.")
    byline_role: choice(NewsPage.BylineRole, "BylineRole")
    decisions: rows(Decision) = Field(validation_alias="decision_rows")
    organisations: rows(Involved) = Field(validation_alias="organisation_rows")
    people: Annotated[list[PersonRef], BeforeValidator(people_of)] = Field(validation_alias="people_rows")
    trajectories: list[PageRef]
    practices: list[PageRef]
    corrections: rows(Correction)


news = register(Collection("news", NewsPage, NewsSummary, News, NewsFilterForm))
add_operations(router, news, "news_item")
