"""Where to put a page back."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.permissions import choosable
from cms.slugs import LONGEST_SLUG


class PlaceForm(forms.Form):
    """Another place or address; left empty, those that it had."""

    parent = forms.ModelChoiceField(
        label=_("Below which page"),
        queryset=Page.objects.none(),
        required=False,
        help_text=_("Leave empty for the place where it was."),
    )
    slug = forms.SlugField(
        label=_("Web address"),
        max_length=LONGEST_SLUG,
        required=False,
        help_text=_("Leave empty for the address that it had."),
    )

    def __init__(self, *args, user, page_class, **kwargs):
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        parent.queryset = choosable(Page, user)
        parent.widget = AdminPageChooser(
            target_models=page_class.allowed_parent_page_models(), user_perms="add_subpage"
        )
        # Setting a widget leaves its choices behind: it looks pages up itself.
        parent.widget.is_required = False
