"""Creates a platform's section: its index pages, its team and the team's collection."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Collection, get_page_models

from accounts.teams import (
    MAY_KEEP_FILES,
    MAY_USE_FILES,
    SHARED,
    grant,
    grant_on_collection,
    grant_on_page,
    shared_collection,
)
from cms.models import IndexPage

TEAM = "Team %s"
MAX_NAME_LENGTH = 150  # of a group; a collection's is longer
MAY_EDIT = ["add_page", "change_page", "publish_page"]
MAY_ADD = [
    "add_person",
    "add_organisation",
    "change_organisation",
    "add_legalreference",
    "change_legalreference",
]
MAY_LOOK_UP = ["view_theme", "view_targetgroup", "view_method", "view_municipality", "view_region"]


@transaction.atomic
def make_section(platform) -> Group:
    """Creates what the section lacks: index pages, team and collection; gives the team. Safe to repeat.

    The team may add, edit and publish below the platform; `cms.permissions` has the exceptions.
    """
    make_index_pages(platform)
    ensure_team_and_files(platform)
    team = platform.team
    grant(team, "access_admin", *MAY_ADD, *MAY_LOOK_UP)
    grant_on_page(team, platform, MAY_EDIT)
    grant_on_collection(team, platform.files, MAY_KEEP_FILES)
    grant_on_collection(team, shared_collection(), MAY_USE_FILES)
    return team


def ensure_team_and_files(platform):
    """Sets the platform's team and collection by an update, without the page's `save`."""
    platform.team = team_of(platform) or Group.objects.create(name=team_name(platform))
    platform.files = files_of(platform) or free_collection(platform)
    type(platform).objects.filter(pk=platform.pk).update(team=platform.team, files=platform.files)


def make_index_pages(platform):
    """Creates the index pages with `made_with_platform`. They are live, but not listed below a draft platform."""
    existing = {page.specific_class for page in platform.get_children()}
    with translation.override(settings.LANGUAGE_CODE):
        for model in get_page_models():
            if issubclass(model, IndexPage) and model.made_with_platform and model not in existing:
                title, slug = str(model.default_title), model.default_slug
                platform.add_child(instance=model(title=title, slug=slug, first_published_at=timezone.now()))


def rename_section(platform) -> None:
    """Renames the team and its collection after the platform."""
    team, files = team_of(platform), files_of(platform)
    if team and team.name != team_name(platform):
        team.name = team_name(platform)
        team.save()
        if files:
            files.name = files_name(platform)
            files.save()


def team_of(platform) -> Group | None:
    """The platform's team; None if an administrator deleted it."""
    return Group.objects.filter(platform=platform).first()


def files_of(platform):
    """The platform's collection; None if an administrator deleted it."""
    return Collection.objects.filter(pk=platform.files_id).first()


def team_name(platform):
    """“Team Westhoek”, with the slug if another group has that name: group names are unique."""
    name = (TEAM % platform.title)[:MAX_NAME_LENGTH]
    if not Group.objects.filter(name=name).exclude(platform=platform).exists():
        return name
    return f"{name[: MAX_NAME_LENGTH - len(platform.slug) - 3]} ({platform.slug})"


def free_collection(platform):
    """A collection with the platform's name that no team uses, left by a deleted platform; else a new one."""
    in_use = type(platform).objects.exclude(files=None).values("files")
    name = files_name(platform)
    unused = Collection.objects.filter(depth=2, name=name, group_permissions=None)
    return unused.exclude(pk__in=in_use).first() or Collection.get_first_root_node().add_child(name=name)


def files_name(platform):
    """The platform's title; with the slug if the shared collection has that name, by which it is looked up."""
    return f"{platform.title} ({platform.slug})" if platform.title == SHARED else platform.title
