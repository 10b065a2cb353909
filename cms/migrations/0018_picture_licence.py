from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0017_name_roots"),
    ]

    operations = [
        migrations.AddField(
            model_name="customimage",
            name="licence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("cc0", "CC0: free to use, without naming the source"),
                    ("modellicentie", "Free re-use licence Flanders: free to use, naming the source"),
                    ("cc-by", "CC BY 4.0: free to use, naming the author"),
                ],
                default="",
                help_text="What others may do with the picture. Leave empty if its maker did not say.",
                max_length=20,
                verbose_name="licence",
            ),
        ),
    ]
