"""The public figures in the API."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema

from api.lists import respond
from api.operations import add_operation

from .figures import Figures
from .models import PracticeIndexPage

router = Router()


class FigureRow(Schema):
    """A number, and the address of the list of what it counts."""

    value: str
    label: str
    parent: str | None
    count: int
    url: str


class FigureOut(Schema):
    """The numbers behind a figure, and its files."""

    key: str
    title: str
    note: str
    csv_url: str
    svg_url: str
    rows: list[FigureRow]


class FiguresOut(Schema):
    counted_on: date
    total: int = Field(description="How many practices there are.")
    figures: list[FigureOut]


def serialize_figure(figure, root):
    return {
        "key": figure.key,
        "title": figure.title,
        "note": figure.note,
        "csv_url": root + reverse("practice_figure_csv", args=[figure.key]),
        "svg_url": root + reverse("practice_figure_svg", args=[figure.key]),
        "rows": [
            {
                "value": row.value,
                "label": row.label,
                "parent": row.parent or None,
                "count": row.count,
                "url": root + row.address,
            }
            for row in figure.rows
        ],
    }


def get_figures(request):
    def make(site):
        practice_list = PracticeIndexPage.objects.child_of(site.root_page).listed().first()
        if practice_list is None:
            raise Http404
        figures = Figures(practice_list)
        return {
            "counted_on": timezone.localdate().isoformat(),
            "total": figures.total,
            "figures": [serialize_figure(figure, site.root_url) for figure in figures.all],
        }

    return respond(request, make)


ABOUT = (
    "How many practices each region, theme, state and level of evidence has, who judged the evidence, and in which "
    "regions practices were taken over: the numbers of the page with figures."
)
add_operation(
    router,
    "practices",
    "/figures",
    get_figures,
    ("figures", "Figures about practices", ABOUT),
    FiguresOut,
    [],
)
