from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page, PageViewRestriction

from caching.compiled import Prepared
from caching.functions import cached_until_change
from cms.pagination import page_of, redirect_to_page
from cms.querysets import deduplicated
from cms.sections import load_sections
from rich_text import LINE_FEATURES

from .base import BasePage


@cached_until_change(Page, PageViewRestriction, "cms.Person")
def first_keys(model, above, count):
    """The keys of the first entries below the page with the path `above`, for a list without filters."""
    entries = model.objects.filter(path__startswith=above, depth__gt=len(above) // model.steplen)
    return list(deduplicated(entries.listed(), above).for_cards().values_list("pk", flat=True)[:count])


@Prepared
def listed_cards(model, *, keys):
    """The listed pages with these keys, with all that a card shows loaded."""
    return model.objects.filter(pk__in=keys).listed().for_cards()


class IndexPage(BasePage):
    """A list of one kind of content: everything of that kind below the index's parent.

    Below the home page it lists the whole site, below a platform that platform's pages; no setting is needed.
    Subclasses set a `filter_form`, or `entry_type` for a list without filters. `kind` is the name that partners use for
    the content; a list without one has no formats. `schemes` are the category schemes of its entries, `facts` the keys
    of their facts: tables have a column for each.
    """

    is_section_page = True
    max_count_per_parent = 1
    entry_type = None
    filter_form = None
    kind = ""
    schemes = ("theme", "platform")
    facts = ()
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
        """All entries below the parent of this page, in order, with all that a card shows loaded.

        Gives `Results` if the list has a filter form, else a queryset; both take slices.
        """
        if self.filter_form:
            return self.filtered(None).results
        model = apps.get_model(self.entry_type)
        above = self.get_parent()
        return deduplicated(model.objects.descendant_of(above).listed(), above.path).for_cards()

    def latest(self, count) -> list:
        """The first entries, each with its section. Which ones they are is cached."""
        if self.filter_form:
            return self.filtered(None).results[:count]
        model = apps.get_model(self.entry_type)
        keys = first_keys(model, self.path[: -self.steplen], count)
        return load_sections(listed_cards(model, keys=keys))

    def filtered(self, query, is_feed=False):
        """The filter form of this list, bound to a query string or None; all formats use this one.

        A feed may have another default order.
        """
        return self.filter_form(query, below=self.path[: -self.steplen], is_feed=is_feed)

    def serve(self, request, *args, **kwargs):
        """Redirects from a page of the list that does not exist (`redirect_to_page`)."""
        response = super().serve(request, *args, **kwargs)
        return redirect_to_page(request, response.context_data["entries"]) or response

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = self.filtered(request.GET) if self.filter_form else None
        entries = page_of(form.results if form else self.entries(), self.page_size, request.GET.get("page"))
        if not form:
            entries.object_list = load_sections(entries.object_list)
        return {**context, "form": form, "entries": entries, "total": entries.paginator.count}
