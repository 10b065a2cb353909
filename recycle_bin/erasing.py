"""Takes an erased person out of the bin: nothing that is put back may bring anybody back."""

import json
import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Page, PageLogEntry, Revision

from cms import erasure_log
from cms.models import Person
from cms.models.people import DAYS_KEPT
from cms.models.revisions import without_rows
from cms.one_by_one import one_by_one

from .forgetting import purge
from .models import CutLink, Deletion, KeptRow
from .places import NotPutBackError
from .restoring import PAGE, KeptRows
from .rows import decode, label_of, model_of

# As `operations.erasing` writes it into the log.
ERASED = "gewist"
PERSON, REVISION = label_of(Person), label_of(Revision)
# What the log of erasures calls them, beside persons.
OTHERS = {"feedback": "feedback.feedback", "registration": "registrations.registration"}
FILES = (Deletion.Kind.IMAGE, Deletion.Kind.DOCUMENT)


def erase_due() -> None:
    """Erases the people in the bin whose time has come: deleted, nobody else sees to them. `tick` calls it."""
    one_by_one(erase_kept_person, [row for row in KeptRow.objects.filter(model=PERSON) if is_due(row)])


def is_due(row) -> bool:
    """As `PersonQuerySet.to_erase`."""
    person, period = decode(Person, row.content), timedelta(days=DAYS_KEPT)
    until, set_at = person.active_until, person.active_until_set_at
    return bool(
        until and set_at and until <= timezone.localdate() - period and set_at <= timezone.now() - period
    )


@transaction.atomic
def erase_kept_person(row) -> None:
    person = decode(Person, row.content)
    erase(person.pk, {person.name, person.formal_name}, {person.email})
    erasure_log.record(person.pk)


def erase_again(since, logs) -> None:
    """After a restore of a backup: who and what was erased since, and stood in the bin then."""
    for key in erasure_log.erased_since(since, logs):
        for row in KeptRow.objects.filter(model=PERSON, object_key=str(key)):
            erase_kept_person(row)
    for kind, label in OTHERS.items():
        keys = erasure_log.erased_since(since, logs, kind)
        KeptRow.objects.filter(model=label, object_key__in=map(str, keys)).delete()


@transaction.atomic
def erase(key, names, addresses) -> None:
    """Erases the person with this key, and what these names and addresses say, from all entries.

    Entries of the person and of photos go, pages about the person too, and the rows that point at the person; in
    revisions as well. In other text the name is replaced, as nobody edits what is in the bin.
    """
    for deletion in Deletion.objects.filter(model=PERSON, object_key=str(key)):
        purge(deletion)
    photos = CutLink.objects.filter(model=PERSON, object_key=str(key), deletion__kind__in=FILES)
    for deletion in Deletion.objects.filter(cut_links__in=photos).distinct():
        purge(deletion)
    CutLink.objects.filter(model=PERSON, object_key=str(key)).delete()
    for field in keys_to_people():
        erase_rows(field, key)
    erase_words(pattern_of({*names, *addresses}))


def keys_to_people() -> list:
    """All foreign keys to a person, also those without a reverse relation."""
    relations = Person._meta.get_fields(include_hidden=True)
    return [relation.field for relation in relations if relation.one_to_many and relation.auto_created]


def erase_rows(field, key) -> None:
    """Erases the kept rows whose field is this key; of a page of its own all that belongs to it."""
    rows = KeptRow.objects.filter(model=label_of(field.model), **{f"content__{field.attname}": key})
    if issubclass(field.model, Page):
        for row in rows:
            erase_page(row)
    elif any(isinstance(column, ParentalKey) for column in field.model._meta.concrete_fields):
        rows.delete()
        erase_from_revisions(field.name, key)
    else:
        for row in rows:
            row.content[field.attname] = None
            row.save(update_fields=["content"])


def erase_from_revisions(name, key) -> None:
    for row in KeptRow.objects.filter(model=REVISION).iterator():
        content = without_rows(row.content, name, key)
        if content != row.content:
            row.content = content
            row.save(update_fields=["content"])


def erase_page(row) -> None:
    """Takes a page about the person out of its entry, with its pages below; the entry goes if it is its own."""
    PageLogEntry.objects.filter(page_id=row.object_key).update(label=ERASED, data={})
    CutLink.objects.filter(value=row.object_key, deletion=row.deletion).delete()
    if row.deletion.object_key == row.object_key:
        purge(row.deletion)
        return
    kept = KeptRows(row.deletion)
    try:
        chosen = kept.belonging_to(kept.subtree(row.object_key))
    except NotPutBackError:
        chosen = {(row.model, row.object_key)}
    KeptRow.objects.filter(pk__in=[kept.rows[name].pk for name in chosen]).delete()
    row.deletion.number_of_pages = row.deletion.rows.filter(model=PAGE).count()
    row.deletion.save(update_fields=["number_of_pages"])


def pattern_of(words) -> re.Pattern | None:
    """Finds each of the words as a whole, also as JSON inside text escapes them; None without any."""
    spellings = {spelling for word in words if word for spelling in (word, json.dumps(word)[1:-1])}
    if not spellings:
        return None
    longest_first = sorted(spellings, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def erase_words(pattern) -> None:
    """Replaces the words in what is kept. A file that they describe goes, and so does what a reader wrote."""
    if pattern is None:
        return
    for row in KeptRow.objects.select_related("deletion").iterator():
        content = replaced(row.content, pattern)
        if content == row.content:
            continue
        if row.deletion.kind in FILES:
            purge(row.deletion)
        elif hasattr(model_of(row.model), "retention"):
            row.delete()
        else:
            KeptRow.objects.filter(pk=row.pk).update(content=content)
    for deletion in Deletion.objects.iterator():
        title, place = replaced(deletion.title, pattern), replaced(deletion.place, pattern)
        if (title, place) != (deletion.title, deletion.place):
            Deletion.objects.filter(pk=deletion.pk).update(title=title, place=place)


def replaced(value, pattern):
    """The value with the words replaced in all texts in it, at any depth."""
    if isinstance(value, dict):
        return {name: replaced(each, pattern) for name, each in value.items()}
    if isinstance(value, list):
        return [replaced(each, pattern) for each in value]
    return pattern.sub(ERASED, value) if isinstance(value, str) else value
