"""The edit forms of pages, vocabularies and people."""

from django import forms
from django.db import models
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm, register_form_field_override
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput
from wagtail.models import Page

from cms.depth import is_too_deep_below, too_deep_message
from cms.permissions import PLACE, check_choosable, is_reviewer, may_end, targets_in, targets_of
from cms.publishing import SUMMARY_LENGTH, label_of_field, messages_in_blocks
from cms.schedule import SCHEDULE, spent_dates
from cms.slugs import free_slug, slug_for
from fields import form_fields

# Form fields for all forms of the admin, Wagtail's own models included. The widgets are Wagtail's defaults.
for model_field, override in (
    (models.DateField, {"form_class": form_fields.DateField, "widget": AdminDateInput}),
    (models.TimeField, {"form_class": form_fields.TimeField, "widget": AdminTimeInput}),
    (models.DateTimeField, {"form_class": form_fields.DateTimeField, "widget": AdminDateTimeInput}),
    (models.IntegerField, {"form_class": form_fields.WholeNumberField}),
    (models.DecimalField, {"form_class": form_fields.NumberField}),
):
    register_form_field_override(model_field, override=override)

ROW_MESSAGES = {
    "too_few_forms": ngettext_lazy("Add at least one.", "Add at least %(num)d.", "num"),
    "too_many_forms": ngettext_lazy("One is the most.", "%(num)d is the most.", "num"),
}

NOT_YOURS_TO_END = _(
    "After the last day the data are erased. So only the team of this person's platform fills it in; and only the"
    " reviewers, where another platform has a page about this person too."
)


NOT_YOURS_TO_JUDGE = _("Only reviewers say who judged this.")


class ChoosableTargets:
    """Rejects targets that the choosers did not offer this user. Must precede an edit form in the bases.

    A form shows the titles of its targets, so a key typed into a request would reveal them. Stored targets are kept.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_guarded = self.is_bound and self.for_user is not None and not is_reviewer(self.for_user)
        self._targets_before = set(targets_of(self.instance)) if is_guarded else None

    def is_valid(self):
        valid = super().is_valid()
        if self._targets_before is not None:
            check_choosable(set(targets_in(self)) - self._targets_before, self.for_user)
        return valid


class VocabularyForm(ChoosableTargets, WagtailAdminModelForm):
    """The form of a vocabulary that has a picture."""


class StartingTextForm(WagtailAdminModelForm):
    """The form of a starting text: the fields to choose from are those of the page types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        self.fields["place"] = forms.ChoiceField(
            label=field.label, choices=self.instance.choices(), error_messages=field.error_messages
        )


class PersonForm(VocabularyForm):
    """The form of a person; only reviewers and the person's own team may set the last day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.for_user
        self._may_end = user is None or may_end(user, self.instance)
        if user is not None and not is_reviewer(user):
            self.fields.pop("section", None)
        if not self._may_end and "active_until" in self.fields:
            field = self.fields["active_until"]
            field.help_text, field.widget.attrs["disabled"] = NOT_YOURS_TO_END, True

    def clean_active_until(self):
        """Keeps the stored value for others, and raises for a changed one (browsers don't send disabled fields)."""
        if self._may_end:
            return self.cleaned_data["active_until"]
        if self.add_prefix("active_until") in self.data and "active_until" in self.changed_data:
            raise forms.ValidationError(NOT_YOURS_TO_END)
        return self.instance.active_until


class ChooseSectionForm(forms.Form):
    """Chooses the parent of a new page: a platform or the whole site."""

    parent_page = forms.ModelChoiceField(
        Page.objects.none(), label=_("Where does it belong?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, places, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["parent_page"]
        field.queryset = places.specific()
        field.label_from_instance = place_label


def place_label(page):
    section = getattr(page, "section", None)  # a page of Wagtail itself has none
    return section.title if section else _("The whole site")


class CopyPageForm(CopyForm):
    """The copy form with a title that ends in “(copy)” and a free slug as presets."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        original = self.page.specific_deferred.get_admin_display_title()
        title, address = self.fields["new_title"], self.fields["new_slug"]
        longest = Page._meta.get_field("title").max_length
        title.max_length = longest
        mark = " " + _("(copy)")
        title.initial = original[: longest - len(mark)] + mark
        address.initial = free_slug(self._own_slug(title.initial), self.page.get_parent())
        address.required = False

    def clean(self):
        """Makes the proposed slug free below the chosen parent; a slug that was typed stays as it is."""
        slug = self.cleaned_data.get("new_slug")
        if slug in ("", self.fields["new_slug"].initial):
            parent = self.cleaned_data.get("new_parent_page") or self.page.get_parent()
            base = self._own_slug(self.cleaned_data.get("new_title", ""))
            self.cleaned_data["new_slug"] = free_slug(slug or base, parent)
        cleaned = super().clean()
        self._refuse_too_deep()
        return cleaned

    def _refuse_too_deep(self):
        parent = self.cleaned_data.get("new_parent_page") or self.page.get_parent()
        if is_too_deep_below(parent, self.page, self.cleaned_data.get("copy_subpages", False)):
            self.add_error("new_parent_page", too_deep_message())

    def _own_slug(self, title):
        return slug_for(title) or self.page.slug


# The action of submitting a page with a note, which publishes nothing (`editor.submitting`).
SUBMIT_WITH_NOTE = "submit-with-note"


class BasePageForm(ChoosableTargets, WagtailAdminPageForm):
    """The form of all pages: shows problems beside fields when publishing, and saves incomplete drafts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._has_checked_rules = False
        self._schedule = {}
        self._withheld = self._withhold_reviewer_fields()
        if self.instance.pk is None and not self.is_bound:
            self.fields["title"].widget.attrs["autofocus"] = True
        if "search_description" in self.fields:
            self.fields["search_description"].widget.attrs["maxlength"] = SUMMARY_LENGTH
        if "slug" in self.fields:
            self.fields["slug"].required = False  # the page makes one of its title
        for formset in self.formsets.values():
            formset.error_messages |= ROW_MESSAGES
        if not self._may_change_place():
            # Teams may not rename or unpublish a section's own pages, nor by restoring an old revision.
            latest = self.instance.get_latest_revision_as_object()
            for name in PLACE & self.fields.keys():
                self.fields[name].disabled = True
                self.initial[name] = getattr(latest, name)
        if self._is_workflow_action():
            self.defer_required_fields()

    def clean_slug(self):
        """Makes a slug that follows from the title free; a slug that somebody chose and is taken is an error."""
        slug, page = self.cleaned_data["slug"], self.instance
        follows = slug and slug == slug_for(self.cleaned_data.get("title", ""))
        if not follows or page.first_published_at:
            return slug
        return free_slug(slug, self.parent_page, page)

    def clean(self):
        """Clears past dates of the schedule; only a past date that was typed just now is an error."""
        cleaned = super().clean()
        if any(self._is_changed(name) for name in self._withheld):
            self.add_error(None, NOT_YOURS_TO_JUDGE)
        for name in spent_dates(cleaned):
            if name == "go_live_at" or self.is_deferred_validation or self._is_stored(name):
                cleaned[name] = None
        if self.is_deferred_validation:
            # Wagtail validates these next, even for a draft.
            self._schedule = {name: cleaned.pop(name) for name in SCHEDULE if name in cleaned}
        return cleaned

    def _post_clean(self):
        self.cleaned_data.update(self._schedule)
        super()._post_clean()
        self._show_schedule()

    def is_valid(self):
        valid = super().is_valid()
        if not self.is_bound or self.is_deferred_validation or self._has_checked_rules:
            return valid
        self._has_checked_rules = True
        self._show_all(self.publishing_problems())
        return super().is_valid()

    def publishing_problems(self):
        """The problems of the page as it stands in this form, rows included."""
        return self.instance.publishing_problems(self._rows)

    def html_id(self, name, row=None):
        """The HTML id of the field, of the row's field or of the rows of that name; "" if the form has none."""
        form = self._form_of(row)
        if form is None or name not in {*form.fields, *form.formsets}:
            return ""
        if name in form.formsets:
            return f"id_{form.formsets[name].prefix}-FORMS"
        return f"id_{form.add_prefix(name)}"

    def unreadable(self):
        """The values that can't be parsed: maps `(HTML id, message)` to the field's label."""
        return {
            (f"id_{form.add_prefix(name)}", message): str(form.fields[name].label)
            for form in [self, *self._row_forms()]
            for name, errors in form.errors.as_data().items()
            if name in form.fields
            for error in errors
            for message in messages_in_blocks(error)
        }

    def labels_with_errors(self):
        """The labels of the fields and rows with errors, in the order of the form."""
        fields = [self.fields[name].label for name in self.fields if name in self.errors]
        rows = [
            label_of_field(self.instance, name)
            for name, formset in self.formsets.items()
            if not formset.is_valid() or formset.non_form_errors()
        ]
        return [str(label) for label in [*fields, *rows]]

    def _withhold_reviewer_fields(self):
        """Takes the fields of reviewers out for others, and returns them by name."""
        user = self.for_user
        if not self.instance.reviewer_fields or user is None or is_reviewer(user):
            return {}
        names = self.fields.keys() & set(self.instance.reviewer_fields)
        return {name: self.fields.pop(name) for name in names}

    def _is_changed(self, name):
        """True if a request holds another value for a field that was withheld: no screen sends that."""
        field, key = self._withheld[name], self.add_prefix(name)
        typed = field.widget.value_from_datadict(self.data, self.files, key)
        return key in self.data and field.has_changed(self.initial.get(name), typed)

    def _may_change_place(self):
        page, user = self.instance, self.for_user
        return page.pk is None or user is None or page.permissions_for_user(user).can_manage_place()

    def _is_workflow_action(self):
        """True if the form submits, restarts, rejects or cancels a review: that does not publish."""
        if "action-publish" in self.data:
            return False
        if "action-submit" in self.data or "action-restart-workflow" in self.data:
            return True
        name = self.data.get("workflow-action-name")
        is_rejected = name == "reject" and "action-workflow-action" in self.data
        return name == SUBMIT_WITH_NOTE or is_rejected or "action-cancel-workflow" in self.data

    def _is_stored(self, name):
        """True if this date is the one that the form showed, which is without seconds."""
        stored = self.initial.get(name)
        return stored and self.cleaned_data[name] == stored.replace(second=0, microsecond=0)

    def label_of(self, problem):
        """What editors call the field of the problem, also in a row that is not stored yet."""
        return str(self.instance.label_of(problem, self._rows))

    def _rows(self, name):
        """The child rows in the form, in its order; the stored rows if the form leaves the relation out."""
        formset = self.formsets.get(name)
        return (
            self.instance.stored_rows(name)
            if formset is None
            else [form.instance for form in remaining_forms(formset)]
        )

    def _show_all(self, problems):
        """Shows each message beside its field, except where a parse error already stands."""
        unreadable = {id(form): set(form.errors) for form in [self, *self._row_forms()]}
        for problem in problems:
            form = self._form_of(problem.row)
            if form is None:
                self.add_error(None, f"{self.label_of(problem)}: {problem.message}")
            elif problem.field in form.formsets:
                self._show_at_panel(form.formsets[problem.field], problem.message)
            elif problem.field not in form.fields:
                form.add_error(None, f"{label_of_field(form.instance, problem.field)}: {problem.message}")
            elif problem.field not in unreadable[id(form)]:
                form.add_error(problem.field, problem.message)

    def _show_schedule(self):
        """Repeats errors of the schedule above the form, because its dialog is closed."""
        for name in self.errors.keys() & set(SCHEDULE):
            message = f"{self.fields[name].label}: {' '.join(self.errors[name])}"
            if message not in self.non_field_errors():
                self.add_error(None, message)

    def _show_at_panel(self, formset, message):
        if not formset.non_form_errors():
            formset.non_form_errors().append(message)

    def _row_forms(self):
        return [form for formset in self.formsets.values() for form in formset.forms]

    def _form_of(self, row):
        if row is None:
            return self
        return next((form for form in self._row_forms() if form.instance is row), None)


def remaining_forms(formset):
    """The forms of the rows that are not deleted, in the editor's order."""
    formset.is_valid()  # fills the rows, also where an earlier formset was refused
    forms = [form for form in formset.forms if not formset._should_delete_form(form)]
    return sorted(forms, key=lambda form: form.cleaned_data.get(ORDERING_FIELD_NAME) or 0)
