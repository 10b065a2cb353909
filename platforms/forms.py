"""The edit form of a coordinator: the name comes from the person."""

from django.utils.translation import gettext_lazy as _

from cms.forms import BasePageForm


class CoordinatorPageForm(BasePageForm):
    """Requires no title if a person is chosen: the page then has the name of the person."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in {"title", "slug"} & self.fields.keys():
            self.fields[name].required = False

    def clean(self):
        cleaned = super().clean()
        has_valid_title = "title" in self.fields and "title" not in self.errors
        if has_valid_title and not cleaned.get("title") and not cleaned.get("person"):
            self.add_error("title", _("Choose a person, or fill in a title."))
        return cleaned
