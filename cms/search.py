import unicodedata

from wagtail.models import Page


def fold(text):
    """Without accents and capitals."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def ranked(query):
    return [p.pk for p in Page.objects.search(query)]


def stems(text):
    return fold(text).split()
