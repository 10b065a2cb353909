"""The panels of the start screen."""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from cms.models import OutgoingMail
from cms.permissions import pages_of
from cms.sections import load_sections
from editor.filters import page_keys_of
from editor.reviews import load_rejections


class StartButtons(Component):
    """Buttons to add a page, one for each page type that this user may add somewhere."""

    name, order = "start_buttons", 100
    template_name = "cms/start/buttons.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        buttons = [button(user) for button in hooks.get_hooks("register_start_button")]
        return {"buttons": [button for button in buttons if button]}


class MailTrouble(Component):
    """For superusers: outgoing mail that is late or failed; empty while there is none."""

    name, order = "mail_trouble", 50
    template_name = "cms/start/mail.html"

    def get_context_data(self, parent_context):
        mails = OutgoingMail.objects
        last = mails.exclude(error="").order_by("-pk").first()
        return {"late": mails.late().count(), "given_up": mails.given_up().count(), "last": last}


class PagesPanel(Component):
    """A short list of pages on the start screen, in a fixed number of queries."""

    class Media:
        css = {"all": ["admin/start.css"]}

    template_name = "cms/start/pages.html"
    max_pages = 8

    def pages(self, user):
        """All pages of this panel, the most urgent first."""
        raise NotImplementedError

    def get_context_data(self, parent_context):
        pages = self.pages(parent_context["request"].user)[: self.max_pages + 1]
        pages = load_sections(pages)
        return {
            "name": self.name,
            "heading": self.heading,
            "empty": self.empty,
            "pages": pages[: self.max_pages],
            "is_long": len(pages) > self.max_pages,
        }


class WorkListPanel(Component):
    """A list of what waits for this user, of any room (`cms.work_lists`); nothing at all where nothing waits."""

    class Media:
        css = {"all": ["admin/start.css"]}

    template_name = "cms/start/work_list.html"
    max_items = 8

    def __init__(self, work_list):
        self.work_list = work_list
        self.name = work_list.name
        # After the buttons to add a page, before the drafts.
        self.order = StartButtons.order + work_list.order / 10

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        items = self.work_list.items(request.user)
        shown = items[: self.max_items]
        return {
            "name": self.name,
            "heading": self.work_list.heading,
            "items": shown,
            "has_acts": any(item.act for item in shown),
            "url": self.work_list.url(request.user) if len(items) > self.max_items else "",
            "is_long": len(items) > self.max_items,
            "next_url": request.get_full_path(),
            "csrf_token": parent_context["csrf_token"],
        }

    def render_html(self, parent_context=None):
        context = self.get_context_data(parent_context)
        return render_to_string(self.template_name, context) if context["items"] else ""


class MyDrafts(PagesPanel):
    """Pages with unpublished changes that this user owns or edited last."""

    name, order = "my_drafts", 200
    heading = _("My drafts")
    empty = _("You have no unfinished work.")

    def pages(self, user):
        mine = Q(owner=user) | Q(latest_revision__user=user)
        unfinished = Q(live=False) | Q(has_unpublished_changes=True)
        return pages_of(user).filter(mine, unfinished).order_by("-latest_revision_created_at")


class SentBack(PagesPanel):
    """Pages that a reviewer sent back, with the comment; without those that this user sent back."""

    name, order = "sent_back", 10
    heading = _("Sent back to you")
    empty = ""

    def pages(self, user):
        sent_back = WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
        sent_back = sent_back.exclude(current_task_state__finished_by=user)
        return pages_of(user).filter(pk__in=page_keys_of(sent_back)).order_by("-latest_revision_created_at")

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        load_rejections(context["pages"])
        return context

    def render_html(self, parent_context=None):
        """Empty if nothing was sent back."""
        user = parent_context["request"].user
        return super().render_html(parent_context) if self.pages(user).exists() else ""
