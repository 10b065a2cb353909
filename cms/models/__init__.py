"""The models that all content shares; each module holds one concept. Import from here."""

from caching.models import ListingChange
from cms.publishing import NotReadyToPublish, Problem, is_empty
from fields.amounts import AmountField
from fields.contact import EnterpriseNumberField, PhoneField, WebsiteField, postal_code_problem
from fields.dates import DateField, DatePrecision, DateTimeField, PrecisionField, YearField, is_before, years
from search.models import SearchRefresh, SearchWord

from .attempts import Attempt
from .base import BasePage
from .entries import Category, Dates, Entry, Fact, Occurrence, Party
from .index import IndexPage
from .kept import Kept, all_kept, names_kept
from .licences import Licence
from .mail import OutgoingMail, ResetRequest
from .media import CustomDocument, CustomImage, CustomRendition
from .navigation import FooterLink, MenuLink, Navigation, Publisher
from .page_reviews import PageReview, ReviewTerm
from .page_rows import PageFootnote, PageTag, PageTheme, RelatedPage
from .page_views import PageViews
from .people import Person
from .places import Municipality, PlaceName, PostalCode, Region
from .read_only import ReadOnlyMode
from .replaced_files import ReplacedRendition
from .rows import (
    LegalReferenceRow,
    MunicipalityRow,
    OrganisationRole,
    OrganisationRow,
    PersonRow,
    PracticeRow,
    with_keys,
)
from .seats import SeatCount
from .starting_texts import StartingText, StartingWords
from .users import User
from .vocabularies import LegalReference, Method, Organisation, TargetGroup, Theme

__all__ = [
    "AmountField",
    "Attempt",
    "BasePage",
    "Category",
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "DateField",
    "DatePrecision",
    "DateTimeField",
    "Dates",
    "EnterpriseNumberField",
    "Entry",
    "Fact",
    "FooterLink",
    "IndexPage",
    "Kept",
    "LegalReference",
    "LegalReferenceRow",
    "Licence",
    "ListingChange",
    "MenuLink",
    "Method",
    "Municipality",
    "MunicipalityRow",
    "Navigation",
    "NotReadyToPublish",
    "Occurrence",
    "Organisation",
    "OrganisationRole",
    "OrganisationRow",
    "OutgoingMail",
    "PageFootnote",
    "PageReview",
    "PageTag",
    "PageTheme",
    "PageViews",
    "Party",
    "Person",
    "PersonRow",
    "PhoneField",
    "PlaceName",
    "PostalCode",
    "PracticeRow",
    "PrecisionField",
    "Problem",
    "Publisher",
    "ReadOnlyMode",
    "Region",
    "RelatedPage",
    "ReplacedRendition",
    "ResetRequest",
    "ReviewTerm",
    "SearchRefresh",
    "SearchWord",
    "SeatCount",
    "StartingText",
    "StartingWords",
    "TargetGroup",
    "Theme",
    "User",
    "WebsiteField",
    "YearField",
    "all_kept",
    "is_before",
    "is_empty",
    "names_kept",
    "postal_code_problem",
    "with_keys",
    "years",
]
