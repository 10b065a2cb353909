"""Begins a news item about a practice, event or trajectory."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.permissions import visible_to
from editor.views.page_forms import ABOUT

from .models import NewsIndexPage


@require_safe
def write_about(request, page_id):
    """Opens the form of a news item with its facts filled in (`NewsPage.propose_about`), in the list of its section if
    this user may write there, else in the first list where this user may.

    404 for a page that this user may not know of, 403 for who may write news nowhere.
    """
    page = get_object_or_404(Page.objects.filter(visible_to(request.user)), pk=page_id)
    lists = lists_of(request.user)
    if not lists:
        raise PermissionDenied
    near = next((each for each in lists if is_of_its_section(each, page)), lists[0])
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", near.pk])
    return redirect(f"{address}?{ABOUT}={page.pk}")


def lists_of(user) -> list:
    """The lists of news below which this user may add, in the order of the tree."""
    lists = NewsIndexPage.objects.order_by("path")
    return [each for each in lists if each.permissions_for_user(user).can_add_subpage()]


def is_of_its_section(news_list, page) -> bool:
    """Whether the page stands in the part of the tree that this list of news is about."""
    section = news_list.path[: -news_list.steplen]
    return page.path.startswith(section) and len(section) > 2 * news_list.steplen
