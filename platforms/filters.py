"""What the directory of coordinators can be filtered on."""

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from cms.filters import FilterForm, PlatformFacet, QueryForm, Sort, ThemeFacet
from cms.filters.facets import first_above, listed_platforms, values_by_page, with_parents
from cms.search.words import fold


class ShownThemeFacet(ThemeFacet):
    """The themes of the coordinator; without any, what the platform works on."""

    def load(self, root, ids=None):
        own, parents = super().load(root, ids), self.parents(root)
        rows = values_by_page(apps.get_model("platforms.CurrentTheme"), "theme__slug", None)
        current = {
            path: with_parents(rows[platform.pk], parents)
            for path, platform in listed_platforms(root).items()
        }
        return lambda page: own(page) or first_above(page["path"], current) or ()


class CoordinatorFilterForm(FilterForm):
    model = "platforms.CoordinatorPage"
    facets = (ShownThemeFacet(), PlatformFacet())
    sorts = {
        "name": Sort(
            _("Last name A–Z"),
            ("person__last_name", "person__first_name"),
            lambda page: (fold(page["person__last_name"]), fold(page["person__first_name"])),
        ),
        "newest": Sort("", (), lambda page: page["pk"]),
    }
    default_sort = "name"


class FinderForm(QueryForm):
    """What a program may ask the finder."""

    q = forms.CharField(label=_("Municipality or postal code"), max_length=60)
