"""Puts back what was deleted: pages with all below them, one of those alone or elsewhere, files, vocabulary entries."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, Field, Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search import index

from audit.models import Action
from audit.recording import record
from caching.models import ListingChange
from cms.signals.definitions import put_back
from search.indexing import deferred_indexing, update_search_index

from .models import CutLink, Deletion, KeptRow
from .places import NotPutBackError, Place, PlaceGoneError, old_parent, page_class_of
from .rows import decode, existing_keys, label_of, model_of, store, targets_of

PAGE = label_of(Page)


@dataclass
class Outcome:
    """What was put back, and how many rows of other things were not, as what they belong to is gone."""

    instance: Model
    number_of_pages: int = 0
    lost: int = 0
    links: int = 0
    instances: list = field(default_factory=list)


class Target(NamedTuple):
    """What a column of a kept row points at: the label and key of a row."""

    column: Field
    row: tuple

    @property
    def is_needed(self) -> bool:
        """Whether the row goes with its target, so that it can't come back without it."""
        relation = self.column.remote_field
        return not self.column.null or relation is None or relation.on_delete is CASCADE


class KeptRows:
    """The rows of an entry, and which of them can be put back with the chosen ones."""

    def __init__(self, deletion):
        self.rows = {
            (row.model, row.object_key): row for row in deletion.rows.order_by("pk") if model_of(row.model)
        }
        self.targets = {
            key: [
                Target(column, (label, target))
                for column, label, target in targets_of(model_of(key[0]), row.content)
            ]
            for key, row in self.rows.items()
        }
        # The keys that had to be emptied: the row, the column, and what it pointed at.
        self.emptied = []

    def pages(self) -> list[KeptRow]:
        """The rows of the pages, the topmost first."""
        pages = [row for (label, _key), row in self.rows.items() if label == PAGE]
        return sorted(pages, key=lambda row: row.content["path"])

    def subtree(self, key) -> list[KeptRow]:
        """The rows of a page and of the pages below it. Raises NotPutBackError if it is not here."""
        if (root := self.rows.get((PAGE, str(key)))) is None:
            raise NotPutBackError(_("It is not in the recycle bin any more."))
        return [row for row in self.pages() if row.content["path"].startswith(root.content["path"])]

    def belonging_to(self, pages) -> set[tuple]:
        """The rows of these pages, and all that hang together with them but can't do without what stays in the bin."""
        chosen = {(row.model, row.object_key) for row in pages}
        is_growing = True
        while is_growing:
            pointed_at = {target.row for key in chosen for target in self.targets[key]}
            added = {key for key in self.rows if key not in chosen and self.joins(key, chosen, pointed_at)}
            chosen |= added
            is_growing = bool(added)
        return chosen

    def joins(self, key, chosen, pointed_at) -> bool:
        """True if this row and a chosen one point at each other, and it needs no row that stays. A page never does."""
        targets = self.targets[key]
        if key[0] == PAGE or not (key in pointed_at or any(target.row in chosen for target in targets)):
            return False
        return all(
            target.row in chosen or target.row not in self.rows or target.row == key
            for target in targets
            if target.is_needed
        )

    def storable(self, chosen) -> list[KeptRow]:
        """The chosen rows, pages first, without those that need what is gone; optional keys of that are emptied."""
        wanted = defaultdict(set)
        for key in chosen:
            for target in self.targets[key]:
                if target.row not in chosen:
                    wanted[target.row[0]].add(target.row[1])
        existing = existing_keys(wanted)
        chosen, lost = set(chosen), None
        while lost is None or lost:
            lost = {key for key in chosen if any(self.missing(key, chosen, existing))}
            chosen -= lost
        for key in chosen:
            self.empty(self.rows[key], self.missing(key, chosen, existing, is_needed=False))
        return self.in_order(chosen)

    def in_order(self, chosen) -> list[KeptRow]:
        """Pages first, and each row after those that it needs: what listens to new rows looks at these."""
        ordered = {}

        def visit(key):
            if key not in ordered:
                ordered[key] = None
                for target in self.targets[key]:
                    if target.is_needed and target.row in chosen:
                        visit(target.row)
                ordered[key] = ordered.pop(key)

        for key in sorted(chosen, key=lambda key: (key[0] != PAGE, self.rows[key].pk)):
            visit(key)
        return [self.rows[key] for key in ordered]

    def missing(self, key, chosen, existing, is_needed=True):
        """The targets of a row that are neither chosen nor in the database."""
        return [
            target
            for target in self.targets[key]
            if target.is_needed == is_needed
            and target.row not in chosen
            and target.row[1] not in existing[target.row[0]]
        ]

    def empty(self, row, targets) -> None:
        for target in targets:
            row.content[target.column.attname] = None
            self.emptied.append((row, target))


@transaction.atomic
def put_back_entry(deletion, user) -> Outcome:
    """Puts back a whole entry where it was. Raises NotPutBackError, and then nothing has changed."""
    if deletion.kind == Deletion.Kind.PAGE:
        return put_back_pages(deletion, user)
    deletion = locked(deletion)
    kept = KeptRows(deletion)
    root = kept.rows.get((deletion.model, deletion.object_key))
    if root is None:
        raise NotPutBackError(_("It is not in the recycle bin any more."))
    outcome = store_rows(kept, kept.rows.keys())
    outcome.instance = model_of(root.model)._base_manager.filter(pk=root.object_key).first()
    if outcome.instance is None:
        raise NotPutBackError(_("What it belongs to is gone: it can't be put back."))
    return finish(deletion, outcome, user)


@transaction.atomic
def put_back_pages(deletion, user, key=None, parent=None, slug="") -> Outcome:
    """Puts back the page of an entry, or one below it (`key`), with all below that; below `parent` if given.

    Raises PlaceGoneError, AddressTakenError or NotPutBackError, and then nothing has changed.
    """
    deletion = locked(deletion)
    kept, key = KeptRows(deletion), str(key or deletion.object_key)
    rows = kept.subtree(key)
    if parent is None:
        parent = old_parent(deletion) if key == deletion.object_key else None
    if parent is None:
        raise PlaceGoneError(_("The page below which it was is not there. Choose a new place for it."))
    place = Place(parent, [row.content for row in rows], slug)
    place.check(class_of(rows[0]), user)
    place.take()
    chosen = kept.belonging_to(rows)
    outcome = store_rows(kept, chosen)
    outcome.number_of_pages = len(rows)
    forget_past_schedule(rows)
    outcome.instance = Page.objects.get(pk=key).specific
    return finish(deletion, outcome, user, chosen)


def forget_past_schedule(rows) -> None:
    """What was to go online meanwhile stays a draft: else `tick` would publish it at once, unseen."""
    keys = [row.object_key for row in rows]
    past = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__lte=timezone.now())
    past.update(approved_go_live_at=None)


def class_of(row):
    """The page type of a kept row of `Page`."""
    content_type = ContentType.objects.get_for_id(row.content["content_type_id"])
    return page_class_of(f"{content_type.app_label}.{content_type.model}")


def locked(deletion) -> Deletion:
    """The entry, held until this transaction ends. Raises NotPutBackError if somebody was faster."""
    deletion = Deletion.objects.select_for_update().filter(pk=deletion.pk).first()
    if deletion is None:
        raise NotPutBackError(_("It is not in the recycle bin any more."))
    return deletion


def store_rows(kept, chosen) -> Outcome:
    """Inserts the chosen rows, but for those that came again meanwhile, or that something else is in the way of."""
    rows, keys = kept.storable(chosen), defaultdict(set)
    for row in rows:
        keys[row.model].add(row.object_key)
    existing = existing_keys(keys)
    if existing[PAGE]:
        raise NotPutBackError(_("A page with its number exists by now. Ask an administrator."))
    outcome = Outcome(None, lost=len(chosen) - len(rows))
    for row in rows:
        instance = decode(model_of(row.model), row.content)
        if row.object_key not in existing[row.model] and is_stored(instance):
            outcome.instances.append(instance)
        else:
            outcome.lost += 1
    remember_emptied(kept.emptied)
    return outcome


def remember_emptied(emptied) -> None:
    """Links what was emptied to the entries that hold it, so that it is filled in when those are put back."""
    for row, target in emptied:
        label, key = target.row
        other = KeptRow.objects.filter(model=label, object_key=key).exclude(deletion=row.deletion_id).first()
        if other:
            CutLink.objects.create(
                deletion_id=other.deletion_id,
                model=row.model,
                object_key=row.object_key,
                field=target.column.attname,
                value=key,
            )


def is_stored(instance) -> bool:
    """Stores the row; False if a row of now has what must be unique. For a page or file that is an error."""
    if not has_unique_columns(type(instance)):
        store(instance)
        return True
    try:
        with transaction.atomic():
            store(instance)
    except IntegrityError:
        return False
    return True


def has_unique_columns(model) -> bool:
    options = model._meta
    return bool(
        options.unique_together
        or options.total_unique_constraints
        or any(column.unique and not column.primary_key for column in options.local_concrete_fields)
    )


def finish(deletion, outcome, user, chosen=None) -> Outcome:
    """Mends the links of others, indexes again, and takes the rows out of the bin."""
    outcome.links = mend_links(deletion, outcome.instances)
    refresh(outcome)
    ListingChange.record()
    log(instance=outcome.instance, action="recycle_bin.put_back", user=user)
    record(Action.PUT_BACK, type(outcome.instance)(pk=outcome.instance.pk), user=user, entry=deletion.pk)
    if isinstance(outcome.instance, Page):
        put_back.send(sender=Page, root=outcome.instance)
    forget_rows(deletion, chosen)
    return outcome


def forget_rows(deletion, chosen) -> None:
    """Takes the chosen rows out of the entry, and the entry away when no page is left in it."""
    if chosen is not None:
        keys = [row.pk for row in deletion.rows.all() if (row.model, row.object_key) in chosen]
        KeptRow.objects.filter(pk__in=keys).delete()
        left = deletion.rows.filter(model=PAGE).count()
        if left:
            deletion.number_of_pages = left
            deletion.save(update_fields=["number_of_pages"])
            return
    deletion.delete()


def mend_links(deletion, instances) -> int:
    """Fills in again, in rows that stayed, the keys that were emptied with what is back; gives how many."""
    back = {(label_of(type(instance)), str(instance.pk)) for instance in instances}
    links = list(deletion.cut_links.all())
    live = {link.object_key for link in links if link.field == "live"}
    done = []
    for link in links:
        model = model_of(link.model)
        column = model and link.field != "live" and column_of(model, link.field)
        if not column or (label_of(column.related_model), link.value) not in back:
            continue
        values = {link.field: link.value}
        if column.name == "alias_of" and link.object_key in live:
            values |= {"live": True, "has_unpublished_changes": False}
        rows = model._base_manager.filter(pk=link.object_key, **{link.field: None})
        if rows.update(**values):
            done.append(link)
        else:
            fill_in_kept(link)
    refresh_owners(done)
    CutLink.objects.filter(pk__in=[link.pk for link in done]).delete()
    return len(done)


def column_of(model, attname):
    return next((column for column in model._meta.concrete_fields if column.attname == attname), None)


def fill_in_kept(link) -> None:
    """The same in a row that was deleted itself after its key was emptied."""
    for row in KeptRow.objects.filter(model=link.model, object_key=link.object_key):
        if link.field in row.content and row.content[link.field] is None:
            row.content[link.field] = int(link.value) if link.value.isdecimal() else link.value
            row.save(update_fields=["content"])


def refresh_owners(links) -> None:
    """Indexes the rows that point here again, or the pages that they are rows of."""
    for link in links:
        instance = model_of(link.model)._base_manager.filter(pk=link.object_key).first()
        if isinstance(instance, Page):
            refresh_page(instance.specific)
        elif instance is not None:
            refresh_reference(instance)


def refresh(outcome) -> None:
    """Puts what is back into the indexes of search and references: raw rows are in neither."""
    owners = {}
    with deferred_indexing():
        for instance in outcome.instances:
            if type(instance) is Page:
                refresh_page(Page.objects.get(pk=instance.pk).specific)
            elif not isinstance(instance, Page) and (owner := owner_of(instance)):
                owners[owner.pk] = owner
        back = {instance.pk for instance in outcome.instances if type(instance) is Page}
        for key, owner in owners.items():
            if key not in back:
                refresh_page(owner.specific)
    if not isinstance(outcome.instance, Page):
        refresh_reference(outcome.instance)
        refresh_search(outcome.instance)
    if isinstance(outcome.instance, get_image_model()):
        transaction.on_commit(outcome.instance.make_sizes, robust=True)


def owner_of(row) -> Page | None:
    """The page whose child row this is: also of another page, which had it cascade."""
    column = next((column for column in row._meta.concrete_fields if is_parental(column)), None)
    key = column and getattr(row, column.attname)
    return Page.objects.filter(pk=key).first() if key else None


def is_parental(column) -> bool:
    return type(column).__name__ == "ParentalKey" and issubclass(column.related_model, Page)


def refresh_page(page) -> None:
    ReferenceIndex.create_or_update_for_object(page)
    update_search_index(page)


def refresh_reference(instance) -> None:
    if ReferenceIndex.is_indexed(type(instance)):
        ReferenceIndex.create_or_update_for_object(instance)


def refresh_search(instance) -> None:
    """Not every vocabulary is searched."""
    if index.class_is_indexed(type(instance)):
        index.insert_or_update_object(instance)
