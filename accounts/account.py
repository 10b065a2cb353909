"""Forms that require the user's own password to change an e-mail address, which is the login name."""

from functools import partial

from django import forms
from django.contrib.auth import authenticate, get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views.account import AccountView, ChangePasswordPanel, NameEmailSettingsPanel
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import EditView, UserViewSet

from .second_factor import remove_second_factor

WRONG = _("This is not your password.")


def stored_email(user):
    """The address in the database: an invalid form has changed the instance already."""
    return get_user_model().objects.values_list("email", flat=True).get(pk=user.pk)


def is_own_password(request, password):
    """Checks a password once per request; wrong guesses count as failed logins, so there are ten."""
    results = request.__dict__.setdefault("own_passwords", {})
    if password not in results:
        user = password and authenticate(request, username=stored_email(request.user), password=password)
        results[password] = bool(user)
    return results[password]


class EmailPasswordMixin(forms.Form):
    """A password field that is required when the e-mail address changes."""

    own_password = forms.CharField(
        label=_("Your own password"),
        help_text=_("Only needed to change the e-mail address, or to take a second step away."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self):
        cleaned = super().clean()
        email = self.cleaned_data.get("email", "").lower()
        is_changed = email and email != stored_email(self.instance).lower()
        if is_changed and not is_own_password(self.request, self.cleaned_data.get("own_password")):
            self.add_error("own_password", WRONG)
        return cleaned


class OwnNameEmailForm(EmailPasswordMixin, NameEmailForm):
    field_order = ["first_name", "last_name", "email", "own_password"]


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, *args, request, **kwargs):
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_old_password(self):
        if not is_own_password(self.request, self.cleaned_data["old_password"]):
            raise forms.ValidationError(WRONG)
        return self.cleaned_data["old_password"]


class OwnNameEmailPanel(NameEmailSettingsPanel):
    @property
    def form_class(self):
        return partial(OwnNameEmailForm, request=self.request)


class OwnPasswordPanel(ChangePasswordPanel):
    @property
    def form_class(self):
        return partial(OwnPasswordForm, request=self.request)


class Account(AccountView):
    """Wagtail's account view, with our panels for name and password."""

    REPLACEMENTS = {NameEmailSettingsPanel: OwnNameEmailPanel, ChangePasswordPanel: OwnPasswordPanel}

    def get_panels(self):
        panels = super().get_panels()
        return [
            self.REPLACEMENTS.get(type(panel), type(panel))(panel.request, panel.user, panel.profile)
            for panel in panels
        ]


class EditUserForm(EmailPasswordMixin, UserEditForm):
    """Administrators give their own password too, so that an unattended screen is no way to take over accounts."""

    remove_second_factor = forms.BooleanField(
        label=_("Take the second step away"),
        help_text=_(
            "For somebody who lost phone, key and recovery codes. They sign in with their password, and get a mail."
            " Be sure that it is them who asks: call back."
        ),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.is_superuser or not self.instance.has_second_factor:
            del self.fields["remove_second_factor"]

    def clean(self):
        cleaned = super().clean()
        is_asked = self.cleaned_data.get("remove_second_factor")
        if is_asked and not is_own_password(self.request, self.cleaned_data.get("own_password")):
            self.add_error("own_password", WRONG)
        return cleaned

    def save(self, commit=True):
        user = super().save(commit)
        if self.cleaned_data.get("remove_second_factor"):
            remove_second_factor(user)
        return user


class UserEditView(EditView):
    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}


class SectionUserViewSet(UserViewSet):
    edit_view_class = UserEditView

    def get_form_class(self, for_update=False):
        return EditUserForm if for_update else super().get_form_class()
