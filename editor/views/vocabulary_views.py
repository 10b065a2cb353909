"""Views of the vocabularies, which check permissions on the instance where Wagtail checks them on the model."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_admin_base_url
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.chooser import CreateView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from accounts.teams import ask_reviewers
from cms.permissions import choosable, is_reviewer
from rich_text.cleaning import is_key

from .choosers import VisibleUsageMixin


class InstancePermissionMixin:
    """Mixin for a view of one snippet: checks the change permission on the instance, not only on its model."""

    def get_object(self, *args, **kwargs):
        instance = super().get_object(*args, **kwargs)
        if not self.user_has_permission_for_instance("change", instance):
            raise PermissionDenied
        return instance


class VocabularyEditView(snippets.EditView):
    """Redirects a user who may not change the instance to the form that requests a change."""

    ask_url_name = None

    def dispatch(self, request, *args, **kwargs):
        may_change = self.user_has_permission_for_instance("change", self.object)
        if may_change or self.ask_url_name is None:
            return super().dispatch(request, *args, **kwargs)
        return redirect(self.ask_url_name, self.object.pk)

    @cached_property
    def header_more_buttons(self):
        """A team may change a guest, except for the last day, for which it requests a change."""
        buttons = super().header_more_buttons
        if self.ask_url_name and not is_reviewer(self.request.user):
            address = reverse(self.ask_url_name, args=[self.object.pk])
            buttons.append(Button(_("Ask for a change"), url=address, icon_name="mail", priority=40))
        return buttons


class VocabularyDeleteView(InstancePermissionMixin, snippets.DeleteView):
    pass


class VocabularyChooserCreateView(CreateView):
    """The form that adds an instance from a chooser; closed where the chooser has none, where Wagtail raises."""

    response_data_title_key = "string"

    def can_create(self):
        return self.get_creation_form_class() is not None and super().can_create()

    def get_chosen_response(self, item):
        """In a chooser of several, also gives those that were ticked before: the chooser closes."""
        ticked = [key for key in self.request.POST.getlist("ticked") if is_key(key)]
        if not ticked or not self.request.GET.get("multiple"):
            return super().get_chosen_response(item)
        others = choosable(self.model_class, self.request.user).filter(pk__in=ticked).exclude(pk=item.pk)
        return self.get_multiple_chosen_response([*others, item])


class VocabularyHistoryView(InstancePermissionMixin, snippets.HistoryView):
    pass


class VocabularyUsageView(InstancePermissionMixin, VisibleUsageMixin, snippets.UsageView):
    pass


class VocabularyInspectView(snippets.InspectView):
    """For read-only vocabularies. Shows a dash for an empty value, where Wagtail shows None."""

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return "–" if value in (None, "") else value


class VocabularyIndexView(snippets.IndexView):
    """Links each row to its form, or to the form that requests a change."""

    ask_url_name = None

    @cached_property
    def editable_keys(self):
        editable = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        return set(editable.values_list("pk", flat=True))

    def get_edit_url(self, instance):
        if instance.pk in self.editable_keys:
            return super().get_edit_url(instance)
        return reverse(self.ask_url_name, args=[instance.pk]) if self.ask_url_name else None


class ChangeRequestForm(forms.Form):
    """A request for a change, in the user's own words."""

    wish = forms.CharField(
        label=_("What should change?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class RequestChangeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Shows an instance that the user may not change, and mails a request for a change to the reviewers."""

    any_permission_required = ["add", "change", "delete", "view"]
    model = edit_url_name = index_url_name = None
    fields = ()
    form_class = ChangeRequestForm
    header_icon = "mail"
    page_title = _("Ask for a change")
    template_name = "cms/ask_for_change.html"

    @cached_property
    def instance(self):
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.instance)

    def get_breadcrumbs_items(self):
        plural = self.model._meta.verbose_name_plural
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.index_url_name), "label": capfirst(plural)},
            {"url": "", "label": str(self.instance)},
        ]

    def get_context_data(self, **kwargs):
        facts = [(label, value) for label, value in map(self.label_and_value, self.fields) if value]
        return super().get_context_data(word=self.instance, facts=facts, **kwargs)

    def label_and_value(self, name):
        display = getattr(self.instance, f"get_{name}_display", lambda: getattr(self.instance, name))
        return self.model._meta.get_field(name).verbose_name, display()

    def form_valid(self, form):
        address = get_admin_base_url() + reverse(self.edit_url_name, args=[self.instance.pk])
        try:
            ask_reviewers(self.request.user, self.instance, form.cleaned_data["wish"], address)
        except OSError:  # smtplib's own errors among them
            form.add_error(None, _("The mail could not be sent. Your text is still here: try again later."))
            return self.form_invalid(form)
        message = _("Your question is on its way to the reviewers. They answer you at %s.")
        messages.success(self.request, message % self.request.user.email)
        return redirect(self.index_url_name)
