"""Strict at publishing, lenient at saving: the one place that says when a page may go public.

Wagtail's required fields guard only the editor's own button. Bulk publishing, the write API, the scheduler and
an approval let an incomplete page through, or answer 500. So fields are empty in the database, and the rules
below are asked by the form (`cms.forms.BasePageForm`) and by the model, whatever the way to publish.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.fields import RichTextField, StreamField


class Problem(NamedTuple):
    """Why a page can't be published: a message, and the field (of a child row, if given) it stands beside."""

    field: str
    message: str
    row: models.Model | None = None


class NotReadyToPublish(ValidationError):
    """Raised for a page that publishing asks more of; `message_dict` names the fields, `page` the page."""

    def __init__(self, page, problems):
        self.page = page
        messages = {}
        for problem in problems:
            messages.setdefault(problem.field, []).append(str(problem.message))
        super().__init__(messages)

    @property
    def summary(self):
        """Every problem in one sentence each, with the label of its field."""
        return [
            f"{self.page.label_of(field)}: {message}"
            for field, messages in self.message_dict.items()
            for message in messages
        ]


def is_empty(value):
    """True where a reader would see nothing: no text inside the tags, no block, no row."""
    if isinstance(value, str):
        return not strip_tags(value).replace("\xa0", " ").strip() and "<embed" not in value
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


class PublishPage(PublishPageRevisionAction):
    """Wagtail's publishing, after our rules; also when publishing is set for later."""

    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks)
        self.object.raise_if_not_ready()


class PublishingRules(models.Model):
    """What a page type asks before it goes public. Stands left of `Page`."""

    class Meta:
        abstract = True

    def required_to_publish(self):
        """The names of fields and child relations that may not be empty on the site."""
        return ["search_description", "page_themes"]

    def check_to_publish(self, rows):
        """Yield a `Problem` for each fact that contradicts another. `rows(name)` gives a relation's child rows."""
        yield from ()

    def publishing_problems(self, rows=None):
        """All that stands between this page and the public, missing fields first."""
        rows = rows or (lambda name: list(getattr(self, name).all()))
        problems = [
            Problem(name, self.missing_message(name))
            for name in self.required_to_publish()
            if is_empty(filled_rows(rows(name)) if self.is_relation(name) else getattr(self, name))
        ]
        return problems + list(self.check_to_publish(rows)) + list(self._block_problems())

    def raise_if_not_ready(self):
        """Raise NotReadyToPublish, naming each field, unless all is well."""
        if problems := self.publishing_problems():
            raise NotReadyToPublish(self, problems)

    def full_clean(self, exclude=None, **kwargs):
        """Forms pass `exclude` and have asked the rules already."""
        super().full_clean(exclude=exclude, **kwargs)
        if exclude is None and self.live:
            self.raise_if_not_ready()

    def publish(self, revision, user=None, skip_permission_checks=False, **kwargs):
        action = PublishPage(revision, user=user, **kwargs)
        return action.execute(skip_permission_checks=skip_permission_checks)

    def missing_message(self, name):
        return _("Fill this in before you publish.")

    def is_relation(self, name):
        return self._meta.get_field(name).one_to_many

    def label_of(self, name):
        """What editors call the field or relation."""
        if name == "search_description":
            return _("Summary")
        field = self._meta.get_field(name)
        if self.is_relation(name):
            return capfirst(field.related_model._meta.verbose_name_plural)
        return capfirst(field.verbose_name)

    def texts(self):
        """The running texts of this page, as `(field name, text)`."""
        for field in self._meta.get_fields():
            if isinstance(field, RichTextField):
                yield field.name, getattr(self, field.name)
            elif isinstance(field, StreamField):
                yield field.name, " ".join(map(str, field.get_searchable_content(getattr(self, field.name))))

    def _block_problems(self):
        """Drafts skip the rules of blocks, and the write API publishes drafts: ask the blocks again."""
        for field in self._meta.get_fields():
            if isinstance(field, StreamField):
                try:
                    field.stream_block.clean(getattr(self, field.name))
                except ValidationError:
                    yield Problem(field.name, _("Something in here is not filled in right."))


def filled_rows(rows):
    """The rows that say something: one whose `filled_by` is empty does not count."""
    return [row for row in rows if not hasattr(row, "filled_by") or not is_empty(getattr(row, row.filled_by))]
