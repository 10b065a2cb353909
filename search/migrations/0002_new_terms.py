from django.db import migrations, models
from django.utils import timezone


def index_again(apps, schema_editor):
    """The terms of pages differ from those in the index: `tick` indexes each page again."""
    page_model, refresh_model = apps.get_model("wagtailcore", "Page"), apps.get_model("search", "SearchRefresh")
    pages = page_model.objects.filter(live=True).exclude(content_type__model="page").values_list("pk", flat=True)
    refresh_model.objects.bulk_create(
        [refresh_model(page_id=pk, due_on=timezone.localdate()) for pk in pages],
        ignore_conflicts=True,
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchword",
            name="backwards",
            field=models.CharField(db_index=True, default="", editable=False, max_length=40),
            preserve_default=False,
        ),
        # Indexing stores the words again, with this field.
        migrations.RunPython(
            lambda apps, schema_editor: apps.get_model("search", "SearchWord").objects.all().delete(),
            migrations.RunPython.noop,
        ),
        migrations.RunPython(index_again, migrations.RunPython.noop),
    ]
