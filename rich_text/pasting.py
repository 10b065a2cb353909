"""Messages of the editor about pasted content that rich text can't hold, and which block can."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

# For each kind of element: of one, and of more.
MESSAGES = {
    "heading_blocks": [
        _("A heading has a block of its own now."),
        _("{count} headings have blocks of their own now."),
    ],
    "table_blocks": [
        _("A table has a block of its own now. Does its first row name the columns?"),
        _("{count} tables have blocks of their own now. Do their first rows name the columns?"),
    ],
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
    "footnote_rows": [
        _("A footnote stands under “Footnotes” in this form now, and the text refers to it."),
        _("{count} footnotes stand under “Footnotes” in this form now, and the text refers to them."),
    ],
    "footnotes": [
        _("A footnote stands in the text itself, because it can't be a footnote of this form."),
        _("{count} footnotes stand in the text itself, because they can't be footnotes of this form."),
    ],
    "wordless": [
        _("Of one footnote only the number was copied: write its words."),
        _("Of {count} footnotes only the numbers were copied: write their words."),
    ],
    "struck": [
        _("Struck-out words are ordinary words now. Remove them if they hold no more:"),
        _(
            "Struck-out words stand in {count} places as ordinary words now. Remove them if they hold no more:"
        ),
    ],
    "underlined": [_("Underlined words are ordinary words now: readers would take them for links.")] * 2,
    "raised": [
        _("A letter or sign that stood higher or lower stands on the line now."),
        _("Letters or signs that stood higher or lower stand on the line in {count} places now."),
    ],
    "players": [
        _("A video or frame is a link now: use a video block for it."),
        _("{count} videos or frames are links now: use video blocks for them."),
    ],
}


def paste_scripts() -> str:
    return render_to_string("cms/paste.html", {"messages": MESSAGES})
