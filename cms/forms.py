"""The form behind every page: it saves a half-empty draft, and says what publishing needs."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm

RESERVED_SLUGS = {
    "admin",
    "api",
    "documents",
    "embed",
    "health",
    "insluiten",
    "media",
    "oembed",
    "static",
    "zoeken",
}
SUMMARY_LENGTH = 300


class BasePageForm(WagtailAdminPageForm):
    """Names what is missing beside the field when the page is to be published; lets a draft through."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "search_description" in self.fields:
            self.fields["search_description"].max_length = SUMMARY_LENGTH
        if not self._may_change_place():
            # The section's own pages are not the team's to rename or take offline.
            for name in {"slug", "go_live_at", "expire_at"} & self.fields.keys():
                self.fields[name].disabled = True

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            self.add_error("slug", _("The site itself uses this web address. Choose another one."))
        return slug

    def clean_search_description(self):
        summary = self.cleaned_data["search_description"]
        if len(summary) > SUMMARY_LENGTH:
            message = _("Keep it under %(limit)s characters; now there are %(count)s.")
            self.add_error("search_description", message % {"limit": SUMMARY_LENGTH, "count": len(summary)})
        return summary

    def is_valid(self):
        valid = super().is_valid()
        if not self.is_bound or self.is_deferred_validation:
            return valid
        for problem in self.instance.publishing_problems(self._rows):
            self._show(problem)
        return valid and not self.errors and not any(f.non_form_errors() for f in self.formsets.values())

    def _may_change_place(self):
        page, user = self.instance, self.for_user
        return page.pk is None or user is None or page.permissions_for_user(user).can_manage_place()

    def _rows(self, name):
        """The child rows as they stand in the form; those that the form leaves out, as they are stored."""
        formset = self.formsets.get(name)
        if formset is None:
            return list(getattr(self.instance, name).all())
        return [form.instance for form in formset.forms if form not in formset.deleted_forms]

    def _show(self, problem):
        """Put the message beside its field, unless something stands there already."""
        if problem.row is not None:
            form = self._form_of(problem.row)
            if form is not None and problem.field in form.fields and problem.field not in form.errors:
                form.add_error(problem.field, problem.message)
        elif problem.field in self.formsets:
            formset = self.formsets[problem.field]
            if not formset.non_form_errors():
                formset.non_form_errors().append(problem.message)
        elif problem.field in self.fields and problem.field not in self.errors:
            self.add_error(problem.field, problem.message)
        elif problem.field not in self.fields:
            self.add_error(None, f"{self.instance.label_of(problem.field)}: {problem.message}")

    def _form_of(self, row):
        forms = (form for formset in self.formsets.values() for form in formset.forms)
        return next((form for form in forms if form.instance is row), None)
