"""What the files refer to by a slug or a name: words, people, pictures, files and pages of the site."""

from wagtail.models import Page

from cms.models import (
    CustomDocument,
    CustomImage,
    LegalReference,
    Municipality,
    Organisation,
    Person,
)
from home.management.demo.source import seeds

from .reading import KINDS, VOCABULARIES, WrongFixture, read_toml


class Targets:
    """Finds the instance of a slug: among the examples first, then among the seeds and vocabularies."""

    def __init__(self):
        self.examples = {Organisation: {}, Person: {}, CustomImage: {}, CustomDocument: {}, Page: {}}
        self.cache = {}
        self.citations = self._citations()

    def add(self, model, slug, target):
        self.examples[model][slug] = target

    def get(self, model, slug, key):
        """The target, a `model` or, if that is None, any page. Raises WrongFixture if there is none."""
        if not isinstance(slug, str):
            raise WrongFixture(key, f"a slug is needed, not {slug!r}")
        if (model, slug) not in self.cache:
            target = self._find(model, slug)
            if target is None:
                raise WrongFixture(
                    key, f"there is no {model._meta.verbose_name if model else 'page'} “{slug}”"
                )
            self.cache[model, slug] = target
        return self.cache[model, slug]

    def _find(self, model, slug):
        if model is None or issubclass(model, Page):
            return self._page(model, slug)
        if slug in self.examples.get(model, {}):
            return self.examples[model][slug]
        if model is Organisation:
            return self._seed_organisation(slug)
        if model is Person:
            return self._seed_person(slug)
        if model is LegalReference:
            return model.objects.filter(citation=self.citations.get(slug, slug)).first()
        if model is Municipality:
            return model.objects.filter(name=slug, valid_until=None).first()
        return model.objects.filter(slug=slug).first() if hasattr(model, "slug") else None

    def _page(self, model, slug):
        """An example by `<kind>/<slug>`, or by its slug if the field implies the kind; else a page of the seeds."""
        kinds = [""] if "/" in slug else [f"{kind}/" for kind in KINDS]
        pages = [self.examples[Page].get(f"{kind}{slug}") for kind in kinds]
        page_model = model or Page
        for page in pages:
            if page is not None and isinstance(page, page_model):
                return page
        return page_model.objects.filter(slug=slug.rpartition("/")[2]).first() if model else None

    def _seed_organisation(self, slug):
        name = next((row["name"] for row in seeds()["organisations"] if row["slug"] == slug), slug)
        return Organisation.objects.filter(name=name).first()

    def _seed_person(self, slug):
        row = next((row for row in seeds()["people"] if row["slug"] == slug), None)
        names = {key: row[key] for key in ("first_name", "last_name")} if row else None
        return Person.objects.filter(**names).first() if names else None

    def _citations(self):
        words = read_toml(VOCABULARIES / "legal_references.toml")
        return {slug: table["citation"] for slug, table in words.items()}
