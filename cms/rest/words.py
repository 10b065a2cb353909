"""The closed lists that content points at: themes, target groups, organisations, municipalities."""

from ninja import Field, Router

from cms.models import Municipality, Organisation, TargetGroup, Theme

from .asked import NamedForm
from .lists import answer, listing, raise_for, window
from .operations import PAGING, add_operation, listing_of, parameter
from .schemas import OrganisationRef
from .values import Word

router = Router()


class ThemeOut(Word):
    """What content is about, in two levels."""

    description: str
    parent: str | None = Field(description="The slug of the theme that it is part of.")

    @staticmethod
    def resolve_parent(theme):
        return theme.parent.slug if theme.parent else None


class OrganisationOut(OrganisationRef):
    """An owner, partner, organiser or host."""

    full_name: str
    kind: str
    enterprise_number: str
    ovo_code: str
    parent: OrganisationRef | None
    municipality: str | None

    @staticmethod
    def resolve_municipality(organisation):
        return organisation.municipality.slug if organisation.municipality else None


class MunicipalityOut(Word):
    """A Flemish municipality, of today or of before a merger (source: Statbel, CC BY 4.0)."""

    nis_code: str
    province: str
    region: Word | None
    postal_codes: list[str]
    valid_until: str | None = Field(description="The last day, of what merged.")
    succeeded_by: str | None = Field(description="The slug of what it merged into.")

    @staticmethod
    def resolve_postal_codes(place):
        return [row.code for row in place.postal_codes.all()]

    @staticmethod
    def resolve_valid_until(place):
        return place.valid_until.isoformat() if place.valid_until else None

    @staticmethod
    def resolve_succeeded_by(place):
        return place.succeeded_by.slug if place.succeeded_by else None


WORDS = {
    "themes": (ThemeOut, Theme.objects.select_related("parent")),
    "target-groups": (Word, TargetGroup.objects.all()),
    "organisations": (OrganisationOut, Organisation.objects.select_related("parent", "municipality")),
    "municipalities": (
        MunicipalityOut,
        Municipality.objects.select_related("region", "succeeded_by").prefetch_related("postal_codes"),
    ),
}


A_NAME = parameter("q", "A part of the name.", {"type": "string", "maxLength": 100}, example="ge")


def add_words(name, schema, words):
    """Lists the words of one kind, by name."""

    def list_words(request):
        def make(state, site):
            paging = NamedForm(request.GET)
            raise_for(request.GET, paging)
            found = words.all().filter(name__icontains=paging.cleaned_data["q"])
            # Two may have one name: Aalter, of today and of before its merger.
            found = found.order_by("name", "pk")
            total = found.count()
            start, stop = window(paging, total)
            told = [schema.model_validate(word).model_dump(mode="json") for word in found[start:stop]]
            return listing(request, site, paging, total, told)

        return answer(request, make)

    words_of_it = name.replace("-", " ")
    about = f"{schema.__doc__} All of them, by name: content points at these words."
    texts = (f"list_{name.replace('-', '_')}", f"List {words_of_it}", about)
    add_operation(router, "words", f"/{name}", list_words, texts, listing_of(schema), [A_NAME, *PAGING])


for _name, (_schema, _words) in WORDS.items():
    add_words(_name, _schema, _words)
