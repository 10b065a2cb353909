from django.db import models

from fields import form_fields


class AmountField(models.DecimalField):
    """An amount in euro; forms accept a euro sign. Migrations write Django's own field."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs

    def formfield(self, **kwargs):
        # Overrides the form field registered for DecimalField, which rejects a euro sign.
        return super().formfield(**{**kwargs, "form_class": form_fields.AmountField})
