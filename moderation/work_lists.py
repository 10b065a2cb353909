"""Pages to approve and comments to answer as work lists, for the mail about one's work."""

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.sections import load_sections
from cms.work_lists import MOST, WorkItem, WorkList
from editor.work_lists import PagesInReview

from .comments import comments_for
from .panels import CommentsForMe, WaitingForMe, address_of


class PagesToApprove(PagesInReview):
    """What this user may approve now."""

    name, order, heading = WaitingForMe.name, 20, WaitingForMe.heading
    why = _("Waits for your approval")

    def pages(self, user):
        return WaitingForMe(user).pages(user)


class CommentsToAnswer(WorkList):
    """Open comments that concern this user, in which somebody else had the last word."""

    name, order, heading = CommentsForMe.name, CommentsForMe.order, CommentsForMe.heading
    has_own_panel = True

    def items(self, user):
        comments = list(comments_for(user)[:MOST])
        load_sections([comment.page for comment in comments])
        return [
            WorkItem(
                title=comment.page.get_admin_display_title(),
                url=address_of(comment),
                note=gettext("Somebody wrote a comment"),
                date=localdate(comment.last_at),
                place=comment.page.section.title if comment.page.section else "",
            )
            for comment in comments
        ]

    def count(self, user):
        return comments_for(user).count()
