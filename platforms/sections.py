"""Keeps `Person.section`: the platform whose team may edit the data of a person."""

from wagtail.models import Page, ReferenceIndex

from cms.models import Person
from cms.references import page_type

from .models import CoordinatorPage


def assign_section(person, platform):
    """Assigns a person without a section to the platform, unless a page in another section refers to the person.

    Then a reviewer has to decide: else a team could take over a person's data by adding a page.
    """
    if person.section_id is None and not is_referenced_outside(person, platform):
        person.section = platform
        Person.objects.filter(pk=person.pk).update(section=platform)


def is_referenced_outside(person, platform):
    """Whether a page outside the platform's section, live or draft, refers to the person."""
    sources = ReferenceIndex.get_references_to(person).filter(base_content_type=page_type())
    keys = [int(key) for key in sources.values_list("object_id", flat=True)]
    return Page.objects.filter(pk__in=keys).exclude(path__startswith=platform.path).exists()


def reassign_section(person_key, platform):
    """Assigns a person without a page below this platform any more to the platform of the next page, or to none."""
    pages = CoordinatorPage.objects.filter(person=person_key).order_by("pk")
    platforms = [page.get_parent() for page in pages]
    if platform not in platforms:
        section = platforms[0] if platforms else None
        Person.objects.filter(pk=person_key, section=platform).update(section=section)
