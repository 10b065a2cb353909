"""The facts of a practice as readers see them: as text, without empty rows."""

from functools import cache

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext

from cms.models import Category, Fact, Licence, with_keys
from cms.publishing import filled_rows
from cms.structured_data import cut
from listing import Area, area_of, served_area
from practices.choices import Assessment, CostBand, Evidence, Scale, Status

LABELS = {
    "scale": dict(Scale.choices),
    "status": dict(Status.choices),
    "evidence": {rung.slug: rung.label for rung in Evidence},
    "assessment": dict(Assessment.choices),
    "cost": dict(CostBand.choices),
}


@cache
def labels_in(language):
    """The labels of the choices as text: looking up translations would take a third of the time of an entry."""
    return {
        scheme: {value: str(label) for value, label in labels.items()} for scheme, labels in LABELS.items()
    }


class PresentationMixin:
    """Mixin for a page with the fields and rows of a practice."""

    @cached_property
    def regions(self):
        """The regions where it works as a whole."""
        return [row.region for row in with_keys(self.working_regions, "region") if row.region]

    @cached_property
    def region(self):
        """The region whose colour the page has; None unless it works in exactly one."""
        return self.regions[0] if len(self.regions) == 1 else None

    @cached_property
    def working_ids(self) -> tuple[list, list]:
        """The ids of the regions where it works as a whole, and of the municipalities where it works."""
        regions = [row.region_id for row in self.working_regions.all() if row.region_id]
        return regions, [row.municipality_id for row in self.working_area.all() if row.municipality_id]

    @cached_property
    def area(self) -> Area | None:
        """Where it works, as the filters see it: without an area of its own, where its platform does."""
        return area_of(*self.working_ids) or served_area(self.path, self.site_path)

    @property
    def owner_organisations(self):
        return [row.organisation for row in with_keys(self.owners, "organisation") if row.organisation]

    @property
    def leading_organisations(self):
        return self.owner_organisations

    @cached_property
    def owner_names(self):
        return [owner.name for owner in self.owner_organisations]

    @property
    def owner_text(self):
        """The owners as one phrase: “W13 en Welzijnszorg Kempen”."""
        return get_text_list(self.owner_names, gettext("and"))

    @property
    def owner_line(self):
        """The owners with the note: “Welzijnszorg Kempen en partners”."""
        return f"{self.owner_text} {self.owner_note}".strip()

    @cached_property
    def target_group_words(self):
        return [row.target_group for row in with_keys(self.target_groups, "target_group") if row.target_group]

    @cached_property
    def target_group_names(self):
        return [group.name for group in self.target_group_words]

    @cached_property
    def method_words(self):
        return [row.method for row in with_keys(self.methods, "method") if row.method]

    @cached_property
    def partner_rows(self):
        """The named partners, and those that are only counted."""
        return filled_rows(with_keys(self.partners, "organisation"))

    @property
    def named_partners(self):
        return [row for row in self.partner_rows if row.organisation]

    @property
    def counted_partners(self):
        return [row for row in self.partner_rows if not row.organisation]

    @cached_property
    def network_rows(self):
        return filled_rows(with_keys(self.networks, "organisation"))

    @cached_property
    def network_labels(self):
        return [row.label for row in self.network_rows]

    @cached_property
    def recognition_rows(self):
        return filled_rows(with_keys(self.recognitions, "organisation"))

    @cached_property
    def reach_rows(self):
        return filled_rows(with_keys(self.reach, "municipality", "region"))

    @cached_property
    def shown_contacts(self):
        """Pairs of a row and the coordinator's page, without rows whose coordinator is not listed.

        Such a row goes as a whole: the name, phone and e-mail in it are that coordinator's.
        """
        pages = {page.pk: page for page in self.listed_targets(self.contacts, "coordinator")}
        pairs = [(row, pages.get(row.coordinator_id)) for row in self.contacts.all()]
        return [(row, page) for row, page in pairs if page or (row.name and not row.coordinator_id)]

    @cached_property
    def adoptions(self):
        """Pairs of an adoption and the adopter's practice page, None if that is not listed."""
        pages = {page.pk: page for page in self.listed_targets(self.adopted_by, "adopted_page")}
        rows = with_keys(self.adopted_by, "organisation")
        return [(row, pages.get(row.adopted_page_id)) for row in rows if row.organisation]

    @cached_property
    def origins(self):
        """Pairs of an origin and the page of the earlier practice, None if that is not listed."""
        return self.origins_among({page.pk: page for page in self.listed_targets(self.grew_from, "practice")})

    def origins_among(self, pages_by_key):
        """As `origins`, with the listed pages loaded before."""
        pairs = [(row, pages_by_key.get(row.practice_id)) for row in self.grew_from.all()]
        return [(row, page) for row, page in pairs if page or row.name]

    @property
    def age_text(self):
        """“12 tot en met 18 jaar”, or as much of it as is filled in."""
        ages = {"lowest": self.age_min, "highest": self.age_max}
        if self.age_min is None and self.age_max is None:
            return ""
        if self.age_max is None:
            return gettext("from %(lowest)s years") % ages
        if self.age_min is None:
            return gettext("up to and including %(highest)s years") % ages
        return gettext("%(lowest)s up to and including %(highest)s years") % ages

    @property
    def staff_text(self):
        """“1,5”: without trailing zeros."""
        return "" if self.staff_fte is None else number_format(self.staff_fte.normalize())

    @cached_property
    def town_rows(self):
        return filled_rows(with_keys(self.working_area, "municipality"))

    @property
    def towns(self):
        """The municipalities where it works."""
        return [row.municipality for row in self.town_rows]

    @property
    def places(self):
        """The names of where it works: regions first, then municipalities."""
        return [*[region.name for region in self.regions], *sorted(map(str, self.town_rows))]

    @property
    def rungs(self):
        """The evidence ladder from top to bottom; empty without an evidence level."""
        return Evidence.ladder(self.evidence_level)

    @property
    def evidence(self):
        return None if self.evidence_level is None else Evidence(self.evidence_level)

    @property
    def choice_categories(self):
        """The categories of its choice fields."""
        level = None if self.evidence_level is None else Evidence(self.evidence_level).slug
        values = {
            "scale": self.scale,
            "status": self.status,
            "evidence": level,
            "assessment": self.assessment,
            "cost": self.cost_band,
        }
        labels = labels_in(get_language())
        return [
            Category(scheme, value, labels[scheme].get(value, value))
            for scheme, value in values.items()
            if value
        ]

    def entry_place(self):
        return self.area.text if self.area else super().entry_place()

    def entry_facts(self):
        cost = () if self.participant_cost is None else (str(self.participant_cost).removesuffix(".00"),)
        judge = (self.judge_name,) if self.judge_name else ()
        judged_on = cut(self.evidence_judged_on, self.evidence_judged_on_precision) if judge else ""
        return [
            Fact("network", tuple(self.network_labels)),
            Fact("participant_cost", cost),
            Fact("judged_by", judge),
            Fact("judged_on", (judged_on,) if judged_on else ()),
            *self.review_facts(),
        ]

    @property
    def licence_uri(self):
        return Licence(self.licence).uri if self.licence else ""

    @property
    def text_parts(self):
        return [part for part in self.parts if part.place == "text"]

    @property
    def has_text(self):
        """True if there is something to read beside the column of contacts."""
        return bool(self.shown_picture or self.text_parts)

    @property
    def parts_below(self):
        return [part for part in self.parts if part.place == "below"]

    @cached_property
    def legislation(self):
        rows = with_keys(self.legal_references, "legal_reference")
        return [row.legal_reference for row in rows if row.legal_reference]
