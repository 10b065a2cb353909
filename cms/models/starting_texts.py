"""What the text of a new page begins with: headings and questions that reviewers keep, for each field of each type."""

import hashlib
import re

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField, StreamField
from wagtail.models import get_page_models
from wagtail.rich_text import get_text_for_indexing

from caching.functions import cached_until_change
from cms.publishing import PublishingRules, is_empty
from rich_text import HEADING, OUTLINE_FEATURES, TEXT_FEATURES, clean
from rich_text.cleaning import sections_of

WORD = re.compile(r"\w+")


class StartingText(models.Model):
    """The text with which a field of a new page begins in the admin; programs get none.

    A heading becomes a block of its own where the field has these, else a paragraph in bold.
    """

    place = models.CharField(
        _("for which field"),
        max_length=120,
        unique=True,
        error_messages={"unique": _("This field has a starting text already. Change that one.")},
    )
    text = RichTextField(
        _("starting text"),
        features=OUTLINE_FEATURES,
        help_text=_(
            "A new page begins with this: questions and headings that help. Nobody can publish it unchanged."
        ),
    )

    panels = ["place", "text"]

    class Meta:
        verbose_name = _("starting text")
        verbose_name_plural = _("starting texts")
        ordering = ["place"]

    def __str__(self):
        field = field_at(self.place)
        return label_of(field) if field else self.place

    def clean(self):
        super().clean()
        if not WORD.search(get_text_for_indexing(self.text)):
            raise ValidationError({"text": _("Write some words: a page can begin empty by itself.")})

    @staticmethod
    def choices() -> list:
        """The fields to choose from, grouped by page type, for a form."""
        types = sorted(page_types(), key=lambda model: str(model._meta.verbose_name))
        groups = [
            (capfirst(model._meta.verbose_name), [(place_of(field), label_of(field)) for field in fields])
            for model in types
            if (fields := text_fields(model))
        ]
        return [("", "---------"), *groups]

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Remembers the words too: a page that began with them is published after the text has changed."""
        super().save(*args, **kwargs)
        field = field_at(self.place)
        if field and (words := words_of(field, field.to_python(value_for(field, self.text)))):
            StartingWords.objects.get_or_create(place=self.place, digest=digest_of(words))


class StartingWords(models.Model):
    """The words that a starting text had at some time, as a digest. They stay when it is changed or deleted."""

    place = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "words of a starting text"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["place", "digest"], name="starting_words_once_per_place")
        ]

    def __str__(self):
        return f"{self.place}: {self.digest[:8]}"


def page_types() -> list:
    """The page types with publishing rules that somebody adds, but for those that the law prescribes."""
    return [
        model
        for model in get_page_models()
        if issubclass(model, PublishingRules)
        and model.is_creatable
        and not getattr(model, "is_statement", False)
    ]


def text_fields(model) -> list:
    """The fields of the page type that hold a story: rich text of more than a line, and bodies of blocks."""
    return [field for field in model._meta.get_fields() if is_body(field) or is_rich_text(field)]


def is_body(field) -> bool:
    return (
        isinstance(field, StreamField) and {"heading", "paragraph"} <= field.stream_block.child_blocks.keys()
    )


def is_rich_text(field) -> bool:
    return isinstance(field, RichTextField) and field.features == TEXT_FEATURES


def place_of(field) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"


def field_at(place):
    """The field at this place; None where this release has none."""
    label, _dot, name = place.rpartition(".")
    try:
        return apps.get_model(label)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def label_of(field) -> str:
    return f"{capfirst(field.model._meta.verbose_name)}: {capfirst(field.verbose_name)}"


def value_for(field, html):
    """The text as a value of the field."""
    if not is_body(field):
        return clean(html, TEXT_FEATURES)
    return [
        ("heading" if is_heading else "paragraph", text)
        for is_heading, text in sections_of(html, HEADING, TEXT_FEATURES)
    ]


def words_of(field, value) -> str:
    """The words of a value without capitals and punctuation: an editor stores the same text with other tags."""
    text = (
        " ".join(map(str, field.get_searchable_content(value)))
        if isinstance(field, StreamField)
        else get_text_for_indexing(value)
    )
    return " ".join(WORD.findall(text.casefold()))


def digest_of(words) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def begin_with_texts(page) -> None:
    """Sets the starting text of each field of a new page that is empty: facts filled in win. Saves nothing."""
    of_type = StartingText.objects.filter(place__startswith=f"{page._meta.label_lower}.")
    for starting in of_type:
        field = field_at(starting.place)
        if field and is_empty(getattr(page, field.name)):
            setattr(page, field.name, value_for(field, starting.text))


@cached_until_change(StartingWords)
def digests_by_place() -> dict:
    digests = {}
    for place, digest in StartingWords.objects.values_list("place", "digest"):
        digests.setdefault(place, set()).add(digest)
    return digests


def untouched_texts(page) -> list[str]:
    """The names of the fields of the page that hold a starting text, of now or before, and nothing else."""
    digests = digests_by_place()
    return [
        field.name
        for field in page._meta.get_fields()
        if isinstance(field, RichTextField | StreamField)
        and (unchanged := digests.get(place_of(field)))
        and digest_of(words_of(field, getattr(page, field.name))) in unchanged
    ]


def empty_untouched_texts(page) -> None:
    """Empties the fields that hold a starting text and nothing else. Saves nothing."""
    for name in untouched_texts(page):
        setattr(page, name, [] if isinstance(page._meta.get_field(name), StreamField) else "")
