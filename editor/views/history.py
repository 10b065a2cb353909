"""The history of a page in words, and the fields of an old version that somebody puts back one by one."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.models import Revision

from cms.permissions import PLACE, is_reviewer
from editor.both_texts import THEIRS, compared, differences
from editor.history import is_version, load_changes

from .edit_conflicts import BothTexts


class VersionColumn(ActionColumn):
    """Offers the fields of an older version too."""

    def get_actions(self, instance, parent_context):
        actions = super().get_actions(instance, parent_context)
        if is_version(instance) and instance.revision_id != self.object.latest_revision_id:
            url = reverse("old_version", args=[self.object.pk, instance.revision_id])
            actions.append({"url": url, "label": _("Put fields back from this version")})
        return actions


class HistoryInWords(PageHistoryView):
    """Wagtail's history, with what changed in each version."""

    @cached_property
    def columns(self):
        [action, *others] = super().columns
        action = VersionColumn(
            action.name,
            label=action.label,
            object=action.object,
            url_names=action.url_names,
            user_can_unschedule=action.user_can_unschedule,
        )
        return [action, Column("changes", label=gettext_lazy("What changed")), *others]

    def paginate_queryset(self, queryset, page_size):
        paginator, page, entries, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = list(entries)
        load_changes(self.object, page.object_list)
        return paginator, page, page.object_list, is_paginated


class ComparedVersions(RevisionsCompareView):
    """Wagtail's comparison, with the order of rows and all that stands in rows and blocks."""

    def _get_comparison(self, revision_a, revision_b):
        return compared(self.get_edit_handler().get_form_class(), revision_a, revision_b)


class OldVersion(BothTexts):
    """An old version beside the latest one: what is chosen comes back, in a new draft."""

    page_title = gettext_lazy("Put fields back")
    header_icon = "history"
    template_name = "editor/old_version.html"
    done = gettext_lazy("The fields are back, in a draft. Look at it once more; publish it when it is right.")
    nothing_chosen = gettext_lazy("You chose nothing, so nothing changed.")

    @cached_property
    def mine(self):
        """The old version. 404 for one of another page, and for the latest one."""
        old = get_object_or_404(Revision.objects.for_instance(self.page), pk=self.kwargs["revision_id"])
        if old.pk == self.page.latest_revision_id:
            raise Http404
        return old

    @cached_property
    def differences(self):
        """Without what this user may not set, and without the schedule, which is no text."""
        parts = differences(self.form_class, None, self.mine, self.theirs)
        kept = PLACE if is_reviewer(self.request.user) else PLACE.union(self.page.reviewer_fields)
        return [part._replace(choice=THEIRS) for part in parts if part.name not in kept]

    def texts_in_words(self):
        return {"old": self.mine}
