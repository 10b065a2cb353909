"""The public figures: a page, and each figure as a drawing and as a table."""

import csv
import io

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from api.conditional import respond_with_etag
from cms.cors import for_all_origins
from cms.models import Licence, Publisher
from cms.structured_data import filled
from editor.spreadsheets import escape_formula
from fields.formatting import precise

from .drawings import draw
from .figures import ADOPTION, KEYS, Figures
from .models import PracticeIndexPage

# What the base template reads of a page.
PAGE = {
    "title": gettext_lazy("Figures"),
    "search_description": gettext_lazy(
        "How many good practices each region, theme and state has, how strong the evidence is, and who took them over."
    ),
}
SVG, CSV = "image/svg+xml", "text/csv; charset=utf-8; header=present"


def figures_of(request) -> Figures:
    """The figures about all practices of the site. Raises Http404 if it has no listed list of practices."""
    site = Site.find_for_request(request)
    lists = PracticeIndexPage.objects.child_of(site.root_page).listed() if site else []
    if not lists:
        raise Http404
    return Figures(lists.first())


def show_figures(request):
    figures = figures_of(request)
    home = Site.find_for_request(request).root_page
    context = {
        "page": PAGE,
        "above": [home],
        "head": {
            "title": PAGE["title"],
            "address": reverse("practice_figures"),
            "above": [home],
            "data": dataset(request, figures),
        },
        "figures": figures,
        "drawings": [(figure, None if figure.is_map else draw(figure)) for figure in figures.all],
        "counted_on": timezone.localdate(),
    }
    return TemplateResponse(request, "practices/figures.html", context)


@for_all_origins
def send_drawing(request, figure):
    """One figure as SVG, with its title, the date and the source, so that it can stand anywhere."""
    counts = figures_with(request, figure).get(figure)
    day = precise(timezone.localdate(), "day")
    source = _("Counted on %(day)s. Source: %(address)s") % {"day": day, "address": address_of(request)}
    context = {"figure": counts, "drawing": draw(counts), "source": source}
    drawing = render_to_string("practices/figure.svg", context).strip()
    return file_of(request, drawing, SVG, f'inline; filename="{_("figures")}-{figure}.svg"')


@for_all_origins
def send_table(request, figure):
    """One figure as CSV, with the date and the source in each row. `excel=1` as in exports: with a byte order mark."""
    figures, is_for_excel = figures_with(request, figure), request.GET.get("excel") == "1"
    columns, rows = adoption_table(figures) if figure == ADOPTION else count_table(figures.get(figure))
    origin = [timezone.localdate().isoformat(), address_of(request)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if is_for_excel else ",")
    writer.writerow([*columns, "counted_on", "source"])
    writer.writerows([escape_formula(str(cell)) for cell in (*row, *origin)] for row in rows)
    table = f"\ufeff{out.getvalue()}" if is_for_excel else out.getvalue()
    return file_of(request, table, CSV, f'attachment; filename="{_("figures")}-{figure}.csv"')


def figures_with(request, key) -> Figures:
    """As `figures_of`. Raises Http404 for an unknown key too."""
    if key not in KEYS:
        raise Http404
    return figures_of(request)


def file_of(request, content, content_type, disposition):
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = disposition
    return respond_with_etag(request, response)


def count_table(figure):
    rows = [(row.value, row.label, row.parent, row.count) for row in figure.rows]
    return ["value", "label", "parent", "count"], rows


def adoption_table(figures):
    """A row for each adoption, the latest first."""
    columns = ["organisation", "municipality", "region", "since", "practice", "address", "own_address"]
    rows = [
        (
            adoption.organisation,
            adoption.town,
            adoption.region,
            adoption.since_iso,
            adoption.practice.title,
            adoption.practice.full_url,
            adoption.own_page.full_url if adoption.own_page else "",
        )
        for adoption in figures.adoptions
    ]
    return columns, rows


def address_of(request) -> str:
    """The URL of the page with the figures."""
    return Site.find_for_request(request).root_url + reverse("practice_figures")


def dataset(request, figures) -> dict:
    """The figures as a schema.org Dataset, whose tables are its distributions."""
    address = address_of(request)
    return filled(
        type="Dataset",
        id=address,
        url=address,
        name=_("Figures about good practices"),
        description=str(PAGE["search_description"]),
        license=Licence(Publisher.for_request(request).licence).uri,
        isAccessibleForFree=True,
        dateModified=timezone.localdate().isoformat(),
        spatialCoverage={"@type": "AdministrativeArea", "name": _("Flanders")},
        variableMeasured=[figure.title for figure in figures.all],
        distribution=[
            {
                "@type": "DataDownload",
                "name": figure.title,
                "encodingFormat": "text/csv",
                "contentUrl": f"{address}{figure.key}.csv",
            }
            for figure in figures.all
        ],
    )
