"""What of the pages can be asked for: each condition as a `Q`, whichever endpoint asks it."""

from datetime import datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from cms.middleware import clean_search_text
from cms.models import PageTag, PageTheme
from cms.querysets import DEEPEST
from cms.search.queries import matching
from cms.search.words import MOST_WORDS, WORD

from .errors import bad_value
from .states import DATE_COLUMNS, DAY_COLUMNS, PUBLISHED, TITLES, day_column
from .types import keys_of, keys_of_folders

NOTHING, EVERYTHING = Q(pk__in=[]), Q(pk__isnull=False)
DAY_NAMES = set(DAY_COLUMNS)
ANY_DEPTH = -1


def of_types(names):
    return Q(content_type__in=keys_of(names))


def of_folders(is_folder):
    folders = Q(content_type__in=keys_of_folders())
    return folders if is_folder else ~folders


def in_states(asked, names):
    """Who does not sign in knows public pages only, and the database need not be asked which."""
    if asked.user:
        return Q(review_state__in=[name for name in names if name in TITLES])
    return EVERYTHING if PUBLISHED in names else NOTHING


def on_subject(name):
    """Pages with this theme or keyword, by its name or its slug."""
    themes = PageTheme.objects.filter(Q(theme__name__iexact=name) | Q(theme__slug=name))
    tags = PageTag.objects.filter(Q(tag__name__iexact=name) | Q(tag__slug=name))
    return Q(pk__in=themes.values("page")) | Q(pk__in=tags.values("content_object"))


def on_subjects(names, has_all=False):
    found = Q() if has_all or not names else NOTHING
    for name in names:
        found = found & on_subject(name) if has_all else found | on_subject(name)
    return found


def with_words(asked, text):
    """All these words, in any of their forms, anywhere on the page; no words find nothing.

    The index holds what is public. Of what is not, the title has to hold the words as they are.
    """
    text = clean_search_text(text)
    found = Q(pk__in=matching(text))
    words = WORD.findall(text)[:MOST_WORDS]
    if not asked.user or not words:
        return found
    titled = Q(live=False)
    for word in words:
        titled &= Q(draft_title__icontains=word)
    return found | titled


def in_title(text):
    return Q(title__icontains=clean_search_text(text).strip("*"))


def in_description(text):
    return Q(search_description__icontains=clean_search_text(text).strip("*"))


def with_uids(values):
    return Q(translation_key__in=[uid for value in values if (uid := uid_of(value))])


def uid_of(text):
    try:
        return UUID(str(text))
    except ValueError:
        return None


def below(asked, path, depth=ANY_DEPTH):
    """What is at or below this path of the site. Depth 0 is the page there, 1 what is in it, and so on."""
    slugs = [part for part in path.removeprefix(asked.origin).split("/") if part and part != "++api++"]
    address = asked.root.url_path + "".join(f"{slug}/" for slug in slugs)
    place = asked.root.depth + len(slugs)
    return at_depth(Q(url_path__startswith=address), place, depth)


def inside(page, depth=ANY_DEPTH):
    return at_depth(Q(path__startswith=page.path), page.depth, depth)


def at_depth(below_it, place, depth):
    if depth == ANY_DEPTH:
        return below_it
    if depth == 0:
        return below_it & Q(depth=place)
    return below_it & Q(depth__gt=place, depth__lte=min(place + depth, DEEPEST))


def date_names():
    return [*DATE_COLUMNS, *(name for name in DAY_COLUMNS if day_column(name) is not None)]


def columns():
    """The dates to ask and sort by. The database is asked only for those that are used."""
    days = {name: column for name in DAY_COLUMNS if (column := day_column(name)) is not None}
    return {f"{name}_column": column for name, column in {**DATE_COLUMNS, **days}.items()}


def between(name, first=None, last=None):
    """Pages with this date from the first to the last moment, both included."""
    if name in DAY_COLUMNS:
        first, last = (moment and timezone.localtime(moment).date() for moment in (first, last))
    found = Q(**{f"{name}_column__gte": first}) if first else Q()
    return found & Q(**{f"{name}_column__lte": last}) if last else found


def moment_of(name, text, is_last=False):
    """A moment as it is typed: a day alone is its begin, or its end. 400 for anything else."""
    text = str(text).strip().replace("/", "-").replace(" ", "T", 1)
    try:
        day = parse_date(text) if len(text) <= 10 else None
        moment = datetime.combine(day, time.max if is_last else time.min) if day else parse_datetime(text)
        if moment is None:
            raise ValueError(text)
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        # The first and last year of the calendar have moments that exist in some time zones only.
        if not 1000 < moment.year < 9000:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise bad_value(name, _("a date such as 2026-05-01 is expected")) from None
    return moment
