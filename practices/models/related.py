"""Which practices are near to another: the index of the filters knows. The database has to sort them all."""

from cms.filters import FacetIndex
from cms.models.base import load_sections
from practices.filters import PracticeFilterForm

from .rows import PracticeOwner


def related_to(practice, most):
    """At most so many other practices of the same site: those with the same owner or theme first, newest first.

    Each says so itself: `same_owner` and `same_theme`. Who is about a part of a theme, is about the theme too.
    """
    index = FacetIndex.current(PracticeFilterForm, practice.site_path)
    age = index.sort_keys["newest"].__getitem__
    others = index.everything & ~index.mask_at(
        [index.position[pk] for pk in [practice.pk] if pk in index.position]
    )
    themed = index.mask("theme", [theme.slug for theme in practice.themes]) & others
    owned = places_owned(practice, index, others)
    both = [place for place in owned if themed >> place & 1]
    by_theme = places(index, themed & ~index.mask_at(owned), most)
    either = [place for place in owned if not themed >> place & 1] + by_theme
    nearest = [*sorted(both, key=age), *sorted(either, key=age)][:most]
    if len(nearest) < most:
        nearest += places(index, others & ~index.mask_at([*owned, *by_theme]), most - len(nearest))
    found = (
        PracticeFilterForm.pages().listed().for_register().in_bulk([index.ids[place] for place in nearest])
    )
    for place in nearest:
        if page := found.get(index.ids[place]):
            page.same_owner, page.same_theme = place in owned, bool(themed >> place & 1)
    return load_sections(found[index.ids[place]] for place in nearest if index.ids[place] in found)


def places_owned(practice, index, others):
    """The places of the other practices with an owner of this one."""
    owners = [row.organisation_id for row in practice.owners.all() if row.organisation_id]
    ids = PracticeOwner.objects.filter(organisation__in=owners).values_list("page_id", flat=True).distinct()
    found = [index.position[pk] for pk in ids if pk in index.position]
    return [place for place in found if others >> place & 1]


def places(index, mask, most):
    return [index.position[pk] for pk in index.cut(mask, index.orders["newest"], 0, most)]
