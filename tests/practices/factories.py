import factory

from practices.models import (
    PracticeContact,
    PracticeIndexPage,
    PracticeOwner,
    PracticePage,
    PracticeTargetGroup,
)
from tests.factories import SOME_TEXT, OrganisationFactory, OurPageFactory, TargetGroupFactory


class PracticeIndexPageFactory(OurPageFactory):
    title, slug = "Goede praktijken", "praktijken"

    class Meta:
        model = PracticeIndexPage


class StubFactory(OurPageFactory):
    """A practice of which only title and owner are known. `owner` and `rows` replace what it would make."""

    title = factory.Sequence(lambda n: f"Praktijk {n}")
    search_description = ""
    is_stub = True
    themes = []

    class Meta:
        model = PracticePage

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        owner = kwargs.pop("owner", None) or OrganisationFactory()
        rows = {"owners": [PracticeOwner(organisation=owner)], **cls.default_rows(), **kwargs.pop("rows", {})}
        return super()._create_instance(model_class, parent, {**kwargs, "rows": rows})

    @classmethod
    def default_rows(cls):
        return {}


class PracticePageFactory(StubFactory):
    """A practice with everything that publishing asks."""

    search_description = "Een samenvatting in één zin."
    is_stub = False
    themes = None
    status, scale, evidence_level = "running", "regional", 1
    problem = SOME_TEXT
    approach = [("paragraph", SOME_TEXT)]

    @classmethod
    def default_rows(cls):
        return {
            "target_groups": [PracticeTargetGroup(target_group=TargetGroupFactory())],
            "contacts": [PracticeContact(name="An Peeters", email="an@voorbeeld.be")],
        }
