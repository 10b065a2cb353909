"""News in the side menu, and the button to write about another page."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from editor.views import SectionListViewSet

from .models import NewsPage, NewsPractice, NewsTrajectory
from .views import lists_of, write_about


class NewsListViewSet(SectionListViewSet):
    model = NewsPage
    menu_label = _("News")
    start_label = _("Add news")
    icon = "doc-full"
    menu_order = 110


@hooks.register("register_admin_viewset")
def register_news():
    return NewsListViewSet("news")


@hooks.register("register_admin_urls")
def register_write_about_url():
    return [path("pages/<int:page_id>/write-about/", write_about, name="write_about")]


@hooks.register("register_page_header_buttons")
def write_about_button(page, user, view_name, next_url=None):
    """For what happens and what works: news is about that."""
    if page.pk and is_told_about(page) and lists_of(user):
        url = reverse("write_about", args=[page.pk])
        yield Button(_("Write news about it"), url, icon_name="doc-full", priority=36)


def is_told_about(page) -> bool:
    model = page.specific_class
    subjects = [row._meta.get_field(row.filled_by).related_model for row in (NewsPractice, NewsTrajectory)]
    return model is not None and (model in subjects or getattr(model, "happens", False))
