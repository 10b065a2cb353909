"""Our copies of Wagtail's templates differ from them in what was English, and in nothing else.

When an upgrade changes one of them, this fails: copy it anew.
"""

import re
from pathlib import Path

import pytest
import wagtail
from django.conf import settings

ADMIN, IMAGES = "admin/templates/wagtailadmin", "images/templates/wagtailimages"
# What stands in ours in place of what stands in Wagtail's.
COPIES = {
    f"{ADMIN}/home.html": {"{% translate 'Search' %}": "Search"},
    f"{ADMIN}/shared/header.html": {"{% translate 'Search' %}": "Search"},
    f"{ADMIN}/shared/headers/_actions.html": {"{% translate 'Buttons' %}": "Actions", "{% load i18n %}": ""},
    f"{ADMIN}/tables/boolean_cell.html": {"value|yesno": "value|stringformat:'s'"},
    f"{ADMIN}/shared/editing_sessions/list.html": {
        "Your text here overwrites nothing of it: you see both texts beside each other.": (
            "Proceeding will overwrite the changes you made in that window."
        ),
        "Your text overwrites nothing of {{ user_name }}: you see both texts beside each other.": (
            "Proceeding will overwrite the changes made by {{ user_name }}."
        ),
        "{% together_sentences current_session sessions %}": "",
        " admin_tags": "",
    },
    f"{ADMIN}/panels/object_list.html": {
        "{% handbook_link child as help %}": "",
        " header_controls=help": "",
        " admin_tags": "",
    },
    f"{IMAGES}/chooser/results.html": {
        "{% translate 'Select' %}": "Select",
        '{% include "wagtailimages/images/consent_notice.html" with image=image only %}': "",
    },
}
COMMENT = re.compile(r"\{% comment.*?endcomment %\}", re.DOTALL)


def without_layout(text):
    return re.sub(r"\s+", "", COMMENT.sub("", text)).replace("'", '"')


@pytest.mark.parametrize("path", COPIES)
def test_a_copy_says_what_wagtails_template_says(path):
    theirs = (Path(wagtail.__file__).parent / path).read_text()
    ours = (settings.BASE_DIR / "templates" / path.split("/templates/")[1]).read_text()

    for new, old in COPIES[path].items():
        assert new in ours
        ours = ours.replace(new, old)

    assert without_layout(ours) == without_layout(theirs)
