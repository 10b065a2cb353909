"""The vocabularies in the API: themes, target groups, organisations, municipalities."""

from ninja import Field, Router

from cms.models import Method, Municipality, Organisation, TargetGroup, Theme
from cms.references import public_terms

from .lists import item_range, list_payload, raise_for, respond
from .operations import PAGING, add_operation, listing_of, parameter
from .parameters import NamedForm
from .schemas import OrganisationRef
from .values import Word

router = Router()


class ThemeOut(Word):
    """What content is about, in two levels."""

    description: str
    parent: str | None = Field(description="The slug of the theme that it is part of.")
    url: str = Field(description="The page of the theme on the site.")

    @staticmethod
    def resolve_parent(theme):
        return theme.parent.slug if theme.parent else None

    @staticmethod
    def resolve_url(theme, context):
        return f"{context['site'].root_url}{theme.get_absolute_url()}"


class MethodOut(Word):
    """A known way of working that practices apply."""

    description: str
    url: str = Field(description="Where to read more of it; may be empty.")


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
    "themes": (ThemeOut, lambda: public_terms(Theme).select_related("parent")),
    "target-groups": (Word, lambda: public_terms(TargetGroup)),
    "methods": (MethodOut, lambda: public_terms(Method)),
    "organisations": (
        OrganisationOut,
        lambda: public_terms(Organisation).select_related("parent", "municipality"),
    ),
    # All of them: the list is Statbel's, so it reveals nothing of a draft.
    "municipalities": (
        MunicipalityOut,
        Municipality.objects.select_related("region", "succeeded_by").prefetch_related("postal_codes").all,
    ),
}


ALL = "All of them, by name: content points at these words."
THOSE_SHOWN = "Those that public pages show, by name."
A_NAME = parameter("q", "A part of the name.", {"type": "string", "maxLength": 100}, example="ge")


def add_words(name, schema, get_words):
    """Adds the list of one vocabulary, by name. `get_words` gives its public words as a queryset."""

    def list_words(request):
        def build(site):
            paging = NamedForm(request.GET)
            raise_for(request.GET, paging)
            # By id too, for words with the same name: Aalter, of today and of before its merger.
            words = get_words().filter(name__icontains=paging.cleaned_data["q"]).order_by("name", "pk")
            total = words.count()
            start, stop = item_range(paging, total)
            about_site = {"site": site}
            items = [
                schema.model_validate(word, context=about_site).model_dump(mode="json")
                for word in words[start:stop]
            ]
            return list_payload(request, site, paging, total, items)

        return respond(request, build)

    title = name.replace("-", " ")
    about = f"{schema.__doc__} {ALL if name == 'municipalities' else THOSE_SHOWN}"
    texts = (f"list_{name.replace('-', '_')}", f"List {title}", about)
    add_operation(router, "words", f"/{name}", list_words, texts, listing_of(schema), [A_NAME, *PAGING])


for _name, (_schema, _get_words) in WORDS.items():
    add_words(_name, _schema, _get_words)
