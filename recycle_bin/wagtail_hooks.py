"""Registers with Wagtail's admin: the bin, the messages that undo, and what a page's history says of it."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.permissions import pages_to_change

from . import messages
from .acts import Entry, Purge, PutBack, Undo
from .lists import DeletionList
from .processing import describe

hooks.register("register_processing_activity", describe)
hooks.register("before_unpublish_page", messages.note_before)
hooks.register("after_unpublish_page", messages.offer_to_undo_unpublishing)
hooks.register("before_move_page", messages.note_place)
hooks.register("after_move_page", messages.offer_to_undo_move)
hooks.register("before_bulk_action", messages.before_bulk_action)
hooks.register("after_bulk_action", messages.after_bulk_action)


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("recycle-bin/", DeletionList.as_view(), name="recycle_bin"),
        path("recycle-bin/results/", DeletionList.as_view(results_only=True), name="recycle_bin_results"),
        path("recycle-bin/undo/", Undo.as_view(), name="recycle_bin_undo"),
        path("recycle-bin/<int:pk>/", Entry.as_view(), name="recycle_bin_entry"),
        path("recycle-bin/<int:pk>/put-back/", PutBack.as_view(), name="recycle_bin_put_back"),
        path("recycle-bin/<int:pk>/purge/", Purge.as_view(), name="recycle_bin_purge"),
    ]


class RecycleBinMenuItem(MenuItem):
    """For who has a section, or reviews."""

    def is_shown(self, request):
        return pages_to_change(request.user).exists()


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return RecycleBinMenuItem(
        _("Recycle bin"), reverse("recycle_bin"), name="recycle-bin", icon_name="bin", order=620
    )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("recycle_bin.put_back", _("Put back"), _("Put back from the recycle bin"))
    actions.register_action("recycle_bin.undo_unpublish", _("Undo"), _("Taking offline undone"))
