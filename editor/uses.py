"""Where pictures and documents are used, as far as somebody may know: what deleting one asks about."""

from collections import defaultdict
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex

from cms.permissions import choosable, pages_of

# Of so many files at once is it said, and of each so many uses: the screen of all its uses has the rest.
MOST_FILES, MOST_USES = 30, 20


class Use(NamedTuple):
    """A page, or a person or organisation, that shows a file. `url` is where it is edited, else read."""

    title: str
    kind: str
    url: str
    is_live: bool = True


class Uses(NamedTuple):
    """The uses that a user may see, how many more of these there are, and how many that the user may not see."""

    shown: list[Use]
    more: int
    hidden: int

    @property
    def is_empty(self) -> bool:
        return not (self.shown or self.hidden)


def uses_of(files, user) -> dict[int, Uses]:
    """The uses by the key of the file, of at most `MOST_FILES`; in a number of queries that does not grow.

    Reads Wagtail's index of references, which knows no drafts of pages that are online.
    """
    files = files[:MOST_FILES]
    sources = sources_of(files)
    visible = visible_uses({source for of_file in sources.values() for source in of_file}, user)
    return {file.pk: uses_from(sources[file.pk], visible) for file in files}


def uses_from(sources, visible) -> Uses:
    shown = sorted((visible[source] for source in sources if source in visible), key=lambda use: use.title)
    return Uses(shown[:MOST_USES], max(0, len(shown) - MOST_USES), len(sources) - len(shown))


def sources_of(files) -> dict[int, set]:
    """What refers to each file, as `(content type, key)`."""
    sources = defaultdict(set)
    if not files:
        return sources
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(type(files[0])),
        to_object_id__in=[str(file.pk) for file in files],
    )
    for file, source_type, key in references.values_list("to_object_id", "base_content_type", "object_id"):
        sources[int(file)].add((source_type, key))
    return sources


def visible_uses(sources, user) -> dict[tuple, Use]:
    """The uses by source, without those that this user may not see."""
    keys_by_type = defaultdict(list)
    for source_type, key in sources:
        keys_by_type[source_type].append(key)
    uses = {}
    for source_type, keys in keys_by_type.items():
        model = ContentType.objects.get_for_id(source_type).model_class()
        if model is None:
            continue
        make = page_uses if model is Page else snippet_uses
        uses.update(((source_type, str(key)), use) for key, use in make(model, keys, user))
    return uses


def page_uses(model, keys, user):
    """Yields `(key, use)`; pages of a team's own section lead to their form, others to what readers see."""
    pages = choosable(Page, user).filter(pk__in=keys)
    own = set(pages_of(user).filter(pk__in=keys).values_list("pk", flat=True))
    for page in pages.select_related("content_type"):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk in own else page.url or ""
        yield page.pk, Use(page.get_admin_display_title(), page.page_type_display_name, url, page.live)


def snippet_uses(model, keys, user):
    for row in choosable(model, user).filter(pk__in=keys):
        yield row.pk, Use(str(row), str(model._meta.verbose_name), "")
