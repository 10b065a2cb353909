"""A platform's section: its index pages, its team and the team's files."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Collection, get_page_models

from cms.models import IndexPage
from cms.tasks import (
    MAY_KEEP_FILES,
    MAY_USE_FILES,
    grant,
    grant_on_collection,
    grant_on_page,
    shared_collection,
)

TEAM = "Team %s"
NAME_LENGTH = 150  # of a group; a collection takes more
MAY_EDIT = ["add_page", "change_page", "publish_page"]
MAY_ADD = [
    "add_person",
    "add_organisation",
    "change_organisation",
    "add_legalreference",
    "change_legalreference",
]
MAY_LOOK_UP = ["view_theme", "view_targetgroup", "view_municipality", "view_region"]


@transaction.atomic
def make_section(platform):
    """Make what the platform's section lacks: its index pages, its team and the team's collection. Safe to repeat.

    The team may add, edit and publish below the platform; `cms.permissions` says what it may not.
    """
    make_index_pages(platform)
    team = team_of(platform) or Group.objects.create(name=team_name(platform))
    grant(team, "access_admin", *MAY_ADD, *MAY_LOOK_UP)
    grant_on_page(team, platform, MAY_EDIT)
    grant_on_collection(team, collection_of(team) or free_collection(platform), MAY_KEEP_FILES)
    grant_on_collection(team, shared_collection(), MAY_USE_FILES)
    return team


def make_index_pages(platform):
    """The lists that each kind of content asks for. They are live: while the platform is a draft, so is its section."""
    present = {page.specific_class for page in platform.get_children()}
    with translation.override(settings.LANGUAGE_CODE):
        for model in get_page_models():
            if issubclass(model, IndexPage) and model.made_with_platform and model not in present:
                title, slug = str(model.default_title), model.default_slug
                platform.add_child(instance=model(title=title, slug=slug, first_published_at=timezone.now()))


def rename_section(platform):
    """The team and its collection follow the platform's name."""
    team = team_of(platform)
    if team is None or team.name == team_name(platform):
        return
    collection = collection_of(team)
    team.name = team_name(platform)
    team.save()
    if collection:
        collection.name = platform.title
        collection.save()


def team_of(platform):
    """The team that the platform was made with, whatever the platform is called now; None if there is none."""
    groups = Group.objects.filter(page_permissions__page=platform, name__startswith=TEAM % "")
    return groups.order_by("pk").first()


def team_name(platform):
    """“Team Westhoek”; a second platform of that name has its slug added, for group names are unique."""
    name = (TEAM % platform.title)[:NAME_LENGTH]
    taken = Group.objects.filter(name=name).exclude(page_permissions__page=platform)
    return f"{name[: NAME_LENGTH - len(platform.slug) - 3]} ({platform.slug})" if taken.exists() else name


def collection_of(team):
    """The collection in which the team may add files."""
    grants = team.collection_permissions.filter(permission__codename="add_image").select_related("collection")
    return grants[0].collection if grants else None


def free_collection(platform):
    """A collection with the platform's name that is no team's: one that an earlier platform left, or a new one."""
    left = Collection.objects.filter(depth=2, name=platform.title, group_permissions=None).first()
    return left or Collection.get_first_root_node().add_child(name=platform.title)
