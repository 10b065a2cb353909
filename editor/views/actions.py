"""The buttons below a page's form: shows the most likely next action beside “Save draft”, outside the dropdown."""

from django.forms import Media
from wagtail.admin.action_menu import ActionMenuItem, SaveDraftMenuItem

# The first of these that the menu has is the next action.
NEXT_ACTIONS = ["approve", "action-publish", "action-submit"]


class SaveAndNext(ActionMenuItem):
    """Shows two buttons in the place of the default one."""

    template_name = "cms/save_and_next.html"

    def __init__(self, save, next_action):
        super().__init__(order=save.order)
        self.buttons = [save, next_action]

    def get_context_data(self, parent_context):
        return {"buttons": [button.render_html(parent_context) for button in self.buttons]}

    @property
    def media(self):
        return sum((button.media for button in self.buttons), Media(css={"all": ["editor/actions.css"]}))


def promote_next_action(items) -> None:
    """Moves the next action beside the default button, if that saves a draft; changes the list in place."""
    next_action = next((item for name in NEXT_ACTIONS for item in items if item.name == name), None)
    if next_action and isinstance(items[0], SaveDraftMenuItem):
        items.remove(next_action)
        items[0] = SaveAndNext(items[0], next_action)
