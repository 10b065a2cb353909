"""Who hears that a page is due: who is responsible, else the team of the section, else the reviewers."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from accounts.section_teams import people


def concerns(user, everybody=None) -> Q:
    """The condition for reviews of pages that this user hears of.

    Who is responsible counts only while this person may still edit the page: what belonged to somebody who left is the
    team's, and what belongs to a team without people the reviewers'.
    """
    everybody = everybody or people()
    condition = Q(responsible=user.pk)
    for team in everybody.teams_of(user):
        of_others = Q(responsible__in=team.members | everybody.reviewers)
        condition |= Q(page__path__startswith=team.path) & ~of_others
    if user.pk in everybody.review_team:
        of_nobody = ~Q(responsible__in=everybody.reviewers)
        for team in everybody.active_teams:
            of_nobody &= ~Q(page__path__startswith=team.path)
        condition |= of_nobody
    return condition


def may_be_responsible(page):
    """The active users who may edit this page and belong to its team; of a page of no team the reviewers."""
    everybody = people()
    keys = [pk for team in everybody.teams if page.path.startswith(team.path) for pk in team.members]
    return get_user_model().objects.filter(pk__in=[*keys, *everybody.reviewers], is_active=True)


def colleagues_of(user, all_teams=False) -> set[int]:
    """The keys of the people in the teams of this user, or in all teams and of the reviewers."""
    everybody = people()
    teams = everybody.teams if all_teams else everybody.teams_of(user)
    members = {pk for team in teams for pk in team.members}
    return members | everybody.reviewers if all_teams else members
