"""Practices that differ in everything that can be filtered."""

from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from platforms.models import PlatformMunicipality
from practices.models import (
    PracticeIndexPage,
    PracticeMethod,
    PracticeMunicipality,
    PracticeRegion,
    PracticeTargetGroup,
)
from tests.factories import (
    MethodFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import StubFactory

EVIDENCE = ["described", "well-described", "well-founded", "first-signs", "effective"]


class VariedPractices(PracticeTestCase):
    """Thirty practices that differ in everything that can be filtered, in two platforms and in none."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.make_vocabularies()
        platforms = PlatformIndexPageFactory(parent=cls.home)
        cls.platforms = [
            PlatformPageFactory(
                parent=platforms,
                slug=slug,
                rows={"municipalities": [PlatformMunicipality(municipality=town)]},
            )
            for slug, town in zip(["noord", "zuid"], cls.towns[:2], strict=True)
        ]
        cls.lists = [PracticeIndexPage.objects.child_of(platform).get() for platform in cls.platforms]
        places = [cls.index, *cls.lists]
        for number in range(30):
            cls.make_practice(number, places[number % 3])
        StubFactory(parent=cls.index)

    @classmethod
    def make_vocabularies(cls):
        top, other = ThemeFactory(slug="wonen"), ThemeFactory(slug="zorg")
        cls.themes = [top, ThemeFactory(slug="daklozen", parent=top), other]
        cls.groups = [TargetGroupFactory(slug=slug) for slug in ("jongeren", "ouderen")]
        cls.methods = [MethodFactory(slug=slug) for slug in ("housing-first", "zelfregie")]
        cls.region, cls.other_region = RegionFactory(slug="westhoek"), RegionFactory(slug="midwest")
        # Of some that it judges, the level is another by now.
        cls.judgement = {
            "evidence_judged_level": 1,
            "evidence_judged_by": OrganisationFactory(),
            "evidence_judged_on": date(2024, 5, 2),
        }
        old = MunicipalityFactory(name="Oudstad", slug="oudstad")
        cls.towns = [
            MunicipalityFactory(name=name, slug=name.lower(), region=region, codes=[code])
            for name, code, region in [
                ("Aalst", "9300", cls.region),
                ("Brugge", "8000", cls.other_region),
                ("Deinze", "9800", cls.region),
            ]
        ]
        old.succeeded_by = cls.towns[2]
        old.save()

    @classmethod
    def make_practice(cls, number, parent):
        rows = {"target_groups": [PracticeTargetGroup(target_group=g) for g in cls.groups[: number % 3]]}
        rows["methods"] = [PracticeMethod(method=method) for method in cls.methods[: number % 5 % 3]]
        if number % 4 == 1:
            rows["working_area"] = [PracticeMunicipality(municipality=cls.towns[number % 3])]
        if number % 10 == 2:
            rows["working_regions"] = [PracticeRegion(region=cls.region)]
        # A stub may leave open whatever it does not know.
        return StubFactory(
            parent=parent,
            themes=cls.themes[: number % 4] if number % 5 else cls.themes[2:],
            rows=rows,
            status=["", "idea", "running", "stopped"][number % 4],
            scale=["regional", "flemish", ""][number % 3],
            evidence_level=[None, 0, 1][number // 3 % 3],
            cost_band=["", "under-5000", "unknown"][number // 2 % 3],
            **(cls.judgement if number % 7 == 3 else {}),
        )

    def find(self, index=None, **query):
        form = (index or self.index).filtered(QueryDict(urlencode(query, doseq=True)))
        return form, {page.pk for page in form.results[:1000]}
