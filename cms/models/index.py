from django.apps import apps
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from cms.prepared import Prepared

from .base import BasePage, load_sections
from .changes import Remembered


@Remembered
def first_keys(model, above, count):
    """The keys of the first entries of a list without filters: of those below the page with this path."""
    entries = model.objects.filter(path__startswith=above, depth__gt=len(above) // model.steplen)
    return list(entries.listed().for_cards().values_list("pk", flat=True)[:count])


@Prepared
def listed_cards(model, *, keys):
    """Those that everybody may see, with all that a card shows."""
    return model.objects.filter(pk__in=keys).listed().for_cards()


class IndexPage(BasePage):
    """A list of one kind of content: whatever lies below this index's section, and nothing else.

    The same class under the home page lists the whole site, under a platform that platform's. No setting says
    so: the place does. Subclasses name their `filter_form`, or the `entry_type` of a list that is not filtered.
    `kind` is what partners know the content by; a list without one is to be had on the site alone. `schemes` are those
    of the categories that its entries have: a table has a column for each.
    """

    is_section_page = True
    max_count_per_parent = 1
    entry_type = None
    filter_form = None
    kind = ""
    schemes = ("theme", "platform")
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
        """The first entries of the list, each with its section. Which they are is known in memory."""
        if self.filter_form:
            return self.filtered(None).results[:count]
        model = apps.get_model(self.entry_type)
        keys = first_keys(model, self.path[: -self.steplen], count)
        return load_sections(listed_cards(model, keys=keys))

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
