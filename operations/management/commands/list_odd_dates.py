"""Lists pages, drafts and vocabularies with an implausible date, for editors to correct."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from cms.publishing import label_of_field
from fields.dates import DateField, DateTimeField, YearField


class Command(BaseCommand):
    help = "List pages, drafts and vocabularies with a date before 1900 or after 2100."

    def handle(self, **options):
        count = 0
        for instance, url in [*pages(), *drafts(), *vocabularies()]:
            for field, value in odd_dates(instance):
                count += 1
                self.stdout.write(f"{instance}: {field} {value} ({url})")
        self.stdout.write(f"{count} to correct." if count else "Every date can be right.")


def pages():
    for page in Page.objects.specific().defer_streamfields().iterator(chunk_size=200):
        yield page, reverse("wagtailadmin_pages:edit", args=[page.pk])


def drafts():
    for page in Page.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None):
        yield page.get_latest_revision_as_object(), reverse("wagtailadmin_pages:edit", args=[page.pk])


def vocabularies():
    for model in get_snippet_models():
        for instance in model.objects.iterator(chunk_size=200):
            yield instance, reverse(model.snippet_viewset.get_url_name("edit"), args=[instance.pk])


def odd_dates(instance):
    """Pairs of a label and a date out of range, of the instance and its rows."""
    for owner in [instance, *rows_of(instance)]:
        for field in owner._meta.concrete_fields:
            value = getattr(owner, field.attname)
            if isinstance(field, DateField | DateTimeField | YearField) and is_odd(field, value):
                yield label_of_field(owner, field.name), value


def rows_of(instance):
    relations = get_all_child_relations(instance) if isinstance(instance, Page) else []
    return [row for relation in relations for row in getattr(instance, relation.get_accessor_name()).all()]


def is_odd(field, value):
    try:
        if value is not None:
            field.run_validators(value)
    except ValidationError:
        return True
    return False
