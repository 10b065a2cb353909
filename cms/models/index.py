from django.apps import apps
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from .base import BasePage, load_sections


class IndexPage(BasePage):
    """A list of one kind of content: whatever lies below this index's section, and nothing else.

    The same class under the home page lists the whole site, under a platform that platform's. No setting says
    so: the place does. Subclasses name their `filter_form`, or the `entry_type` of a list that is not filtered.
    """

    is_section_page = True
    max_count_per_parent = 1
    entry_type = None
    filter_form = None
    made_with_platform = False
    page_size = 20

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    class Meta:
        abstract = True

    content_panels = [BasePage.title_panel, BasePage.summary_panel, "intro"]

    def required_to_publish(self):
        return []

    def structured_data(self):
        return self.work_data(type="CollectionPage")

    def entries(self):
        """Everything this index lists, in its order, with all that a card shows loaded."""
        if self.filter_form:
            return self.filtered(None).results
        model = apps.get_model(self.entry_type)
        return model.objects.descendant_of(self.get_parent()).listed().for_cards()

    def latest(self, count):
        """The first entries of the list, each with its section. A list with filters has them in order in memory."""
        return (
            self.filtered(None).results[:count] if self.filter_form else load_sections(self.entries()[:count])
        )

    def filtered(self, query):
        """The filter form of this list, bound to a query string: every format asks this one."""
        return self.filter_form(query, below=self.path[: -self.steplen])

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = self.filtered(request.GET) if self.filter_form else None
        entries = page_of(form.results if form else self.entries(), self.page_size, request.GET.get("page"))
        if not form:
            entries.object_list = load_sections(entries.object_list)
        return {**context, "form": form, "entries": entries, "total": entries.paginator.count}


def page_of(entries, size, number):
    """A page of the list. There is no page 0, nor one after the last: 404."""
    try:
        return Paginator(entries, size).page(number or 1)
    except InvalidPage:
        raise Http404 from None
