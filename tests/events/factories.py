"""Events and trajectories for tests: live and complete unless a test says otherwise."""

import datetime

import factory
from django.utils import timezone

from events.models import (
    EventIndexPage,
    EventOrganiser,
    EventPage,
    EventPractice,
    EventSession,
    TrajectoryOrganiser,
    TrajectoryPage,
)
from tests.cases import SiteTestCase
from tests.factories import OrganisationFactory, OurPageFactory
from tests.practices.factories import PracticeIndexPageFactory, StubFactory


def moment(text):
    """A moment in Brussels: moment("2019-11-12 08:45")."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def slot(start, title="Onthaal", **values):
    """A slot of a programme: slot("08:45", "Onthaal", end="09:15")."""
    times = {
        name: datetime.time.fromisoformat(text)
        for name, text in [("start", start), ("end", values.pop("end", ""))]
        if text
    }
    return "slot", {"title": title, **times, **values}


def session(starts="2019-11-12 08:45", ends=None, slots=(), **values):
    return EventSession(
        starts_at=starts and moment(starts), ends_at=ends and moment(ends), programme=list(slots), **values
    )


def presented(*practices):
    return [EventPractice(practice=practice) for practice in practices]


class EventIndexPageFactory(OurPageFactory):
    title, slug = "Agenda", "agenda"

    class Meta:
        model = EventIndexPage


class GatheringFactory(OurPageFactory):
    """`organisers` replaces the organisation that it would make; other rows go in `rows`."""

    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        organisations = kwargs.pop("organisers", None)
        if organisations is None:
            organisations = [OrganisationFactory()]
        row = cls.row_of_organiser()
        rows = {
            "organisers": [row(organisation=organisation) for organisation in organisations],
            **cls.default_rows(),
            **kwargs.pop("rows", {}),
        }
        return super()._create_instance(model_class, parent, {**kwargs, "rows": rows})

    @classmethod
    def default_rows(cls):
        return {}


class EventPageFactory(GatheringFactory):
    title = factory.Sequence(lambda n: f"Activiteit {n}")
    kind = "inspiration_day"

    class Meta:
        model = EventPage

    @classmethod
    def row_of_organiser(cls):
        return EventOrganiser

    @classmethod
    def default_rows(cls):
        return {"sessions": [session()]}


class TrajectoryPageFactory(GatheringFactory):
    title = factory.Sequence(lambda n: f"Traject {n}")
    kind = "theme"

    class Meta:
        model = TrajectoryPage

    @classmethod
    def row_of_organiser(cls):
        return TrajectoryOrganiser


class AgendaTestCase(SiteTestCase):
    """A site with an agenda and two practices."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.agenda = EventIndexPageFactory(parent=cls.home)
        practices = PracticeIndexPageFactory(parent=cls.home)
        cls.kracht, cls.thuiszorg = StubFactory.create_batch(2, parent=practices)
