"""The form behind every page: it saves a half-empty draft, and says what publishing needs."""

from django import forms
from django.forms.formsets import ORDERING_FIELD_NAME
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

from cms.models.publishing import SUMMARY_LENGTH, label_of_field
from cms.permissions import is_reviewer, refuse_unknown, targets_in, targets_of

ROW_MESSAGES = {
    "too_few_forms": ngettext_lazy("Add at least one.", "Add at least %(num)d.", "num"),
    "too_many_forms": ngettext_lazy("One is the most.", "%(num)d is the most.", "num"),
}


class PointsAtKnownOnly:
    """Stands left of an edit form: refuses what the choosers did not offer this user, however it got into the form.

    A form shows the titles of what it points at, so a number typed into a request would tell them. What was there
    before stays.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_guarded = self.is_bound and self.for_user is not None and not is_reviewer(self.for_user)
        self._targets_before = set(targets_of(self.instance)) if is_guarded else None

    def is_valid(self):
        valid = super().is_valid()
        if self._targets_before is not None:
            refuse_unknown(set(targets_in(self)) - self._targets_before, self.for_user)
        return valid


class VocabularyForm(PointsAtKnownOnly, WagtailAdminModelForm):
    """The form of a vocabulary that has a picture."""


class ChooseSectionForm(forms.Form):
    """Where a new page goes: to a platform, or to the whole site."""

    parent_page = forms.ModelChoiceField(
        Page.objects.none(), label=_("Where does it belong?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, places, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["parent_page"]
        field.queryset = places.specific()
        field.label_from_instance = lambda page: page.section.title if page.section else _("The whole site")


class BasePageForm(PointsAtKnownOnly, WagtailAdminPageForm):
    """Names what is missing beside the field when the page is to be published; lets a draft through."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._asked = False
        if "search_description" in self.fields:
            self.fields["search_description"].widget.attrs["maxlength"] = SUMMARY_LENGTH
        for formset in self.formsets.values():
            formset.error_messages |= ROW_MESSAGES
        if not self._may_change_place():
            # The section's own pages are not the team's to rename or take offline, nor by way of an old version.
            latest = self.instance.get_latest_revision_as_object()
            for name in {"slug", "go_live_at", "expire_at"} & self.fields.keys():
                self.fields[name].disabled = True
                self.initial[name] = getattr(latest, name)
        if self._is_sent_back():
            self.defer_required_fields()

    def is_valid(self):
        valid = super().is_valid()
        if not self.is_bound or self.is_deferred_validation or self._asked:
            return valid
        self._asked = True
        self._show_all(self.instance.publishing_problems(self._rows))
        return super().is_valid()

    def _may_change_place(self):
        page, user = self.instance, self.for_user
        return page.pk is None or user is None or page.permissions_for_user(user).can_manage_place()

    def _is_sent_back(self):
        """A reviewer sends an unfinished page back, or work is withdrawn: that is no publishing."""
        if "action-publish" in self.data:
            return False
        is_rejected = (
            self.data.get("workflow-action-name") == "reject" and "action-workflow-action" in self.data
        )
        return is_rejected or "action-cancel-workflow" in self.data

    def _rows(self, name):
        """The child rows as they stand in the form, in its order; those that the form leaves out, as stored."""
        formset = self.formsets.get(name)
        return (
            self.instance.stored_rows(name) if formset is None else [form.instance for form in kept(formset)]
        )

    def _show_all(self, problems):
        """Put each message beside its field. A field that can't be read already says so: no more there."""
        unreadable = {id(form): set(form.errors) for form in [self, *self._row_forms()]}
        for problem in problems:
            form = self._form_of(problem.row)
            if form is None:
                self.add_error(None, f"{self.instance.label_of(problem)}: {problem.message}")
            elif problem.field in form.formsets:
                self._show_at_panel(form.formsets[problem.field], problem.message)
            elif problem.field not in form.fields:
                form.add_error(None, f"{label_of_field(form.instance, problem.field)}: {problem.message}")
            elif problem.field not in unreadable[id(form)]:
                form.add_error(problem.field, problem.message)

    def _show_at_panel(self, formset, message):
        if not formset.non_form_errors():
            formset.non_form_errors().append(message)

    def _row_forms(self):
        return [form for formset in self.formsets.values() for form in formset.forms]

    def _form_of(self, row):
        if row is None:
            return self
        return next((form for form in self._row_forms() if form.instance is row), None)


def kept(formset):
    """The forms of the rows that stay, in the order that the editor gave them."""
    formset.is_valid()  # fills the rows, also where an earlier formset was refused
    forms = [form for form in formset.forms if not formset._should_delete_form(form)]
    return sorted(forms, key=lambda form: form.cleaned_data.get(ORDERING_FIELD_NAME) or 0)
