"""Refuses, with a message, what would bring a page too deep in the tree (`cms.depth`); the models refuse it anyhow."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from cms.depth import is_too_deep_below, too_deep_message


def before_create_page(request: HttpRequest, parent, page_class) -> HttpResponse | None:
    if is_too_deep_below(parent):
        messages.error(request, too_deep_message())
        return redirect("wagtailadmin_explore", parent.pk)
    return None


def before_move_page(request: HttpRequest, page, destination) -> HttpResponse | None:
    if destination.depth >= page.depth and is_too_deep_below(destination, page):
        messages.error(request, too_deep_message())
        return redirect("wagtailadmin_pages:move", page.pk)
    return None


def before_bulk_action(request: HttpRequest, action_type, pages, view) -> HttpResponse | None:
    """Moves none of the chosen pages where one of them would lie too deep."""
    if action_type != "move" or not hasattr(view, "pages_to_move"):
        return None
    destination = view.cleaned_form.cleaned_data["chooser"]
    if any(is_too_deep_below(destination, page) for page in pages if destination.depth >= page.depth):
        messages.error(request, too_deep_message())
        return redirect(view.next_url)
    return None
