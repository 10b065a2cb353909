"""The message after an act in the admin, with the button that undoes it: a form, so that it works without a script."""

from django.contrib import messages
from django.template.loader import render_to_string

from audit.context import current
from audit.models import Door

from .models import UNDO_MINUTES
from .undoing import place_of, remember_moved, remember_unpublished, state_of


class UndoMessage:
    """One message for all that a request does; its text is made when it is stored or shown."""

    def __init__(self, request):
        self.request, self.deletions, self.acts = request, [], []

    def __str__(self):
        context = {"deletions": self.deletions, "acts": self.acts, "minutes": UNDO_MINUTES}
        return render_to_string("recycle_bin/admin/undo.html", context, self.request)


def message_of(request) -> UndoMessage:
    """The message of this request, made at the first act."""
    if not hasattr(request, "undo_message"):
        request.undo_message = UndoMessage(request)
        messages.info(request, request.undo_message, fail_silently=True)
    return request.undo_message


def offer_to_undo_deletion(sender, instance, created, raw=False, **kwargs) -> None:
    """At a new entry of the bin, whatever was deleted."""
    context = current()
    if created and not raw and context.door == Door.ADMIN and hasattr(context.request, "_messages"):
        message_of(context.request).deletions.append(instance)


def note_before(request, page) -> None:
    """Keeps on the request what the page is before it goes offline."""
    states = request.__dict__.setdefault("states_before", {})
    states[page.pk] = state_of(page, bool(request.POST.get("include_descendants")))


def note_place(request, page, destination=None) -> None:
    """Keeps on the request where the page is before it moves."""
    if request.method == "POST":
        request.__dict__.setdefault("places_before", {})[page.pk] = place_of(page)


def offer_to_undo_unpublishing(request, page) -> None:
    before = request.__dict__.get("states_before", {}).get(page.pk)
    if before and before["pages"].get(str(page.pk), {}).get("live"):
        message_of(request).acts.append(remember_unpublished(page, before, request.user))


def offer_to_undo_move(request, page) -> None:
    if before := request.__dict__.get("places_before", {}).get(page.pk):
        act = remember_moved(page, before, request.user)
        if act.before["parent"] != act.after["parent"]:
            message_of(request).acts.append(act)


def before_bulk_action(request, action_type, objects, action) -> None:
    note = {"unpublish": note_before, "move": note_place}.get(action_type)
    if note and is_of_pages(action):
        for page in objects:
            note(request, page)


def after_bulk_action(request, action_type, objects, action) -> None:
    offer = {"unpublish": offer_to_undo_unpublishing, "move": offer_to_undo_move}.get(action_type)
    if offer and is_of_pages(action):
        for page in objects:
            offer(request, page)


def is_of_pages(action) -> bool:
    return action.model._meta.label_lower == "wagtailcore.page"
