"""Good practices: what an organisation did, for whom, where, and what came of it."""

from django.utils.translation import gettext_lazy as _

from cms.models import BasePage, IndexPage


class PracticeIndexPage(IndexPage):
    """The practices below this index's section: the whole site's, or one platform's."""

    entry_type = "practices.PracticePage"
    made_with_platform = True
    default_title, default_slug = _("Good practices"), "praktijken"
    parent_page_types = ["home.HomePage", "platforms.PlatformPage"]
    subpage_types = ["practices.PracticePage"]

    class Meta:
        verbose_name = _("list of practices")
        verbose_name_plural = _("lists of practices")


class PracticePage(BasePage):
    """A practice."""

    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
