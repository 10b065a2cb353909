"""The buttons below a page's form that concern a review."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem

from cms.forms import SUBMIT_WITH_NOTE

SUBMIT, CANCEL = "action-submit", "action-cancel-workflow"


class SubmitWithNote(ActionMenuItem):
    """Submits the page after a dialog that asks what to say to who reviews it."""

    name = SUBMIT_WITH_NOTE
    label = _("Submit with a note")
    icon_name = "comment"
    template_name = "moderation/submit_with_note.html"


def set_review_actions(items, context) -> None:
    """Adds submitting with a note beside submitting, and calls cancelling what it is; changes the list in place."""
    names = [item.name for item in items]
    if context["view"] == "edit" and SUBMIT in names:
        items.insert(names.index(SUBMIT) + 1, SubmitWithNote())
