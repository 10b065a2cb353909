"""Write down what was derived until now: the team and the collection of a platform."""

from django.db import migrations

TEAM = "Team "


def write_keys(apps, schema_editor):
    pages = apps.get_model("platforms", "PlatformPage").objects
    platforms = list(pages.order_by("pk"))
    taken = set()
    # A group of one platform is its team; what has rights on several is left for whom nothing else remains.
    for groups_of in (own_groups, all_groups):
        for platform in platforms:
            if platform.team_id is None:
                platform.team = groups_of(apps, platform).exclude(pk__in=taken).first()
                taken.add(platform.team_id or 0)
    for platform in platforms:
        if platform.team_id:
            files = own_collection(apps, platform)
            pages.filter(pk=platform.pk).update(team=platform.team_id, files=files)


def all_groups(apps, platform):
    groups = apps.get_model("auth", "Group").objects
    return groups.filter(page_permissions__page_id=platform.pk, name__startswith=TEAM).distinct().order_by("pk")


def own_groups(apps, platform):
    """The teams with rights on this page alone, and those that carry its name."""
    others = apps.get_model("wagtailcore", "GroupPagePermission").objects.exclude(page_id=platform.pk)
    groups = all_groups(apps, platform)
    named = groups.filter(name=f"{TEAM}{platform.title}")
    return named if named.exists() else groups.exclude(pk__in=others.values("group_id"))


def own_collection(apps, platform):
    """Where the team may add files: its namesake, where a later right opened others too."""
    keys = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        group_id=platform.team_id, permission__codename="add_image", collection__depth=2
    )
    taken = apps.get_model("platforms", "PlatformPage").objects.exclude(files=None).values("files")
    collections = apps.get_model("wagtailcore", "Collection").objects.filter(pk__in=keys.values("collection_id"))
    collections = collections.exclude(pk__in=taken).order_by("pk")
    return collections.filter(name=platform.title).first() or collections.first()


class Migration(migrations.Migration):
    dependencies = [("platforms", "0003_platform_team")]

    operations = [migrations.RunPython(write_keys, migrations.RunPython.noop)]
