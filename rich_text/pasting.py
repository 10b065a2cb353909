"""Messages of the editor about pasted content that rich text can't hold, and which block can."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def paste_scripts() -> str:
    return render_to_string("cms/paste.html", {"messages": messages()})


def messages():
    """The messages for each kind of element: singular and plural."""
    return {
        "pictures": [
            _("One picture was not pasted: add it in a picture block."),
            _("{count} pictures were not pasted: add them in picture blocks."),
        ],
        "headings": [
            _("A heading is a bold line now: use a heading block for it."),
            _("{count} headings are bold lines now: use heading blocks for them."),
        ],
        "tables": [
            _("Each row of a table is a line now, with | between the cells: a table block shows it as one.")
        ]
        * 2,
        "players": [
            _("A video or frame is a link now: use a video block for it."),
            _("{count} videos or frames are links now: use video blocks for them."),
        ],
    }
