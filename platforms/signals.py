"""A platform makes its section, whoever saves it: the admin, the write API, a command."""

from django.db.models.signals import post_save, pre_delete

from .models import PlatformPage
from .tasks import make_section, rename_section, team_of


def keep_section(sender, instance, created, raw, update_fields, **kwargs):
    """A new platform makes its section, a renamed one renames it. Fixtures bring their own.

    Saving a draft writes some columns of a page that has the new title in memory: that is no renaming yet.
    """
    if raw:
        return
    if created:
        make_section(instance)
    elif update_fields is None or "title" in update_fields:
        rename_section(instance)


def remove_team(sender, instance, **kwargs):
    """The team goes with its platform; the collection stays, for other pages may show its pictures."""
    if team := team_of(instance):
        team.delete()


def connect():
    post_save.connect(keep_section, sender=PlatformPage)
    pre_delete.connect(remove_team, sender=PlatformPage)
