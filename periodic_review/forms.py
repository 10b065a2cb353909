"""The forms of who is responsible, for one page and for all pages of somebody who leaves; and of the terms."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.widgets import AdminDateInput

from audit.models import Action
from audit.recording import record
from cms.models import PageReview, ReviewTerm
from cms.models.page_reviews import LONGEST_TERM, chosen_terms, default_term
from cms.permissions import is_reviewer, pages_to_change
from fields.form_fields import DateField, WholeNumberField

from .models import WorkMail
from .page_types import types_to_review
from .teams import colleagues_of, may_be_responsible


class ReviewForm(forms.ModelForm):
    """Who is responsible for a page, its term, and when it was last reviewed."""

    reviewed_on = DateField(
        label=_("Last reviewed on"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Only if it was another day than the button says. Empty: never."),
    )

    class Meta:
        model = PageReview
        fields = ["responsible", "months", "reviewed_on"]

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["responsible"]
        field.queryset, field.empty_label = may_be_responsible(page), _("The whole team")

    def clean_reviewed_on(self):
        day = self.cleaned_data["reviewed_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return day


class WorkMailForm(forms.ModelForm):
    """How often the mail about what waits comes."""

    class Meta:
        model = WorkMail
        fields = ["frequency"]
        widgets = {"frequency": forms.RadioSelect}


class HandOverForm(forms.Form):
    """All pages of one person to another, as far as this user may edit them."""

    source = forms.ModelChoiceField(
        get_user_model().objects.none(), label=_("Everything of"), empty_label=_("Choose a person")
    )
    target = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=_("goes to"),
        required=False,
        empty_label=_("The whole team"),
        help_text=_("From then on this person hears when it is time to look at these pages."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = PageReview.objects.filter(page__in=pages_to_change(user).values("pk"))
        people = get_user_model().objects
        self.fields["source"].queryset = people.filter(pk__in=own.values("responsible"))
        self.fields["target"].queryset = people.filter(
            pk__in=colleagues_of(user, is_reviewer(user)), is_active=True
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("target"):
            raise ValidationError(_("Choose two different people."))
        return cleaned


class TermsForm(forms.Form):
    """The months between two reviews, for each type of page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = chosen_terms()
        for model in types_to_review():
            label = model._meta.label
            self.fields[label] = WholeNumberField(
                label=capfirst(model._meta.verbose_name_plural),
                required=False,
                min_value=0,
                max_value=LONGEST_TERM,
                initial=chosen.get(label),
                help_text=_("Empty: %s.") % in_words(default_term(model)),
            )

    @transaction.atomic
    def save(self) -> list[str]:
        """Stores what is another term than before; says what changed, as “label: before → after”."""
        changes, chosen = [], chosen_terms()
        for model in types_to_review():
            label, usual = model._meta.label, default_term(model)
            months = self.cleaned_data[label]
            before, after = chosen.get(label, usual), usual if months is None else months
            if months is None:
                ReviewTerm.objects.filter(label=label).delete()
            elif months != chosen.get(label):
                ReviewTerm.objects.update_or_create(label=label, defaults={"months": months})
            if before != after:
                changes.append(f"{label}: {before} → {after}")
        if changes:
            record(Action.TERMS_CHANGED, terms=changes)
        return changes


def in_words(months) -> str:
    """A term for people."""
    return (
        ngettext("%(number)d month", "%(number)d months", months) % {"number": months}
        if months
        else _("never")
    )
