"""Two versions of a page that came from the same one: what differs, and one version made of both.

Nothing here decides for anybody. A text that would overwrite another is set aside as a revision that is not the
latest, so that both stand in the history, and its writer chooses field by field.
"""

import json
import re
from datetime import timedelta
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString
from wagtail.admin.compare import TextDiff, diff_text
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, PageLogEntry, Revision

from cms.publishing import label_of_field

from .in_words import in_words

SET_ASIDE, PUT_TOGETHER = "streekwijzer.set_aside", "streekwijzer.put_together"
MINE, THEIRS = "mine", "theirs"
# Finding the words that differ takes too long in longer texts; both are shown in full all the same.
LONGEST_MARKED = 30_000
NOT_CONTENT = {"comments", "comment_notifications"}
TAGS = {"tags": "tagged_items"}
# What differs without anybody having written it: the keys of rows and blocks, and of the paragraphs of a text.
KEYS = {"pk", "id", "page", "sort_order"}
PARAGRAPH_KEY = re.compile(r'\s*data-block-key=\\?"[^"]*"')


class Difference(NamedTuple):
    """A field that is not the same in both, as HTML in which the words that differ are marked.

    `choice` is MINE or THEIRS where only one of the two changed it, and "" where both did.
    """

    name: str
    label: str
    mine: SafeString
    theirs: SafeString
    choice: str


def set_aside(page, user, base, latest) -> Revision:
    """Stores this page, as the form has it, as a revision that is not the latest.

    `base` is the revision that the form started from, or None. Wagtail takes the revision with the latest `created_at`
    for the latest one, so this one gets a time just before it; the history shows the time of the log entry.
    """
    for comment in getattr(page, COMMENTS_RELATION_NAME).filter(pk__isnull=True):
        comment.save()
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=user,
        content=page.serializable_data(),
        object_str=str(page),
        created_at=latest.created_at - timedelta(microseconds=1),
    )
    data = {"base": base.pk if base else None}
    log(page, SET_ASIDE, user=user, revision=revision, data=data, content_changed=True)
    return revision


def content_of(page) -> dict:
    """The content of the page as a revision has it when it is read from the database: dates are texts."""
    return json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))


def set_aside_entries(page, user):
    """What was set aside of this user's texts of the page, the newest first."""
    entries = PageLogEntry.objects.filter(page=page.pk, user_id=user.pk, action=SET_ASIDE)
    return entries.order_by("-timestamp")


def content_names(form_class) -> dict[str, str]:
    """What people fill in on this form: maps the name of the field to its key in the content of a revision."""
    names = [*form_class.base_fields, *getattr(form_class, "formsets", {})]
    return {name: TAGS.get(name, name) for name in names if name not in NOT_CONTENT}


def differing(form_class, mine, theirs) -> list[str]:
    """The names of the fields that differ between the contents of two revisions."""
    return [
        name
        for name, key in content_names(form_class).items()
        if simplified(mine.get(key)) != simplified(theirs.get(key))
    ]


def differences(form_class, base, mine, theirs) -> list[Difference]:
    """What differs between two revisions. `base` is the revision that both started from, or None if it is lost."""
    page, other = mine.as_object(), theirs.as_object()
    by_me = set(differing(form_class, base.content, mine.content)) if base else None
    by_them = set(differing(form_class, base.content, theirs.content)) if base else None
    parts = []
    for name in differing(form_class, mine.content, theirs.content):
        choice = ""
        if base and name not in by_me:
            choice = THEIRS
        elif base and name not in by_them:
            choice = MINE
        left, right = marked(in_words(page, name), in_words(other, name))
        parts.append(Difference(name, str(label_of_field(page, name)), left, right, choice))
    return parts


class ComparedField(NamedTuple):
    """A field that differs between two versions, as Wagtail's template of a comparison takes it."""

    field_label: str
    htmldiff: SafeString
    is_field = True


def compared(form_class, before, after) -> list[ComparedField]:
    """What differs between two versions of a page, each an instance of its type: rows, blocks and their order too."""
    names = differing(form_class, content_of(before), content_of(after))
    return [
        ComparedField(
            str(label_of_field(after, name)), both_marked(in_words(before, name), in_words(after, name))
        )
        for name in names
    ]


def put_together(form_class, page, mine, theirs, names, user) -> Revision:
    """Saves the latest revision with these fields of mine as the new latest revision, a draft."""
    keys = content_names(form_class)
    content = theirs.content | {
        keys[name]: mine.content[keys[name]] for name in names if keys[name] in mine.content
    }
    return page.with_content_json(content).save_revision(user=user, log_action=PUT_TOGETHER, clean=False)


def simplified(value):
    """The value without what differs though nobody changed it."""
    if isinstance(value, str):
        if value.startswith(("[", "{")):
            try:
                return simplified(json.loads(value))
            except ValueError:
                pass
        return PARAGRAPH_KEY.sub("", value.replace("\r\n", "\n")).strip()
    if isinstance(value, dict):
        return {key: simplified(part) for key, part in value.items() if key not in KEYS}
    if isinstance(value, list):
        if value and isinstance(value[0], dict) and "sort_order" in value[0]:
            value = sorted(value, key=lambda row: row["sort_order"] or 0)
        return [simplified(part) for part in value]
    return "" if value is None else value


def marked(mine, theirs):
    """Both texts as HTML, with the words that the other has not in `<mark>`."""
    changes = changes_between(theirs, mine)
    return side(changes, "addition"), side(changes, "deletion")


def both_marked(before, after) -> SafeString:
    """Both texts in one, as HTML with a line break for each line; what went and what came have Wagtail's classes."""
    return linebreaksbr(TextDiff(changes_between(before, after)).to_html())


def changes_between(before, after):
    if len(before) + len(after) > LONGEST_MARKED:
        return [("deletion", before), ("addition", after)]
    return diff_text(before, after).changes


def side(changes, kind):
    mine = [(change, text) for change, text in changes if change in {"equal", kind}]
    return TextDiff(mine).to_html(tag="mark", addition_class="", deletion_class="")
