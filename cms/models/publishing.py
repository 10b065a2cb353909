"""Strict at publishing, lenient at saving: the one place that says when a page may go public.

Wagtail's required fields guard only the editor's own button. Bulk publishing, the write API, the scheduler and
an approval let an incomplete page through, or answer 500. So fields are empty in the database, and the rules
below are asked by the form (`cms.forms.BasePageForm`) and by the model, whatever the way to publish.
"""

import re
from typing import NamedTuple

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail.utils.forms import FormValidationError

SUMMARY_LENGTH = 300


class Problem(NamedTuple):
    """Why a page can't be published: a message, and the field (of a child row, if given) it stands beside."""

    field: str
    message: str
    row: models.Model | None = None


# A letter or digit, perhaps after a few plain tags: so begins nearly every text, and then nobody needs to parse it.
SAYS_SOMETHING = re.compile(r"(?:\s|<[a-z][a-z0-9]*>)*\w")


class NotReadyToPublish(FormValidationError):  # noqa: N818 - a state of the page, not a fault
    """Raised for a page that publishing asks more of.

    `loc_errors` names each field the way Wagtail's write API does, `summary` tells it to people.
    """

    def __init__(self, page, problems):
        self.page = page
        self.summary = list(dict.fromkeys(f"{page.label_of(found)}: {found.message}" for found in problems))
        errors = {}
        for problem in problems:
            messages = errors.setdefault(page.path_of(problem), [])
            if (coded := (str(problem.message), "not_ready")) not in messages:
                messages.append(coded)
        super().__init__(errors)


def is_empty(value):
    """True where a reader would see nothing: no text inside the tags, no block, no row."""
    if isinstance(value, str):
        if SAYS_SOMETHING.match(value):
            return False
        return (
            not strip_tags(value).replace("\xa0", " ").replace("&nbsp;", " ").strip()
            and "<embed" not in value
        )
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def filled_rows(rows):
    """The rows that say something: one whose `filled_by` is empty does not count."""
    return [row for row in rows if not hasattr(row, "filled_by") or not is_empty(getattr(row, row.filled_by))]


class PublishPage(PublishPageRevisionAction):
    """Wagtail's publishing, after our rules; also when publishing is set for later."""

    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks)
        if isinstance(self.object, PublishingRules):
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
        count = len(self.search_description)
        if count > SUMMARY_LENGTH:
            message = _("Keep it under %(limit)s characters; now there are %(count)s.")
            yield Problem("search_description", message % {"limit": SUMMARY_LENGTH, "count": count})

    def publishing_problems(self, rows=None):
        """What the rules of this type hold against publishing, missing fields first."""
        rows = rows or self.stored_rows
        missing = [
            Problem(name, self.missing_message(name))
            for name in self.required_to_publish()
            if is_empty(filled_rows(rows(name)) if self.is_relation(name) else getattr(self, name))
        ]
        return [*missing, *self.check_to_publish(rows)]

    def raise_if_not_ready(self):
        """Raise NotReadyToPublish, naming each field, unless all is well: the rules, and each value by itself.

        Forms have checked the values already. A revision may hold what no form has seen.
        """
        if problems := [*self.publishing_problems(), *self._wrong_values()]:
            raise NotReadyToPublish(self, problems)

    def save(self, clean=True, **kwargs):
        """A live page is ready, also when code saves it; changing one aspect (a lock, say) asks nothing."""
        if clean and self.live and kwargs.get("update_fields") is None:
            self.raise_if_not_ready()
        super().save(clean=clean, **kwargs)

    def publish(self, revision, user=None, skip_permission_checks=False, **kwargs):
        action = PublishPage(revision, user=user, **kwargs)
        return action.execute(skip_permission_checks=skip_permission_checks)

    def missing_message(self, name):
        return _("Fill this in before you publish.")

    def is_relation(self, name):
        return self._meta.get_field(name).one_to_many

    def stored_rows(self, name):
        return list(getattr(self, name).all())

    def path_of(self, problem):
        """Where the field stands, as the write API writes it: ("decisions", 0, "date")."""
        return (*self._place_of(problem.row), problem.field) if problem.row else (problem.field,)

    def label_of(self, problem):
        """What editors call the field: “Samenvatting”, or “Beslissingen, 1, datum”."""
        if not problem.row:
            return label_of_field(self, problem.field)
        name, index = self._place_of(problem.row)
        field = label_of_field(problem.row, problem.field).lower()
        return f"{label_of_field(self, name)}, {index + 1}, {field}"

    def texts(self):
        """The running texts of this page, as `(field name, text)`."""
        for field in self._meta.get_fields():
            if isinstance(field, RichTextField):
                yield field.name, getattr(self, field.name)
            elif isinstance(field, StreamField):
                yield field.name, " ".join(map(str, field.get_searchable_content(getattr(self, field.name))))

    def _place_of(self, row):
        for relation in get_all_child_relations(self):
            name = relation.get_accessor_name()
            if isinstance(row, relation.related_model) and row in (rows := self.stored_rows(name)):
                return name, rows.index(row)
        raise ValueError(f"{row!r} is no child row of {self!r}")

    def _wrong_values(self):
        yield from wrong_values(self)
        for relation in get_all_child_relations(self):
            name = relation.get_accessor_name()
            if name != COMMENTS_RELATION_NAME:
                for row in self.stored_rows(name):
                    # The key to a page that is not saved yet is empty.
                    yield from wrong_values(row, exclude=[relation.field.name])


def wrong_values(instance, exclude=None):
    """A `Problem` for each value of the page or child row that its field, or a block inside it, refuses."""
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


def messages_in_blocks(error):
    """The messages of a block, and of the blocks inside it, as one list."""
    if not hasattr(error, "block_errors"):
        return error.messages
    inside = [message for nested in error.block_errors.values() for message in messages_in_blocks(nested)]
    return [message for nested in error.non_block_errors.as_data() for message in nested.messages] + inside


def label_of_field(instance, name):
    """What editors call a field or child relation; a name of no field (`__all__`) is the page or row itself."""
    if name == "search_description":
        return _("Summary")
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return capfirst(instance._meta.verbose_name)
    if field.one_to_many:
        return capfirst(field.related_model._meta.verbose_name_plural)
    return capfirst(field.verbose_name)
