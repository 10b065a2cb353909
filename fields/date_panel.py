"""The panel of a date with a precision."""

from wagtail.admin.panels import FieldPanel


class DatePanel(FieldPanel):
    """One input for a date and its precision. The form has the precision field too, for the API only."""

    def __init__(self, field_name, *args, precision="", **kwargs):
        super().__init__(field_name, *args, **kwargs)
        self.precision = precision or f"{field_name}_precision"

    @property
    def unseen_fields(self):
        return [self.precision]

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "precision": self.precision}

    def get_form_options(self):
        options = super().get_form_options()
        return {**options, "fields": [*options["fields"], *self.unseen_fields]}
