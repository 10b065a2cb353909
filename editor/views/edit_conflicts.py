"""Nobody overwrites what somebody else wrote: the check of every save of a page, and the screen with both texts."""

import json

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision, TaskState

from accounts.unsaved_text import note_saved_copy
from editor.both_texts import (
    MINE,
    THEIRS,
    content_of,
    differences,
    differing,
    put_together,
    set_aside,
    set_aside_entries,
)
from editor.models import OpenForm, turn_of
from editor.together import others_on, sentences

# Wagtail's templates; ours extend them.
EDIT, CREATE = "wagtailadmin/pages/edit.html", "wagtailadmin/pages/create.html"


def lock_page(page_id):
    """Makes two saves of one page wait for each other, until the end of the transaction."""
    list(Page.objects.select_for_update().filter(pk=page_id).values_list("pk"))


def name_of(revision, user):
    """Who saved this revision: a name, or “you” and “somebody” in the place of it."""
    if revision.user_id == user.pk:
        return _("You, in another window")
    return str(revision.user) if revision.user else _("Somebody else")


class RevisionCheckMixin:
    """Mixin for Wagtail's edit view: a form that started from an old version is set aside, by whichever button.

    Wagtail checks this for autosave only. `is_check` is of `PublishingCheckMixin`.
    """

    is_check = False

    def dispatch(self, request, page_id, **kwargs):
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            lock_page(page_id)
            return super().dispatch(request, page_id, **kwargs)

    def post(self, request, *args, **kwargs):
        request.POST = self.without_old_overwrite(request.POST)
        return super().post(request, *args, **kwargs)

    def without_old_overwrite(self, data):
        """Autosave writes over its own last revision. Not over one that others started from, or that went on."""
        if not self.open_form or not data.get("overwrite_revision_id") or self.is_out_of_date:
            return data
        if data["overwrite_revision_id"] == str(self.latest_revision.pk) and not self.is_in_use():
            return data
        data = data.copy()
        del data["overwrite_revision_id"]
        return data

    def is_in_use(self):
        revision = self.latest_revision
        return (
            revision.pk == self.real_page_record.live_revision_id
            or TaskState.objects.filter(revision=revision).exists()
            or OpenForm.somebody_started_from(revision)
        )

    @cached_property
    def open_form(self):
        return OpenForm.of(self.request.POST, self.request.user, self.real_page_record.pk)

    @cached_property
    def is_out_of_date(self):
        """A form that we know says what it started from; what it has in hidden fields changes after an error."""
        if self.latest_revision and self.open_form:
            return not self.open_form.has_seen(self.latest_revision, turn_of(self.request.POST))
        return super().is_out_of_date

    @cached_property
    def action_name_and_method(self):
        """Nothing is published or sent in that is to be set aside: it is validated as a draft."""
        if self.request.method == "POST" and self.is_out_of_date:
            return "save", self.save_action
        return super().action_name_and_method

    def form_valid(self, form):
        if self.is_check:
            return super().form_valid(form)
        if self.is_out_of_date and self.loses_words(form):
            return self.show_both()
        response = super().form_valid(form)
        self.note_saved()
        return response

    def loses_words(self, form):
        """Would this save change anything of the latest revision? `form.instance` has the fields of the form."""
        self.page = form.save(commit=False)
        return bool(differing(self.form_class, content_of(self.page), self.latest_revision.content))

    def show_both(self):
        request = self.request
        base = self.open_form.original() if self.open_form else None
        revision = set_aside(self.page, request.user, base, self.latest_revision)
        note_saved_copy(request, self.page)
        if note := self.unsent_note():
            text = _("Your note was not sent, because the page is not sent in yet. It was: “%s”")
            messages.warning(request, text % note)
        return redirect("both_texts", self.page.pk, revision.pk)

    def unsent_note(self) -> str:
        """What was typed in the dialog of a workflow, which the history does not have."""
        try:
            typed = json.loads(self.request.POST.get("workflow-action-extra-data", "")).values()
        except (ValueError, AttributeError):
            return ""
        return " ".join(text for text in typed if isinstance(text, str) and text.strip())

    def note_saved(self):
        """The form knows its own revision when it comes back, also if this response never arrives."""
        self.real_page_record.refresh_from_db(fields=["latest_revision", "latest_revision_created_at"])
        revision = self.real_page_record.latest_revision
        if self.open_form and revision and revision.created_at.isoformat() != self.latest_revision_created_at:
            self.open_form.note_saved(revision, turn_of(self.request.POST))

    def form_invalid(self, form):
        if not self.is_check and not self.expects_json_response and self.is_out_of_date:
            text = _(
                "%(name)s saved a new version meanwhile. First mend what is marked below, and save: "
                "then you see both texts beside each other."
            )
            messages.warning(self.request, text % {"name": name_of(self.latest_revision, self.request.user)})
        return super().form_invalid(form)

    def get_template_names(self):
        return ["editor/edit_page.html" if name == EDIT else name for name in super().get_template_names()]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not context["is_partial"]:
            user, page = self.request.user, self.real_page_record
            context["form_key"] = self.form_key()
            context["together"] = sentences(others_on(page, user), page.pk, user)
        return context

    def form_key(self):
        """That of the form that was sent, as long as it is open: an error does not make its base newer."""
        if self.request.method == "POST":
            if self.open_form:
                return self.open_form.key
            base = None if self.is_out_of_date else self.latest_revision
        else:
            base = self.latest_revision
        return OpenForm.open(self.real_page_record, self.request.user, base).key


class BothTexts(WagtailAdminTemplateMixin, View):
    """What somebody wrote beside the version that was saved meanwhile; its writer chooses field by field."""

    page_title = gettext_lazy("Both texts")
    header_icon = "copy"
    template_name = "editor/both_texts.html"
    done = gettext_lazy("Both texts are one draft now. Look at it once more; publish it when it is right.")
    nothing_chosen = gettext_lazy("The version that was there stays. Your own text stands in the history.")

    def dispatch(self, request, *args, **kwargs):
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, page_id, revision_id):
        return self.render_to_response(self.get_context_data())

    @transaction.atomic
    def post(self, request, page_id, revision_id):
        lock_page(page_id)
        lock = self.page.get_lock()
        if lock and lock.for_user(request.user):
            messages.error(request, lock.get_message(request.user) or _("This page is locked."))
        elif request.POST.get("seen") != self.seen:
            messages.warning(request, _("The page was saved again just now. Look at both texts once more."))
        elif unchosen := [part.label for part in self.differences if not self.choice_of(part)]:
            messages.error(request, _("Choose one of the two for: %s.") % ", ".join(unchosen))
        else:
            return self.put_together()
        return self.render_to_response(self.get_context_data())

    def put_together(self):
        names = [part.name for part in self.differences if self.choice_of(part) == MINE]
        if names:
            put_together(self.form_class, self.page, self.mine, self.theirs, names, self.request.user)
        messages.success(self.request, self.done if names else self.nothing_chosen)
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    @cached_property
    def page(self):
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    @cached_property
    def entry(self):
        """404 for a text that is not this user's, or was not set aside."""
        entries = set_aside_entries(self.page, self.request.user)
        entry = entries.filter(revision=self.kwargs["revision_id"]).first()
        if entry is None:
            raise Http404
        return entry

    @cached_property
    def mine(self):
        return get_object_or_404(Revision, pk=self.entry.revision_id)

    @cached_property
    def theirs(self):
        return self.page.get_latest_revision()

    @property
    def seen(self):
        return f"{self.theirs.pk} {self.theirs.created_at.isoformat()}"

    @cached_property
    def form_class(self):
        return self.page.get_edit_handler().get_form_class()

    @cached_property
    def differences(self):
        base = Revision.objects.for_instance(self.page).filter(pk=self.entry.data.get("base")).first()
        return differences(self.form_class, base, self.mine, self.theirs)

    def choice_of(self, part):
        chosen = self.request.POST.get(f"choice-{part.name}", "" if self.request.POST else part.choice)
        return chosen if chosen in {MINE, THEIRS} else ""

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.page,
            theirs=self.theirs,
            seen=self.seen,
            parts=[(part, self.choice_of(part)) for part in self.differences],
            **self.texts_in_words(),
            **kwargs,
        )

    def texts_in_words(self) -> dict:
        """What the template says of where both texts come from."""
        return {
            "name": name_of(self.theirs, self.request.user),
            "is_mine_too": self.theirs.user_id == self.request.user.pk,
            "set_aside_at": self.entry.timestamp,
        }
