"""Who hears of a comment on a page: who it concerns and who is named in it, by Wagtail's own mails."""

import re

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Comment, CommentReply, Page, PageSubscription, WorkflowState
from wagtail.permissions import policy_registry

from cms.permissions import pages_of

AT = re.compile(r"@\S")


def concerned_by(page) -> set:
    """The keys of who hears of comments on this page without asking: its maker, and who submitted it for review."""
    submitters = WorkflowState.objects.active().for_instance(page).values_list("requested_by", flat=True)
    return {page.owner_id, *submitters} - {None}


def subscribe_concerned(page) -> None:
    """Subscribes who has no subscription yet: who switched the mails off for a page stays without."""
    keys = concerned_by(page)
    known = PageSubscription.objects.filter(page_id=page.pk, user_id__in=keys).values_list("user", flat=True)
    for key in keys.difference(known):
        PageSubscription.objects.get_or_create(
            page_id=page.pk, user_id=key, defaults={"comment_notifications": True}
        )


def subscribe(page, users) -> None:
    """Subscribes these people, whatever they chose before: somebody asks them something, or they submitted the page."""
    for user in users:
        PageSubscription.objects.update_or_create(
            page_id=page.pk, user=user, defaults={"comment_notifications": True}
        )


def named_in(text, page) -> list:
    """Who of the people who may edit the page is named in the text: “@An Peeters”, or “@An” if there is one An."""
    if not AT.search(text):
        return []
    policy = policy_registry.get_by_type(Page)
    people = policy.users_with_any_permission_for_instance({"change", "publish"}, page).filter(is_active=True)
    by_name = {}
    for person in people:
        for name in (person.get_full_name(), person.first_name):
            by_name.setdefault(name.casefold(), []).append(person)
    text = text.casefold()
    whole = [people for name, people in by_name.items() if name and re.search(rf"@{re.escape(name)}\b", text)]
    return [people[0] for people in whole if len(people) == 1]


def comments_for(user) -> QuerySet:
    """Open comments on pages of this user that concern the user and in which somebody else has the last word.

    Each has `last_text` and `last_by`, the key of who wrote it; what waits longest comes last.
    """
    replies = CommentReply.objects.filter(comment=OuterRef("pk")).order_by("-created_at", "-pk")
    subscribed = PageSubscription.objects.filter(
        page=OuterRef("page"), user=user.pk, comment_notifications=True
    )
    comments = Comment.objects.filter(resolved_at=None, page__in=pages_of(user).values("pk")).annotate(
        last_by=Coalesce(Subquery(replies.values("user")[:1]), F("user"), output_field=BigIntegerField()),
        last_text=Coalesce(Subquery(replies.values("text")[:1]), F("text")),
        last_at=Coalesce(Subquery(replies.values("created_at")[:1]), F("created_at")),
    )
    concerns = (
        Q(user=user.pk)
        | Q(page__owner=user.pk)
        | Exists(subscribed)
        | Exists(CommentReply.objects.filter(comment=OuterRef("pk"), user=user.pk))
    )
    return (
        comments.filter(concerns).exclude(last_by=user.pk).select_related("page").order_by("-last_at", "-pk")
    )


def people_by_key(keys) -> dict:
    return get_user_model().objects.in_bulk(set(keys))
