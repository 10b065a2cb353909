"""The search conditions of both search endpoints, each as a `Q` on pages."""

from datetime import datetime, time
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.http.request import validate_host
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from cms.models import PageTag, PageTheme, Theme
from cms.models.page_rows import Keyword
from cms.query_strings import clean_search_text
from cms.querysets import DEEPEST
from search.queries import matching_ids
from search.words import MOST_WORDS, WORD

from .errors import invalid_value
from .states import DATE_COLUMNS, DAY_COLUMNS, PUBLISHED, TITLES, day_column
from .types import content_type_keys, folder_content_type_keys

NOTHING, EVERYTHING = Q(pk__in=[]), Q(pk__isnull=False)
DAY_NAMES = set(DAY_COLUMNS)
ANY_DEPTH = -1


def of_types(names) -> Q:
    return Q(content_type__in=content_type_keys(names))


def of_folders(is_folder) -> Q:
    folders = Q(content_type__in=folder_content_type_keys())
    return folders if is_folder else ~folders


def in_states(context, names) -> Q:
    """Pages in any of these review states. Anonymous requests see published pages only, which needs no query."""
    if context.user:
        return Q(review_state__in=[name for name in names if name in TITLES])
    return EVERYTHING if PUBLISHED in names else NOTHING


def on_subjects(names, has_all=False) -> Q:
    """Pages with any of these themes and keywords, or with `has_all` every one of them; without names every page."""
    groups = [[name] for name in names] if has_all else [names] if names else []
    condition = Q()
    for group in groups:
        condition &= with_any_subject(group)
    return condition


def with_any_subject(names):
    """Matches names and slugs, names in any case. Two subqueries, however many names."""
    themes = PageTheme.objects.filter(theme__in=terms_named(Theme, names))
    tags = PageTag.objects.filter(tag__in=terms_named(Keyword, names))
    return Q(pk__in=themes.values("page")) | Q(pk__in=tags.values("content_object"))


def terms_named(model, names):
    # SQLite lowers ASCII only: names with an accent match in the case they are written in.
    folded = Q(folded__in=[name.lower() for name in names])
    return model.objects.alias(folded=Lower("name")).filter(Q(name__in=names) | Q(slug__in=names) | folded)


def with_words(context, text) -> Q:
    """Pages that contain all these words, in any inflection; without words no page.

    The search index holds public pages only. Drafts match if their title contains the words literally.
    """
    text = clean_search_text(text)
    in_index = Q(pk__in=matching_ids(text))
    words = WORD.findall(text)[:MOST_WORDS]
    if not context.user or not words:
        return in_index
    in_draft_title = Q(live=False)
    for word in words:
        in_draft_title &= Q(draft_title__icontains=word)
    return in_index | in_draft_title


def in_title(text) -> Q:
    return Q(title__icontains=clean_search_text(text).strip("*"))


def in_description(text) -> Q:
    return Q(search_description__icontains=clean_search_text(text).strip("*"))


def with_uids(values) -> Q:
    return Q(translation_key__in=[uid for value in values if (uid := parse_uid(value))])


def parse_uid(text) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def below(context, path, depth=ANY_DEPTH) -> Q:
    """Pages at or below this path or URL of the site. Depth 0 is the page itself, 1 its children, 2 also theirs."""
    slugs = [part for part in path_of_address(path).split("/") if part and part != "++api++"]
    address = context.root.url_path + "".join(f"{slug}/" for slug in slugs)
    base_depth = context.root.depth + len(slugs)
    return at_depth(Q(url_path__startswith=address), base_depth, depth)


def path_of_address(path):
    """The path of a URL on one of our hosts; anything else unchanged."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return path
    is_ours = parts.scheme in ("http", "https") and validate_host(
        parts.hostname or "", settings.ALLOWED_HOSTS
    )
    return parts.path if is_ours else path


def inside(page, depth=ANY_DEPTH) -> Q:
    """Pages at or below this page, with the same depths as `below`."""
    return at_depth(Q(path__startswith=page.path), page.depth, depth)


def at_depth(subtree, base_depth, depth):
    if depth == ANY_DEPTH:
        return subtree
    if depth == 0:
        return subtree & Q(depth=base_depth)
    return subtree & Q(depth__gt=base_depth, depth__lte=min(base_depth + depth, DEEPEST))


def date_names() -> list[str]:
    return [*DATE_COLUMNS, *(name for name in DAY_COLUMNS if day_column(name) is not None)]


def date_columns() -> dict:
    """Expressions by alias, to filter and sort by date. Use them with `alias()`: unused ones cost nothing."""
    days = {name: column for name in DAY_COLUMNS if (column := day_column(name)) is not None}
    return {f"{name}_column": column for name, column in {**DATE_COLUMNS, **days}.items()}


def between(name, first=None, last=None) -> Q:
    """Pages whose date is from `first` to `last`, both datetimes included."""
    if name in DAY_COLUMNS:
        first, last = (moment and timezone.localtime(moment).date() for moment in (first, last))
    condition = Q(**{f"{name}_column__gte": first}) if first else Q()
    return condition & Q(**{f"{name}_column__lte": last}) if last else condition


def parse_moment(name, text, is_last=False) -> datetime:
    """Parses a date or a date and time; a date alone is its midnight, or with `is_last` its last microsecond.

    Raises 400 for anything else.
    """
    text = str(text).strip().replace("/", "-").replace(" ", "T", 1)
    try:
        day = parse_date(text) if len(text) <= 10 else None
        moment = datetime.combine(day, time.max if is_last else time.min) if day else parse_datetime(text)
        if moment is None:
            raise ValueError(text)
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        # Converting dates at the ends of the calendar to another time zone overflows.
        if not 1000 < moment.year < 9000:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise invalid_value(name, _("a date such as 2026-05-01 is expected")) from None
    return moment
