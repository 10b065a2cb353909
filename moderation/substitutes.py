"""Where somebody who reviews names a substitute: in the account settings."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.widgets import AdminDateInput

from .models import ReviewTask, Substitution

PAST = gettext_lazy("This day is over. Choose a day from today on.")
NO_DAY = gettext_lazy("Until when does your colleague decide in your place?")
NOBODY = gettext_lazy("Who decides in your place?")
AWAY_TOO = gettext_lazy("%s is away too, until %s. Choose somebody else.")


def who_may_review():
    """The people with an active account in a group that decides in a step, of any workflow."""
    groups = ReviewTask.objects.filter(active=True).values("groups")
    return get_user_model().objects.filter(groups__in=groups, is_active=True).distinct()


class NameField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return get_user_display_name(user)


class SubstituteForm(forms.ModelForm):
    """Who and until when; both empty takes the substitute away."""

    substitute = NameField(
        label=gettext_lazy("Who decides in your place"),
        queryset=get_user_model().objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody"),
        help_text=gettext_lazy(
            "Your colleague gets the mails about pages to review, sees them on the start screen, and decides."
        ),
    )
    until = forms.DateField(label=gettext_lazy("Until and including"), required=False, widget=AdminDateInput)

    class Meta:
        model = Substitution
        fields = ["substitute", "until"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = who_may_review().exclude(pk=self.instance.reviewer_id)
        self.fields["substitute"].queryset = others.order_by("last_name", "first_name", "pk")

    def clean(self):
        cleaned = super().clean()
        substitute, until = cleaned.get("substitute"), cleaned.get("until")
        if substitute and not until and "until" not in self.errors:
            self.add_error("until", NO_DAY)
        if until and not substitute and "substitute" not in self.errors:
            self.add_error("substitute", NOBODY)
        if until and until < timezone.localdate():
            self.add_error("until", PAST)
        away = substitute and Substitution.objects.today().filter(reviewer=substitute).first()
        if away:
            words = AWAY_TOO % (get_user_display_name(substitute), away.until.strftime("%d-%m-%Y"))
            self.add_error("substitute", words)
        return cleaned

    def _post_clean(self):
        """An empty form deletes, so there is nothing to check on the instance then."""
        if self.cleaned_data.get("substitute") and self.cleaned_data.get("until"):
            super()._post_clean()

    def save(self, commit=True):
        if self.cleaned_data["substitute"]:
            return super().save(commit)
        Substitution.objects.filter(reviewer=self.instance.reviewer_id).delete()
        return None


class SubstitutePanel(BaseSettingsPanel):
    """For who is in a group that decides."""

    name = "substitute"
    title = gettext_lazy("When you are away")
    order = 350
    form_class = SubstituteForm

    def is_active(self):
        return who_may_review().filter(pk=self.user.pk).exists()

    def get_form(self):
        substitution = Substitution.objects.filter(reviewer=self.user.pk, until__gte=timezone.localdate())
        instance = substitution.first() or Substitution(reviewer_id=self.user.pk)
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=instance, prefix=self.name)
