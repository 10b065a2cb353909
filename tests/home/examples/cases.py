"""Commands run quietly, and what a site holds that examples could leave something behind in."""

from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from wagtail.models import Collection, Page

# What stays when its page goes, and why.
STAYS = {
    "audit.AuditEntry": "who did what; it goes after a year",
    "caching.ListingChange": "the news that lists have changed; it goes after a day",
    "search.SearchWord": "words stay when their page goes: corrections that find nothing are not offered",
    "partners.Syndicated": "readers elsewhere are told that the page is no more",
}


def run(command, **options):
    output = StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


def stored_files():
    """The files of pictures and documents on the disk."""
    return {str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def remains():
    """Every page and collection by name, and how many rows every table has."""
    return {
        "pages": sorted(Page.objects.values_list("url_path", flat=True)),
        "collections": sorted(Collection.objects.values_list("name", flat=True)),
        **{
            model._meta.label: model._base_manager.count()
            for model in apps.get_models()
            if model._meta.label not in STAYS
        },
    }
