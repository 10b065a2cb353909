"""How deep a page may lie: no deeper than the queries for public pages look (`DEEPEST`)."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.querysets import DEEPEST

HOME_PAGE_DEPTH = 2


def too_deep_message() -> str:
    """Says to an editor, or to a program, why a page can't go there."""
    return _(
        "That is too deep: a page lies at most %(levels)d levels below the home page. Choose a place higher up."
    ) % {"levels": DEEPEST - HOME_PAGE_DEPTH}


def is_too_deep_below(parent, page=None, with_subpages=True) -> bool:
    """Would a new page below `parent` lie too deep; or `page`, if it (with all below it) went there?"""
    levels_below = 0
    if page is not None and with_subpages:
        deepest = page.get_descendants(inclusive=True).aggregate(deepest=Max("depth"))["deepest"]
        levels_below = deepest - page.depth
    return parent.depth + 1 + levels_below > DEEPEST


def refuse_new_page_too_deep(page) -> None:
    """Raises ValidationError for a new page that lies too deep, however it is made. Existing pages can be saved."""
    if page._state.adding and page.depth and page.depth > DEEPEST:
        raise ValidationError(too_deep_message())


def refuse_move_too_deep(sender, *, instance, parent_page_before, parent_page_after, **kwargs) -> None:
    """Raises ValidationError before a move (`pre_page_move`) that brings the page, or one below it, too deep."""
    goes_deeper = parent_page_after.depth > parent_page_before.depth
    if goes_deeper and is_too_deep_below(parent_page_after, instance):
        raise ValidationError(too_deep_message())
