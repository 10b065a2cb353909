"""The teams of the platforms: who works where now, and whose a page is when nobody in particular is responsible."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Q
from wagtail.models import GroupPagePermission, Page

from cms.permissions import reviewers
from cms.sections import platforms_by_path


class Team(NamedTuple):
    """The active people who edit a platform's section and are no reviewer, by key."""

    platform: Page
    members: frozenset[int]

    @property
    def path(self) -> str:
        return self.platform.path


class People(NamedTuple):
    """The teams of all platforms, and the reviewers: all of them, and those to write to."""

    teams: tuple[Team, ...]
    reviewers: frozenset[int]
    review_team: frozenset[int]

    @property
    def active_teams(self) -> list[Team]:
        return [team for team in self.teams if team.members]

    def teams_of(self, user) -> list[Team]:
        return [team for team in self.teams if user.pk in team.members]


def heard_by(user, everybody, path) -> Q:
    """The condition for what stands in the sections of the user's teams; for reviewers what no active team has.

    `path` is the lookup of a page's path in the tree.
    """
    condition = Q(pk__in=[])
    for team in everybody.teams_of(user):
        condition |= Q(**{f"{path}__startswith": team.path})
    if user.pk in everybody.review_team:
        of_nobody = Q()
        for team in everybody.active_teams:
            of_nobody &= ~Q(**{f"{path}__startswith": team.path})
        condition |= of_nobody or Q(pk__isnull=False)
    return condition


def people() -> People:
    """Who works on the site now, in three queries."""
    every_reviewer = dict(reviewers().values_list("pk", "is_superuser"))
    team = [pk for pk, is_superuser in every_reviewer.items() if not is_superuser]
    members = defaultdict(set)
    platforms = platforms_by_path()
    for path, pk in members_of_paths(platforms):
        members[path].add(pk)
    teams = (
        Team(platform, frozenset(members[path].difference(every_reviewer)))
        for path, platform in platforms.items()
    )
    return People(tuple(teams), frozenset(every_reviewer), frozenset(team or every_reviewer))


def members_of_paths(paths):
    """Pairs of the path of a section and the key of an active user who may edit all of it."""
    return GroupPagePermission.objects.filter(
        page__path__in=paths, permission__codename="change_page", group__user__is_active=True
    ).values_list("page__path", "group__user")
