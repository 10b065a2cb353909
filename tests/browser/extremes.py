"""Content that strains every template: words of 38 letters everywhere, long lists of rows, odd pictures, no data.

The site of the demo is stretched, field by field and row by row, so a field that is added later is stretched too.
"""

from django import forms
from django.apps import apps
from django.core.files.images import ImageFile
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, get_page_models

from caching.models import ListingChange
from cms.models import Organisation, PageTheme, Theme
from events.models import EventPartner, TrajectoryPartner
from platforms.models import CoordinatorPage, PlatformPage
from platforms.models.rows import Member
from practices.models import PracticeContact, PracticePage, PracticePartner
from tests.events.factories import EventPageFactory
from tests.factories import ImageFactory, NewsPageFactory, PersonFactory
from tests.media.pictures import drawn, picture_file
from tests.platforms.factories import PlatformPageFactory, many
from tests.practices.factories import StubFactory

# A disorder that Dutch writes as one word: with 38 letters the longest in its dictionaries.
WORD = "meervoudigepersoonlijkheidsstoornissen"
THEMES, PARTNERS, CONTACTS, COORDINATORS = 70, 14, 5, 40
PORTRAIT, TINY, PANORAMA = (300, 900), (60, 40), (1800, 300)
VOCABULARIES = ["Theme", "TargetGroup", "Method", "Organisation", "Person", "LegalReference"]
FILES = ["CustomImage", "CustomDocument"]
# Shorter columns hold codes and numbers.
SHORTEST = 60
# Text that is no words: where a page stands, and its versions.
NO_WORDS = {"path", "url_path", "slug", "draft_title", "file", "file_hash"}


def strain():
    """Stretches all content of the site, and adds what has no data at all."""
    multiply_rows()
    give_odd_pictures()
    add_what_has_no_data()
    for model in stretched_models():
        for row in model._base_manager.all():
            stretch(row)
    ListingChange.record()


def stretched_models():
    pages = [model for model in get_page_models() if model is not Page]
    rows = [
        model
        for model in apps.get_models()
        if any(isinstance(field, ParentalKey) for field in model._meta.local_fields)
        and model._meta.app_label in {page._meta.app_label for page in pages} | {"cms"}
    ]
    return [Page, *pages, *rows, *[apps.get_model("cms", name) for name in (*VOCABULARIES, *FILES)]]


def stretch(row):
    """Writes the row with a long word before each text."""
    values = {}
    for field in row._meta.local_fields:
        value = getattr(row, field.attname)
        if isinstance(field, StreamField) and value:
            raw = [
                {**item, "value": longer_value(block_of(field, item), item["value"])}
                for item in value.raw_data
            ]
            values[field.attname] = field.to_python(raw)
        elif isinstance(field, RichTextField) and value:
            values[field.attname] = f"<p>{WORD}</p>{value}"
        elif holds_words(field) and value:
            values[field.attname] = longer(value, field.max_length)
    if values:
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def holds_words(field):
    is_text = type(field) in (models.CharField, models.TextField) and not field.choices
    return is_text and field.name not in NO_WORDS and (field.max_length or SHORTEST) >= SHORTEST


def longer(text, max_length):
    return f"{WORD.capitalize()} {text}"[:max_length].strip()


def block_of(field, item):
    return field.stream_block.child_blocks[item["type"]]


def longer_value(block, value):
    """The raw value of a block of a stream field, with a long word before each text in it."""
    if isinstance(block, blocks.StructBlock):
        known = block.child_blocks
        return {
            name: longer_value(known[name], part) if name in known else part for name, part in value.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [{**item, "value": longer_value(block.child_block, item["value"])} for item in value]
    if isinstance(block, blocks.StreamBlock):
        return [
            {**item, "value": longer_value(block.child_blocks[item["type"]], item["value"])} for item in value
        ]
    if isinstance(block, blocks.RichTextBlock) and value:
        return f"<p>{WORD}</p>{value}"
    if isinstance(block, blocks.FieldBlock) and type(block.field) is forms.CharField and value:
        longest = block.field.max_length
        return value if longest and longest < SHORTEST else longer(value, longest)
    return value


def multiply_rows():
    """Seventy themes in use, fourteen partners, five contact persons, forty coordinators of one platform."""
    themes = Theme.objects.bulk_create(
        Theme(name=f"Thema {number}", slug=f"thema-{number}")
        for number in range(THEMES - Theme.objects.count())
    )
    pages = PracticePage.objects.filter(is_stub=False, live=True)
    for number, theme in enumerate(themes):
        PageTheme.objects.create(page=pages[number % len(pages)], theme=theme, sort_order=100)
    partners = Organisation.objects.bulk_create(
        Organisation(name=f"Partner nummer {number} van velen") for number in range(PARTNERS)
    )
    for row_model in (PracticePartner, EventPartner, TrajectoryPartner, Member):
        for page in row_model._meta.get_field("page").related_model.objects.all()[:2]:
            row_model.objects.bulk_create(
                row_model(page=page, organisation=partner, sort_order=number)
                for number, partner in enumerate(partners, 50)
            )
    PracticeContact.objects.bulk_create(
        PracticeContact(
            page=pages[0],
            name=f"An Peeters {number}",
            function="coördinator en aanspreekpunt",
            email=f"{WORD}{number}@voorbeeld.be",
            phone="+3250123456",
            sort_order=number,
        )
        for number in range(CONTACTS)
    )
    platform = PlatformPage.objects.order_by("pk").first()
    many(CoordinatorPage, COORDINATORS, platform, person=PersonFactory, job_title="coördinator")


def give_odd_pictures():
    """Portraits, stamps and panoramas above and beside the newest pages of each type that has pictures."""
    pictures = [
        ImageFactory(file=ImageFile(picture_file(picture=drawn(size=size)), name="foto.jpg"))
        for size in (PORTRAIT, TINY, PANORAMA)
    ]
    for model in get_page_models():
        if any(field.name == "listing_image" for field in model._meta.local_fields):
            for number, page in enumerate(model.objects.order_by("-pk")[:6]):
                model.objects.filter(pk=page.pk).update(listing_image=pictures[number % len(pictures)])


def add_what_has_no_data():
    """Pages with no more than a title, as they may be published or have been by a program."""
    for factory, parent_of in [
        (PlatformPageFactory, PlatformPage),
        (StubFactory, PracticePage),
        (NewsPageFactory, apps.get_model("news.NewsPage")),
        (EventPageFactory, apps.get_model("events.EventPage")),
    ]:
        parent = parent_of.objects.order_by("pk").first().get_parent()
        page = factory(parent=parent, title="Niets", slug=f"niets-{parent_of._meta.model_name}")
        Page.objects.filter(pk=page.pk).update(search_description="")
