"""The forms of a remark that does not apply, and of the checks that are on."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .findings import Group
from .switches import all_checks, checks_on, switch

OFF_BY_ITSELF = _("Off until you turn it on: it was wrong in more than one of ten cases.")


class NotApplicableForm(forms.Form):
    """Which sentence, by its digest, and which check."""

    check_name = forms.ChoiceField(choices=lambda: [(check.name, check.name) for check in all_checks()])
    digest = forms.CharField(validators=[RegexValidator(r"\A[0-9a-f]{64}\Z")])


class SettingsForm(forms.Form):
    """A tick for each check: whether it reads along."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        on = {check.name for check in checks_on()}
        for check in all_checks():
            self.fields[check.name] = forms.BooleanField(
                label=check.heading,
                required=False,
                initial=check.name in on,
                help_text=check.reason if check.is_on else f"{check.reason} {OFF_BY_ITSELF}",
            )

    def groups(self) -> list[tuple[str, list]]:
        """The name of each group of checks with its fields."""
        fields = {check.name: (check.group, self[check.name]) for check in all_checks()}
        return [
            (group.label, [field for of, field in fields.values() if of == group])
            for group in Group
            if any(of == group for of, _field in fields.values())
        ]

    def save(self) -> list[str]:
        """Says what changed."""
        return switch(self.cleaned_data)
