"""What an organisation or a person has to do with pages, whatever their type: read from Wagtail's reference index.

The index holds the keys, rows and blocks of what is stored, so of the published page: see `cms.references`.
"""

from collections import Counter
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from cms.pagination import page_of
from cms.querysets import deduplicated, listed
from cms.references import page_type

from .teasers import load_teasers

PAGE_SIZE = 20
# Links of an editor and texts that name it say nothing of what it did.
NO_INVOLVEMENT = {"related_pages"}
# The path of a foreign key in a row: relation, row, key. What is longer stands in a block of a row.
PARTS_OF_ROW_KEY = 3


class Involvement:
    """The listed pages of the site below `path` that point at these targets (rows of a vocabulary, pages), with their
    roles, the newest first.
    """

    def __init__(self, path, *targets):
        self.path, self.targets = path, targets

    @cached_property
    def roles(self) -> dict:
        """The roles of the targets on each page, by its id, the newest page first."""
        paths = {}
        for target in self.targets:
            references = ReferenceIndex.get_references_to(target).filter(base_content_type=page_type())
            for page_id, model_path in references.values_list("object_id", "model_path"):
                paths.setdefault(int(page_id), set()).add(model_path)
        pages = listed(Page.objects.filter(pk__in=paths, path__startswith=self.path))
        pages = deduplicated(pages, self.path).order_by("-first_published_at", "-pk")
        roles, own = {}, {target.pk for target in self.targets if isinstance(target, Page)}
        for pk, type_id in pages.values_list("pk", "content_type_id"):
            self.types[pk] = ContentType.objects.get_for_id(type_id).model_class()
            if pk not in own and (words := roles_of(self.types[pk], sorted(paths[pk]))):
                roles[pk] = words
        return roles

    @cached_property
    def types(self) -> dict:
        """The model of each page, by its id; filled by `roles`."""
        return {}

    def __len__(self):
        return len(self.roles)

    def __getitem__(self, part) -> list:
        """Pairs of a teaser and the roles, for a Paginator."""
        return [(teaser, ", ".join(self.roles[teaser.pk])) for teaser in load_teasers([*self.roles][part])]

    def page(self, number):
        """A page of the pairs (`page_of`)."""
        return page_of(self, PAGE_SIZE, number)

    @property
    def first(self) -> list:
        return self[:PAGE_SIZE]

    @property
    def has_more(self) -> bool:
        return len(self) > PAGE_SIZE

    @property
    def summary(self) -> str:
        """The number of pages of each type in words."""
        counts = Counter(self.types[pk] for pk in self.roles)
        return ", ".join(
            f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
            for model, count in counts.most_common()
        )


def roles_of(model, paths) -> list[str]:
    """The roles that these paths of the reference index stand for, each once; a mention only without another role."""
    roles = dict.fromkeys(role_of(model, path) for path in paths)
    roles.pop("", None)
    if len(roles) > 1:
        roles.pop(_("named on the page"), None)
    return list(roles)


def role_of(model, path) -> str:
    """The role that this path of the reference index stands for, in words; empty if it stands for none."""
    name, *rest = path.split(".")
    if name in NO_INVOLVEMENT or name in getattr(model, "private_fields", ()):
        return ""
    field = model._meta.get_field(name)
    if field.one_to_many:
        is_key = len(rest) < PARTS_OF_ROW_KEY
        return role_in_row(field.related_model, rest[-1]) if is_key else _("in the programme")
    if field.many_to_one:
        return str(field.verbose_name)
    return _("named on the page") if field.get_internal_type() == "JSONField" else ""


def role_in_row(row_model, key) -> str:
    """The name of the key where it says more than what it points at (“together with”), else that of the row (owner)."""
    field = row_model._meta.get_field(key)
    is_plain = field.verbose_name == field.related_model._meta.verbose_name
    return str(row_model._meta.verbose_name if is_plain else field.verbose_name)
