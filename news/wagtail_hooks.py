"""News in the side menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from editor.views import SectionListViewSet

from .models import NewsPage


class NewsListViewSet(SectionListViewSet):
    model = NewsPage
    menu_label = _("News")
    start_label = _("Add news")
    icon = "doc-full"
    menu_order = 110


@hooks.register("register_admin_viewset")
def register_news():
    return NewsListViewSet("news")
