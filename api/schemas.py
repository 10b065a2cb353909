"""The API's schemas of what all types share: pages, pictures, files, people, organisations.

Schemas read the attributes that templates read, which are public. Their docstrings are part of the OpenAPI document.
"""

from copy import copy
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from ninja import Field, Schema
from pydantic import BeforeValidator, create_model

from cms.models import LegalReference as LegalReferenceModel
from cms.models import Licence as LicenceChoices
from cms.models.media import API_WIDTHS
from cms.publishing import filled_rows

from .values import Word, choice


def type_name(page) -> str:
    """The `type` of a page, or of a page model: practice, news, …"""
    return page._meta.model_name.removesuffix("page")


class ParameterProblem(Schema):
    """A parameter that can't be read, and why."""

    parameter: str
    detail: str


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str
    status: int
    detail: str
    errors: list[ParameterProblem] = Field(
        default=[], description="With 422: what can't be read, by the name of the parameter."
    )


class PageRef(Schema):
    """A page that this one leads to. `include` puts its summary in its place, in lists and on one page."""

    id: UUID = Field(validation_alias="translation_key", description="Stays the same when the page moves.")
    type: str = Field(examples=["practice"])
    title: str
    url: str = Field(validation_alias="full_url")

    @staticmethod
    def resolve_type(page):
        return type_name(page)


class Rendition(Schema):
    url: str = Field(validation_alias="full_url")
    width: int
    height: int


class FocalPoint(Schema):
    """What must stay in view when the picture is cut, in pixels of the original."""

    x: int
    y: int
    width: int
    height: int


class Licence(Schema):
    """What others may do with the text or the picture."""

    key: str
    label: str
    uri: str


def licence_of(key) -> dict | None:
    if not key:
        return None
    licence = LicenceChoices(key)
    return {"key": licence.value, "label": str(licence.label), "uri": licence.uri}


class Picture(Schema):
    """A picture in several sizes, all WebP, the smallest first. None is larger than the original."""

    alt: str = Field(description="Empty for a picture that only decorates.")
    credit: str
    licence: Licence | None = Field(description="Null if its maker did not say.")
    width: int
    height: int
    focal_point: FocalPoint | None
    renditions: list[Rendition]
    download_url: str | None = Field(
        description="The whole picture of a page, as JPEG or PNG without metadata; null where it is not for everybody."
    )

    @staticmethod
    def resolve_download_url(image):
        return getattr(image, "download_url", None)

    @staticmethod
    def resolve_alt(image):
        return image.default_alt_text

    @staticmethod
    def resolve_licence(image):
        return licence_of(image.licence)

    @staticmethod
    def resolve_focal_point(image):
        point = image.get_focal_point()
        if point is None:
            return None
        x, y = point.centroid
        return {"x": round(x), "y": round(y), "width": point.width, "height": point.height}

    @staticmethod
    def resolve_renditions(image):
        sizes = image.get_renditions(*API_WIDTHS).values()
        sizes = {size.width: size for size in sizes if not size.is_missing}
        return [sizes[width] for width in sorted(sizes)]


class File(Schema):
    """A file to download."""

    title: str
    url: str
    extension: str = Field(validation_alias="file_extension", examples=["pdf"])
    size: int | None = Field(description="In bytes.")

    @staticmethod
    def resolve_url(document):
        return urljoin(settings.WAGTAILADMIN_BASE_URL, document.url)

    @staticmethod
    def resolve_size(document):
        return document.get_file_size()


def public_document(document):
    return document if document and document.is_public else None


# A file without restrictions, else null.
PublicFile = Annotated[File | None, BeforeValidator(public_document)]


class PersonRef(Schema):
    """Somebody with a part in the page, with the function as at the time."""

    name: str
    function: str


def people_of(rows) -> list[dict]:
    """The people of the rows who are still shown, as `PersonRef`."""
    return [
        {"name": row.current_person.name, "function": row.function_at_time}
        for row in rows
        if row.current_person
    ]


class OrganisationRef(Schema):
    id: int
    name: str
    website: str


class MunicipalityRef(Schema):
    slug: str
    name: str
    nis_code: str = Field(description="Empty for what merged in 2019 (Statbel).")


def organisations_of(rows) -> list:
    """The organisations of the rows, in order; rows without one are left out."""
    return [row.organisation for row in rows if row.organisation]


Organisations = Annotated[list[OrganisationRef], BeforeValidator(organisations_of)]


class LegalReference(Schema):
    citation: str
    kind: choice(LegalReferenceModel.Kind, "LegalReferenceKind")
    date: date | None
    url: str


class Footnote(Schema):
    """A note to a text, which refers to it by its number: [1]."""

    number: int | None
    text: str
    legal_reference: LegalReference | None


class PageSummary(Schema):
    """What lists tell of any page."""

    id: UUID = Field(validation_alias="translation_key", description="Stays the same when the page moves.")
    type: str = Field(examples=["practice"])
    title: str = Field(examples=["Kracht.wonen"])
    summary: str = Field(
        validation_alias="search_description",
        description="In a sentence or two, without markup; may be empty.",
    )
    url: str = Field(validation_alias="full_url", description="Where people read it, and what to link to.")
    permanent_url: str = Field(
        validation_alias="permanent_address", description="Leads to the page, wherever it moves."
    )
    published: datetime | None = Field(examples=["2019-10-07T00:00:00+02:00"])
    updated: datetime | None = Field(
        description="When somebody last changed it; empty when nobody did since."
    )
    themes: list[Word]
    platform: PageRef | None = Field(description="Whose section the page stands in.")
    image: Picture | None
    is_example: bool = Field(description="Made up, to show what the site can do. Nobody works like this.")

    @staticmethod
    def resolve_type(page):
        return type_name(page)

    @staticmethod
    def resolve_image(page):
        """A copy that knows where this page has it to download: pages may share a picture."""
        if not page.shown_picture:
            return None
        image = copy(page.shown_picture)
        image.download_url = f"{page.full_url}{page.picture_file}" if page.picture_file else None
        return image

    @staticmethod
    def resolve_published(page):
        return page.entry_dates().published

    @staticmethod
    def resolve_updated(page):
        return page.entry_dates().updated

    @staticmethod
    def resolve_platform(page):
        return page.section if page.section != page else None


class PageDetail(PageSummary):
    """What a page tells of itself beside what its type does."""

    image_caption: str = Field(validation_alias="shown_caption")
    keywords: list[str]
    reviewed_on: date | None = Field(description="When a person last looked whether it is still true.")
    review_by: date | None = Field(description="By when somebody has to look again.")
    footnotes: list[Footnote]
    see_also: list[PageRef]

    @staticmethod
    def resolve_keywords(page):
        return [keyword.name for keyword in page.keywords]


def with_type(schema, *kinds) -> type[Schema]:
    """The same schema with these constants as its `type`, which tells it from other schemas in a union."""
    kind = (Literal[kinds], ...)
    return create_model(schema.__name__, __base__=schema, __doc__=schema.__doc__, type=kind)


def rows(schema):
    """The type of a list of this schema, validated from child rows; empty rows are left out."""
    return Annotated[list[schema], BeforeValidator(filled_rows)]
