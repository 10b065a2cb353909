"""Erase the personal data of who left 30 days ago, wherever the database keeps them (GDPR article 5.1.e)."""

import json
import logging

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision, get_page_models
from wagtail.search import index

from cms.models import Person, SearchWord
from cms.search.words import words
from cms.signals.sent import rewritten

logger = logging.getLogger(__name__)

# What stands in a log where a name stood: stored, so no text of the interface.
ERASED = "gewist"


class Command(BaseCommand):
    help = "Erases the data of people whose last day is 30 days ago or more; safe to run again."

    def handle(self, **options):
        for person in Person.objects.to_erase():
            key, left = person.pk, erase_person(person)
            self.stdout.write(f"Person {key}: erased.")
            if left:
                self.stdout.write(f"The name still stands in the text of pages {left}: an editor decides.")


@transaction.atomic
def erase_person(person):
    """Erase the person, the pages about this person alone, and on other pages the rows that point here.

    What an editor typed in running text stays. Answers, and logs, the keys of the pages where the name still stands.
    """
    key, name, pages = person.pk, person.name, pages_about(person)
    names = {name, person.formal_name, *(title for page in pages for title in (page.title, page.draft_title))}
    photos = {image for image in [person.photo, *(page.listing_image for page in pages)] if image}
    others = pages_pointing_at([person, *pages])
    for page in pages:
        erase_page(page)
    forget_rows(person)
    person.delete()
    erase_log(ModelLogEntry.objects.for_instance(Person(pk=key)))
    for image in photos:
        erase_photo(image)
    erase_from_log_data(names)
    # The search corrects typing errors with words it once read; what others wrote it learns again.
    SearchWord.objects.filter(word__in={word for text in names for word in words(text)}).delete()
    for page in Page.objects.filter(pk__in=others).specific():
        index.insert_or_update_object(page)
    rewritten.send(sender=Person, pages=others)
    left = pages_that_mention(name)
    logger.info("erase_people: person %s is erased; the name still stands on pages %s", key, left)
    return left


def relations_to(model):
    """Every foreign key to the model, those without a name for the way back included."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.one_to_many and field.auto_created]


def pages_about(person):
    """The pages that have the person as their own key, not in a row: today the coordinator's."""
    found = [relation for relation in relations_to(Person) if issubclass(relation.related_model, Page)]
    return [
        page
        for relation in found
        for page in relation.related_model.objects.filter(**{relation.field.name: person})
    ]


def pages_pointing_at(things):
    """The keys of other pages that refer to one of these: their words in the search index may hold the name."""
    own = {str(thing.pk) for thing in things if isinstance(thing, Page)}
    rows = [row for thing in things for row in ReferenceIndex.get_references_to(thing)]
    return {row.object_id for row in rows if issubclass(row.content_type.model_class(), Page)} - own


def erase_page(page):
    """The page with its revisions, comments and redirects. First its name: deleting writes that into the logs."""
    address = (page.get_url() or "").rstrip("/")
    log = PageLogEntry.objects.filter(page_id=page.pk)
    if address:
        Redirect.objects.filter(Q(redirect_link__endswith=f"{address}/") | Q(old_path=address)).delete()
    forget_rows(page)
    page.title = page.draft_title = ERASED
    page.delete()
    erase_log(log)


def forget_rows(target):
    """Take away the rows of other pages that point at the target, in their revisions too."""
    for relation in relations_to(type(target)):
        name, model = relation.field.name, relation.related_model
        in_a_row = any(isinstance(field, ParentalKey) for field in model._meta.concrete_fields)
        if in_a_row and not isinstance(relation.field, ParentalKey):
            model._base_manager.filter(**{name: target.pk}).delete()
            forget_in_revisions(name, target.pk)


def forget_in_revisions(name, key):
    found = Revision.objects.annotate(text=Cast("content", TextField()))
    for revision in found.filter(text__contains=f'"{name}": {key}').only("content"):
        content = without_rows(revision.content, name, key)
        Revision.objects.filter(pk=revision.pk).update(content=content)


def without_rows(content, name, key):
    """The content of a revision less the child rows, at any depth, whose `name` is this key."""
    if isinstance(content, dict):
        return {field: without_rows(value, name, key) for field, value in content.items()}
    if not isinstance(content, list):
        return content
    kept = [row for row in content if not (isinstance(row, dict) and row.get(name) == key)]
    return [without_rows(row, name, key) for row in kept]


def erase_photo(image):
    """The image with its files. One that something else shows stays: that is no portrait of this person alone."""
    if ReferenceIndex.get_references_to(image).exists():
        logger.warning("erase_people: image %s is used elsewhere too and was kept", image.pk)
        return
    log = ModelLogEntry.objects.for_instance(type(image)(pk=image.pk))
    image.delete()
    erase_log(log)


def erase_log(entries):
    """Who did what and when stays; to whom does not."""
    entries.update(label=ERASED, data={})


def erase_from_log_data(names):
    """Entries about other pages name a page too: the copy, and where it was copied to."""
    in_json = {json.dumps(text)[1:-1] for text in names} | names
    for model in (PageLogEntry, ModelLogEntry):
        for entry in containing(model.objects.all(), ["data"], in_json):
            text = json.dumps(entry.data)
            for word in in_json:
                text = text.replace(f'"{word}"', f'"{ERASED}"')
            model.objects.filter(pk=entry.pk).update(data=json.loads(text))


def pages_that_mention(name):
    """The keys of the pages with the name in a text of their own, of a block or of a row."""
    spellings = {name, json.dumps(name)[1:-1]}
    found = set()
    for model in get_page_models():
        found |= {page.pk for page in containing(model.objects.all(), texts_of(model), spellings)}
        for relation in get_all_child_relations(model):
            rows = containing(
                relation.related_model._base_manager.all(), texts_of(relation.related_model), spellings
            )
            found |= {getattr(row, relation.field.attname) for row in rows}
    return sorted(found)


def texts_of(model):
    kinds = (CharField, TextField, StreamField)
    return [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]


def containing(records, fields, words):
    """The records that have one of the words in one of the fields, whatever these are made of."""
    texts = {f"text_{number}": Cast(field, TextField()) for number, field in enumerate(fields)}
    condition = Q()
    for text in texts:
        for word in words:
            condition |= Q(**{f"{text}__contains": word})
    return records.annotate(**texts).filter(condition) if texts else records.none()
