"""Keeps what is being deleted, by whatever door: before the first row goes, in the same transaction."""

from collections import Counter
from itertools import islice

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from audit.context import current
from audit.models import Action, Door
from audit.recording import record
from cms.deleting import is_for_good

from .files import keep_file
from .models import CutLink, Deletion, KeptRow
from .rows import encode, is_about_a_person, is_kept, label_of
from .telling import tell_team

BATCH = 200
LONGEST_TITLE = 255


def keep_deleted(sender, instance, origin=None, **kwargs) -> None:
    """Keeps all that goes with the instance or queryset that is being deleted (`pre_delete`), at the first signal."""
    if origin is None or not is_to_be_kept(origin):
        return
    # Every row sends one; the same row sends a second one when a deletion that failed is tried again.
    row, seen = (sender, instance.pk), getattr(origin, "seen_by_recycle_bin", None)
    if seen is not None and row not in seen:
        seen.add(row)
        return
    origin.seen_by_recycle_bin = {row}
    for root, instances in roots_of(origin):
        keep(root, instances)


def keep_files(sender, instance, origin=None, **kwargs) -> None:
    """Has the file of an image or document stay if the row is kept."""
    if hasattr(origin, "seen_by_recycle_bin"):
        keep_file(instance)


def is_to_be_kept(origin) -> bool:
    """False for what nobody did, or may not be kept."""
    return kind_of(model_of_origin(origin)) is not None and not (is_for_good() or current().door == Door.TICK)


def model_of_origin(origin):
    return origin.model if isinstance(origin, QuerySet) else type(origin)


def kind_of(model) -> str | None:
    """The kind of entry for a deleted instance of this model; None if it is not kept."""
    if issubclass(model, Page):
        return Deletion.Kind.PAGE
    if model is get_image_model():
        return Deletion.Kind.IMAGE
    if model is get_document_model():
        return Deletion.Kind.DOCUMENT
    return Deletion.Kind.TERM if model in get_snippet_models() else None


def roots_of(origin) -> list[tuple[Model, list]]:
    """What is deleted, each with all instances that go with it: of pages the topmost ones, each with its subtree."""
    instances = list(origin.all()) if isinstance(origin, QuerySet) else [origin]
    if not issubclass(model_of_origin(origin), Page):
        return [(instance, [instance]) for instance in instances]
    trees = []
    for page in sorted(instances, key=lambda page: page.path):
        if trees and page.path.startswith(trees[-1][0].path):
            trees[-1][1].append(page)
        else:
            trees.append((page, [page]))
    return trees


def keep(root, instances) -> Deletion:
    collector = collect(instances)
    deletion = new_deletion(root, len(instances))
    rows = [row for model, group in collector.data.items() if is_kept(model) for row in group]
    people = Counter(str(row._meta.verbose_name_plural) for row in rows if is_about_a_person(row))
    deletion.left_out = dict(people)
    deletion.save()
    in_batches(KeptRow, (kept_row(deletion, row) for row in rows if not is_about_a_person(row)))
    in_batches(CutLink, cut_links(deletion, collector))
    record(Action.DELETED, type(root)(pk=root.pk), entry=deletion.pk, pages=deletion.number_of_pages)
    tell_team(deletion)
    return deletion


def collect(instances) -> Collector:
    """All rows that Django deletes with these instances, and the keys that it empties."""
    collector = Collector(using=DEFAULT_DB_ALIAS)
    collector.collect(instances)
    for model, rows in list(collector.data.items()):
        for name in getattr(model, "deleted_along", ()):
            if targets := [target for row in rows if (target := getattr(row, name))]:
                collector.collect(targets)
    return collector


def new_deletion(root, number) -> Deletion:
    user = current().user
    deletion = Deletion(
        kind=kind_of(type(root)),
        model=label_of(root.specific_class if isinstance(root, Page) else type(root)),
        object_key=str(root.pk),
        title=str(root)[:LONGEST_TITLE],
        deleted_by_id=user and user.pk,
    )
    if isinstance(root, Page):
        describe_page(deletion, root, number)
    elif deletion.kind == Deletion.Kind.TERM:
        describe_term(deletion, root)
    else:
        deletion.place = root.collection.name
        deletion.collection_key, deletion.owner_key = root.collection_id, root.uploaded_by_user_id
    return deletion


def describe_page(deletion, page, number) -> None:
    deletion.title = (page.title or page.draft_title)[:LONGEST_TITLE]
    deletion.place = page.url_path
    deletion.above = keys_as_text(page.get_ancestors().values_list("pk", flat=True))
    deletion.owner_key, deletion.was_live = page.owner_id, page.live
    deletion.number_of_pages = number


def describe_term(deletion, term) -> None:
    """Of a person, the keys of the section and of the pages above it: only that team may see the name."""
    if section := getattr(term, "section", None):
        deletion.above = keys_as_text(section.get_ancestors(inclusive=True).values_list("pk", flat=True))


def keys_as_text(keys) -> str:
    return "".join([",", *(f"{key}," for key in keys)])


def kept_row(deletion, row) -> KeptRow:
    return KeptRow(
        deletion=deletion,
        model=label_of(type(row)),
        object_key=str(row.pk),
        content=encode(row),
        until=getattr(row, "forgotten_at", None),
    )


def cut_links(deletion, collector):
    """The keys of rows that stay, which pointed here; and which aliases were live, as they go offline with it."""
    going = {(label_of(model), row.pk) for model, rows in collector.data.items() for row in rows}
    for (field, _value), groups in collector.field_updates.items():
        label = label_of(field.model)
        for group in groups:
            for key, value in keys_in(group, field):
                if (label, key) not in going and value is not None:
                    yield CutLink(
                        deletion=deletion,
                        model=label,
                        object_key=str(key),
                        field=field.attname,
                        value=str(value),
                    )
                    if field.name == "alias_of":
                        yield from live_state(deletion, label, key)


def keys_in(group, field):
    """The primary keys in a group of rows, with the value of this foreign key."""
    if isinstance(group, QuerySet) and group._result_cache is None:
        return group.values_list("pk", field.attname)
    return [(row.pk, getattr(row, field.attname)) for row in group]


def live_state(deletion, label, key):
    if Page.objects.filter(pk=key, live=True).exists():
        yield CutLink(deletion=deletion, model=label, object_key=str(key), field="live", value="True")


def in_batches(model, rows) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model.objects.bulk_create(batch)
