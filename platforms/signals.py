"""Creates and renames a platform's section, and keeps the section of its coordinators' persons."""

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from cms.signals.definitions import put_back
from search.indexing import schedule_pages

from .models import CoordinatorPage, PlatformPage
from .sections import assign_section, reassign_section
from .teams import make_section, rename_section, team_of


def update_section(sender, instance, created, raw, update_fields, **kwargs):
    """Creates the section of a new platform, renames that of a renamed one. Not for fixtures and aliases.

    Saving a draft passes `update_fields` without the title, though the instance has the new one.
    """
    if raw or instance.alias_of_id:
        return
    if created:
        make_section(instance)
    elif update_fields is None or "title" in update_fields:
        rename_section(instance)


def index_section(sender, instance, raw, update_fields, **kwargs):
    """Has the pages that are found by what is said of their platform indexed again; not when only a draft is saved.

    All pages by its name and region, coordinators by its municipalities too.
    """
    if raw or update_fields is not None or instance.pk is None:
        return
    before = PlatformPage.objects.filter(pk=instance.pk).values_list("title", "region").first()
    is_renamed = before and before != (instance.title, instance.region_id)
    pages = Page.objects if is_renamed else CoordinatorPage.objects
    schedule_pages(pages.descendant_of(instance))


def remove_team(sender, instance, **kwargs):
    """Deletes the team of a deleted platform; its collection stays, as other pages may show its pictures."""
    if team := team_of(instance):
        team.delete()


def assign_person_section(sender, instance, raw=False, update_fields=None, **kwargs):
    """Assigns the person to the platform above the page, when the page itself is saved, not only a draft."""
    if not raw and instance.person_id and (update_fields is None or "person" in update_fields):
        assign_section(instance.person, instance.get_parent())


def release_person_section(sender, instance, parent_page_before=None, **kwargs):
    """Reassigns the person after the page is deleted or moved."""
    page = instance.specific  # `post_page_move` passes a plain Page
    if page.person_id:
        reassign_section(page.person_id, parent_page_before or page.get_parent())


def assign_sections_put_back(sender, root, **kwargs):
    """As for new ones: while the pages were gone another platform may have got the person."""
    for page in CoordinatorPage.objects.descendant_of(root, inclusive=True).exclude(person=None):
        assign_section(page.person, page.get_parent())


def connect() -> None:
    put_back.connect(assign_sections_put_back)
    post_save.connect(update_section, sender=PlatformPage)
    pre_save.connect(index_section, sender=PlatformPage)
    pre_delete.connect(remove_team, sender=PlatformPage)
    post_save.connect(assign_person_section, sender=CoordinatorPage)
    post_delete.connect(release_person_section, sender=CoordinatorPage)
    post_page_move.connect(release_person_section, sender=CoordinatorPage)
