"""Platforms with their sections, and the people who work there."""

from django.utils.text import slugify

from accounts.teams import make_reviewers
from platforms.models import PlatformIndexPage, PlatformPage
from platforms.teams import team_of
from tests.factories import UserFactory

PASSWORD = "een goed wachtwoord"


def a_platform(home, title, live=True, **fields):
    """A platform with its section. Whether it is complete is no matter of permissions, so nobody asks."""
    index = PlatformIndexPage.objects.child_of(home).first()
    if index is None:
        index = home.add_child(instance=PlatformIndexPage(title="Platformen", slug="platformen"))
    fields.setdefault("slug", slugify(title))
    platform = index.add_child(instance=PlatformPage(title=title, live=False, **fields))
    if live:
        put_online(platform)
    return platform


def put_online(page):
    """As after publishing, without the rules that publishing has."""
    type(page).objects.filter(pk=page.pk).update(live=True, has_unpublished_changes=False)
    page.live = True
    return page


def a_member_of(platform, **fields):
    return a_user(team_of(platform), **fields)


def a_reviewer(home):
    return a_user(make_reviewers(home))


def a_user(*groups, **fields):
    user = UserFactory(is_staff=True, **fields)
    user.set_password(PASSWORD)
    user.save()
    user.groups.set(groups)
    return user
