"""What the directory of coordinators can be filtered on. A few hundred people at most: read at once, counted here."""

from typing import NamedTuple

from django import forms
from django.apps import apps
from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import Theme
from cms.models.base import load_sections


class Choice(NamedTuple):
    """A choice of a filter, and how many it would give beside the other filters."""

    key: str
    value: str
    label: str
    parent: str
    count: int
    is_chosen: bool


class Group(NamedTuple):
    """A filter with its choices: those of the first level, each with those below it."""

    key: str
    label: str
    choices: list
    chosen: int
    is_open: bool


class Chip(NamedTuple):
    """A filter in use, and the query string without it."""

    label: str
    query: str


class KnownSlugsField(forms.MultipleChoiceField):
    """The chosen slugs. Repeated keys mean “or”; an unknown one is an error that names it."""

    default_error_messages = {"invalid_choice": _("We don’t know “%(value)s”.")}

    def to_python(self, value):
        typed = [text for text in super().to_python(value) if text.strip()]
        return list(dict.fromkeys(typed))

    def validate(self, value):
        for text in value:
            if not self.valid_value(text):
                shown = Truncator(text).chars(40)
                raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": shown})


class CoordinatorFilterForm(forms.Form):
    """The directory by theme and platform, read from a query string. Different keys mean “and”.

    An unknown value makes the form invalid, and then everybody is shown. Unknown keys are ignored.
    """

    theme = KnownSlugsField(label=_("Theme"), required=False)
    platform = KnownSlugsField(label=_("Platform"), required=False)

    def __init__(self, data=None, *, section):
        super().__init__(QueryDict() if data is None else data)
        self.section = section
        for key, options in self.options.items():
            self.fields[key].choices = [(value, label) for value, label, _parent in options]

    @cached_property
    def everybody(self):
        """Everybody below the section, by last name, each with the platform and the themes that it shows."""
        pages = apps.get_model("platforms.CoordinatorPage").objects
        found = load_sections(pages.descendant_of(self.section).listed().for_cards())
        prefetch_related_objects([page.section for page in found if page.section], "current_themes__theme")
        return found

    @cached_property
    def options(self):
        """The choices of each filter, as `(slug, words, slug above)`."""
        platforms = apps.get_model("platforms.PlatformPage").objects
        shown = platforms.descendant_of(self.section).listed().order_by("title").values_list("slug", "title")
        return {
            "theme": [
                (theme.slug, theme.name, theme.parent.slug if theme.parent else "")
                for theme in Theme.objects.select_related("parent")
            ],
            "platform": [(slug, title, "") for slug, title in shown],
        }

    @cached_property
    def values(self):
        """The values of each coordinator for each filter; who works on a theme works on the one above it too."""
        above = {slug: parent for slug, _label, parent in self.options["theme"]}
        slugs = {page.pk: {theme.slug for theme in page.shown_themes} for page in self.everybody}
        return {
            "theme": {
                pk: own | {above[slug] for slug in own if above.get(slug)} for pk, own in slugs.items()
            },
            "platform": {page.pk: {page.section.slug} for page in self.everybody if page.section},
        }

    @cached_property
    def chosen(self):
        """The values of each filter that is used; nothing while the query string can't be read."""
        if not self.is_valid():
            return {}
        return {key: values for key, values in self.cleaned_data.items() if values}

    @property
    def is_used(self):
        return bool(self.chosen)

    @property
    def problems(self):
        """What could not be read, in sentences for people."""
        return [
            gettext("%(filter)s: %(problem)s") % {"filter": self.fields[name].label, "problem": error}
            for name, errors in self.errors.items()
            for error in errors
        ]

    @cached_property
    def results(self):
        return self.found()

    def found(self, without=None):
        """The coordinators that answer to all filters, or to all but one."""
        asked = {key: set(values) for key, values in self.chosen.items() if key != without}
        return [
            page
            for page in self.everybody
            if all(wanted & self.values[key].get(page.pk, set()) for key, wanted in asked.items())
        ]

    @cached_property
    def groups(self):
        return [self.group(key) for key in self.fields]

    def group(self, key):
        """Counted under the other filters: what this one has already chosen doesn't shut out its neighbours."""
        near = self.found(without=key)
        chosen = self.chosen.get(key, [])
        choices = [
            Choice(
                key,
                slug,
                label,
                above,
                sum(slug in self.values[key].get(page.pk, ()) for page in near),
                slug in chosen,
            )
            for slug, label, above in self.options[key]
        ]
        tops = [
            (top, [part for part in choices if part.parent == top.value]) for top in choices if not top.parent
        ]
        return Group(key, self.fields[key].label, tops, len(chosen), bool(chosen) or key == "theme")

    @property
    def chips(self):
        labels = {key: {slug: label for slug, label, _above in self.options[key]} for key in self.fields}
        return [
            Chip(labels[key][value], self.address(**{key: [other for other in values if other != value]}))
            for key, values in self.chosen.items()
            for value in values
        ]

    def asked(self, **changes):
        """What this form was asked, with other values for some keys; always in the same order."""
        values = {**self.chosen, **changes}
        query = QueryDict(mutable=True)
        for key in self.fields:
            if values.get(key):
                query.setlist(key, values[key])
        return query

    def address(self, **changes):
        """The same as a link on the list's own page. `?` alone is the list without any filter."""
        return f"?{self.asked(**changes).urlencode()}"

    @property
    def unfiltered(self):
        return "?"
