"""What reviewers keep of the texts with which new pages begin."""

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.forms import StartingTextForm
from cms.models import StartingText

from .vocabularies import VocabularyChooser


def beginning(starting) -> str:
    return Truncator(strip_tags(starting.text.replace("<", " <")).strip()).words(14)


class StartingTextViewSet(SnippetViewSet):
    """In the menu of settings, for whoever has the permission: the reviewers."""

    model = StartingText
    icon = "edit"
    menu_label = _("Starting texts")
    add_to_settings_menu = True
    copy_view_enabled = False
    chooser_viewset_class = VocabularyChooser
    list_display = [
        "__str__",
        Column("beginning", label=_("Begins with"), accessor=beginning),
    ]

    def get_edit_handler(self):
        handler = ObjectList(self.model.panels, base_form_class=StartingTextForm)
        return handler.bind_to_model(self.model)
