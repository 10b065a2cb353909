"""What is wrong with a form, as the summary above it says it (`components/form_problems.html`)."""

from django import forms


def problems_of(form) -> list[tuple[str, str]]:
    return [
        (
            target_of(form, name),
            f"{form.fields[name].label}: {message}" if name != forms.forms.NON_FIELD_ERRORS else message,
        )
        for name, messages in form.errors.items()
        for message in messages
    ]


def target_of(form, name) -> str:
    """The id of the field to jump to; of the first choice, as a group has no field of that id."""
    if name == forms.forms.NON_FIELD_ERRORS:
        return ""
    field = form[name]
    return f"{field.auto_id}_0" if field.use_fieldset else field.auto_id
