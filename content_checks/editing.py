"""What the editor of a page shows of it: a panel at the side, filled by `static/editor/content-checks.js`."""

from itertools import groupby

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from cms.models import BasePage

from .applying import not_applicable_on
from .findings import Group
from .reading import Remark, Remarks, read
from .switches import checks_on

# Somebody is writing meanwhile.
SECONDS = 3


class ContentChecksSidePanel(BaseSidePanel):
    """“Read again”: what the checks find in what was saved last, draft or not."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle what to look at again")
        icon_name = "clipboard-list"

    class Media:
        js = ["editor/content-checks.js"]
        css = {"all": ["editor/content-checks.css"]}

    name = "content-checks"
    title = _("Read again")
    template_name = "content_checks/side_panel.html"
    # After Wagtail's own checks.
    order = 355

    def get_context_data(self, parent_context):
        # A page that is new gets its number while the panel is shown.
        urls = {
            name: reverse(f"content_checks_{name}", args=[0])
            for name in ("page", "not_applicable", "take_back")
        }
        return {**super().get_context_data(parent_context), "urls": urls}


def side_panel(page, request):
    """For who may edit the page."""
    may_edit = isinstance(page, BasePage) and (
        not page.pk or page.permissions_for_user(request.user).can_edit()
    )
    return ContentChecksSidePanel(page, request) if may_edit else None


class RemarksInOrder:
    """What is found in the latest version of a page, as the panel shows it to a user."""

    def __init__(self, page, user):
        self.said = not_applicable_on(page)
        self.remarks: Remarks = read(page.get_latest_revision_as_object(), checks_on(), SECONDS, user)

    @cached_property
    def groups(self) -> list[tuple[str, list[Remark]]]:
        """The name of each group with what it has to look at, in the order of the groups; without empty ones."""
        order = list(Group)
        remarks = sorted(self.applicable, key=lambda remark: order.index(remark.check.group))
        return [
            (Group(group).label, list(some))
            for group, some in groupby(remarks, key=lambda remark: remark.check.group)
        ]

    @cached_property
    def applicable(self) -> list[Remark]:
        return [remark for remark in self.remarks.items if self.key_of(remark) not in self.said]

    @cached_property
    def not_applicable(self) -> list[Remark]:
        return [remark for remark in self.remarks.items if self.key_of(remark) in self.said]

    @property
    def is_complete(self) -> bool:
        return self.remarks.is_complete

    @staticmethod
    def key_of(remark):
        return remark.check.name, remark.digest
