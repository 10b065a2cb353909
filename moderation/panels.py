"""What the start screen says of reviews: what waits for me, where my pages are, what was decided and taken back."""

from datetime import timedelta

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState, get_default_page_content_type

from cms.permissions import is_reviewer, pages_of
from cms.sections import load_sections
from editor.filters import page_keys_of
from editor.views import PagesPanel

from .comments import comments_for, people_by_key
from .deciding import deciders_of, names_of, tasks_of
from .notes import load_notes
from .wording import name_of

KEPT_FOR = timedelta(days=14)
MOST_NAMES = 3


def states_on_pages():
    states = WorkflowState.objects.filter(base_content_type=get_default_page_content_type())
    return states.select_related(
        "requested_by", "current_task_state__task", "current_task_state__finished_by"
    )


def load_states(pages, status):
    """Sets `review` on each page, its state of review with this status; in one query."""
    states = states_on_pages().filter(status=status, object_id__in=[str(page.pk) for page in pages])
    by_page = {state.object_id: state for state in states}
    for page in pages:
        page.review = by_page.get(str(page.pk))
    return [page for page in pages if page.review and page.review.current_task_state]


def pages_of_states(states, most) -> list:
    """The pages of these states, in their order, each with its `review`; a page once, with its first state."""
    by_page = {}
    for state in states[:most]:
        by_page.setdefault(int(state.object_id), state)
    pages = Page.objects.in_bulk(list(by_page))
    for key, page in pages.items():
        page.review = by_page[key]
    return [pages[key] for key in by_page if key in pages]


def since(moment) -> str:
    """Since when, by the day: the hour is no matter."""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    return ngettext("%d day", "%d days", days) % days if days else _("today")


def day(moment) -> str:
    return formats.date_format(timezone.localtime(moment), "j F")


class ReviewPanel(PagesPanel):
    """A list of pages with lines below each title; without pages it is not there, unless it has words for that."""

    empty = ""

    def render_html(self, parent_context=None):
        html = super().render_html(parent_context)
        return html if self.empty or self.has_pages else ""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        self.has_pages = bool(context["pages"])
        self.describe(context["pages"], parent_context["request"].user)
        return context

    def describe(self, pages, user) -> None:
        """Sets `lines` and `links` (label and address) on each page."""
        raise NotImplementedError


class WaitingForMe(ReviewPanel):
    """Pages that this user decides on now, also in the place of somebody else. Reviewers always have it."""

    name, order = "waiting_for_me", 300
    heading = gettext_lazy("Waiting for me")

    def __init__(self, user):
        self.empty = _("Nothing waits for you.") if is_reviewer(user) else ""

    def pages(self, user):
        tasks = TaskState.objects.reviewable_by(user)
        states = WorkflowState.objects.filter(pk__in=tasks.values("workflow_state"))
        return Page.objects.filter(pk__in=page_keys_of(states)).order_by("latest_revision_created_at")

    def describe(self, pages, user):
        pages = load_states(pages, WorkflowState.STATUS_IN_PROGRESS)
        load_notes([page.review for page in pages])
        replaced = {}
        for page in pages:
            state = page.review.current_task_state
            if state.task_id not in replaced:
                replaced[state.task_id] = names_of(deciders_of(state.task.specific).get(user, ()))
            page.lines = list(self.lines(page, replaced[state.task_id]))
            if page.live:
                address = reverse(
                    "wagtailadmin_pages:revisions_compare", args=[page.pk, "live", state.revision_id]
                )
                page.links = [(_("See what changed"), address)]

    def lines(self, page, replaced):
        words = {
            "who": name_of(page.review.requested_by),
            "since": since(page.review.current_task_state.started_at),
        }
        yield _("%(who)s sent this in; it waits since %(since)s.") % words
        if page.review.note:
            yield f"“{page.review.note}”"
        if replaced:
            yield _("You decide in the place of %(replaced)s.") % {"replaced": replaced}


class WaitingForReview(ReviewPanel):
    """Pages that this user's team submitted for review: with whom they are and since when."""

    name, order = "waiting_for_review", 400
    heading = gettext_lazy("Waiting for review")
    empty = gettext_lazy("Nothing of your team waits for review.")

    def pages(self, user):
        states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        pages = pages_of(user).filter(pk__in=page_keys_of(states))
        return pages.order_by("latest_revision_created_at")

    def describe(self, pages, user):
        whom = {}
        for page in load_states(pages, WorkflowState.STATUS_IN_PROGRESS):
            state = page.review.current_task_state
            if state.task_id not in whom:
                whom[state.task_id] = some_names(deciders_of(state.task.specific))
            words = {"whom": whom[state.task_id], "step": state.task.name, "since": since(state.started_at)}
            page.lines = [_("With %(whom)s since %(since)s: %(step)s.") % words]
            if user.pk in (page.review.requested_by_id, page.owner_id):
                page.links = [(_("Take back"), reverse("take_back", args=[page.pk]))]


def some_names(users) -> str:
    """The first few by name, so that a large group does not fill the line."""
    users = sorted(users, key=lambda user: (user.last_name, user.first_name, user.pk))
    named = names_of(users[:MOST_NAMES])
    others = len(users) - MOST_NAMES
    return _("%(names)s and others") % {"names": named} if others > 0 else named or _("nobody")


class Decided(ReviewPanel):
    """What this user submitted and somebody approved, or published at once, in the last fourteen days."""

    name, order = "decided", 410
    heading = gettext_lazy("Approved lately")

    def pages(self, user):
        """Of pages that the user still works on; a decision of one's own is no news."""
        own = pages_of(user).annotate(key=Cast("pk", CharField())).values("key")
        ended = Q(status=WorkflowState.STATUS_APPROVED) | Q(status=WorkflowState.STATUS_CANCELLED)
        states = states_on_pages().filter(
            ended,
            requested_by=user,
            object_id__in=own,
            current_task_state__finished_at__gte=timezone.now() - KEPT_FOR,
        )
        states = states.exclude(current_task_state__finished_by=user)
        pages = pages_of_states(states.order_by("-current_task_state__finished_at"), self.max_pages + 1)
        approved = WorkflowState.STATUS_APPROVED
        return [page for page in pages if page.review.status == approved or is_all_public(page)]

    def describe(self, pages, user):
        for page in pages:
            state = page.review.current_task_state
            words = {"who": name_of(state.finished_by), "on": day(state.finished_at)}
            if page.review.status == WorkflowState.STATUS_APPROVED:
                page.lines = [_("%(who)s approved this on %(on)s.") % words]
            else:
                page.lines = [_("%(who)s published this on %(on)s.") % words]
            if state.comment:
                page.lines.append(f"“{state.comment}”")


def is_all_public(page) -> bool:
    return page.live and not page.has_unpublished_changes


class TakenBack(ReviewPanel):
    """For who would have decided: what was taken back in the last fourteen days and is a draft since."""

    name, order = "taken_back", 310
    heading = gettext_lazy("Taken back")

    def pages(self, user):
        drafts = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))
        drafts = drafts.exclude(pk__in=page_keys_of(WorkflowState.objects.active()))
        states = states_on_pages().filter(
            status=WorkflowState.STATUS_CANCELLED,
            current_task_state__task__in=[task.pk for task in tasks_of(user)],
            current_task_state__status=TaskState.STATUS_CANCELLED,
            current_task_state__finished_at__gte=timezone.now() - KEPT_FOR,
            object_id__in=drafts.annotate(key=Cast("pk", CharField())).values("key"),
        )
        states = states.exclude(current_task_state__finished_by=user)
        return pages_of_states(
            states.order_by(F("current_task_state__finished_at").desc(nulls_last=True)), self.max_pages + 1
        )

    def describe(self, pages, user):
        for page in pages:
            state = page.review.current_task_state
            words = {"who": name_of(state.finished_by), "on": day(state.finished_at)}
            page.lines = [_("%(who)s took this back on %(on)s; you need not look at it now.") % words]


def address_of(comment) -> str:
    """Of the page's form, which opens this comment."""
    return f"{reverse('wagtailadmin_pages:edit', args=[comment.page_id])}?comment={comment.pk}"


class CommentsForMe(Component):
    """Open comments that concern this user, in which somebody else had the last word; none, then it is not there."""

    name, order = "comments_for_me", 20
    heading = gettext_lazy("Comments for you")
    template_name = "moderation/start/comments.html"
    max_comments = 8

    def get_context_data(self, parent_context):
        comments = list(comments_for(parent_context["request"].user)[: self.max_comments + 1])
        load_sections([comment.page for comment in comments])
        people = people_by_key([comment.last_by for comment in comments])
        for comment in comments:
            comment.who = name_of(people.get(comment.last_by))
            comment.address = address_of(comment)
        return {
            "name": self.name,
            "heading": self.heading,
            "comments": comments[: self.max_comments],
            "is_long": len(comments) > self.max_comments,
        }


def panels_for(user) -> list:
    """Who reviews sees what waits for them; teams see where theirs is."""
    own = [Decided(), TakenBack(), CommentsForMe()]
    return [WaitingForMe(user), *own] if is_reviewer(user) else [WaitingForMe(user), WaitingForReview(), *own]
