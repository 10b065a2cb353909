"""What readers did in the sections of one user: the sums of the user's places put together, with titles."""

from collections import defaultdict
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.models import CustomDocument
from cms.models.page_views import UNKNOWN
from cms.permissions import pages_of
from search.searched_queries import has_name

from .models import ReaderFigures
from .places import FILES, PAGES, SEARCHES, file_paths, page_paths, place
from .summing import DAYS, MOST_IN_REPORT, rank

KINDS = {
    "views": gettext_lazy("Pages that were opened"),
    "embedded": gettext_lazy("Sites that show our lists and pages"),
    "searches": gettext_lazy("Searches that found nothing"),
    "downloads": gettext_lazy("Documents that were downloaded"),
}


# What each line is, in the report.
LABELS = {
    "views": gettext_lazy("Page"),
    "embedded": gettext_lazy("Site that shows ours"),
    "searches": gettext_lazy("Search without result"),
    "downloads": gettext_lazy("Document"),
}


class Line(NamedTuple):
    """A page, a site, a search or a document with two numbers; `before` is None where it is not told."""

    kind: str
    name: str
    url: str
    now: int
    before: int | None

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])

    @property
    def pk(self) -> str:
        """What a table of the admin calls its rows."""
        return f"{self.kind} {self.name}"


class Figures:
    """The figures of a user; with `whole` every line, else the first few. `is_known` is False until `tick` has run."""

    def __init__(self, user, whole=False):
        self.user, self.pages, self.files = user, page_paths(user), file_paths(user)
        self.rows = self.load("whole" if whole else "top")
        self.is_known = any(name.startswith(f"{PAGES}:") for name in self.rows)

    @property
    def has_section(self) -> bool:
        return bool(self.pages)

    def load(self, field) -> dict[str, dict]:
        """The field by place, in one query; nothing for who has no pages."""
        places = [place(PAGES, path) for path in self.pages] + [place(FILES, path) for path in self.files]
        names = [*places, place(SEARCHES)] if self.pages else []
        rows = list(ReaderFigures.objects.filter(place__in=names).values_list("place", "day", field))
        self.day = max((day for _place, day, _figures in rows), default=None)
        return {name: figures for name, _day, figures in rows}

    def days(self, what) -> list[int]:
        """A number for each of the sixty days, the oldest first."""
        series = [figures.get("days", {}).get(what) for figures in self.rows.values()]
        return [sum(numbers) for numbers in zip(*filter(None, series), strict=True)] or [0] * (2 * DAYS)

    def ranked(self, what, most) -> list[list]:
        """`[key, now, before]`, most first. Places don't overlap, so a page counts once; a site may be in several."""
        totals = defaultdict(lambda: [0, 0])
        for figures in self.rows.values():
            for key, now, before in figures.get("most", figures).get(what, ()):
                totals[key][0] += now
                totals[key][1] = None if before is None else totals[key][1] + before
        return rank(totals, most)

    def lines(self, what, most=MOST_IN_REPORT) -> list[Line]:
        """The lines of one kind, without what is gone or is not this user's any more."""
        named = self.namers[what](self, self.ranked(what, MOST_IN_REPORT))
        return [Line(what, *line) for line in named][:most]

    def page_lines(self, ranked):
        own = pages_of(self.user).filter(pk__in=[key for key, *_numbers in ranked])
        titles = {page.pk: page.get_admin_display_title() for page in own.only(*TITLE)}
        for key, *numbers in ranked:
            if key in titles:
                yield titles[key], reverse("wagtailadmin_pages:edit", args=[key]), *numbers

    def document_lines(self, ranked):
        documents = CustomDocument.objects.filter(pk__in=[key for key, *_numbers in ranked])
        titles = documents.values_list("pk", "title", "collection__path")
        own = {pk: title for pk, title, path in titles if path.startswith(tuple(self.files))}
        for key, *numbers in ranked:
            if key in own:
                yield own[key], reverse("wagtaildocs:edit", args=[key]), *numbers

    def site_lines(self, ranked):
        """`?` stands for sites that did not say their name."""
        for name, *numbers in ranked:
            yield _("sites without a name") if name == UNKNOWN else name, "", *numbers

    def search_lines(self, ranked):
        """Looks at the names again: a person may have been added since."""
        for words, *numbers in ranked:
            if not has_name(words.split()):
                yield words, "", *numbers

    namers = {
        "views": page_lines,
        "embedded": site_lines,
        "searches": search_lines,
        "downloads": document_lines,
    }


# What the title of a page in the admin is made of.
TITLE = ["title", "draft_title"]


def sums_of(days) -> tuple[int, int]:
    """The sum of the last thirty days, and of the thirty before."""
    return sum(days[DAYS:]), sum(days[:DAYS])
