"""What changed between two versions of a page, in words: “titel en samenvatting gewijzigd, 2 praktijken toegevoegd”."""

from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.publishing import label_of_field

from .both_texts import content_names, content_of, differing
from .changes import in_a_sentence, words_of_changes


def load_changes(page, entries) -> None:
    """Sets `changes` on each entry of the page's history, empty where the text did not change; in one query."""
    keys = {
        entry.pk: (entry.previous_revision_id, entry.revision_id)
        for entry in entries
        if is_version(entry) and entry.previous_revision_id
    }
    revisions = Revision.objects.for_instance(page).in_bulk({key for pair in keys.values() for key in pair})
    for entry in entries:
        before, after = (revisions.get(key) for key in keys.get(entry.pk, (None, None)))
        entry.changes = words_between(page, before.content, after.content) if before and after else ""


def is_version(entry) -> bool:
    """Whether the entry stands for a new text. Publishing does not: that text has an entry of its own."""
    return bool(entry.revision_id and entry.content_changed and entry.action != "wagtail.publish")


def changes_of(before, after) -> str:
    """What differs between two versions of a page, each an instance of its type; empty where nothing does."""
    return words_between(after, content_of(before), content_of(after))


def words_between(page, before, after) -> str:
    """What differs between the contents of two revisions of this page, in the order of its form."""
    form_class = page.get_edit_handler().get_form_class()
    keys, labels, rows = content_names(form_class), [], []
    for name in differing(form_class, before, after):
        number = number_of_rows(after, keys[name]) - number_of_rows(before, keys[name])
        if number and page._meta.get_field(name).one_to_many:
            rows.append(rows_in_words(page._meta.get_field(name).related_model, number))
        else:
            labels.append(in_a_sentence(label_of_field(page, name)))
    return ", ".join(text for text in (words_of_changes(list(dict.fromkeys(labels))), *rows) if text)


def number_of_rows(content, key) -> int:
    value = content.get(key)
    return len(value) if isinstance(value, list) else 0


def rows_in_words(model, number) -> str:
    options = model._meta
    names = options.verbose_name if abs(number) == 1 else options.verbose_name_plural
    text = _("%(number)s %(rows)s added") if number > 0 else _("%(number)s %(rows)s removed")
    return text % {"number": abs(number), "rows": in_a_sentence(names)}
