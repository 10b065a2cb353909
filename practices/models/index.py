from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.models import BasePage, IndexPage
from cms.sections import load_sections
from practices.filters import PracticeFilterForm

from .layouts import compare

MAX_SAVED = 100
MAX_COMPARED = 4


class PracticeIndexPage(RoutablePageMixin, IndexPage):
    """The practices below this index's section: the whole site's, or one platform's."""

    filter_form = PracticeFilterForm
    kind = "practices"
    schemes = ("theme", "platform", "target_group", "method", "scale", "status", "evidence", "cost")
    facts = ("network", "participant_cost")
    made_with_platform = True
    # Cards are tall: more of them is a long scroll on a phone.
    page_size = 12
    default_title, default_slug = _("Good practices"), "praktijken"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["practices.PracticePage"]

    class Meta:
        verbose_name = _("list of practices")
        verbose_name_plural = _("lists of practices")

    @path("")
    def index_route(self, request):
        """The list itself; the mixin's own route would pass `IndexPage.serve` by."""
        return IndexPage.serve(self, request)

    @path("bewaard/", name="saved")
    def saved(self, request):
        """The practices that a visitor saved: their keys are in the URL, nothing is stored here."""
        context = self.selection_context(request, MAX_SAVED, _("Saved practices"))
        return TemplateResponse(request, "practices/saved.html", context)

    @path("vergelijk/", name="compare")
    def side_by_side(self, request):
        """Two to four practices side by side."""
        context = self.selection_context(request, MAX_COMPARED, _("Practices side by side"))
        context["rows"] = compare(context["practices"])
        return TemplateResponse(request, "practices/compare.html", context)

    def selection_context(self, request, limit, title):
        """The context of a page about the practices in the query string, at most `limit`; not for search engines."""
        keys = parse_keys(request.GET.getlist("practice"))
        practices = self.listed_practices(keys[:limit])
        return {
            **BasePage.get_context(self, request),
            "head": {"title": title, "is_noindex": True},
            "practices": practices,
            "missing": len(keys[:limit]) - len(practices),
            "left_out": len(keys[limit:]),
        }

    def listed_practices(self, keys):
        """The listed practices of this list with these keys, in the order of the keys."""
        practices = self.filter_form.pages().descendant_of(self.get_parent()).listed()
        pages_by_key = {page.pk: page for page in practices.filter(pk__in=keys).for_comparison()}
        return load_sections(pages_by_key[key] for key in keys if key in pages_by_key)


def parse_keys(texts):
    """The page keys among these texts, each once."""
    return [int(text) for text in dict.fromkeys(texts) if text.isascii() and text.isdecimal()]
