from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.models import BasePage, IndexPage
from cms.models.base import load_sections
from practices.filters import PracticeFilterForm

from .comparison import compare

MOST_SAVED = 100
MOST_COMPARED = 4


class PracticeIndexPage(RoutablePageMixin, IndexPage):
    """The practices below this index's section: the whole site's, or one platform's."""

    filter_form = PracticeFilterForm
    kind = "practices"
    schemes = ("theme", "platform", "target_group", "scale", "status", "evidence", "cost")
    made_with_platform = True
    # A card says a lot: more of them is a long way down on a phone.
    page_size = 12
    default_title, default_slug = _("Good practices"), "praktijken"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["practices.PracticePage"]

    class Meta:
        verbose_name = _("list of practices")
        verbose_name_plural = _("lists of practices")

    @path("bewaard/", name="saved")
    def saved(self, request):
        """The practices that a visitor keeps. The address holds them all: the browser remembers it, we don't."""
        context = self.chosen(request, MOST_SAVED, _("Saved practices"))
        return TemplateResponse(request, "practices/saved.html", context)

    @path("vergelijk/", name="compare")
    def side_by_side(self, request):
        """Two to four practices side by side."""
        context = self.chosen(request, MOST_COMPARED, _("Practices side by side"))
        context["rows"] = compare(context["practices"])
        return TemplateResponse(request, "practices/compare.html", context)

    def chosen(self, request, most, title):
        """The context of a page about the practices that the address names; not more than so many.

        Not for search engines: each visitor's choice is an address of its own.
        """
        asked = numbers(request.GET.getlist("practice"))
        practices = self.listed_practices(asked[:most])
        return {
            **BasePage.get_context(self, request),
            "head": {"title": title, "is_noindex": True},
            "practices": practices,
            "missing": len(asked[:most]) - len(practices),
            "left_out": len(asked[most:]),
        }

    def listed_practices(self, keys):
        """The practices with these keys that stand in this list, in the order of the keys."""
        practices = self.filter_form.pages().descendant_of(self.get_parent()).listed()
        found = {page.pk: page for page in practices.filter(pk__in=keys).for_comparison()}
        return load_sections(found[key] for key in keys if key in found)


def numbers(texts):
    """The page keys among what stands in an address, each once."""
    return [int(text) for text in dict.fromkeys(texts) if text.isascii() and text.isdecimal()]
