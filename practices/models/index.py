from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.models import BasePage, IndexPage
from cms.models.card_pictures import load_card_pictures
from cms.sections import load_sections
from practices.filters import PracticeFilterForm

from .layouts import compare

MAX_SAVED = 100
MAX_COMPARED = 4
LONGEST_KEY = 12


class PracticeIndexPage(RoutablePageMixin, IndexPage):
    """The practices below this index's section: the whole site's, or one platform's."""

    filter_form = PracticeFilterForm
    kind = "practices"
    schemes = (
        "theme",
        "platform",
        "target_group",
        "method",
        "scale",
        "status",
        "evidence",
        "assessment",
        "cost",
    )
    facts = ("network", "participant_cost", "judged_by", "judged_on", "reviewed_on", "review_by")
    figures = ("region", "status")
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
        context = self.selection_context(request, "saved", MAX_SAVED, _("Saved practices"))
        return TemplateResponse(request, "practices/saved.html", context)

    @path("vergelijk/", name="compare")
    def side_by_side(self, request):
        """Two to four practices side by side."""
        context = self.selection_context(request, "compare", MAX_COMPARED, _("Practices side by side"))
        context["rows"] = compare(context["practices"])
        context["without"] = self.without_each(context["practices"])
        return TemplateResponse(request, "practices/compare.html", context)

    def selection_context(self, request, name, limit, title):
        """The context of a page about the practices in the query string, at most `limit`; not for search engines."""
        keys = parse_keys(request.GET.getlist("practice"))
        practices = self.listed_practices(keys[:limit])
        return {
            **BasePage.get_context(self, request),
            "head": {"title": title, "is_noindex": True, "shared": self.shared_selection(name, practices)},
            "practices": practices,
            # So few that all of them fit side by side: they are ticked.
            "can_compare": 1 < len(practices) <= MAX_COMPARED,
            "missing": len(keys[:limit]) - len(practices),
            "left_out": len(keys[limit:]),
        }

    def shared_selection(self, name, practices):
        """What is sent of a choice of practices: their titles, and the address that holds their keys."""
        if not practices or not self.full_url or self.get_view_restrictions():
            return None
        address = f"{self.full_url}{self.reverse_subpage(name)}?{selection_query(practices)}"
        return {"address": address, "text": "\n".join(practice.title for practice in practices)}

    def without_each(self, practices):
        """Each practice with the query string of the comparison without it; empty if fewer than two would be left."""
        others = [[other for other in practices if other is not practice] for practice in practices]
        return [
            (practice, selection_query(rest) if len(rest) > 1 else "")
            for practice, rest in zip(practices, others, strict=True)
        ]

    def listed_practices(self, keys):
        """The listed practices of this list with these keys, in the order of the keys."""
        listed = self.filter_form.pages().descendant_of(self.get_parent()).listed()
        pages_by_key = {page.pk: page for page in listed.filter(pk__in=keys).for_comparison()}
        practices = [pages_by_key[key] for key in keys if key in pages_by_key]
        return load_card_pictures(load_sections(practices))


def parse_keys(texts):
    """The page keys among these texts, each once; a text may hold more of them, with commas."""
    parts = dict.fromkeys(part for text in texts for part in text.split(","))
    return [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) <= LONGEST_KEY]


def selection_query(practices) -> str:
    """The query string that names these practices."""
    return "practice=" + ",".join(str(practice.pk) for practice in practices)
