"""What the page of a platform shows: its rows without empty ones, and the lists of its section."""

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from cms.models import with_keys
from cms.publishing import filled_rows, is_empty
from cms.querysets import listed

from .action_programme import ActionProgrammePage
from .coordinator import MOST_CARDS, load_coordinators
from .footnotes import notes_by_section

LATEST_COUNT = 3
# The names of coordinators in a list of platforms.
MOST_NAMES = 3
THEMES_COUNT = 6


class OwnList:
    """A list of the section: its first pages, how many there are, and their themes."""

    def __init__(self, page):
        self.page, self.results = page, page.entries()

    @cached_property
    def entries(self):
        return self.results[:LATEST_COUNT]

    @property
    def has_more(self):
        return len(self.results) > LATEST_COUNT

    @property
    def count_text(self):
        return self.results.form.count_text(len(self.results))

    @property
    def themes(self):
        """The most frequent themes, as triples of the name, the number of pages, and the list filtered by it."""
        choices = self.results.top_choices("theme", THEMES_COUNT)
        return [
            (choice.label, choice.count, f"{self.page.get_url()}?theme={choice.value}") for choice in choices
        ]


class PlatformPresentationMixin:
    """Mixin for a page with the fields and rows of a platform."""

    @cached_property
    def coordinators(self):
        """The active coordinators below this platform, by last name."""
        return load_coordinators([self])[0].coordinators

    @property
    def first_coordinators(self):
        """Those that the page shows at once; `more_coordinators` are the others."""
        return self.coordinators[:MOST_CARDS]

    @property
    def more_coordinators(self):
        return self.coordinators[MOST_CARDS:]

    @property
    def coordinators_line(self):
        """The names of the first coordinators, and how many there are besides: “Tom, An, Els and 37 others”."""
        names = [coordinator.title for coordinator in self.coordinators]
        first, others = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
        if others < 1:
            return first
        text = ngettext("%(name)s and %(count)d other", "%(name)s and %(count)d others", others)
        return text % {"name": first, "count": others}

    @cached_property
    def programmes(self):
        return ActionProgrammePage.objects.child_of(self).listed().for_cards()

    @cached_property
    def own_lists(self):
        """The lists of the section (news, practices, agenda)."""
        children = listed(Page.objects.child_of(self)).specific()
        return [OwnList(child) for child in children if getattr(child, "made_with_platform", False)]

    @cached_property
    def current_highlights(self):
        """The current highlights as `(highlight, address, label)`.

        The address is empty without a link, or if it leads to a page that is not listed.
        """
        current = [block.value for block in self.highlights if block.value.is_current]
        keys = [value["link_page"].pk for value in current if value["link_page"]]
        pages_by_key = listed(Page.objects.filter(pk__in=keys)).in_bulk() if keys else {}
        return [(value, value.address(pages_by_key), value.label(pages_by_key)) for value in current]

    @property
    def shown_gallery(self) -> list:
        """The blocks of the gallery without withdrawn pictures."""
        return [block for block in self.gallery if not block.value.is_withdrawn]

    @cached_property
    def margin_notes(self):
        return notes_by_section(self, self.NOTE_FIELDS_BY_SECTION)

    @cached_property
    def funding_rows(self):
        """The rows with an amount; the template shows the first one large."""
        return [row for row in self.funding.all() if row.amount is not None]

    @cached_property
    def member_rows(self):
        return [row for row in with_keys(self.members, "organisation") if row.organisation]

    @cached_property
    def theme_rows(self):
        return [row for row in with_keys(self.current_themes, "theme", "organisation") if row.words]

    @cached_property
    def served(self):
        """The municipalities that it serves, in the editor's order."""
        return [row.municipality for row in self.municipality_rows]

    @cached_property
    def municipality_rows(self):
        return filled_rows(with_keys(self.municipalities, "municipality"))

    @cached_property
    def staff_rows(self):
        """The staff per year, newest first."""
        rows = [row for row in self.staff.all() if row.year and row.fte is not None]
        return sorted(rows, key=lambda row: row.year, reverse=True)

    @cached_property
    def director_rows(self):
        """The directors, current and former, without persons who have left."""
        return [row for row in with_keys(self.directors, "person") if row.current_person]

    @cached_property
    def initiative_rows(self):
        """Pairs of an initiative and its page on this site, None if that is not listed."""
        pages = {page.pk: page for page in self.listed_targets(self.initiatives, "page_about")}
        return [(row, pages.get(row.page_about_id)) for row in filled_rows(self.initiatives.all())]

    @property
    def municipality_names(self):
        return [str(municipality) for municipality in self.served]

    @property
    def inspirations(self):
        """The names of the organisations that inspired it, with “…” if there are more."""
        rows = with_keys(self.inspired_by, "organisation")
        names = [row.organisation.name for row in rows if row.organisation]
        return ", ".join([*names, "…"] if names and self.inspired_by_is_open else names)

    @property
    def founding_time(self):
        """The day of founding, else the year."""
        return date_format(self.founded_on) if self.founded_on else self.founded_year

    @property
    def founding_note(self):
        return _("decided by: %s") % self.founding_decision_by if self.founding_decision_by else ""

    @property
    def has_mission(self):
        return not all(
            is_empty(value) for value in (self.intro, self.mission, self.objectives, self.shown_picture)
        )

    @property
    def has_governance(self):
        parts = (self.governance_intro, self.coordinator_roles_intro, self.coordinator_roles, self.bodies)
        return bool(self.director_rows) or not all(is_empty(part) for part in parts)

    @property
    def place(self):
        """The postal code and town: 8200 Brugge."""
        name = self.municipality.name if self.municipality else self.city
        return f"{self.postal_code} {name}".strip()
