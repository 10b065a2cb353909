"""The filters of the directory of coordinators, and the parameters of the finder."""

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from listing import FilterForm, PlatformFacet, QueryForm, Sort, ThemeFacet
from listing.facets import first_above, listed_platforms, parent_themes, values_by_page, with_parents
from search.words import fold


class ShownThemeFacet(ThemeFacet):
    """The themes of the coordinator, else the current themes of the platform."""

    def models(self):
        return [*super().models(), "platforms.PlatformPage"]

    def load(self, root, ids=None):
        own, parents = super().load(root, ids), parent_themes()
        rows = values_by_page(apps.get_model("platforms.CurrentTheme"), "theme__slug", None)
        current = {
            path: with_parents(rows[platform.pk], parents)
            for path, platform in listed_platforms(root).items()
        }
        return lambda page: own(page) or first_above(page["path"], current) or ()


class PlatformThemeFacet(ThemeFacet):
    """The themes of the platform and its current themes."""

    def load(self, root, ids=None):
        own, parents = super().load(root, ids), parent_themes()
        current = values_by_page(apps.get_model("platforms.CurrentTheme"), "theme__slug", ids)
        return lambda page: own(page) | with_parents(current.get(page["pk"], []), parents)


class PlatformFilterForm(FilterForm):
    model = "platforms.PlatformPage"
    facets = (PlatformThemeFacet(),)
    sorts = {
        "title": Sort(_("Title A–Z"), ("title",), lambda page: fold(page["title"])),
        "newest": Sort("", (), lambda page: page["pk"]),
    }
    default_sort = "title"

    @staticmethod
    def count_text(count):
        return ngettext("%(total)s platform", "%(total)s platforms", count) % {"total": count}


class CoordinatorFilterForm(FilterForm):
    model = "platforms.CoordinatorPage"
    more_models = ("cms.Person",)
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

    @staticmethod
    def count_text(count):
        return ngettext("%(total)s coordinator", "%(total)s coordinators", count) % {"total": count}


class FinderForm(QueryForm):
    """The query parameters of the finder in the API."""

    q = forms.CharField(label=_("Municipality or postal code"), max_length=60)
