from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from rich_text import LINE_FEATURES

from .base import BasePage
from .card_pictures import show_first_at_once


class IndexPage(BasePage):
    """A list of one kind of content: everything of that kind below the index's parent.

    Below the home page it lists the whole site, below a platform that platform's pages; no setting is needed.
    Subclasses set a `filter_form`. `kind` is the name that partners use for the content; a list without one has no
    formats. `schemes` are the category schemes of its entries, `facts` the keys of their facts: tables have a column
    for each. `figures` are the facets that the page of a theme counts.
    """

    is_section_page = True
    max_count_per_parent = 1
    filter_form = None
    kind = ""
    schemes = ("theme", "platform")
    facts = ()
    figures = ()
    made_with_platform = False
    page_size = 20

    intro = RichTextField(_("introduction"), blank=True, features=LINE_FEATURES)

    class Meta:
        abstract = True

    content_panels = [BasePage.title_panel, BasePage.summary_panel, "intro"]

    def required_to_publish(self):
        return []

    def structured_data(self):
        return self.work_data(type="CollectionPage")

    def entries(self):
        """All entries below the parent of this page, in order: `Results`, which has a length and takes slices."""
        return self.filtered(None).results

    def latest(self, count) -> list:
        """The first entries, each with its section and all that a card shows."""
        return self.entries()[:count]

    def filtered(self, query, is_feed=False):
        """The filter form of this list, bound to a query string or None; all formats use this one.

        A feed may have another default order.
        """
        return self.filter_form(query, below=self.path[: -self.steplen], is_feed=is_feed)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = self.filtered(request.GET)
        entries = page_of(form.results, self.page_size, request.GET.get("page"))
        show_first_at_once(entries)
        return {**context, "form": form, "entries": entries, "total": entries.paginator.count}


def page_of(entries, size, number):
    """The page with this number, the first if it is empty. Raises Http404 if it is out of range or not a number."""
    try:
        return Paginator(entries, size).page(number or 1)
    except InvalidPage:
        raise Http404 from None
