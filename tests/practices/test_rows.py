from decimal import Decimal

from practices.models import (
    Adoption,
    PracticeLegalReference,
    PracticeMethod,
    PracticeMunicipality,
    PracticeNetwork,
    PracticeOrigin,
    PracticeOwner,
    PracticePartner,
    PracticeReach,
    PracticeRecognition,
    PracticeRegion,
    PracticeTargetGroup,
)
from tests.factories import (
    LegalReferenceFactory,
    MethodFactory,
    MunicipalityFactory,
    OrganisationFactory,
    RegionFactory,
    TargetGroupFactory,
)
from tests.practices.cases import PracticeTestCase
from tests.practices.factories import PracticePageFactory


class RowTests(PracticeTestCase):
    def rows(self, size):
        """So many of everything that points at something else."""
        makers = {
            "owners": lambda: PracticeOwner(organisation=OrganisationFactory()),
            "partners": lambda: PracticePartner(organisation=OrganisationFactory()),
            "target_groups": lambda: PracticeTargetGroup(target_group=TargetGroupFactory()),
            "working_regions": lambda: PracticeRegion(region=RegionFactory()),
            "working_area": lambda: PracticeMunicipality(municipality=MunicipalityFactory()),
            "adopted_by": lambda: Adoption(
                organisation=OrganisationFactory(), adopted_page=PracticePageFactory(parent=self.index)
            ),
            "methods": lambda: PracticeMethod(method=MethodFactory()),
            "networks": lambda: PracticeNetwork(organisation=OrganisationFactory()),
            "recognitions": lambda: PracticeRecognition(name="Prijs", organisation=OrganisationFactory()),
            "reach": lambda: PracticeReach(
                count=5, who="gezinnen", municipality=MunicipalityFactory(), region=RegionFactory()
            ),
            "grew_from": lambda: PracticeOrigin(practice=PracticePageFactory(parent=self.index)),
            "legal_references": lambda: PracticeLegalReference(legal_reference=LegalReferenceFactory()),
        }
        return {name: [make() for _number in range(size)] for name, make in makers.items()}

    def test_more_rows_of_a_practice_cost_no_more_queries(self):
        few, many = (PracticePageFactory(parent=self.index, rows=self.rows(size)) for size in (2, 10))
        PracticePageFactory.create_batch(4, parent=self.index)  # the related practices of both

        cost = self.count_queries(few.url)

        self.assertEqual(self.count_queries(many.url), cost)

    def test_staff_is_shown_without_needless_decimals(self):
        for value, shown in (("1.50", "1,5"), ("10.00", "10"), ("0.25", "0,25")):
            page = PracticePageFactory(parent=self.index, staff_fte=Decimal(value))

            self.assertContains(self.client.get(page.url), f"<dd>{shown}</dd>")
