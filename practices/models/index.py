from django.utils.translation import gettext_lazy as _

from cms.models import IndexPage
from practices.filters import PracticeFilterForm


class PracticeIndexPage(IndexPage):
    """The practices below this index's section: the whole site's, or one platform's."""

    entry_type = "practices.PracticePage"
    filter_form = PracticeFilterForm
    made_with_platform = True
    default_title, default_slug = _("Good practices"), "praktijken"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["practices.PracticePage"]

    class Meta:
        verbose_name = _("list of practices")
        verbose_name_plural = _("lists of practices")
