"""Views for shared drafts: where an editor gets the link, and what the link shows."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.drafts import DAYS, FOR_FRONT_END, USUAL_DAYS, DraftError, draft_of, token_for

# No caching, no search engines, no Referer header.
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


class ShareDraft(WagtailAdminTemplateMixin, View):
    """Gives editors of a page a link to its latest revision, valid for some days."""

    page_title = gettext_lazy("Share the draft")
    header_icon = "link"
    template_name = "cms/share_draft.html"

    def get(self, request, page_id):
        return self.render_to_response(self.get_context_data())

    @cached_property
    def page(self):
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if not page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return page

    @property
    def days(self):
        value = self.request.GET.get("days", "")
        return next((days for days in DAYS if str(days) == value), USUAL_DAYS)

    def get_page_subtitle(self):
        return self.page.draft_title

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.page.draft_title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        revision = self.page.latest_revision
        shared = self.link(revision) if revision else {}
        return super().get_context_data(page=self.page, choices=self.choices, **shared, **kwargs)

    @property
    def choices(self):
        """The choices as `(days, is chosen)`."""
        return [(days, days == self.days) for days in DAYS]

    def link(self, revision):
        token, until = token_for(revision, FOR_FRONT_END * 24 * self.days)
        return {
            "revision": revision,
            "address": urljoin(
                self.page.full_url or self.request.build_absolute_uri(), reverse("draft", args=[token])
            ),
            "until": until,
            "front_end": front_end_address(revision),
        }


def front_end_address(revision):
    """The URL of this revision in the configured front end; empty if there is none."""
    token, _until = token_for(revision, FOR_FRONT_END)
    return settings.FRONT_END_PREVIEW_URL.replace("{token}", token)


@require_safe
def show_draft(request, token):
    """The page as it would be published, with a notice that it is a draft."""
    try:
        page, until = draft_of(token)
    except DraftError as error:
        if not error.is_expired:
            raise Http404 from None
        head = {"title": _("This link does not work any more"), "is_noindex": True}
        return with_headers(render(request, "cms/draft_over.html", {"head": head}, status=410))
    request.is_preview, request.draft_until = True, until
    return with_headers(page.serve_preview(request, page.default_preview_mode))


def with_headers(response):
    for header, value in HEADERS.items():
        response.headers[header] = value
    return response
