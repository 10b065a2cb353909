"""Wagtail calls the roots of its pages and of its collections "Root"; editors see both in breadcrumbs and choices."""

from django.db import migrations

ENGLISH, PAGES, COLLECTIONS = "Root", "Alle pagina’s", "Hoofdcollectie"


def rename(apps, page_title, new_page_title, collection_name, new_collection_name):
    pages = apps.get_model("wagtailcore", "Page").objects
    pages.filter(depth=1, title=page_title).update(title=new_page_title, draft_title=new_page_title)
    collections = apps.get_model("wagtailcore", "Collection").objects
    collections.filter(depth=1, name=collection_name).update(name=new_collection_name)


def name_in_dutch(apps, schema_editor):
    rename(apps, ENGLISH, PAGES, ENGLISH, COLLECTIONS)


def name_in_english(apps, schema_editor):
    rename(apps, PAGES, ENGLISH, COLLECTIONS, ENGLISH)


class Migration(migrations.Migration):
    dependencies = [("cms", "0016_mark_examples"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(name_in_dutch, name_in_english)]
