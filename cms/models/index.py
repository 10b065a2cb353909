from django.apps import apps
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from .base import BasePage, load_sections


class IndexPage(BasePage):
    """A list of one kind of content: whatever lies below this index's section, and nothing else.

    The same class under the home page lists the whole site, under a platform that platform's. No setting says
    so: the place does. Subclasses name their `entry_type`.
    """

    is_section_page = True
    max_count_per_parent = 1
    entry_type = None
    made_with_platform = False
    page_size = 20

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    class Meta:
        abstract = True

    content_panels = [BasePage.title_panel, BasePage.summary_panel, "intro"]

    def required_to_publish(self):
        return []

    def entries(self):
        """Everything this index lists, in its order, with all that a card shows loaded."""
        model = apps.get_model(self.entry_type)
        return model.objects.descendant_of(self.get_parent()).listed().for_cards()

    def latest(self, count):
        """The first entries of the list, each with its section."""
        return load_sections(self.entries()[:count])

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        page = Paginator(self.entries(), self.page_size).get_page(request.GET.get("page"))
        page.object_list = load_sections(page.object_list)
        return {**context, "entries": page, "total": page.paginator.count}
