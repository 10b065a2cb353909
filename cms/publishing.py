"""The rules of publishing: drafts may be incomplete, public pages may not.

Wagtail's required fields only guard the editor's own button: bulk publishing, the write API, the scheduler and
approvals publish incomplete pages or answer 500. So fields may be empty in the database, and the form
(`cms.forms.BasePageForm`) and the model both check the rules below.
"""

import re
from typing import NamedTuple

import wagtail.models  # noqa: F401 - first, since it and wagtail.actions import each other
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.utils.forms import FormValidationError

from .schedule import SCHEDULE, drop_spent_dates, ends_before_it_begins

SUMMARY_LENGTH = 300


class Problem(NamedTuple):
    """Why a page can't be published: a message, and the field it belongs to (of a child row if `row` is given)."""

    field: str
    message: str
    row: models.Model | None = None


# A letter or digit, perhaps after a few plain tags. Most texts begin like this, and then need no parsing.
BEGINS_WITH_WORD = re.compile(r"(?:\s|<[a-z][a-z0-9]*>)*\w")


class NotReadyToPublish(FormValidationError):  # noqa: N818 - a state of the page, not a fault
    """Raised when a page does not meet its publishing rules.

    `loc_errors` has the problems by field, as Wagtail's write API names them; `summary` is a list of sentences.
    """

    def __init__(self, page, problems):
        self.page = page
        self.summary = list(
            dict.fromkeys(f"{page.label_of(problem)}: {problem.message}" for problem in problems)
        )
        errors = {}
        for problem in problems:
            messages = errors.setdefault(page.path_of(problem), [])
            if (message := (str(problem.message), "not_ready")) not in messages:
                messages.append(message)
        super().__init__(errors)


def not_published_message(page) -> str:
    return gettext("“%s” is not published yet, because it is not ready:") % page.get_admin_display_title()


def is_empty(value) -> bool:
    """True if a reader would see nothing: no text inside the tags, no block, no row."""
    if isinstance(value, str):
        if BEGINS_WITH_WORD.match(value):
            return False
        return (
            not strip_tags(value).replace("\xa0", " ").replace("&nbsp;", " ").strip()
            and "<embed" not in value
        )
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def filled_rows(rows) -> list:
    """The rows that are filled in: their `filled_by` field, if they name one, is not empty."""
    return [row for row in rows if not hasattr(row, "filled_by") or not is_empty(getattr(row, row.filled_by))]


class PublishPage(PublishPageRevisionAction):
    """Publishes a revision after checking the rules, also when it is scheduled. Clears past dates.

    A scheduled revision keeps its dates: if it expired while `tick` did not run, it goes offline a moment later. All in
    one transaction: a page whose publishing can't be recorded, in the audit log or elsewhere, is not public.
    """

    @transaction.atomic
    def execute(self, skip_permission_checks=False):
        is_due = self.revision.approved_go_live_at is not None
        if not is_due and drop_spent_dates(self.object):
            # Aliases copy the content of the revision.
            self.revision.content |= {name: getattr(self.object, name) for name in SCHEDULE}
            self.revision.save(update_fields=["content"])
        return super().execute(skip_permission_checks)

    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks)
        if isinstance(self.object, PublishingRules):
            self.object.raise_if_not_ready()


class PublishingRules(models.Model):
    """The publishing rules of a page type. Must precede `Page` in the bases."""

    class Meta:
        abstract = True

    def required_to_publish(self) -> list[str]:
        """The names of the fields and child relations that a public page must have."""
        return ["search_description", "page_themes"]

    def check_to_publish(self, rows):
        """Yield a `Problem` for each fact that contradicts another. `rows(name)` gives a relation's child rows."""
        count = len(self.search_description)
        if count > SUMMARY_LENGTH:
            message = _("Keep it under %(limit)s characters; now there are %(count)s.")
            yield Problem("search_description", message % {"limit": SUMMARY_LENGTH, "count": count})
        if ends_before_it_begins(self):
            yield Problem("expire_at", _("This page would go offline before it goes live."))

    def publishing_problems(self, rows=None) -> list[Problem]:
        """All problems of this page, missing fields first. `rows` as in `check_to_publish`; the default is the
        stored rows.
        """
        rows = rows or self.stored_rows
        missing = [
            Problem(name, self.missing_message(name))
            for name in self.required_to_publish()
            if is_empty(filled_rows(rows(name)) if self.is_relation(name) else getattr(self, name))
        ]
        return [*missing, *self.check_to_publish(rows)]

    def raise_if_not_ready(self) -> None:
        """Raises NotReadyToPublish if a rule or a field's own validation fails.

        Forms have validated the values already, but a revision may hold values that no form has seen.
        """
        if problems := [*self.publishing_problems(), *self._wrong_values()]:
            raise NotReadyToPublish(self, problems)

    def save(self, clean=True, **kwargs):
        """Checks a live page on every save, except with `update_fields` (a lock, for example)."""
        if clean and self.live and kwargs.get("update_fields") is None:
            self.raise_if_not_ready()
        super().save(clean=clean, **kwargs)

    def publish(self, revision, user=None, skip_permission_checks=False, **kwargs):
        action = PublishPage(revision, user=user, **kwargs)
        return action.execute(skip_permission_checks=skip_permission_checks)

    def missing_message(self, name):
        return _("Fill this in before you publish.")

    def is_relation(self, name) -> bool:
        return self._meta.get_field(name).one_to_many

    def stored_rows(self, name) -> list:
        return list(getattr(self, name).all())

    def path_of(self, problem) -> tuple:
        """The path of the field as the write API writes it: ("decisions", 0, "date")."""
        return (*self._place_of(problem.row), problem.field) if problem.row else (problem.field,)

    def label_of(self, problem, rows=None) -> str:
        """What editors call the field: “Samenvatting”, or “Beslissingen, 1, datum”. `rows` as in `check_to_publish`."""
        if not problem.row:
            return label_of_field(self, problem.field)
        name, index = self._place_of(problem.row, rows)
        field = label_of_field(problem.row, problem.field).lower()
        return f"{label_of_field(self, name)}, {index + 1}, {field}"

    def texts(self):
        """Yields the rich text and stream fields as `(field name, text)`."""
        for field in self._meta.get_fields():
            if isinstance(field, RichTextField):
                yield field.name, getattr(self, field.name)
            elif isinstance(field, StreamField):
                yield field.name, " ".join(map(str, field.get_searchable_content(getattr(self, field.name))))

    def _place_of(self, row, rows=None):
        rows = rows or self.stored_rows
        for relation in get_all_child_relations(self):
            name = relation.get_accessor_name()
            if isinstance(row, relation.related_model) and row in (siblings := rows(name)):
                return name, siblings.index(row)
        raise ValueError(f"{row!r} is no child row of {self!r}")

    def _wrong_values(self):
        yield from wrong_values(self)
        for relation in get_all_child_relations(self):
            name = relation.get_accessor_name()
            if name != COMMENTS_RELATION_NAME:
                for row in self.stored_rows(name):
                    # The foreign key to an unsaved page is empty.
                    yield from wrong_values(row, exclude=[relation.field.name])


def wrong_values(instance, exclude=None):
    """Yields a `Problem` for each value of the page or child row that its field, or a block in it, rejects."""
    row = None if isinstance(instance, PublishingRules) else instance
    try:
        instance.full_clean(exclude=exclude)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield from (Problem(field, message, row) for message in messages)
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(instance, field.name))
            except ValidationError as error:
                yield from (Problem(field.name, message, row) for message in messages_in_blocks(error))


def messages_in_blocks(error) -> list[str]:
    """The messages of a block's ValidationError and of the blocks inside it, as one list."""
    if not hasattr(error, "block_errors"):
        return error.messages
    inside = [message for nested in error.block_errors.values() for message in messages_in_blocks(nested)]
    return [message for nested in error.non_block_errors.as_data() for message in nested.messages] + inside


def label_of_field(instance, name) -> str:
    """The label of a field or child relation; for other names (`__all__`) that of the page or row itself."""
    if name == "search_description":
        return _("Summary")
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(instance._meta.verbose_name)
    if field.one_to_many:
        return capfirst(field.related_model._meta.verbose_name_plural)
    return capfirst(field.verbose_name)
