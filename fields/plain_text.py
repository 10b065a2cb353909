"""Text without what comes along when text is pasted: characters that nobody sees, and wrappers of addresses."""

import re

from django.db import models

from .web_addresses import tidy_addresses

# Soft hyphen, zero-width space, word joiner, byte order mark, and the control characters but tab and line ends. The
# joiners U+200C and U+200D stay: emoji and some scripts need them.
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Hard spaces. The site puts them itself where a line may not break (`cms.middleware.HardSpaces`).
HARD_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))


def tidy(text: str) -> str:
    """The text without unseen characters, with ordinary spaces, and with addresses as their owners give them."""
    return tidy_addresses(UNSEEN.sub("", text.translate(HARD_SPACES)))


def tidy_json(value):
    """A value of JSON with each of its texts tidied; the keys of objects stay."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {key: tidy_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [tidy_json(one) for one in value]
    return value


def tidy_texts(instance) -> None:
    """Tidies the texts of a model instance: its columns of text, and those in its StreamFields."""
    for field in instance._meta.concrete_fields:
        if field.attname not in instance.__dict__ or field.choices:
            continue
        value = instance.__dict__[field.attname]
        if isinstance(value, str) and isinstance(field, (models.CharField, models.TextField)):
            setattr(instance, field.attname, tidy(value))
        elif hasattr(field, "stream_block") and value:
            tidy_stream(instance, field, value)


def tidy_stream(instance, field, value):
    stored = value.get_prep_value()
    if (tidied := tidy_json(stored)) != stored:
        setattr(instance, field.attname, field.stream_block.to_python(tidied))
