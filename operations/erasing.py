"""Erases the personal data of people who left 30 days ago, in the whole database (GDPR article 5.1.e)."""

import json
import logging

from django.db import transaction
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import (
    GroupCollectionPermission,
    ModelLogEntry,
    Page,
    PageLogEntry,
    ReferenceIndex,
    Revision,
    get_page_models,
)
from wagtail.search import index

from accounts.teams import SHARED
from audit.models import Action
from audit.recording import record
from cms import erasure_log
from cms.deleting import for_good
from cms.models import CustomImage, Person
from cms.models.revisions import without_rows
from cms.signals.definitions import person_erased, rewritten
from search.models import SearchWord
from search.words import words

logger = logging.getLogger(__name__)

# Replaces a name in logs. Stored, so not translated.
ERASED = "gewist"


@for_good()
@transaction.atomic
def erase_person(person) -> dict[str, list]:
    """Erases the person, the pages about this person, and the rows of other pages that refer to the person.

    Leaves running text, and a photo that is not the platform's. Logs and gives the leftovers: a dictionary of
    places with the keys there.
    """
    key, name, pages, section = person.pk, person.name, pages_about(person), person.section
    formal_name, email = person.formal_name, person.email
    record(Action.ERASED, person, user=who_asked(person))
    names = {name, person.formal_name, *(title for page in pages for title in (page.title, page.draft_title))}
    photos = {image for image in [person.photo, *(page.listing_image for page in pages)] if image}
    others = pages_pointing_at([person, *pages])
    for page in pages:
        erase_page(page)
    delete_rows(person)
    person.delete()
    erase_log(ModelLogEntry.objects.for_instance(Person(pk=key)))
    remaining_photos = [image.pk for image in photos if not erase_photo(image, section)]
    erase_from_log_data(names)
    # Search corrects typos with these words; indexing adds those that other pages have.
    SearchWord.objects.filter(word__in={word for text in names for word in words(text)}).delete()
    for page in Page.objects.filter(pk__in=others).specific():
        index.insert_or_update_object(page)
    rewritten.send(sender=Person, pages=others)
    person_erased.send(sender=Person, names={name, formal_name}, addresses={email}, key=key)
    leftovers = {**places_that_mention(name), "as a photo": remaining_photos}
    leftovers = {where: keys for where, keys in leftovers.items() if keys}
    # Before the transaction ends: who can't be noted would come back with a backup, so is not erased.
    erasure_log.record(key)
    logger.info("erase_people: person %s is erased; still there: %s", key, leftovers)
    return leftovers


def who_asked(person):
    """The user who filled in the last day, after which a person is erased; None if Wagtail's log does not say."""
    if person.active_until_set_at is None:
        return None
    log = ModelLogEntry.objects.for_instance(person).filter(timestamp__gte=person.active_until_set_at)
    entry = log.order_by("timestamp").select_related("user").first()
    return entry and entry.user


def relations_to(model):
    """All foreign keys to the model, also those with a hidden reverse relation."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.one_to_many and field.auto_created]


def pages_about(person):
    """The pages with a foreign key of their own to the person, not in a row: coordinator pages."""
    relations = [relation for relation in relations_to(Person) if issubclass(relation.related_model, Page)]
    return [
        page
        for relation in relations
        for page in relation.related_model.objects.filter(**{relation.field.name: person})
    ]


def pages_pointing_at(targets):
    """The keys of other pages that refer to a target: the search index of these may hold the name."""
    own_keys = {str(target.pk) for target in targets if isinstance(target, Page)}
    references = [reference for target in targets for reference in ReferenceIndex.get_references_to(target)]
    return {
        reference.object_id
        for reference in references
        if issubclass(reference.content_type.model_class(), Page)
    } - own_keys


def erase_page(page):
    """Deletes the page with its revisions and redirects; renames it first, as deleting logs its title."""
    address = (page.get_url() or "").rstrip("/")
    log = PageLogEntry.objects.filter(page_id=page.pk)
    if address:
        Redirect.objects.filter(Q(redirect_link__endswith=f"{address}/") | Q(old_path=address)).delete()
    delete_rows(page)
    page.title = page.draft_title = ERASED
    page.delete()
    erase_log(log)


def delete_rows(target):
    """Deletes the rows of other pages that refer to the target, in their revisions too."""
    for relation in relations_to(type(target)):
        name, model = relation.field.name, relation.related_model
        is_row = any(isinstance(field, ParentalKey) for field in model._meta.concrete_fields)
        if is_row and not isinstance(relation.field, ParentalKey):
            model._base_manager.filter(**{name: target.pk}).delete()
            delete_rows_in_revisions(name, target.pk)


def delete_rows_in_revisions(name, key):
    revisions = Revision.objects.annotate(text=Cast("content", TextField()))
    for revision in revisions.filter(text__contains=f'"{name}": {key}').only("content"):
        content = without_rows(revision.content, name, key)
        Revision.objects.filter(pk=revision.pk).update(content=content)


def erase_photo(image, section):
    """Deletes the image with its files; False if it stays.

    It stays if something else uses it, or if it is not in a collection of the platform's team: else choosing a shared
    picture as a photo would be a way to delete it.
    """
    if ReferenceIndex.get_references_to(image).exists() or not is_owned_by(image, section):
        logger.warning(
            "erase_people: image %s is used elsewhere, or not the platform's, and was kept", image.pk
        )
        return False
    log = ModelLogEntry.objects.for_instance(type(image)(pk=image.pk))
    # Wagtail does so after the transaction. While S3 is away nobody is erased, so that the next `tick` tries again.
    for file in [image.file, *(rendition.file for rendition in image.renditions.all())]:
        file.storage.delete(file.name)
    image.delete()
    erase_log(log)
    return True


def is_owned_by(image, section):
    """Whether the platform's team may change the image; without a section, whether it is not a shared one."""
    if section is None:
        return image.collection.name != SHARED
    permissions = GroupCollectionPermission.objects.filter(
        collection__in=image.collection.get_ancestors(inclusive=True), permission__codename="change_image"
    )
    return permissions.filter(group__page_permissions__page=section).exists()


def erase_log(entries):
    """Removes the names from log entries; user, action and time stay."""
    entries.update(label=ERASED, data={})


def erase_from_log_data(names):
    """Removes the names from the data of other entries: that of a copy or move names other pages."""
    spellings = {json.dumps(text)[1:-1] for text in names} | names
    for model in (PageLogEntry, ModelLogEntry):
        for entry in containing(model.objects.all(), ["data"], spellings):
            text = json.dumps(entry.data)
            for word in spellings:
                text = text.replace(f'"{word}"', f'"{ERASED}"')
            model.objects.filter(pk=entry.pk).update(data=json.loads(text))


def places_that_mention(name):
    """Maps kinds of texts with the name (pages, drafts, old revisions) to the keys of their pages."""
    escaped = json.dumps(name)[1:-1]
    # A StreamField is JSON inside the JSON of its revision.
    spellings = {name, escaped, json.dumps(escaped)[1:-1]}
    revisions = containing(Revision.page_revisions.all(), ["content"], spellings)
    latest = set(Page.objects.exclude(latest_revision=None).values_list("latest_revision", flat=True))
    page_by_revision = {pk: int(page) for pk, page in revisions.values_list("pk", "object_id")}
    drafts = {page for pk, page in page_by_revision.items() if pk in latest}
    old = {page for pk, page in page_by_revision.items() if pk not in latest}
    pages = pages_that_mention(spellings)
    pictures = containing(CustomImage.objects.all(), ["consent_note"], {name})
    return {
        "in the text of pages": sorted(pages),
        "in the newest draft of pages": sorted(drafts - pages),
        "in old versions of pages": sorted(old),
        "in the consent with pictures": sorted(picture.pk for picture in pictures),
    }


def pages_that_mention(spellings):
    """The keys of the pages with the name in a field, block or row."""
    keys = set()
    for model in get_page_models():
        keys |= {page.pk for page in containing(model.objects.all(), text_fields_of(model), spellings)}
        for relation in get_all_child_relations(model):
            rows = containing(
                relation.related_model._base_manager.all(), text_fields_of(relation.related_model), spellings
            )
            keys |= {getattr(row, relation.field.attname) for row in rows}
    return keys


def text_fields_of(model):
    kinds = (CharField, TextField, StreamField)
    return [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]


def containing(records, fields, words):
    """The records that contain one of the words in one of the fields, cast to text."""
    texts = {f"text_{number}": Cast(field, TextField()) for number, field in enumerate(fields)}
    condition = Q()
    for text in texts:
        for word in words:
            condition |= Q(**{f"{text}__contains": word})
    return records.annotate(**texts).filter(condition) if texts else records.none()
