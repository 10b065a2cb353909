"""What all content shares. Each module holds one concept; import from here."""

from .base import BasePage, PageFootnote, PageTag, PageTheme, RelatedPage
from .changes import ListingChange
from .contact import EnterpriseNumberField, PhoneField, WebsiteField, postal_code_problem
from .dates import DatePrecision
from .entries import Category, Dates, Entry, Occurrence, Party
from .index import IndexPage
from .licences import Licence
from .media import CustomDocument, CustomImage, CustomRendition
from .navigation import FooterLink, MenuLink, Navigation, Publisher
from .people import Person
from .places import Municipality, PostalCode, Region
from .publishing import NotReadyToPublish, Problem, is_empty
from .rows import (
    LegalReferenceRow,
    MunicipalityRow,
    OrganisationRole,
    OrganisationRow,
    PersonRow,
    PracticeRow,
    with_keys,
)
from .search import SearchRefresh, SearchWord
from .users import User
from .views import PageViews
from .vocabularies import LegalReference, Organisation, TargetGroup, Theme

__all__ = [
    "BasePage",
    "Category",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "DatePrecision",
    "Dates",
    "EnterpriseNumberField",
    "Entry",
    "FooterLink",
    "IndexPage",
    "LegalReference",
    "LegalReferenceRow",
    "Licence",
    "ListingChange",
    "MenuLink",
    "Municipality",
    "MunicipalityRow",
    "Navigation",
    "NotReadyToPublish",
    "Occurrence",
    "Organisation",
    "OrganisationRole",
    "OrganisationRow",
    "PageFootnote",
    "PageTag",
    "PageTheme",
    "PageViews",
    "Party",
    "Person",
    "PersonRow",
    "PhoneField",
    "PostalCode",
    "PracticeRow",
    "Problem",
    "Publisher",
    "Region",
    "RelatedPage",
    "SearchRefresh",
    "SearchWord",
    "TargetGroup",
    "Theme",
    "User",
    "WebsiteField",
    "is_empty",
    "postal_code_problem",
    "with_keys",
]
